"""Drawings that can't be read, on the page and among the recent drawings."""

import sqlite3

import pytest

from digitrec.storage.history import History
from digitrec.text import words
from tests.ui.history.pages import click, fill, kept_keys, titles

pytestmark = pytest.mark.usefixtures("display")


@pytest.fixture
def page(places, open_page):
    fill(places, 5)
    with sqlite3.connect(places.history) as connection:
        connection.execute("UPDATE drawings SET reading = '{}' WHERE key = 4")
    connection.close()
    return open_page(5)


def texts(page):
    grid = page.thumbnail_grid
    return [grid.itemcget(i, "text") for i in grid.find_all() if grid.type(i) == "text"]


def test_the_others_are_shown_and_the_damaged_one_says_that_it_cannot_be_read(person, page):
    person.wait(lambda: titles(page) == list("4210"))
    assert words.CANNOT_READ in texts(page)
    recent = person.parts.history.recent_drawings
    person.wait(lambda: [one.reading.text for one in recent.drawings] == list("4210"))


def test_opening_it_says_what_is_wrong_and_deleting_takes_it_out(places, person, page):
    click(page, 1)
    page.buttons["open"].invoke()
    person.wait(lambda: "is damaged" in page.status)
    page.buttons["delete"].invoke()
    person.wait(lambda: page.count == 4)
    assert kept_keys(places) == [1, 2, 3, 5]


def test_a_drawing_that_was_deleted_elsewhere_is_not_opened(places, person, page):
    with History(places.history) as history:
        history.delete([5])
    click(page, 0)
    page.buttons["open"].invoke()
    person.wait(lambda: page.status == words.NO_LONGER_KEPT)
