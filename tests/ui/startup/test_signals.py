"""What the program does when another program ends it: a process of its own, and a mouse."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time

import pytest

from digitrec.storage.history import History
from digitrec.storage.settings import load_settings
from digitrec.ui.startup.signals import Signals
from digitrec.ui.widgets import background
from tests.samples import digit
from tests.ui.program import draw, event, mouse, started

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="xdotool moves the mouse on Linux alone"),
    pytest.mark.skipif(
        shutil.which("xdotool") is None, reason="no xdotool (Debian: apt install xdotool)"
    ),
]


@pytest.fixture
def environment(display, tmp_path):
    return {**os.environ, "DISPLAY": display, "DIGITREC_HOME": str(tmp_path), "DIGITREC_TRACE": "1"}


def said_no_more_than_its_trace(program):
    return all(json.loads(line)["event"] for line in program.stderr)


def drawn(program, environment, canvas, which):
    """Draws a digit, and gives what it is read as: on a busy machine ink can be coarse."""
    ink = digit(which)
    draw(environment, canvas, ink)
    for _ in ink.strokes:
        event(program, "pen")
    return event(program, "reading")["text"]


def kept(folder):
    with History(folder / "history.sqlite3") as history:
        return [drawing.reading.text for drawing in history]


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP"])
def test_a_signal_closes_it_in_order_and_ends_it_by_that_signal(environment, tmp_path, name):
    number = getattr(signal, name)
    with started(environment) as program:
        canvas = event(program, "window")["canvas"]
        event(program, "model")
        mouse(environment, "key", "plus")  # a thicker pen, which is saved at the end
        text = drawn(program, environment, canvas, 7)
        program.send_signal(number)
        assert program.wait(20) == -number
        assert said_no_more_than_its_trace(program)
    assert kept(tmp_path) == [text]
    settings, notice = load_settings(tmp_path / "settings.toml")
    assert (settings.pen_width, notice) == (14.0, None)
    assert settings.window


def test_a_signal_asks_nothing_even_if_drawings_could_not_be_written(environment, tmp_path):
    (tmp_path / "history.sqlite3").mkdir()
    with started(environment) as program:
        canvas = event(program, "window")["canvas"]
        event(program, "model")
        drawn(program, environment, canvas, 7)
        program.send_signal(signal.SIGTERM)
        assert program.wait(20) == -signal.SIGTERM
        assert "are lost" in program.stderr.read()


def test_an_idle_program_follows_at_once_with_a_dialog_open_too(environment, tmp_path):
    with started(environment) as program:
        canvas = event(program, "window")["canvas"]
        event(program, "model")
        text = drawn(program, environment, canvas, 1)
        mouse(environment, "key", "ctrl+o")
        found = ["xdotool", "search", "--sync", "--onlyvisible", "--name", "^Open an image"]
        subprocess.run(found, env=environment, check=True, timeout=20, stdout=subprocess.DEVNULL)
        program.send_signal(signal.SIGTERM)
        assert program.wait(20) == -signal.SIGTERM
        assert said_no_more_than_its_trace(program)
    assert kept(tmp_path) == [text]
    assert not (tmp_path / "logs").exists()


def test_what_it_was_started_to_ignore_it_ignores(environment):
    with started(environment, before=("nohup",)) as program:
        canvas = event(program, "window")["canvas"]
        event(program, "model")
        drawn(program, environment, canvas, 1)  # by now it listens
        program.send_signal(signal.SIGHUP)
        drawn(program, environment, canvas, 7)
        assert program.poll() is None
        program.send_signal(signal.SIGTERM)
        assert program.wait(20) == -signal.SIGTERM


@pytest.fixture
def listening(person):
    """The signals of a window in this very process."""
    before = {one: signal.getsignal(one) for one in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)}
    wakeup = signal.set_wakeup_fd(-1)
    person.wait_until_ready()
    parts = person.parts
    close, save = person.window.close, parts.closing.save_settings
    yield Signals(person.root, parts.background, close, close, save)
    signal.set_wakeup_fd(wakeup)
    for number, handler in before.items():
        signal.signal(number, handler)


def follows(person):
    closed = []
    person.root.bind("<Destroy>", lambda _: closed.append(True), add=True)
    signal.raise_signal(signal.SIGTERM)
    deadline = time.monotonic() + 10
    while not closed and time.monotonic() < deadline:
        person.root.update()
    person.open = not closed
    return bool(closed)


@pytest.fixture
def no_looks(monkeypatch):
    """The background doesn't look for calls that were posted, within the time of a test."""
    monkeypatch.setattr(background, "IDLE", 600_000)


def test_the_signal_itself_wakes_an_idle_window(no_looks, person, listening):
    assert follows(person)
    assert listening.received == signal.SIGTERM


def test_if_tk_cannot_watch_a_pipe_the_signal_is_followed_at_the_next_look(person, listening):
    signal.set_wakeup_fd(-1)
    assert follows(person)


def test_a_session_that_may_end_has_the_settings_saved_and_the_window_goes_on(
    person, places, listening
):
    person.parts.choices.change(pen_width=22.0)
    person.root.tk.eval(person.root.protocol("WM_SAVE_YOURSELF"))
    assert load_settings(places.settings)[0].pen_width == 22.0
    assert person.root.winfo_ismapped()
