from dataclasses import replace

import pytest

from digitrec.recognition.reading import Reading
from digitrec.storage.history_browser import Agreement, HistoryBrowser
from tests.storage.drawings import digit, drawing


@pytest.fixture
def browser(tmp_path):
    with HistoryBrowser(tmp_path / "history.sqlite3") as browser:
        yield browser


def filled(browser):
    """Read 1; read 7 wrongly for a 1; a 3 with doubt; a 4 that is hardly one; the number 42."""
    doubtful = Reading((digit(3, 0.4, rejected=True),))
    hardly = Reading((digit(4, 0.6),))
    kept = [
        browser.keep(drawing("1", 1)),
        browser.keep(drawing("7", 2)),
        browser.keep(replace(drawing("3", 3), reading=doubtful)),
        browser.keep(replace(drawing("4", 4), reading=hardly)),
        browser.keep(drawing("42", 5)),
    ]
    browser.correct(kept[1].key, "1")
    return kept


def keys(drawings):
    return [one.key for one in drawings]


def test_kinds_are_told_apart_newest_first(browser):
    filled(browser)
    expected = {"all": [5, 4, 3, 2, 1], "wrong": [2], "unsure": [4, 3], "1": [2, 1], "7": [],
                "4": [4], "3": []}  # fmt: skip
    for kind, found in expected.items():
        assert keys(browser.page(kind, 0, 10)) == found, kind
        assert browser.count(kind) == len(found)


def test_a_page_is_a_part_of_the_whole(browser):
    for second in range(7):
        browser.keep(drawing("5", second))
    assert keys(browser.page("all", 2, 3)) == [5, 4, 3]
    assert keys(browser.page("all", 6, 3)) == [1]
    assert browser.page("all", 9, 3) == []


def test_what_was_thrown_away_can_be_put_back_as_it_was_step_by_step(browser):
    filled(browser)
    before = list(browser)
    assert not browser.can_put_back()
    assert browser.throw_away([2, 4, 99]) == 2
    assert keys(browser) == [1, 3, 5]
    assert browser.throw_all_away("unsure") == 1
    assert keys(browser) == [1, 5]
    assert browser.throw_all_away() == 2
    assert len(browser) == 0
    for left in ([1, 5], [1, 3, 5], [1, 2, 3, 4, 5]):
        assert browser.can_put_back()
        browser.put_back()
        assert keys(browser) == left
    assert list(browser) == before
    assert browser.put_back() == 0


def test_a_key_is_not_given_anew_while_its_drawing_can_be_put_back(browser):
    filled(browser)
    browser.throw_away([5])
    assert browser.keep(drawing("8", 9)).key == 6
    browser.put_back()
    assert keys(browser.page("all", 0, 9)) == [6, 5, 4, 3, 2, 1]


def test_emptied_trash_is_gone_and_what_another_threw_away_is_not(browser):
    filled(browser)
    browser.throw_away([1])
    with HistoryBrowser(browser.path) as other:
        other.throw_away([2])
        browser.empty_trash()
        assert not browser.can_put_back()
        assert other.put_back() == 1
    assert keys(browser) == [2, 3, 4, 5]


def test_deleting_everything_empties_the_trash_too(browser):
    filled(browser)
    browser.throw_away([1])
    assert browser.delete_all() == 4
    assert not browser.can_put_back()


def test_agreement_counts_what_was_left_standing(browser):
    assert browser.agreement() == Agreement(0, 0, 0, 0)
    filled(browser)
    # Without the one that was not read; of the other four the 7 was wrong, and 42 is 0.83 sure.
    assert browser.agreement() == Agreement(4, 3, 2, 1)
