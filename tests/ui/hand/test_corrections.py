"""Corrections teach the hand, in the real window."""

import threading
from tkinter import messagebox

import pytest

from digitrec.recognition.hand import Hand
from digitrec.recognition.ink import Ink
from digitrec.storage.hands import Hands
from digitrec.storage.history import History
from digitrec.storage.settings import Settings, save_settings
from digitrec.text import hand_words, words
from tests.samples import digit
from tests.storage.hands.examples import execute
from tests.ui.hand.teacher import FLAGGED, kept
from tests.ui.person import Person

pytestmark = pytest.mark.usefixtures("display")


def correct(teacher, key="<Key-1>", ink=FLAGGED):
    teacher.person.draw(ink)
    read = teacher.person.big
    teacher.person.press(key)
    return read


def test_a_corrected_digit_is_read_from_then_on_and_it_says_so_once(teacher, person, places):
    assert correct(teacher) == "7"
    person.wait(lambda: teacher.examples)
    assert person.window.status["text"] == hand_words.LEARNED
    assert "Read as 7" in " ".join(person.panel)
    person.window.desk.clear()
    person.draw(FLAGGED)
    assert person.big == "1"
    person.window.status.clear()
    person.press("<n>")
    person.wait(lambda: len(teacher.examples) == 1 and teacher.examples[0][0] is None)
    assert person.window.status["text"] == ""
    person.close()
    with History(places.history) as history:
        assert [one.reading.text for one in history] == ["7", "1"]


def test_nothing_is_embedded_or_written_on_the_windows_thread(teacher, person, monkeypatch):
    threads = []

    def noting(original):
        def call(*words):
            threads.append(threading.current_thread().name)
            return original(*words)

        return call

    monkeypatch.setattr(Hand, "learn", staticmethod(noting(Hand.learn)))
    for name in ("names", "examples", "add", "remove_of_drawing", "keep_embeddings"):
        monkeypatch.setattr(Hands, name, noting(getattr(Hands, name)))
    correct(teacher)
    person.wait(lambda: teacher.examples)
    teacher.open_page()
    teacher.teach(digit(0))
    assert len(threads) >= 8
    assert set(threads) == {"background"}


def test_taking_the_correction_back_takes_the_example_back(teacher, person, places):
    correct(teacher)
    person.wait(lambda: teacher.examples)
    person.press("<Control-z>")
    person.wait(lambda: not teacher.examples)
    person.wait(lambda: person.big == "7")
    assert kept(places) == []


def test_of_a_number_the_corrected_digit_is_learned(teacher, person, places):
    person.draw(digit(4, x=0, scale=0.8))
    person.draw(Ink(tuple(tuple((130 + 0.8 * x, 0.8 * y) for x, y in s) for s in FLAGGED.strokes)))
    assert person.big == "47"
    person.press("<Key-4>")
    person.press("<Key-1>")
    person.wait(lambda: teacher.examples)
    (example,) = teacher.controller.state.examples
    assert example.digit == 1
    assert example.strokes == person.window.desk.session.sheet.strokes[2:]


@pytest.mark.parametrize("off", ["keep_history", "learn_corrections"])
def test_nothing_is_learned_if_that_is_switched_off(places, off):
    save_settings(places.settings, Settings(**{off: False}))
    person = Person(places)
    try:
        person.wait_until_ready()
        person.wait(lambda: person.parts.hand.state is not None)
        person.draw(FLAGGED)
        person.press("<Key-1>")
        person.close()
    finally:
        person.close()
    assert not places.history.exists() or kept(places) == []


def test_a_correction_is_learned_even_if_the_window_closes_at_once(teacher, person, places):
    correct(teacher)
    person.close()
    assert kept(places) == [1]


def test_why_shows_the_example_that_the_answer_came_from(teacher, person):
    correct(teacher)
    person.wait(lambda: teacher.examples)
    person.press("<w>")
    view = person.parts.example_view
    assert view.caption == ""
    person.window.desk.clear()
    person.draw(FLAGGED)
    person.wait(lambda: view.caption == hand_words.LIKE_EXAMPLE.format(digit=1))
    person.window.apply_theme("dark")
    assert view.caption
    person.window.desk.clear()
    person.draw(digit(3))
    person.wait(lambda: view.caption == "")


def test_what_a_deleted_drawing_taught_is_forgotten(teacher, person, places, monkeypatch):
    correct(teacher)
    person.wait(lambda: teacher.examples)
    person.press("<Control-h>")
    page = person.parts.history.page
    person.wait(lambda: page.count == 1)
    page.delete_all()
    person.wait(lambda: not teacher.examples)
    page.restore()
    person.wait(lambda: teacher.examples)
    page.destroy()
    monkeypatch.setattr(messagebox, "askokcancel", lambda *_, **__: True)
    person.root.focus_force()
    person.press("<Control-comma>")
    person.parts.settings_controller.page.controls["delete"].invoke()
    person.wait(lambda: person.window.status["text"] == words.EVERYTHING_DELETED)
    person.wait(lambda: person.window.recognizer.hand is None)


def test_a_hand_is_there_at_the_next_start_without_its_damaged_example(places):
    with Hands(places.history) as hands:
        hands.add(FLAGGED.strokes, 1)
        broken = hands.add(digit(8).strokes, 8).key
    execute(places.history, "UPDATE examples SET strokes = 'no' WHERE key = ?", broken)
    person = Person(places)
    try:
        person.wait_until_ready()
        person.wait(lambda: f"Example {broken} " in person.window.status["text"])
        person.draw(FLAGGED)
        assert person.big == "1"
    finally:
        person.close()


def test_with_an_unreadable_history_the_window_reads_and_says_so(places):
    places.history.write_bytes(b"not a database" * 100)
    person = Person(places)
    try:
        person.wait_until_ready()
        person.wait(lambda: str(places.history) in person.window.status["text"])
        person.press("<Control-t>")
        person.wait(lambda: person.parts.hand.page is not None and person.parts.hand.page.status)
        assert str(places.history) in person.parts.hand.page.status
        person.draw(digit(5))
        assert person.big == "5"
        person.wait(lambda: "history-damaged-" in person.window.status["text"])
    finally:
        person.close()
