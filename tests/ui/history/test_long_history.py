"""The page of a history of 50,000 drawings, of which only a few are loaded."""

import shutil

import pytest

from digitrec.storage.history import History
from digitrec.storage.places import Places
from tests.ui.history.pages import (
    click,
    fill,
    highlighted,
    kept_keys,
    kept_texts,
    made,
    scroll,
    titles,
)

pytestmark = pytest.mark.usefixtures("display")

COUNT = 50_000


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    folder = tmp_path_factory.mktemp("long")
    places = Places(folder / "settings.toml", folder / "history.sqlite3", folder / "logs")
    fill(places, COUNT)
    return places.history


@pytest.fixture
def page(places, filled, open_page):
    shutil.copy(filled, places.history)
    return open_page(COUNT)


def test_only_the_drawings_in_sight_are_loaded(person, page):
    grid = page.thumbnail_grid
    assert len(grid.loaded) < 100
    assert len(grid.find_all()) < 1000
    scroll(person, page, 1.0)
    assert titles(page)[-1] == "0"
    grid.select_all()
    for share in range(30):  # what is selected is dropped from memory like everything else
        scroll(person, page, share / 30)
    assert len(grid.loaded) < 1000


def test_all_are_selected_and_deleted_and_restored(places, person, page):
    page.thumbnail_grid.focus_force()
    page.event_generate("<Control-a>")
    assert highlighted(page) == len(titles(page))
    page.event_generate("<Delete>")
    person.wait(lambda: page.count == 0)
    assert page.status.startswith("50000 drawings deleted")
    assert kept_keys(places) == []
    page.event_generate("<Control-z>")
    person.wait(lambda: page.count == COUNT)
    assert len(kept_keys(places)) == COUNT


def test_a_range_from_the_newest_to_the_oldest_but_two_is_deleted(places, person, page):
    click(page, 0)
    scroll(person, page, 1.0)
    click(page, COUNT - 3, "Shift-")
    page.event_generate("<Delete>")
    person.wait(lambda: page.count == 2)
    assert kept_keys(places) == [1, 2]


def test_all_of_a_kind_are_deleted_and_no_others(places, person, page):
    page.kinds["7"].invoke()
    person.wait(lambda: page.count == COUNT // 10)
    page.thumbnail_grid.select_all()
    page.buttons["delete"].invoke()
    person.wait(lambda: page.count == 0)
    page.kinds["all"].invoke()
    person.wait(lambda: page.count == COUNT - COUNT // 10)
    assert kept_texts(places) == set("012345689")


def test_a_selected_drawing_that_was_scrolled_away_is_opened(person, page):
    click(page, 2)  # a 7
    scroll(person, page, 1.0)
    for share in range(30):
        scroll(person, page, 1 - share / 60)
    assert 2 not in page.thumbnail_grid.loaded
    page.buttons["open"].invoke()
    person.wait(lambda: person.big == "7")
    assert page.closed


def test_what_was_drawn_meanwhile_is_neither_selected_nor_deleted(places, person, page):
    click(page, 0)
    with History(places.history) as history:
        new = history.keep(made(5, COUNT))
    page.thumbnail_grid.select_all()
    page.buttons["delete"].invoke()
    person.wait(lambda: page.count == 1)
    assert kept_keys(places) == [new.key]
