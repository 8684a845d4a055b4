import numpy as np
import pytest

from digitrec.recognition.picture.ruled_lines import find_rules, without_rules
from tests.recognition.picture.sheets import ruled, written

INK = written("4785")


@pytest.mark.parametrize("slope", [0.0, 0.05, -0.07])
@pytest.mark.parametrize("squared", [False, True])
def test_rules_go_and_the_digits_that_cross_them_stay(slope, squared):
    rules = ruled(INK.shape, 43, 2, slope, squared)
    seen = np.maximum(INK, rules.astype(np.float32))
    left = without_rules(seen)
    assert left[rules & (INK == 0)].mean() < 0.15
    assert left[INK > 0.9].mean() > 0.9


def test_faint_rules_are_taken_out_of_the_ink_too():
    rules = ruled(INK.shape, 43)
    left = without_rules(np.maximum(INK, 0.4 * rules).astype(np.float32))
    assert left[rules & (INK == 0)].mean() < 0.05
    assert left[INK > 0.9].mean() > 0.95


def test_a_sheet_without_rules_stays_as_it_is():
    assert (without_rules(INK) == INK).all()


def test_a_bar_that_ends_on_the_sheet_is_no_rule():
    page = np.zeros((200, 400), bool)
    page[100:104, 100:300] = True
    assert find_rules(page) == []
    page[100:104] = True
    (rule,) = find_rules(page)
    assert rule.thick == 4
    assert np.abs(rule.middle - 101.5).max() < 1.5


def test_the_bar_of_a_digit_that_fills_the_picture_is_no_rule():
    seven = np.zeros((100, 60), np.float32)
    seven[2:9] = seven[9:, 26:33] = 1
    assert (without_rules(seven) == seven).all()


def test_so_many_rules_leave_no_room_to_write_and_end_the_search():
    assert len(find_rules(ruled((1200, 600), 4, 1))) <= 100
