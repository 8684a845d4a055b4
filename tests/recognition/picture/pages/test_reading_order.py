import dataclasses

import numpy as np
import pytest

from digitrec.recognition.picture.pages.found_line import FoundLine
from digitrec.recognition.picture.pages.reading_order import in_reading_order
from tests.recognition.picture.pages.outputs import line

CELLS = [(row, cell) for row in range(4) for cell in range(3) if (row, cell) != (2, 1)]


def table(degrees):
    """A table of which one cell is empty, turned around the middle of the page."""
    turn = np.deg2rad(degrees)
    matrix = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    upright = [line(30 + 90 * cell, 40 + 30 * row, 50, 16) for row, cell in CELLS]
    return [FoundLine((corners - 150) @ matrix.T + 150) for corners in upright]


@pytest.mark.parametrize("degrees", [0, 5, -28, 90, 180, 265])
def test_rows_and_cells_are_those_of_the_table_however_it_is_turned(degrees):
    lines = table(degrees)
    shuffled = [lines[at] for at in np.random.default_rng(1).permutation(len(lines))]
    ordered = in_reading_order(shuffled)
    for one, other in zip(ordered, lines, strict=True):
        assert np.array_equal(one.corners, other.corners)
    rows = [row for row, _ in CELLS]
    assert [one.row for one in ordered] == rows
    assert [one.cell for one in ordered] == [0, 1, 2, 0, 1, 2, 0, 1, 0, 1, 2]


def test_a_list_of_45_lines_has_45_rows():
    lines = [FoundLine(line(20 + row % 3, 10 + 16 * row, 60, 10)) for row in range(45)]
    assert [one.row for one in in_reading_order(lines[::-1])] == list(range(45))


def test_no_lines_are_in_order():
    assert in_reading_order([]) == []


def test_a_line_that_runs_against_the_page_is_turned():
    lines = table(0)
    against = dataclasses.replace(lines[7].turned(), upright=0.6)
    ordered = in_reading_order([*lines[:7], against, *lines[8:]])
    assert np.array_equal(ordered[7].corners, lines[7].corners)
    assert ordered[7].upright == pytest.approx(0.4)
    assert (ordered[7].row, ordered[7].cell) == (2, 1)
