import numpy as np
import pytest

from digitrec.recognition.stroke_table import tabulate

ONE = ((0.0, 1.0), (2.0, 3.0), (4.0, 5.0))
OTHER = ((6.0, 7.0),)
POINTS = [*ONE, *OTHER]


def test_strokes_follow_one_another_and_know_their_drawing():
    table = tabulate([(ONE,), (), (OTHER, ONE)])
    assert table.points.tolist() == [[*each] for each in [*ONE, *OTHER, *ONE]]
    assert table.sizes.tolist() == [3, 1, 3]
    assert table.owners.tolist() == [0, 2, 2]
    assert table.firsts.tolist() == [0, 3, 4]


@pytest.mark.parametrize(
    "strokes",
    [
        (np.array(ONE), np.array(OTHER)),
        (ONE, np.array(OTHER)),
        (((0, 1), (2, 3), (4, 5)), ((6, 7),)),
        (tuple((x, y, 0.5, 9) for x, y in ONE), OTHER),
        (np.array([(x, y, 0.5) for x, y in ONE]), OTHER),
        ((), ONE, (), OTHER),
    ],
)
def test_points_are_the_same_however_they_are_given(strokes):
    table = tabulate([strokes])
    assert table.points.tolist() == [[*each] for each in POINTS]
    assert table.sizes.tolist() == [3, 1]
    assert table.points.dtype == np.float64


@pytest.mark.parametrize("drawings", [[], [()], [(), ((),)]])
def test_what_has_no_points_is_an_empty_table(drawings):
    table = tabulate(drawings)
    assert table.points.shape == (0, 2)
    assert table.sizes.shape == table.owners.shape == table.firsts.shape == (0,)
