"""A picture in the real window: its colours, zooming and moving with wheel, keys and mouse."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageGrab

from digitrec.ui.picture.digit_boxes import TAG as BOX
from tests.samples import digit
from tests.samples import number as ink_of
from tests.ui.canvas.marks import letters
from tests.ui.pages import settle

pytestmark = pytest.mark.usefixtures("display")

PAPER, INK = (240, 230, 200), (30, 40, 150)


@pytest.fixture
def shown(person, tmp_path):
    """Somebody who looks at a coloured picture of 5836."""
    image = Image.new("RGB", (900, 700), PAPER)
    for stroke in ink_of("5836", gap=30).strokes:
        points = [(120 + 1.4 * x, 90 + 1.6 * y) for x, y in stroke]
        ImageDraw.Draw(image).line(points, fill=INK, width=9)
    image.save(tmp_path / "number.png")
    person.wait_until_ready()
    person.parts.exchange.open_picture(tmp_path / "number.png")
    person.wait(lambda: person.big == "5836")
    settle(person)
    return person


def screen(person):
    person.root.update()
    x, y, width, height = person.window.area.bounds
    return np.asarray(ImageGrab.grab((x, y, x + width, y + height)).convert("RGB"))


def scale(person):
    """The scale that the caption shows, in per cent."""
    area = person.window.area
    texts = [area.itemcget(item, "text") for item in area.find_all() if area.type(item) == "text"]
    (percent,) = [text for text in texts if text.endswith("%")]
    return int(percent[:-1])


def boxes(person):
    area = person.window.area
    return [
        area.coords(item)
        for item in area.find_withtag(BOX)
        if area.type(item) == "line" and area.itemcget(item, "state") != "hidden"
    ]


def test_a_picture_shows_in_its_colours_in_either_theme(shown):
    for theme in ("light", "dark"):
        shown.window.apply_theme(theme)
        settle(shown)
        pixels = screen(shown)
        height, width = pixels.shape[:2]
        paper = pixels[height // 2, width // 2].astype(int)
        assert np.abs(paper - PAPER).max() <= 2
        blue = np.abs(pixels.astype(int) - INK).sum(axis=2) < 30
        assert blue.sum() > 100


def test_the_wheel_zooms_where_the_pointer_is(shown):
    before, box = scale(shown), boxes(shown)[1]
    x, y = round((box[0] + box[2]) / 2), round((box[1] + box[5]) / 2)
    for _ in range(4):
        shown.window.area.event_generate("<ButtonPress-4>", x=x, y=y)
    settle(shown)
    assert scale(shown) == pytest.approx(before * 1.25**4, abs=2)
    (zoomed,) = [one for one in boxes(shown) if one[0] < x < one[2] and one[1] < y < one[5]]
    assert zoomed[2] - zoomed[0] > 2 * (box[2] - box[0])
    for _ in range(9):
        shown.window.area.event_generate("<ButtonPress-5>", x=x, y=y)
    settle(shown)
    assert scale(shown) == before
    assert boxes(shown)[1] == box


def test_keys_zoom_fit_and_scroll(shown):
    before, fitted = scale(shown), boxes(shown)
    shown.press("<Control-plus>")
    shown.press("<Control-plus>")
    settle(shown)
    assert scale(shown) > 1.5 * before
    assert shown.big == "5836"
    places = boxes(shown)
    shown.press("<Shift-Right>")
    settle(shown)
    assert boxes(shown)[-1][0] < places[-1][0]
    shown.press("<Control-minus>")
    settle(shown)
    assert before < scale(shown) < 1.5 * before
    shown.press("<Control-Key-0>")
    settle(shown)
    assert (scale(shown), boxes(shown)) == (before, fitted)


@pytest.mark.parametrize("button", [1, 2])
def test_a_drag_moves_a_picture_that_is_zoomed_in(shown, button):
    area = shown.window.area
    shown.press("<Control-plus>")
    shown.press("<Control-plus>")
    settle(shown)
    before = boxes(shown)[-1]
    area.event_generate(f"<ButtonPress-{button}>", x=300, y=300)
    for x in (290, 280, 260):
        area.event_generate(f"<B{button}-Motion>", x=x, y=300)
    area.event_generate(f"<ButtonRelease-{button}>", x=260, y=300)
    settle(shown)
    assert boxes(shown)[-1][0] == pytest.approx(before[0] - 40, abs=1)
    assert area.strokes == ()
    assert shown.big == "5836"


def test_a_digit_selected_by_key_is_brought_into_the_window(shown):
    for _ in range(8):
        shown.press("<Control-plus>")
    shown.press("<Shift-Right>")
    settle(shown)
    shown.press("<Left>")  # the last digit
    settle(shown)
    width = shown.window.area.winfo_width()
    assert "6" in letters(shown)
    assert all(one[0] >= 0 and one[2] <= width for one in boxes(shown)[-1:])


def test_signs_below_the_picture_zoom_and_clicks_beside_them_do_nothing(shown):
    area, before = shown.window.area, scale(shown)
    (plus,) = [
        item
        for item in area.find_all()
        if area.type(item) == "text" and area.itemcget(item, "text") == "+"
    ]
    x, y = map(round, area.coords(plus))
    for at in (x, 12):
        area.event_generate("<ButtonPress-1>", x=at, y=y)
        area.event_generate("<ButtonRelease-1>", x=at, y=y)
    settle(shown)
    assert scale(shown) == pytest.approx(1.25 * before, abs=1)
    assert area.strokes == ()


def test_a_large_picture_becomes_sharp_where_somebody_zooms_in(person, tmp_path):
    stripes = np.zeros((3000, 4000), np.uint8)
    stripes[:, ::2] = 255  # which the overview has as grey
    image = Image.fromarray(stripes)
    image.paste(200, (0, 0, 1000, 3000))
    for stroke in digit(3).strokes:
        ImageDraw.Draw(image).line([(300 + 4 * x, 600 + 6 * y) for x, y in stroke], 20, 40)
    image.save(tmp_path / "large.png")
    person.wait_until_ready()
    person.parts.exchange.open_picture(tmp_path / "large.png")
    person.wait(lambda: person.window.desk.session.sheet.picture is not None)
    settle(person)
    assert np.ptp(screen(person)[40:-60, -40:]) < 40
    area = person.window.area
    for _ in range(16):
        area.event_generate("<ButtonPress-4>", x=area.winfo_width() - 60, y=200)
    person.wait(lambda: np.ptp(screen(person)[150:250, -100:-50]) > 240)
