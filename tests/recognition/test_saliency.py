import numpy as np
import pytest

from digitrec.recognition.ink import Ink
from digitrec.recognition.model import Model
from digitrec.recognition.raster import VIEWS, places, render, render_views
from digitrec.recognition.recognizer import Recognizer
from digitrec.recognition.saliency import Spot, explain, network_view, shades
from digitrec.resources import model_path
from tests.samples import digit, line, number

RECOGNIZER = Recognizer(Model.open(model_path()))


def explained(ink, at=0):
    return explain(RECOGNIZER.model, ink, RECOGNIZER.read(ink).digits[at])


@pytest.mark.parametrize("which", range(10))
def test_points_lie_where_the_image_has_ink(which):
    image = render(digit(which).strokes)
    for stroke, placed in zip(digit(which).strokes, places(digit(which).strokes), strict=True):
        assert placed.shape == (len(stroke), 2)
        columns, rows = placed.astype(int).T
        assert (image[rows, columns] > 0.9).all()


@pytest.mark.parametrize("which", range(10))
def test_points_lie_where_each_view_has_ink(which):
    for image, view in zip(render_views(digit(which).strokes), VIEWS, strict=True):
        columns, rows = np.concatenate(places(digit(which).strokes, view.rotation)).astype(int).T
        assert (image[rows, columns] > 0.5).all()


def test_no_strokes_and_empty_strokes_have_no_places():
    assert places([]) == []
    assert [len(placed) for placed in places([[], [(0, 0), (5, 9)], []])] == [0, 2, 0]


def test_the_tail_speaks_for_a_nine():
    spots = explained(digit(9))
    tail = [spot.weight for spot in spots if spot.y > 60]
    assert len(tail) >= 3
    assert min(tail) > 1
    assert max(shades(spots)) == 1


def test_a_foreign_line_speaks_against_the_answer():
    dash = line((70, 92), (96, 96))
    ink = Ink((*digit(7).strokes, tuple(dash)))
    (joined,) = RECOGNIZER.read(ink, groups=[(0, 1, 2)]).digits
    assert joined.digit == 7
    spots = explain(RECOGNIZER.model, ink, joined)
    against = [spot.weight for spot in spots if spot.x > 66 and spot.y > 88]
    assert against
    assert np.mean(against) < 0 < np.mean([spot.weight for spot in spots])


def test_spots_lie_along_the_ink_and_move_with_it():
    spots = explained(digit(4))
    points = np.concatenate([np.asarray(stroke) for stroke in digit(4).strokes])
    for spot in spots:
        assert np.hypot(*(points - (spot.x, spot.y)).T).min() < 4
    moved = explained(digit(4, x=300, y=-50, scale=2.5))
    assert len(moved) == len(spots)
    for one, other in zip(spots, moved, strict=True):
        assert other.x == pytest.approx(300 + 2.5 * one.x, abs=0.1)
        assert other.y == pytest.approx(-50 + 2.5 * one.y, abs=0.1)
        assert other.weight == pytest.approx(one.weight, abs=0.05)


def test_of_a_number_one_digit_is_explained():
    ink = number("47")
    reading = RECOGNIZER.read(ink)
    assert reading.text == "47"
    spots = explain(RECOGNIZER.model, ink, reading.digits[1])
    assert min(spot.x for spot in spots) > 120
    assert network_view(ink, reading.digits[1]) == pytest.approx(render(digit(7).strokes), abs=1e-4)


def test_a_dot_has_a_spot_of_its_own():
    ink = Ink((*digit(1).strokes, ((90.0, 100.0),)))
    (joined,) = RECOGNIZER.read(ink, groups=[(0, 1)]).digits
    spots = explain(RECOGNIZER.model, ink, joined)
    assert (spots[-1].x, spots[-1].y) == (90, 100)


def test_shades_of_weak_spots_stay_weak():
    assert shades([Spot(0, 0, 0.2), Spot(0, 0, -0.4)]) == pytest.approx((0.2, -0.4))
    assert shades([Spot(0, 0, 8.0), Spot(0, 0, -2.0)]) == pytest.approx((1, -0.25))
    assert shades([]) == ()
