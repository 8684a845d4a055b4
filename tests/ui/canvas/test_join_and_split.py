"""The selected digit joined with its neighbour or split, by key and by mouse."""

import pytest

from digitrec.storage.history import History
from digitrec.text import words
from tests.ui.canvas.marks import click_mark, letters, marks, note
from tests.ui.walk import texts

pytestmark = pytest.mark.usefixtures("display")


def test_join_and_split_by_key_and_undo(number, places):
    click_mark(number, 0)
    number.press("<j>")
    assert len(marks(number)) == 2
    assert note(number) == ["Digit 1 of 2"]
    number.press("<s>")
    assert len(marks(number)) == 3
    number.press("<Control-z>")
    number.press("<Control-z>")
    assert letters(number) == "427"
    number.press("<Control-y>")
    assert len(marks(number)) == 2
    number.close()
    with History(places.history) as history:
        (kept,) = history
    assert [digit.strokes for digit in kept.reading.digits] == [(0, 1, 2), (3, 4)]


def test_the_mouse_alone_joins_and_splits(number):
    click_mark(number, 0)
    click_word(number, words.JOIN)
    assert len(marks(number)) == 2
    click_word(number, words.SPLIT)
    assert len(marks(number)) == 3
    click_mark(number, 0)  # deselected
    assert words.JOIN not in list(texts(number.root))


def click_word(person, word):
    panel = person.window.panel
    (item,) = [
        one
        for one in panel.find_all()
        if panel.type(one) == "text"
        and panel.itemcget(one, "text") == word
        and panel.itemcget(one, "state") != "hidden"
    ]
    left, top, right, bottom = panel.bbox(item)
    x, y = (left + right) // 2, (top + bottom) // 2
    panel.event_generate("<Motion>", x=x, y=y)
    person.root.update()
    assert panel["cursor"] == "hand2"
    panel.event_generate("<ButtonPress-1>", x=x, y=y)
    panel.event_generate("<ButtonRelease-1>", x=x, y=y)
    person.root.update()


def test_the_status_line_says_what_cannot_be_done(number):
    number.press("<j>")
    assert number.window.status["text"] == words.NOTHING_SELECTED
    click_mark(number, 1)  # the two, of one stroke
    assert words.SPLIT not in list(texts(number.root))
    number.press("<s>")
    assert number.window.status["text"] == words.CANNOT_SPLIT
    assert letters(number) == "427"
