import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from digitrec.recognition.raster import (
    BOX,
    CENTRE,
    SIZE,
    STROKE_WIDTH,
    VIEWS,
    render,
    render_views,
)
from tests.samples import digit

numbers = st.integers(0, 9)


def centre_of_mass(image):
    middles = np.arange(len(image)) + 0.5
    return tuple((image.sum(axis) * middles).sum() / image.sum() for axis in (0, 1))


def drawn_by_pillow(strokes, pen=STROKE_WIDTH, fine=32):
    """The same image made another way: a round pen on a grid 32 times finer, averaged."""
    points = np.array([point for stroke in strokes for point in stroke])
    low, high = points.min(axis=0), points.max(axis=0)
    scale = (BOX - pen) / (high - low).max()
    image = np.zeros((SIZE, SIZE))
    shift = np.zeros(2)
    for _ in range(2):
        canvas = Image.new("L", (SIZE * fine, SIZE * fine))
        draw = ImageDraw.Draw(canvas)
        radius = pen * fine / 2
        for stroke in strokes:
            path = ((np.array(stroke) - (low + high) / 2) * scale + SIZE / 2 + shift) * fine - 0.5
            draw.line([tuple(point) for point in path], fill=255, width=round(pen * fine))
            for x, y in path:
                draw.ellipse([x - radius, y - radius, x + radius, y + radius], fill=255)
        image = np.asarray(canvas.reduce(fine), float) / 255
        shift = shift + (CENTRE - np.array(centre_of_mass(image)))
    return image


@pytest.mark.parametrize("which", range(10))
def test_a_digit_looks_as_a_round_pen_on_a_finer_grid_draws_it(which):
    ours, reference = render(digit(which).strokes), drawn_by_pillow(digit(which).strokes)
    assert (
        abs(ours - reference).max() < 0.3
    )  # coverage by distance differs from area where lines meet
    assert abs(ours - reference).mean() < 0.005


@given(numbers)
def test_the_image_is_28_by_28_in_0_to_1_with_its_mass_in_the_middle(which):
    image = render(digit(which).strokes)
    assert image.shape == (28, 28)
    assert image.dtype == np.float32
    assert image.min() == 0
    assert image.max() == 1
    assert centre_of_mass(image) == pytest.approx((CENTRE, CENTRE), abs=0.1)


@given(numbers)
def test_the_longer_side_of_the_ink_is_20_pixels(which):
    rows, columns = np.nonzero(render(digit(which).strokes) > 0.5)
    assert 19 <= max(np.ptp(rows), np.ptp(columns)) + 1 <= 21


@given(numbers, st.floats(0.2, 5), st.floats(-2000, 2000), st.floats(-2000, 2000), st.randoms())
@settings(max_examples=60)
def test_moving_scaling_and_another_order_of_strokes_change_nothing(which, scale, x, y, random):
    strokes = list(digit(which, x, y, scale).strokes)
    random.shuffle(strokes)
    assert abs(render(strokes) - render(digit(which).strokes)).max() < 1e-4


@pytest.mark.parametrize("which", range(10))
def test_the_views_are_the_same_drawing_turned_and_with_a_thin_pen_and_the_usual_one(which):
    thin, usual = render_views(digit(which).strokes)
    (left, thin_pen), (right, usual_pen) = ((view.rotation, view.stroke_width) for view in VIEWS)
    assert left == -right < 0
    assert thin_pen < usual_pen == STROKE_WIDTH
    for image, turn, pen in ((thin, left, thin_pen), (usual, right, usual_pen)):
        cos, sin = np.cos(turn), np.sin(turn)
        strokes = [np.array(stroke) @ ((cos, sin), (-sin, cos)) for stroke in digit(which).strokes]
        whole = render(strokes)
        assert (image <= whole + 1e-6).all()
        assert image.sum() == pytest.approx(whole.sum() * pen / STROKE_WIDTH, rel=0.1)
        assert centre_of_mass(image) == pytest.approx(centre_of_mass(whole), abs=0.2)


def test_a_dot_is_a_dot_in_the_middle():
    image = render([[(5.0, 5.0)]])
    assert 3 < image.sum() < 7
    assert image[14, 14] > 0.5


def test_nothing_drawn_is_black():
    assert not render([]).any()
    assert not render([[]]).any()


def test_a_scribble_of_a_hundred_thousand_points_is_drawn():
    rng = np.random.default_rng(0)
    image = render([rng.random((100_000, 2))])
    assert image.mean() > 0.4


def test_ink_never_leaves_the_image_however_lopsided():
    # All the mass in a dense corner, one hair to the far side.
    scribble = [(x / 10, y / 10) for x in range(30) for y in range(30)]
    image = render([scribble, [(0, 0), (100, 0)]])
    assert image[:, -1].max() < 1.01
    assert (image > 0.5).any(axis=0).sum() >= 19
