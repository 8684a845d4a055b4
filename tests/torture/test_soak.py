"""Hours of use: threads, files, widgets, images and memory level off."""

import gc
import json
import os
import statistics
import subprocess
import sys
import threading
import tkinter
from pathlib import Path

import pytest
from PIL import ImageTk

from build_scripts.measure.traced_program import memory_of
from tests.ui.pages import fill, pages, press, settle, teach
from tests.ui.person import Person

pytestmark = pytest.mark.usefixtures("display")

MORE_MEMORY = 4_000_000
"""Bytes that the program may have more after many pages than after a few."""

GROWTH = 300_000
"""Bytes a minute by which the memory may grow in the second half of a long soak."""


def counted(person):
    """What must be the same however often pages were opened."""
    settle(person)
    gc.collect()
    person.wait(lambda: not working())
    return {
        "threads": len(threads()),
        "files": len(list(Path("/proc/self/fd").iterdir())),
        "images": len(person.root.image_names()),
        "commands": len(person.root.tk.splitlist(person.root.tk.call("info", "commands"))),
    }


def threads():
    return threading.enumerate()


def open_all(person, times):
    for _ in range(times):
        for _ in pages(person):
            pass


def open_and_close_all(person):
    """Opens every page and closes it, without holding it: then it can go when it is closed."""
    for open_page in (
        lambda: press(person, "<Control-h>"),
        lambda: press(person, "<Control-t>"),
        lambda: press(person, "<Control-comma>"),
        lambda: press(person, "<F1>"),
        lambda: person.window.report(ZeroDivisionError, ZeroDivisionError(), None),
    ):
        open_page()
        settle(person)
        for name in person.root.tk.splitlist(person.root.tk.call("winfo", "children", ".")):
            if person.root.tk.call("winfo", "class", name) == "Toplevel":
                person.root.nametowidget(name).destroy()
        person.wait(lambda: person.parts.history.page is None and not working())
        settle(person)


def working():
    """Whether the thread of a page that was closed still has something to do."""
    return len(threads()) > 3  # the main one, the journal, and that of the window


def test_pages_opened_again_and_again_leave_nothing(places, effort, report):
    fill(places)
    teach(places)
    person = Person(places)
    person.wait_until_ready()
    open_all(person, 2)
    before, memory = counted(person), memory_of(os.getpid())["now"]
    times = effort.times(4, 50)
    open_all(person, times)
    after, grown = counted(person), memory_of(os.getpid())["now"] - memory
    person.close()
    report(f"every page {times} times: {after}, {grown / 1e6:+.1f} MB")
    assert after == before
    assert grown < MORE_MEMORY


def test_another_thread_finds_nothing_of_tks_to_finalise(places, effort, report, monkeypatch):
    elsewhere = []

    def watch(kind):
        finalise = kind.__del__

        def watched(one):
            if threading.current_thread() is not threading.main_thread():
                elsewhere.append(kind.__name__)
            finalise(one)

        monkeypatch.setattr(kind, "__del__", watched)

    for kind in (tkinter.Variable, tkinter.Image, ImageTk.PhotoImage):
        watch(kind)
    fill(places)
    teach(places)
    person = Person(places)
    person.wait_until_ready()
    gc.disable()  # until another thread collects
    try:
        for _ in range(effort.times(1, 20)):
            open_and_close_all(person)
            collector = threading.Thread(target=gc.collect)
            collector.start()
            person.wait(lambda collector=collector: not collector.is_alive())
    finally:
        gc.enable()
    person.close()
    report(f"{len(elsewhere)} of Tk's objects finalised on another thread")
    assert elsewhere == []


def test_a_monkey_breaks_nothing_and_its_memory_levels_off(effort, report, tmp_path):
    seconds = effort.times(10, 3600)
    words = ["--seconds", seconds, "--seed", effort.seed, "--json"]
    done = subprocess.run(
        [sys.executable, "-m", "build_scripts.measure.monkey", *map(str, words)],
        capture_output=True, text=True, cwd=Path(__file__).resolve().parents[2],
    )  # fmt: skip
    found = json.loads(done.stdout)
    looks = [(look["seconds"], look["now"]) for look in found["memory"]]
    report(
        f"{found['events']} events in {seconds} s, {len(found['exceptions'])} exceptions, memory "
        f"{looks[0][1] / 1e6:.1f} to {looks[-1][1] / 1e6:.1f} MB"
    )
    assert done.returncode == 0, found["exceptions"]
    if effort.long:
        half = looks[len(looks) // 2 :]
        slope, _ = statistics.linear_regression(*zip(*half, strict=True))
        assert slope * 60 < GROWTH
