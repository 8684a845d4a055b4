from dataclasses import replace

import numpy as np
import pytest

from digitrec.recognition.raster import render
from tests.samples import STROKES
from training.augmentation.paths import PathVariation, curve, vary_path

NOTHING = PathVariation(0, 0, 0, 0, 0, 0, 0)


def digit(which):
    return [np.array(stroke) for stroke in STROKES[which]]


def varied(which, seed=1, **how):
    return vary_path(digit(which), np.random.default_rng(seed), replace(NOTHING, **how))


def box(strokes):
    points = np.concatenate(strokes)
    return np.stack([points.min(axis=0), points.max(axis=0)])


def same(strokes, others):
    return len(strokes) == len(others) and all(map(np.array_equal, strokes, others))


@pytest.mark.parametrize("which", range(10))
def test_without_variation_a_path_stays_as_it_is(which):
    assert same(varied(which), digit(which))


@pytest.mark.parametrize("which", range(10))
@pytest.mark.parametrize("part", ["smooth", "lift", "all_reversed", "some_reversed", "reordered"])
def test_the_picture_stays_the_same(which, part):
    """All but joins and hooks leave the ink where it is; a lift leaves a gap between two points."""
    before = digit(which)
    for seed in range(5):
        after = varied(which, seed, **{part: 1.0})
        assert box(after) == pytest.approx(box(before), abs=2)
        assert abs(render(after) - render(before)).mean() < 0.02


@pytest.mark.parametrize("which", range(10))
def test_whatever_is_varied_the_box_stays_but_for_hooks(which):
    rng, before = np.random.default_rng(which), digit(which)
    hook = 0.25 * np.ptp(np.concatenate(before), axis=0).max()
    for _ in range(50):
        after = vary_path(before, rng)
        assert np.isfinite(np.concatenate(after)).all()
        assert box(after) == pytest.approx(box(before), abs=hook)
    assert same(before, digit(which))


@pytest.mark.parametrize("which", [3, 4])
def test_every_stroke_is_drawn_backwards(which):
    backwards = [stroke[::-1] for stroke in digit(which)]
    assert same(varied(which, all_reversed=1.0), backwards)


def test_some_strokes_are_drawn_backwards():
    first, second = digit(4)
    found = [varied(4, seed, some_reversed=1.0) for seed in range(40)]
    for one in (first, first[::-1]):
        for other in (second, second[::-1]):
            assert any(same(strokes, [one, other]) for strokes in found)


def test_strokes_are_drawn_in_another_order():
    strokes = digit(4)
    found = [varied(4, seed, reordered=1.0) for seed in range(20)]
    assert all(same(each, strokes) or same(each, strokes[::-1]) for each in found)
    assert any(same(each, strokes[::-1]) for each in found)


def test_two_strokes_are_joined_by_a_line():
    assert same(varied(4, join=1.0), [np.concatenate(digit(4))])
    assert same(varied(3, join=1.0), digit(3))  # of one stroke


def test_the_pen_is_lifted_within_a_stroke():
    first, second = varied(3, lift=1.0)
    assert np.array_equal(np.concatenate([first, second]), digit(3)[0])
    assert min(len(first), len(second)) >= 2
    short = [np.zeros((3, 2))]
    rng = np.random.default_rng(0)
    assert same(vary_path(short, rng, replace(NOTHING, lift=1.0)), short)


def test_a_hook_is_one_short_line_at_an_end():
    before = digit(3)[0]
    ends = set()
    for seed in range(20):
        (after,) = varied(3, seed, hook=1.0)
        assert len(after) == len(before) + 1
        at_start = np.array_equal(after[1:], before)
        assert at_start or np.array_equal(after[:-1], before)
        line = after[0] - before[0] if at_start else after[-1] - before[-1]
        assert 0 < np.hypot(*line) < 0.25 * np.ptp(before, axis=0).max()
        ends.add(at_start)
    assert ends == {True, False}


@pytest.mark.parametrize("strokes", [[[(3, 3)]], [[(3, 3)], []], [[(3, 3)] * 4, [(3, 3)]]])
def test_a_dot_stays_finite(strokes):
    arrays = [np.array(stroke, float).reshape(-1, 2) for stroke in strokes]
    rng = np.random.default_rng(0)
    for _ in range(30):
        found = vary_path(arrays, rng, PathVariation(1, 1, 1, 1, 0.5, 0.5, 1))
        assert np.isfinite(np.concatenate(found)).all()
        assert all(len(stroke) for stroke in found)


def test_a_curve_goes_through_its_points():
    points = np.array([[0.0, 0.0], [10.0, 0.0], [10.0, 20.0], [40.0, 30.0]])
    found = curve(points, 3 * 10 + 1)
    assert found[::10] == pytest.approx(points, abs=1e-4)
    assert found.shape == (31, 2)


def test_a_curve_of_two_points_is_a_line():
    found = curve(np.array([[0.0, 0.0], [10.0, 5.0]]), 11)
    assert found[:, 0] == pytest.approx(2 * found[:, 1])
    assert (np.diff(found[:, 0]) > 0).all()


def test_a_curve_has_no_corners():
    found = curve(np.array([[0.0, 0.0], [10.0, 0.0], [10.0, 10.0]]), 200)
    steps = np.diff(found, axis=0)
    angles = np.unwrap(np.arctan2(steps[:, 1], steps[:, 0]))
    assert abs(np.diff(angles)).max() < 0.2
