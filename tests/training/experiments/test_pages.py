import numpy as np
import pytest

from digitrec.recognition.picture.pages.found_line import FoundLine
from tests.recognition.picture.pages.outputs import line
from training.experiments.pages import Found, compare, table
from training.synthetic.sheets.page import SyntheticPage

LINES = [line(20, 30, 60, 16), line(120, 30, 60, 16), line(20, 70, 160, 16)]
NONE = np.zeros((0, 4, 2))


def page(lines, unsure=NONE):
    pixels = np.zeros((100, 200), np.uint8)
    return SyntheticPage(pixels, np.array(lines).reshape(-1, 4, 2), ("1",) * len(lines), unsure, "")


@pytest.mark.parametrize(
    ("found", "whole", "turned", "false"),
    [
        (LINES, 3, 0, 0),
        ([*LINES[:2], np.roll(LINES[2], 2, axis=0)], 2, 1, 0),
        (LINES[:2], 2, 0, 0),
        ([line(20, 30, 160, 16), LINES[2]], 1, 0, 0),  # merged
        ([*LINES[:2], line(20, 70, 70, 16), line(100, 70, 80, 16)], 2, 0, 0),  # split
        ([*LINES[:2], line(20, 70, 120, 16)], 2, 0, 0),  # cut short
        ([*LINES, line(20, 95, 60, 8)], 3, 0, 1),
    ],
    ids=["all", "turned", "missed", "merged", "split", "short", "one too many"],
)
def test_a_line_counts_if_it_is_found_whole_and_alone(found, whole, turned, false):
    assert compare(page(LINES), [FoundLine(corners) for corners in found]) == (
        3,
        whole,
        turned,
        false,
    )


def test_lines_at_the_rim_and_what_may_be_one_do_not_count():
    rim = line(-20, 30, 60, 16)
    assert compare(page([rim]), [FoundLine(rim)]) == (0, 0, 0, 0)
    assert compare(page([], np.array(LINES[:1])), [FoundLine(LINES[0])]) == (0, 0, 0, 0)


def test_the_table_has_a_row_for_each_kind_of_page():
    rows = table([Found("form", 40, 30, 4, 2, 10, 1)]).splitlines()
    assert rows[-1] == "| form | 10 | 40 | 75.0% | 10.0% | 2 | 10% |"
    assert {row.count("|") for row in rows} == {8}
