import sqlite3
from dataclasses import replace

import pytest

from digitrec.recognition.reading import Reading
from digitrec.storage.history_browser import ALL, Agreement, HistoryBrowser
from tests.storage.drawings import digit, drawing


@pytest.fixture
def browser(tmp_path):
    with HistoryBrowser(tmp_path / "history.sqlite3") as browser:
        yield browser


def filled(browser):
    """Read 1; read 7 but corrected to 1; a rejected 3; a 4 with little confidence; a 42."""
    rejected = Reading((digit(3, 0.4, rejected=True),))
    unsure = Reading((digit(4, 0.6),))
    kept = [
        browser.keep(drawing("1", 1)),
        browser.keep(drawing("7", 2)),
        browser.keep(replace(drawing("3", 3), reading=rejected)),
        browser.keep(replace(drawing("4", 4), reading=unsure)),
        browser.keep(drawing("42", 5)),
    ]
    browser.correct(kept[1].key, "1")
    return kept


def test_kinds_are_told_apart_newest_first(browser):
    filled(browser)
    expected = {"all": [5, 4, 3, 2, 1], "wrong": [2], "unsure": [4, 3], "1": [2, 1], "7": [],
                "4": [4], "3": []}  # fmt: skip
    for kind, found in expected.items():
        assert browser.keys(kind) == found, kind


def test_the_drawings_of_some_keys_are_loaded_without_those_that_are_gone(browser):
    kept = filled(browser)
    browser.delete([3])
    loaded = browser.load([5, 3, 1])
    assert loaded == {1: kept[0], 5: kept[4]}
    assert browser.load([]) == {}


def test_more_keys_than_one_query_takes_are_loaded(browser):
    kept = [browser.keep(drawing("5", second)) for second in range(1100)]
    assert browser.load(browser.keys()) == {one.key: one for one in kept}


def test_a_damaged_row_is_left_out_and_can_be_deleted_and_restored(browser):
    filled(browser)
    with sqlite3.connect(browser.path) as connection:
        connection.execute("UPDATE drawings SET reading = '[[]]' WHERE key = 2")
    connection.close()
    assert sorted(browser.load(browser.keys())) == [1, 3, 4, 5]
    assert browser.move_to_trash([2]) == 1
    assert browser.restore() == 1
    assert browser.keys() == [5, 4, 3, 2, 1]


def test_what_was_deleted_can_be_restored_as_it_was_step_by_step(browser):
    filled(browser)
    before = list(browser)
    assert not browser.can_restore()
    assert browser.move_to_trash([2, 4, 99]) == 2
    assert browser.keys() == [5, 3, 1]
    assert browser.move_to_trash(browser.keys("unsure")) == 1
    assert browser.keys() == [5, 1]
    assert browser.move_to_trash(browser.keys(ALL)) == 2
    assert len(browser) == 0
    for left in ([5, 1], [5, 3, 1], [5, 4, 3, 2, 1]):
        assert browser.can_restore()
        browser.restore()
        assert browser.keys() == left
    assert list(browser) == before
    assert browser.restore() == 0


def test_a_key_is_not_used_again_while_its_drawing_can_be_restored(browser):
    filled(browser)
    browser.move_to_trash([5])
    assert browser.keep(drawing("8", 9)).key == 6
    browser.restore()
    assert browser.keys() == [6, 5, 4, 3, 2, 1]


def test_emptied_trash_is_gone_and_what_another_program_deleted_is_not(browser):
    filled(browser)
    browser.move_to_trash([1])
    with HistoryBrowser(browser.path) as other:
        other.move_to_trash([2])
        browser.empty_trash()
        assert not browser.can_restore()
        assert other.restore() == 1
    assert browser.keys() == [5, 4, 3, 2]


def test_deleting_everything_empties_the_trash_too(browser):
    filled(browser)
    browser.move_to_trash([1])
    assert browser.delete_all() == 4
    assert not browser.can_restore()


def test_agreement_counts_what_was_not_corrected(browser):
    assert browser.agreement() == Agreement(0, 0, 0, 0)
    filled(browser)
    # Without the one that was rejected; of the other four the 7 was wrong, and 42 is 0.83 sure.
    assert browser.agreement() == Agreement(4, 3, 2, 1)
