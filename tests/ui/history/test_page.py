"""The page with all drawings, in the real window."""

import pytest

from digitrec.storage.history import History
from digitrec.storage.history_browser import Agreement
from digitrec.text import words
from digitrec.ui.history.contents import agreement_in_words
from tests.ui.history.pages import click, fill, in_trash, kept_keys, titles

pytestmark = pytest.mark.usefixtures("display")


def test_it_shows_all_drawings_newest_first_and_filters_them(places, person, open_page):
    fill(places, 12)
    with History(places.history) as history:
        history.correct(12, "7")
    page = open_page(12)
    assert titles(page) == ["7, not 1", *"0987654321", "0"]
    assert "11 of 12" in page.agreement
    page.kinds["wrong"].invoke()
    person.wait(lambda: titles(page) == ["7, not 1"])
    page.kinds["1"].invoke()
    person.wait(lambda: titles(page) == ["1"])
    page.kinds["unsure"].invoke()
    person.wait(lambda: titles(page) == [] and page.status == words.NONE_OF_KIND)


def test_drawings_are_deleted_and_brought_back(places, person, open_page):
    fill(places, 5)
    page = open_page(5)
    assert page.buttons["delete"].instate(["disabled"])
    click(page, 1)
    click(page, 3, "Control-")
    page.buttons["delete"].invoke()
    person.wait(lambda: titles(page) == list("420"))
    assert page.status.startswith("2 drawings deleted")
    page.buttons["delete_all"].invoke()
    person.wait(lambda: page.count == 0)
    assert page.buttons["delete_all"].instate(["disabled"])
    page.event_generate("<Control-z>")
    person.wait(lambda: titles(page) == list("420"))
    page.buttons["restore"].invoke()
    person.wait(lambda: titles(page) == list("43210"))
    assert page.buttons["restore"].instate(["disabled"])
    click(page, 4)
    page.event_generate("<Delete>")
    person.wait(lambda: page.count == 4)
    page.destroy()
    person.wait(lambda: in_trash(places) == 0)
    assert kept_keys(places) == [2, 3, 4, 5]


def test_keys_choose_and_open_a_drawing_again(places, person, open_page):
    fill(places, 30)
    page = open_page(30)
    page.thumbnail_grid.focus_force()
    for key in ("Right", "Right", "Down", "Left", "Up"):
        page.thumbnail_grid.event_generate(f"<{key}>")
    assert page.thumbnail_grid.selected == [0]
    click(page, 2, "Shift-")
    assert page.thumbnail_grid.selected == [0, 1, 2]
    assert page.buttons["open"].instate(["disabled"])
    click(page, 4)
    click(page, 2)
    assert page.thumbnail_grid.selected == [2]
    assert page.buttons["open"].instate(["!disabled"])
    page.buttons["open"].invoke()
    person.wait(lambda: person.big == "7")
    assert not page.winfo_exists()


def test_a_double_click_opens_a_drawing_again(places, person, open_page):
    fill(places, 3)
    page = open_page(3)
    click(page, 1)
    click(page, 1)
    person.wait(lambda: person.big == "1")


def test_an_empty_history_says_so(person, open_page):
    page = open_page(0)
    person.wait(lambda: page.status == words.NO_DRAWINGS)


def test_agreement_is_told_in_words():
    assert agreement_in_words(Agreement(0, 0, 0, 0)) == ""
    text = agreement_in_words(Agreement(100, 97, 90, 89))
    assert "97 of 100" in text
    assert "97%" in text
    assert "99%" in text  # 89 of 90, rounded
    assert "90 %" not in agreement_in_words(Agreement(4, 3, 0, 0))
