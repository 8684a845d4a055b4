"""A history page in the real window: filled, looked at and clicked on."""

import sqlite3
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

from digitrec.recognition.ink import Ink
from digitrec.storage.history import COLUMNS, History
from tests.samples import digit
from tests.storage.drawings import BEGIN, drawing


def made(which, second):
    """A digit of the samples, as it is kept."""
    return replace(drawing(str(which), second), ink=Ink(digit(which).strokes))


def fill(places, count):
    """Keeps the digits 0, 1, 2, … in turn; the keys begin with 1.

    Of a long history only the last ten look like it; the others are mere lines.
    """
    if count <= 100:
        with History(places.history) as history:
            for n in range(count):
                history.keep(made(n % 10, n))
        return
    with History(places.history) as history:
        assert len(history) == 0  # makes the file
    columns = ", ".join(COLUMNS)
    values = ", ".join(f":{column}" for column in COLUMNS)
    rows = [drawing(str(n)).to_row() for n in range(10)]
    with sqlite3.connect(places.history) as connection:
        connection.executemany(
            f"INSERT INTO drawings ({columns}) VALUES ({values})",  # noqa: S608
            (
                rows[n % 10]
                | {"created": (BEGIN + timedelta(seconds=n)).isoformat(timespec="microseconds")}
                for n in range(count - 10)
            ),
        )
    connection.close()
    with History(places.history) as history:
        for n in range(count - 10, count):
            history.keep(made(n % 10, n))


@contextmanager
def held(places):
    """Another program holds the history, so that nobody can write to it.

    Gives a function that releases it before the end of the block, on any thread.
    """
    connection = sqlite3.connect(places.history, isolation_level=None, check_same_thread=False)
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection.close  # which rolls back
    finally:
        connection.close()


def kept_keys(places):
    """The keys of all drawings in the history, oldest first."""
    return [row[0] for row in _rows(places, "SELECT key FROM drawings ORDER BY created, key")]


def kept_texts(places):
    """What was read in the drawings of the history, each text once."""
    return {row[0] for row in _rows(places, "SELECT DISTINCT text FROM drawings")}


def in_trash(places):
    """How many drawings lie in the trash."""
    return _rows(places, "SELECT count(*) FROM trash")[0][0]


def _rows(places, query):
    connection = sqlite3.connect(places.history)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def titles(page):
    """What stands under the drawings in sight, one after another."""
    grid = page.thumbnail_grid
    texts = [i for i in grid.find_all() if grid.type(i) == "text"]
    return [grid.itemcget(i, "text") for i in texts if "bold" in grid.itemcget(i, "font")]


def click(page, position, modifier=""):
    """Clicks on a drawing, which must be in sight."""
    grid = page.thumbnail_grid
    x0, y0, x1, y1 = grid.box_of(position)
    x, y = (x0 + x1) // 2, (y0 + y1) // 2 - int(grid.canvasy(0))
    assert 0 <= y < grid.winfo_height()
    grid.event_generate(f"<{modifier}Button-1>", x=x, y=y)
    page.update()


def frames(page):
    """How many drawings are in sight, loaded or not."""
    return _rectangles(page).count("")


def highlighted(page):
    """How many of the drawings in sight look selected."""
    return len(_rectangles(page)) - frames(page)


def scroll(person, page, share):
    """Scrolls there, and waits until all drawings in sight are shown."""
    page.thumbnail_grid.yview_moveto(share)
    page.update()
    person.wait(lambda: len(titles(page)) == frames(page) > 0)


def _rectangles(page):
    grid = page.thumbnail_grid
    return [grid.itemcget(i, "fill") for i in grid.find_all() if grid.type(i) == "rectangle"]
