"""The page with all drawings, in the real window."""

import json
import sqlite3
from dataclasses import replace
from datetime import timedelta
from tkinter import filedialog

import numpy as np
import pytest
from PIL import Image

from digitrec.recognition.ink import Ink
from digitrec.storage.history import COLUMNS, History
from digitrec.storage.history_browser import Agreement
from digitrec.text import words
from digitrec.ui.history.page import HistoryPage, agreement_in_words
from tests.samples import digit
from tests.storage.drawings import BEGIN, drawing

pytestmark = pytest.mark.usefixtures("display")


def made(which, second):
    return replace(drawing(str(which), second), ink=Ink(digit(which).strokes))


def fill(places, count):
    with History(places.history) as history:
        for n in range(count):
            history.keep(made(n % 10, n))


@pytest.fixture
def page_of(person):
    """Opens the page, its first drawings shown."""

    def open_it(count):
        person.wait_until_ready()
        person.press("<Control-h>")
        (page,) = [c for c in person.root.winfo_children() if isinstance(c, HistoryPage)]
        page.update()
        person.wait(lambda: page._count == count and (not count or page.thumbnail_grid._thumbnails))
        return page

    return open_it


def titles(page):
    thumbnail_grid = page.thumbnail_grid
    bold = [
        i
        for i in thumbnail_grid.find_all()
        if thumbnail_grid.type(i) == "text" and "bold" in thumbnail_grid.itemcget(i, "font")
    ]
    return [thumbnail_grid.itemcget(i, "text") for i in bold]


def click(page, place, modifier=""):
    wide, high = page.thumbnail_grid._cell
    columns = page.thumbnail_grid._columns
    x, y = place % columns * wide + wide // 2, place // columns * high + high // 2
    page.thumbnail_grid.event_generate(f"<{modifier}Button-1>", x=x, y=y)
    page.update()


def test_it_shows_all_drawings_newest_first_and_filters_them(places, person, page_of):
    fill(places, 12)
    with History(places.history) as history:
        history.correct(12, "7")
    page = page_of(12)
    assert titles(page) == ["7, not 1", *"0987654321", "0"]
    assert "11 of 12" in page._agreement["text"]
    page.kinds["wrong"].invoke()
    person.wait(lambda: titles(page) == ["7, not 1"])
    page.kinds["1"].invoke()
    person.wait(lambda: titles(page) == ["1"])
    page.kinds["unsure"].invoke()
    person.wait(lambda: titles(page) == [] and page._status["text"] == words.NONE_OF_KIND)


def test_drawings_are_deleted_and_brought_back(places, person, page_of):
    fill(places, 5)
    page = page_of(5)
    assert page.buttons["delete"].instate(["disabled"])
    click(page, 1)
    click(page, 3, "Control-")
    page.buttons["delete"].invoke()
    person.wait(lambda: titles(page) == list("420"))
    assert page._status["text"].startswith("2 drawings deleted")
    page.buttons["delete_all"].invoke()
    person.wait(lambda: page._count == 0)
    assert page.buttons["delete_all"].instate(["disabled"])
    page.event_generate("<Control-z>")
    person.wait(lambda: titles(page) == list("420"))
    page.buttons["put_back"].invoke()
    person.wait(lambda: titles(page) == list("43210"))
    assert page.buttons["put_back"].instate(["disabled"])
    click(page, 4)
    page.event_generate("<Delete>")
    person.wait(lambda: page._count == 4)
    page.destroy()
    connection = sqlite3.connect(places.history)
    assert connection.execute("SELECT count(*) FROM trash").fetchone() == (0,)
    assert connection.execute("SELECT count(*) FROM drawings").fetchone() == (4,)
    connection.close()


def test_keys_choose_and_open_a_drawing_again(places, person, page_of):
    fill(places, 30)
    page = page_of(30)
    page.thumbnail_grid.focus_force()
    for key in ("Right", "Right", "Down", "Left", "Up"):
        page.thumbnail_grid.event_generate(f"<{key}>")
    assert page.thumbnail_grid.chosen == {0}
    click(page, 2, "Shift-")
    assert page.thumbnail_grid.chosen == {0, 1, 2}
    assert page.buttons["open"].instate(["disabled"])
    click(page, 4)
    click(page, 2)
    assert page.thumbnail_grid.chosen == {2}
    assert page.buttons["open"].instate(["!disabled"])
    page.buttons["open"].invoke()
    person.wait(lambda: person.big == "7")
    assert not page.winfo_exists()


def test_a_double_click_opens_a_drawing_again(places, person, page_of):
    fill(places, 3)
    page = page_of(3)
    click(page, 1)
    click(page, 1)
    person.wait(lambda: person.big == "1")


def test_an_empty_history_says_so(person, page_of):
    page = page_of(0)
    person.wait(lambda: page._status["text"] == words.NO_DRAWINGS)


def test_export_in_three_kinds(places, person, page_of, tmp_path, monkeypatch):
    fill(places, 3)
    page = page_of(3)
    ink, arrays, folder = tmp_path / "a.jsonl", tmp_path / "a.npz", tmp_path / "pictures"
    folder.mkdir()
    for target, export in ((ink, page.exporter.ink), (arrays, page.exporter.arrays)):
        monkeypatch.setattr(filedialog, "asksaveasfilename", lambda target=target, **_: str(target))
        export()
        person.wait(lambda target=target: str(target) in page._status["text"])
    monkeypatch.setattr(filedialog, "askdirectory", lambda **_: str(folder))
    page.exporter.pictures()
    person.wait(lambda: str(folder) in page._status["text"])
    lines = [json.loads(line) for line in ink.read_text("utf-8").splitlines()]
    assert [line["label"] for line in lines] == ["0", "1", "2"]
    with np.load(arrays) as found:
        assert found["y"].tolist() == [0, 1, 2]
    names = sorted(path.name for path in folder.iterdir())
    assert names == ["digitrec-1-0.png", "digitrec-2-1.png", "digitrec-3-2.png"]
    picture = Image.open(folder / names[2])
    assert (picture.size, picture.mode) == ((280, 280), "L")
    assert picture.getextrema() == (0, 255)


def test_an_export_that_cannot_be_written_says_why(places, person, page_of, tmp_path, monkeypatch):
    fill(places, 1)
    page = page_of(1)
    target = tmp_path / "nowhere" / "a.jsonl"
    monkeypatch.setattr(filedialog, "asksaveasfilename", lambda **_: str(target))
    page.exporter.ink()
    person.wait(lambda: "could not be written" in page._status["text"])


def test_of_fifty_thousand_drawings_only_those_in_sight_are_loaded(places, person, page_of):
    with History(places.history) as history:
        history.keep(made(3, 0))
        row = made(3, 0).to_row()
    with sqlite3.connect(places.history) as connection:
        columns = ", ".join(COLUMNS)
        places_of = ", ".join(f":{column}" for column in COLUMNS)
        connection.executemany(
            f"INSERT INTO drawings ({columns}) VALUES ({places_of})",  # noqa: S608
            (
                row | {"created": (BEGIN + timedelta(seconds=n)).isoformat(timespec="microseconds")}
                for n in range(1, 50_000)
            ),
        )
    connection.close()
    page = page_of(50_000)
    assert len(page.thumbnail_grid._thumbnails) < 100
    assert len(page.thumbnail_grid.find_all()) < 1000
    page.thumbnail_grid.yview_moveto(1.0)
    person.wait(lambda: 49_999 in page.thumbnail_grid._thumbnails)
    assert page.thumbnail_grid._thumbnails[49_999].drawing.key == 1
    for share in range(10):
        page.thumbnail_grid.yview_moveto(share / 10)
        person.wait(
            lambda: (
                not [
                    i
                    for i in page.thumbnail_grid._asked
                    if i not in page.thumbnail_grid._thumbnails
                ]
            )
        )
    assert len(page.thumbnail_grid._thumbnails) < 1000


def test_agreement_is_told_in_words():
    assert agreement_in_words(Agreement(0, 0, 0, 0)) == ""
    text = agreement_in_words(Agreement(100, 97, 90, 89))
    assert "97 of 100" in text
    assert "97%" in text
    assert "99%" in text  # 89 of 90, rounded
    assert "90 %" not in agreement_in_words(Agreement(4, 3, 0, 0))
