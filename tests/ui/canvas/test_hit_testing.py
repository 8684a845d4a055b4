import pytest

from digitrec.ui.canvas.hit_testing import touched

LINE = ((0.0, 0.0), (100.0, 0.0))
DOT = ((50.0, 50.0),)


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        ((50, 5), (50, 5), [0]),  # next to the line
        ((50, 12), (50, 12), []),
        ((50, -40), (50, 40), [0]),  # across it in one move
        ((200, 0), (300, 0), []),
        ((50, 55), (50, 55), [1]),
        ((20, 30), (20, 60), []),
        ((50, -5), (50, 50), [0, 1]),
    ],
)
def test_what_the_eraser_comes_near_to_is_touched(start, end, found):
    assert touched([LINE, DOT], start, end, reach=10) == found


def test_a_eraser_on_a_blank_area_touches_nothing():
    assert touched([], (0, 0), (10, 10), 10) == []
