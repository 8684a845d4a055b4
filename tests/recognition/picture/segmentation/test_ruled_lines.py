import numpy as np
import pytest

from digitrec.recognition.picture.segmentation.ruled_lines import (
    find_ruled_lines,
    remove_ruled_lines,
)
from tests.recognition.picture.sheets import ruled, written

INK = written("4785")


@pytest.mark.parametrize("slope", [0.0, 0.05, -0.07])
@pytest.mark.parametrize("squared", [False, True])
def test_ruled_lines_are_removed_and_the_digits_that_cross_them_stay(slope, squared):
    rules = ruled(INK.shape, 43, 2, slope, squared)
    page = np.maximum(INK, rules.astype(np.float32))
    left = remove_ruled_lines(page)
    assert left[rules & (INK == 0)].mean() < 0.15
    assert left[INK > 0.9].mean() > 0.9


def test_faint_lines_are_removed_too():
    rules = ruled(INK.shape, 43)
    left = remove_ruled_lines(np.maximum(INK, 0.4 * rules).astype(np.float32))
    assert left[rules & (INK == 0)].mean() < 0.05
    assert left[INK > 0.9].mean() > 0.95


def test_a_sheet_without_lines_does_not_change():
    assert (remove_ruled_lines(INK) == INK).all()


def test_a_bar_that_ends_on_the_sheet_is_not_a_ruled_line():
    page = np.zeros((200, 400), bool)
    page[100:104, 100:300] = True
    assert find_ruled_lines(page) == []
    page[100:104] = True
    (line,) = find_ruled_lines(page)
    assert line.thickness == 4
    assert np.abs(line.middle - 101.5).max() < 1.5


def test_the_bar_of_a_digit_that_fills_the_picture_is_not_a_ruled_line():
    seven = np.zeros((100, 60), np.float32)
    seven[2:9] = seven[9:, 26:33] = 1
    assert (remove_ruled_lines(seven) == seven).all()


def test_the_number_of_ruled_lines_is_bounded():
    assert len(find_ruled_lines(ruled((1200, 600), 4, 1))) <= 100
