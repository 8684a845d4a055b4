"""Every page of the window, for tests that look at all that it shows."""

import tkinter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from digitrec.recognition.ink import Ink
from digitrec.storage.hands import Hands
from digitrec.storage.history import History
from tests.samples import digit
from tests.storage.drawings import drawing

DOT = Ink((((50.0, 50.0), (51.0, 51.0)),))


def fill(places):
    """Drawings of today, of this year and of another, two of them corrected."""
    with History(places.history) as history:
        for n in range(14):
            made = replace(drawing(str(n % 10), n), ink=Ink(digit(n % 10).strokes))
            age = timedelta(days=(0, 3, 400)[n % 3], minutes=n)
            history.keep(replace(made, created=datetime.now(UTC) - age))
        history.correct(1, "7")  # the newest, at the strip's edge, and its neighbour
        history.correct(4, "5")


def teach(places):
    """Examples of some digits, two of one of them, and of what is not a digit."""
    with Hands(places.history) as hands:
        for n in (3, 7, 1):
            hands.add(digit(n).strokes, n)
        hands.add(digit(7, scale=0.9).strokes, 7)
        hands.add(digit(8).strokes, None)


def settle(person):
    """Lets sizes come to rest: a text that is wrapped again changes its neighbours' room."""
    for _ in range(5):
        person.root.update()


def press(person, key):
    person.root.focus_force()  # the page before had the focus
    person.press(key)


def pages(person):
    """Opens each page in turn: its name and its window."""
    press(person, "<Control-h>")
    page = person.parts.history.page
    person.wait(lambda: page.count and page.thumbnail_grid.loaded)
    settle(person)
    yield "history", page
    page.destroy()
    press(person, "<Control-t>")
    page = person.parts.hand.page
    person.wait(lambda: person.parts.hand.state is not None)
    settle(person)
    yield "hand", page
    page.views["examples"].invoke()
    settle(person)
    yield "examples", page
    page.destroy()
    press(person, "<Control-comma>")
    settle(person)
    yield "settings", person.parts.settings_controller.page
    person.parts.settings_controller.page.destroy()
    press(person, "<F1>")
    settle(person)
    (page,) = [one for one in person.root.winfo_children() if isinstance(one, tkinter.Toplevel)]
    yield "keys", page
    page.destroy()
    person.window.report(ZeroDivisionError, ZeroDivisionError(), None)
    settle(person)
    yield "trouble", person.window.error_handler.page
    person.window.error_handler.page.destroy()
