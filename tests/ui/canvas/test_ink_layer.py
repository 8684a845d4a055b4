"""The ink on a canvas, plain and smooth, without the window."""

import tkinter

import pytest

from digitrec.ui.canvas.ink_layer import InkLayer
from digitrec.ui.canvas.plain_ink import TAG as PLAIN_INK
from digitrec.ui.widgets.theme import LIGHT, Look
from tests.samples import digit

STROKES = digit(7).strokes


@pytest.fixture
def canvas(display):
    root = tkinter.Tk()
    yield tkinter.Canvas(root, width=200, height=200)
    root.destroy()


@pytest.fixture
def layer(canvas):
    return InkLayer(canvas, Look(LIGHT, 1.0), 10)


def shown(canvas):
    """Whether there is plain ink, and smooth ink."""
    return bool(canvas.find_withtag(PLAIN_INK)), "image" in map(canvas.type, canvas.find_all())


def test_plain_ink_is_replaced_by_smooth_ink(canvas, layer):
    canvas.pack()
    canvas.update()
    layer.show_strokes(STROKES)
    assert shown(canvas) == (True, False)
    layer.use_smooth_ink()
    assert layer.smooth
    assert shown(canvas) == (False, True)


def test_on_a_canvas_without_a_size_ink_stays_plain_until_it_has_one(canvas, layer):
    canvas.place(x=0, y=0, width=1, height=1)
    canvas.configure(highlightthickness=1)
    canvas.update()
    layer.show_strokes(STROKES)
    layer.use_smooth_ink()
    assert shown(canvas) == (True, False)
    canvas.place(x=0, y=0, width=150, height=150)
    canvas.update()
    layer.resize()
    assert shown(canvas) == (False, True)


def test_a_stroke_that_is_being_drawn_survives_the_change_to_smooth_ink(canvas, layer):
    canvas.pack()
    canvas.update()
    for point in STROKES[0][:5]:
        assert layer.add_point(point)
    assert not layer.add_point(STROKES[0][4])  # no new ink
    layer.use_smooth_ink()
    assert layer.drawing
    assert layer.stroke == STROKES[0][:5]
    assert layer.end_stroke() == STROKES[0][:5]
    assert (layer.strokes, layer.drawing) == ((STROKES[0][:5],), False)


def test_attributions_tint_the_ink_until_there_is_other_ink(canvas, layer):
    layer.show_strokes(STROKES)
    layer.tint([(20.0, 20.0, 1.0)])
    assert layer.tinted
    layer.show_strokes(STROKES[:1])
    assert not layer.tinted


@pytest.mark.parametrize("smooth", [False, True])
def test_faded_strokes_stay_faded_until_the_strokes_change(canvas, layer, smooth):
    canvas.pack()
    canvas.update()
    if smooth:
        layer.use_smooth_ink()
    layer.show_strokes(STROKES)
    plain = picture(canvas)
    layer.fade([1])
    faded = picture(canvas)
    assert faded != plain
    layer.fade([1])
    assert picture(canvas) == faded
    layer.apply_theme(Look(LIGHT, 1.0), 10)
    assert picture(canvas) == faded
    layer.fade([])
    assert picture(canvas) == plain
    layer.fade([1])
    layer.show_strokes(STROKES)
    assert picture(canvas) == plain


def picture(canvas):
    """What the ink shows: the pixels of its image, or how its lines are drawn."""
    images = [item for item in canvas.find_all() if canvas.type(item) == "image"]
    if images:
        photo = canvas.itemcget(images[0], "image")
        return canvas.tk.call(photo, "data")
    return [canvas.itemcget(item, "stipple") for item in canvas.find_withtag(PLAIN_INK)]
