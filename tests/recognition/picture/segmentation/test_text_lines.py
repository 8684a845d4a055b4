import numpy as np
import pytest

from digitrec.recognition.picture.segmentation import text_lines
from digitrec.recognition.picture.segmentation.text_lines import (
    CrowdedError,
    find_lines,
    whole_as_line,
)
from tests.recognition.picture.sheets import written


def test_lines_are_separated_from_top_to_bottom():
    ink = written("12\n345", (700, 420))
    upper, lower = find_lines(ink)
    assert upper.corner[1] < lower.corner[1]
    assert upper.ink.sum() + lower.ink.sum() == pytest.approx(ink.sum(), rel=0.02)
    (whole,) = whole_as_line(ink)
    assert whole.ink.sum() == pytest.approx(ink.sum(), rel=0.02)


def test_a_number_written_downhill_is_one_line():
    assert len(find_lines(written("222222", (1300, 420), slope=0.15, pen=0.1))) == 1


def test_the_height_of_a_digit_is_that_of_the_tall_ones_and_large_digits_are_scaled_down():
    (line,) = find_lines(written("88", tall=110, pen=0.05))
    assert line.scale == 1
    assert line.digit_height == pytest.approx(100, abs=3)
    (line,) = find_lines(written("88", (1600, 600), tall=400, pen=0.05))
    assert line.scale == 5
    assert line.digit_height == pytest.approx(73, abs=3)


def test_specks_and_what_lies_next_to_the_paper_are_not_digits():
    clean = written("31")
    dirty = clean.copy()
    dirty[30:36, 600:606] = 1  # far from everything
    dirty[:, 0:6] = 1  # the table
    (line,), (other,) = find_lines(clean), find_lines(dirty)
    assert line.corner == other.corner
    assert (line.ink == other.ink).all()


def test_a_part_next_to_its_digit_stays():
    ink = np.zeros((200, 300), np.float32)
    ink[50:150, 100:110] = 1
    ink[60:85, 120:125] = 1
    (line,) = find_lines(ink)
    assert line.ink.sum() == ink.sum()


def test_there_may_be_no_ink():
    assert find_lines(np.zeros((50, 60), np.float32)) == []
    assert whole_as_line(np.zeros((50, 60), np.float32)) == []


def test_thousands_of_pieces_are_not_a_number():
    ink = np.zeros((400, 400), np.float32)
    ink[::8, ::8] = ink[1::8, ::8] = ink[2::8, ::8] = 1
    with pytest.raises(CrowdedError, match="too many"):
        find_lines(ink)
    (line,) = whole_as_line(ink)
    assert line.ink.sum() == ink.sum()


def test_the_number_of_lines_is_bounded():
    ink = np.zeros((2000, 60), np.float32)
    for top in range(0, 2000, 50):
        ink[top : top + 30, 20:25] = 1
    assert len(find_lines(ink)) == text_lines.MAX_LINES
