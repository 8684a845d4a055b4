import numpy as np
import pytest

from digitrec.recognition.ink import MAX_POINTS
from digitrec.recognition.raster import STROKE_WIDTH, VIEWS
from digitrec.recognition.stroke_raster import BOX, SIZE, View, draw, place
from tests.samples import digit, number

DRAWINGS = [
    *(digit(which).strokes for which in range(10)),
    number("4075").strokes,
    ((), ((3.0, 4.0),), ()),
    (((0.0, 0.0), (0.0, 0.0)), ((9.0, 0.0),)),
    (((-1e9, 5.0), (1e9, 5.0)),),
]


def drawn_pixel_by_pixel(drawing, view):
    """The same image by its definition: of every pixel the distance to every dot."""
    dots = place([drawing], STROKE_WIDTH, [view.rotation]).dots.astype(np.float32)
    middles = np.arange(SIZE, dtype=np.float32) + np.float32(0.5)
    down, across = ((middles[:, None] - dots[:, axis]) ** 2 for axis in (1, 0))
    distances = np.sqrt((down[:, None] + across[None]).min(axis=2))
    return np.clip(np.float32(view.stroke_width / 2 + 0.5) - distances, 0, 1)


@pytest.mark.parametrize("drawing", DRAWINGS)
def test_no_pixel_that_a_dot_reaches_is_left_out(drawing):
    images = draw([drawing], STROKE_WIDTH, VIEWS)[0]
    for image, view in zip(images, VIEWS, strict=True):
        assert abs(image - drawn_pixel_by_pixel(drawing, view)).max() < 1e-6


def test_many_drawings_look_as_each_of_them_alone():
    together = draw(DRAWINGS, STROKE_WIDTH, VIEWS)
    alone = np.concatenate([draw([drawing], STROKE_WIDTH, VIEWS) for drawing in DRAWINGS])
    assert together.dtype == np.float32
    assert abs(together - alone).max() < 1e-6


def test_a_turned_view_is_the_drawing_of_turned_strokes_clockwise_on_the_screen():
    right_angle = (((0.0, 0.0), (10.0, 0.0), (10.0, 5.0)),)
    turned = (((0.0, 0.0), (0.0, 10.0), (-5.0, 10.0)),)
    upright, quarter = draw(
        [right_angle], STROKE_WIDTH, [View(STROKE_WIDTH), View(STROKE_WIDTH, np.pi / 2)]
    )[0]
    assert abs(quarter - draw([turned], STROKE_WIDTH, [View(STROKE_WIDTH)])[0, 0]).max() < 1e-5
    assert abs(quarter - upright).max() > 0.5


def test_a_drawing_without_a_point_is_black_and_changes_nothing_for_the_others():
    images = draw([(), digit(3).strokes, ((),), digit(5).strokes, ()], STROKE_WIDTH, VIEWS)
    assert not images[[0, 2, 4]].any()
    assert (images[[1, 3]] == draw([digit(3).strokes, digit(5).strokes], STROKE_WIDTH, VIEWS)).all()
    assert draw([(), ()], STROKE_WIDTH, VIEWS).shape == (2, len(VIEWS), SIZE, SIZE)
    assert draw([], STROKE_WIDTH, VIEWS).shape == (0, len(VIEWS), SIZE, SIZE)


def test_points_given_as_an_array_are_the_same_as_tuples():
    as_arrays = [np.array(stroke) for stroke in digit(4).strokes]
    assert (
        draw([as_arrays], STROKE_WIDTH, VIEWS) == draw([digit(4).strokes], STROKE_WIDTH, VIEWS)
    ).all()


def test_a_stroke_has_dots_from_end_to_end_and_none_on_the_way_to_the_next():
    apart = (((0.0, 0.0), (4.0, 0.0)), ((6.0, 0.0), (10.0, 0.0)))
    placed = place([apart], STROKE_WIDTH)
    across = np.sort(placed.dots[:, 0])
    gaps = np.diff(across)
    assert np.ptp(across) == pytest.approx(BOX - STROKE_WIDTH)
    assert np.count_nonzero(gaps > 0.26) == 1
    assert gaps.max() == pytest.approx(0.2 * (BOX - STROKE_WIDTH))
    assert {tuple(point) for point in placed.points} <= {tuple(dot) for dot in placed.dots}


def test_the_dots_of_the_longest_drawing_are_limited():
    rng = np.random.default_rng(0)
    scribble = rng.random((MAX_POINTS, 2))
    assert len(place([[scribble]], STROKE_WIDTH).dots) < 2 * MAX_POINTS
