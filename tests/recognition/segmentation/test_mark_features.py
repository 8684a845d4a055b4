import numpy as np
import pytest

from digitrec.recognition.segmentation.mark_features import FEATURES, describe
from digitrec.recognition.segmentation.stroke_measures import as_arrays, distances
from tests.samples import digit, line, marked


def test_small_and_straight_strokes_beside_a_digit_are_described():
    lines = as_arrays(marked("3.8").strokes)
    groups, features = describe(lines)
    assert groups == [(1,)]
    assert features.shape == (1, len(FEATURES))


def test_the_dots_of_a_colon_are_described_one_by_one_and_together():
    groups, _ = describe(as_arrays(marked("3:8").strokes))
    assert groups == [(1,), (2,), (1, 2)]


def test_without_a_digit_beside_it_nothing_is_described():
    assert describe(as_arrays(digit(1).strokes)).groups == []
    assert describe([np.zeros((3, 2)), np.zeros((1, 2))]).groups == []


@pytest.mark.parametrize(("scale", "x", "y"), [(0.01, 0, 0), (7, -300, 90)])
def test_size_and_place_make_no_difference(scale, x, y):
    lines = as_arrays(marked("-12.50/7").strokes)
    moved = [each * scale + [x, y] for each in lines]
    one, other = describe(lines), describe(moved)
    assert one.groups == other.groups
    assert np.allclose(one.features, other.features, atol=1e-6)


def test_the_direction_of_drawing_makes_no_difference():
    lines = as_arrays(marked("12/5,5").strokes)
    one, other = describe(lines), describe([each[::-1] for each in lines])
    assert np.allclose(one.features, other.features, atol=1e-6)


def test_known_distances_give_the_same():
    lines = as_arrays(marked("1.2,3").strokes)
    one, other = describe(lines), describe(lines, distances(lines, by_boxes=False))
    assert np.allclose(one.features, other.features)


def test_the_slant_is_that_to_the_other_upright_strokes():
    one = np.array(line((300, 10), (298, 110)))
    groups, features = describe([*as_arrays(marked("8/8").strokes), one])
    slant = dict(zip(groups, features[:, FEATURES.index("slant")], strict=True))
    assert slant[1,] == pytest.approx(-slant[3,])
    assert slant[1,] < -0.3
