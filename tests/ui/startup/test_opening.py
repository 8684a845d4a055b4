"""What becomes of an error while the window is completed, and while the model is loaded."""

import os
import subprocess
import sys
import threading
import tkinter
from pathlib import Path
from tkinter import messagebox

import pytest

from digitrec.session.session import Session
from digitrec.storage.history import History
from digitrec.text import words
from digitrec.ui.startup import loading, session_steps, steps
from digitrec.ui.startup.opening import Opening
from tests.samples import digit
from tests.storage.journals import HeldWrites
from tests.ui.errors.test_handler import fail, pages, texts
from tests.ui.person import Person

pytestmark = pytest.mark.usefixtures("display")


def wait_for_the_end(person):
    person.wait(lambda: person.window.failed)
    with pytest.raises(tkinter.TclError, match="destroyed"):
        person.root.winfo_exists()
    person.open = False


STEPS = [
    (session_steps, "begin_session"),
    (session_steps, "complete_session"),
    (steps, "open_tools"),
    (steps, "add_controls"),
    (steps, "add_toolbars"),
]


@pytest.mark.parametrize(("module", "step"), STEPS)
def test_where_a_step_of_the_opening_fails_a_box_says_so_and_the_program_ends(
    places, monkeypatch, capfd, module, step
):
    shown = []
    monkeypatch.setattr(messagebox, "showerror", lambda *given, **_: shown.append(given))
    monkeypatch.setattr(module, step, lambda *_: fail(1))
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


@pytest.fixture
def drawn_at_once(monkeypatch):
    """Somebody draws a stroke between the first paint and the first step after it."""
    begin = session_steps.begin_session

    def draw_and_begin(window, *others):
        for event in ("<ButtonPress-1>", "<B1-Motion>", "<ButtonRelease-1>"):
            window.area.event_generate(event, x=50 + len(event), y=60)
        return begin(window, *others)

    monkeypatch.setattr(session_steps, "begin_session", draw_and_begin)


@pytest.mark.usefixtures("drawn_at_once")
def test_the_libraries_wait_until_what_was_drawn_is_in_the_history(places, monkeypatch):
    held, imported, loaded = HeldWrites(monkeypatch), threading.Event(), threading.Event()
    import_libraries, open_recognizer = loading._import_libraries, loading.open_recognizer
    monkeypatch.setattr("digitrec.ui.history.controller.IDLE_SECONDS", 60)
    monkeypatch.setattr(loading, "_import_libraries", lambda: imported.set() or import_libraries())
    monkeypatch.setattr(loading, "open_recognizer", lambda: loaded.set() or open_recognizer())
    person = Person(places)
    try:
        person.wait(lambda: person.complete and held.begun.is_set())
        assert not imported.is_set()
        assert not loaded.is_set()
        held.release(10)
        person.wait_until_ready()
        assert imported.is_set()
    finally:
        person.close()


@pytest.mark.usefixtures("drawn_at_once")
def test_a_history_that_cannot_be_written_holds_up_the_model_for_a_moment_only(places, monkeypatch):
    held = HeldWrites(monkeypatch)
    monkeypatch.setattr("digitrec.ui.history.controller.IDLE_SECONDS", 0.1)
    person = Person(places)
    try:
        person.wait_until_ready()
        assert held.written == []
    finally:
        held.release(10)
        person.close()


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


# Draws at the first paint, and says what there is besides Python's own once that is written.
FIRST_STROKE = """
import sys, tkinter
from digitrec.storage.history import History
from digitrec.ui.startup.start import run
from digitrec.ui.window import Window
painted, keep = Window._painted, History.keep
def draw(window):
    for event in ("<ButtonPress-1>", "<B1-Motion>", "<ButtonRelease-1>"):
        window.area.event_generate(event, x=50 + len(event), y=60)
    painted(window)
def say(history, drawing):
    kept = keep(history, drawing)
    print(*sorted(name.partition(".")[0] for name in sys.modules), flush=True)
    import os
    os._exit(0)
Window._painted, History.keep = draw, say
sys.exit(run())
"""


def test_the_first_stroke_waits_for_no_library_on_its_way_to_the_disk(display, tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", FIRST_STROKE],
        cwd=Path(__file__).resolve().parents[3],
        env={**os.environ, "DISPLAY": display, "DIGITREC_HOME": str(tmp_path)},
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    there = set(done.stdout.split())
    assert "sqlite3" in there
    assert there & {"numpy", "ai_edge_litert", "PIL", "hashlib", "sv_ttk"} == set()
    with History(tmp_path / "history.sqlite3") as history:
        assert [len(drawing.ink.strokes) for drawing in history] == [1]
