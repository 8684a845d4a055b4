import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitrec.recognition.trajectory import CHANNELS, POINTS, trajectories
from tests.samples import STROKES, digit, line

ALL = [digit(which).strokes for which in range(10)]
BEGINS, ENDS = 4, 5
EQUAL = 1e-5

# Every ninth point of an angle, 30 down and 40 to the right. The fourth is just past the corner.
ANGLE = [[(0.0, 0.0), (0.0, 30.0), (40.0, 30.0)]]
GOLDEN = np.array(
    [
        [-1.0, -0.723, 0.0, 1.0, 1.0, 0.0, 0.008, -0.667, -0.417],
        [-1.0, -0.230, 0.0, 1.0, 0.0, 0.0, 0.148, -0.667, -0.417],
        [-1.0, 0.262, 0.0, 1.0, 0.0, 0.0, 0.289, -0.667, -0.417],
        [-0.996, 0.75, 0.771, 0.637, 0.0, 0.0, 0.430, -0.667, -0.417],
        [-0.504, 0.75, 1.0, 0.0, 0.0, 0.0, 0.570, -0.667, -0.417],
        [-0.012, 0.75, 1.0, 0.0, 0.0, 0.0, 0.711, -0.667, -0.417],
        [0.480, 0.75, 1.0, 0.0, 0.0, 0.0, 0.852, -0.667, -0.417],
        [0.973, 0.75, 1.0, 0.0, 0.0, 1.0, 0.992, -0.667, -0.417],
    ]
)


def one(strokes):
    return trajectories([strokes])[0]


def denser(stroke, parts):
    """The same polyline with `parts` points for each of its lines."""
    points = [
        tuple(np.add(first, np.subtract(last, first) * share))
        for first, last in itertools.pairwise(stroke)
        for share in np.arange(parts) / parts
    ]
    return [*points, stroke[-1]]


def test_features_are_floats_in_a_narrow_range():
    found = trajectories(ALL)
    assert found.shape == (10, POINTS, CHANNELS)
    assert found.dtype == np.float32
    assert np.isfinite(found).all()
    assert abs(found[..., :4]).max() <= 1 + EQUAL
    assert np.hypot(found[..., 2], found[..., 3]) == pytest.approx(1, abs=1e-4)
    assert set(np.unique(found[..., BEGINS : ENDS + 1])) == {0.0, 1.0}
    assert 0 <= found[..., 6].min() < found[..., 6].max() <= 1
    assert abs(found[..., 7:]).max() <= 2


def test_an_angle_has_the_features_that_one_computes_by_hand():
    assert one(ANGLE)[::9] == pytest.approx(GOLDEN, abs=1e-3)


@given(
    st.integers(0, 9), st.floats(1e-3, 1e3), st.floats(-1e4, 1e4), st.floats(-1e4, 1e4)
)  # fmt: skip
def test_neither_place_nor_size_nor_unit_counts(which, scale, x, y):
    assert one(digit(which, x, y, scale).strokes) == pytest.approx(one(ALL[which]), abs=1e-3)


@pytest.mark.parametrize("parts", [2, 5, 11])
@pytest.mark.parametrize("which", range(10))
def test_the_sampling_rate_does_not_count(which, parts):
    dense = [denser(stroke, parts) for stroke in STROKES[which]]
    assert one(dense) == pytest.approx(one(STROKES[which]), abs=1e-4)


def test_the_speed_of_the_hand_does_not_count():
    """Points lie close where the pen is slow, and may come twice where it rests."""
    slow_at_first = [(0.0, 0.0), (0.1, 0.0), (0.1, 0.0), (0.3, 0.0), (1.0, 0.0), (50.0, 0.0)]
    assert one([slow_at_first]) == pytest.approx(one([[(0.0, 0.0), (50.0, 0.0)]]), abs=EQUAL)


def test_what_else_a_point_holds_does_not_count():
    timed = [[(x, y, 10.0 * at, 0.5) for at, (x, y) in enumerate(one)] for one in STROKES[4]]
    assert (one(timed) == one(STROKES[4])).all()


def test_empty_strokes_do_not_count():
    first, second = STROKES[4]
    assert (one([[], first, [], second, []]) == one([first, second])).all()


def test_a_drawing_has_the_same_features_alone_and_in_any_batch():
    found = trajectories(ALL)
    for which, drawing in enumerate(ALL):
        assert found[which] == pytest.approx(one(drawing), abs=EQUAL)


def test_no_drawings_have_no_features():
    assert trajectories([]).shape == (0, POINTS, CHANNELS)


def test_each_stroke_begins_and_ends_once():
    for drawing, found in zip(ALL, trajectories(ALL), strict=True):
        assert found[:, BEGINS].sum() == found[:, ENDS].sum() == len(drawing)
        assert found[0, BEGINS] == found[-1, ENDS] == 1
        assert (found[1:, BEGINS] == found[:-1, ENDS]).all()


def test_the_direction_is_that_of_the_pen():
    forth, back = one([line((0, 0), (60, 0))]), one([line((60, 0), (0, 0))])
    assert forth[:, 2] == pytest.approx(1)
    assert back[:, 2] == pytest.approx(-1)
    assert (np.diff(forth[:, 0]) > 0).all()
    assert (np.diff(back[:, 0]) < 0).all()


def test_a_stroke_in_another_direction_has_the_same_points():
    for which in range(10):
        back = one([stroke[::-1] for stroke in STROKES[which]][::-1])
        assert back[::-1, :2] == pytest.approx(one(STROKES[which])[:, :2], abs=1e-4)


def test_a_dot_counts():
    """A dotted 0 is not a plain one."""
    ring = STROKES[0][0]
    dotted, plain = one([ring, [(50.0, 60.0)]]), one([ring])
    assert dotted[-1, BEGINS] == dotted[-1, ENDS] == 1
    assert dotted[-1, :2] == pytest.approx(0, abs=0.05)
    assert dotted[0, 7] > plain[0, 7]


@pytest.mark.parametrize(
    "drawing",
    [
        [[(3.0, 3.0)]],
        [[(3.0, 3.0)] * 5],
        [[(1e9, 1e9), (1e9 + 1e-6, 1e9)]],
        [[(1e-300, 0.0)]],
        [[(3.0, 3.0)], [(3.0, 3.0)]],
        [[(0.0, 0.0)], [(5.0, 5.0)]],
        [[(0.0, 0.0), (0.0, 50.0)], [(20.0, 20.0), (20.0, 20.0)]],
        [[(float(at), 0.0)] for at in range(100)],
    ],
)
def test_what_has_no_length_has_finite_features(drawing):
    found = one(drawing)
    assert np.isfinite(found).all()
    assert abs(found).max() <= 2


@pytest.mark.parametrize("at", range(5, 60, 6))
def test_features_do_not_depend_on_the_rest_of_the_batch(at):
    """One point lies just where one stroke ends and the next begins."""
    doubtful = [[(0.0, 0.0), (at + 0.5, 0.0)], [(0.0, 1.0), (0.0, 64.5 - at)]]
    others = [[stroke[: 9 + count] for stroke in digit(8).strokes] for count in range(20)]
    (alone,) = trajectories([doubtful])
    for count in range(len(others)):
        np.testing.assert_array_equal(trajectories([*others[:count], doubtful])[-1], alone)
