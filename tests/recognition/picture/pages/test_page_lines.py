import numpy as np
import pytest

from digitrec.recognition.picture.pages.page_lines import page_lines
from tests.recognition.picture.pages.outputs import line, seeing

SIZE = (200, 320)


def found(lines, size=SIZE):
    return page_lines(seeing(lines, size))


@pytest.mark.parametrize("degrees", [0, 7, -30, 90, 117, 180, 200, 270])
def test_a_line_is_found_where_it_is_in_the_direction_in_which_it_is_read(degrees):
    true = line(160, 100, 80, 20, degrees)
    (one,) = found([true])
    assert np.abs(one.corners - true).max() < 5
    assert one.upright > 0.95
    turned = one.turned()
    assert np.array_equal(turned.corners[0], one.corners[2])
    assert turned.upright < 0.05
    assert turned.direction == pytest.approx(-one.direction)


def test_the_turn_is_that_which_puts_a_line_upright():
    turns = {0: 0, 20: 0, 90: 270, 180: 180, 265: 90}
    for degrees, turn in turns.items():
        (one,) = found([line(160, 100, 80, 20, degrees)])
        assert one.turn == turn


def test_lines_close_together_stay_apart_and_slanted_ones_stay_whole():
    for degrees in (0, 12, 30):
        step = 1.3 * 10 / np.cos(np.deg2rad(degrees))
        lines = [line(30, 20 + step * row, 200, 10, degrees) for row in range(6)]
        assert len(found(lines, (320, 320))) == 6


def test_a_page_without_a_cell_in_a_line_has_none():
    assert found([]) == []


def test_a_line_whose_direction_is_unsure_is_read_as_the_rest_of_the_page():
    outputs = seeing([line(20, y, 200, 16) for y in (30, 70, 110)], SIZE)
    outputs[110 // 4 - 2 :, :, 5:] *= -0.2
    lines = page_lines(outputs)
    assert len(lines) == 3
    assert all(one.direction[0] > 0.9 for one in lines)
