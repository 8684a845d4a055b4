"""What becomes of an error while the window is completed, and while the model is loaded."""

import tkinter
from tkinter import messagebox

import pytest

from digitrec.session.session import Session
from digitrec.storage.history import History
from digitrec.text import words
from digitrec.ui.startup import loading, steps
from digitrec.ui.startup.opening import Opening
from tests.samples import digit
from tests.ui.errors.test_handler import fail, pages, texts
from tests.ui.person import Person

pytestmark = pytest.mark.usefixtures("display")


def wait_for_the_end(person):
    person.wait(lambda: person.window.failed)
    with pytest.raises(tkinter.TclError, match="destroyed"):
        person.root.winfo_exists()
    person.open = False


STEPS = ["open_session", "open_tools", "add_controls", "add_toolbars"]


@pytest.mark.parametrize("step", STEPS)
def test_where_a_step_of_the_opening_fails_a_box_says_so_and_the_program_ends(
    places, monkeypatch, capfd, step
):
    shown = []
    monkeypatch.setattr(messagebox, "showerror", lambda *given, **_: shown.append(given))
    monkeypatch.setattr(steps, step, lambda *_: fail(1))
    person = Person(places, on_failure=None)
    wait_for_the_end(person)
    assert person.window.failed
    assert not person.complete
    assert "RuntimeError: number 1" in shown[0][1]
    assert "RuntimeError: number 1" in capfd.readouterr().err
    assert "RuntimeError: number 1" in (places.logs / "digitrec.log").read_text()


def test_where_a_later_step_of_the_opening_fails_its_drawing_is_kept(places, monkeypatch):
    monkeypatch.setattr(messagebox, "showerror", lambda *_, **__: None)

    def draw_and_fail(*_):
        person.draw(digit(7))
        fail(1)

    monkeypatch.setattr(steps, "add_toolbars", draw_and_fail)
    person = Person(places, on_failure=None)
    wait_for_the_end(person)
    with History(places.history) as history:
        assert [len(kept.ink.strokes) for kept in history] == [2]


def test_the_libraries_are_imported_from_the_first_paint_on(places, monkeypatch):
    steps_taken = []
    open_session = steps.open_session
    monkeypatch.setattr(loading, "begin_imports", lambda: steps_taken.append("imports"))
    monkeypatch.setattr(
        steps, "open_session", lambda *given: steps_taken.append("session") or open_session(*given)
    )
    person = Person(places)
    try:
        person.wait_until_ready()
    finally:
        person.close()
    assert steps_taken == ["imports", "session"]


@pytest.mark.parametrize("step", ["_show_icon", "_translate_dialogs"])
def test_an_error_after_the_window_is_complete_comes_to_the_page_and_the_rest_is_done(
    places, monkeypatch, step
):
    monkeypatch.setattr(Opening, step, lambda _: fail(1))
    person = Person(places)
    try:
        person.wait_until_ready()
        person.wait(lambda: pages(person))
        assert "number 1" in texts(person.window.error_handler.page)
    finally:
        person.close()


def test_an_unexpected_error_while_the_model_loads_is_reported_and_ends_the_wait(
    places, monkeypatch
):
    from digitrec.recognition.recognizer import Recognizer

    monkeypatch.setattr(Recognizer, "__init__", lambda *_: fail(5))
    person = Person(places)
    try:
        person.wait(lambda: person.complete and pages(person))
        person.draw(digit(7))
        assert words.LOADING not in person.panel
        assert words.CANNOT_READ in person.panel
        assert any("number 5" in text for text in person.panel)
        assert "number 5" in texts(person.window.error_handler.page)
    finally:
        person.close()
    with History(places.history) as history:
        assert len(history) == 1  # kept, unread


def test_an_error_while_earlier_drawings_are_read_is_reported_and_the_program_goes_on(
    places, monkeypatch
):
    ready = Session.ready

    def ready_and_fail(*given):
        ready(*given)
        fail(6)

    monkeypatch.setattr(Session, "ready", ready_and_fail)
    person = Person(places)
    try:
        person.wait(lambda: pages(person))
        person.wait_until_ready()
        person.draw(digit(7))
        assert person.big == "7"
    finally:
        person.close()
