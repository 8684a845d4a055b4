"""The program as a process of its own, with its trace, and a mouse to draw with."""

import json
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120


@contextmanager
def started(environment, before=(), arguments=(), cwd=ROOT):
    """The program while it runs, its standard error a pipe; at the end it is killed."""
    program = subprocess.Popen(
        [*before, sys.executable, "-m", "digitrec", *arguments],
        cwd=cwd, env=environment, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    patience = threading.Timer(PATIENCE, program.kill)  # who waits for an event is told of the end
    patience.start()
    try:
        yield program
    finally:
        patience.cancel()
        program.kill()
        program.wait(20)
        program.stderr.close()


def event(program, name):
    """The next trace line of a kind."""
    for line in program.stderr:
        found = json.loads(line)  # every line of standard error is a trace line
        if found["event"] == name:
            return found
    raise AssertionError(f"the program ended without {name!r}")


def mouse(environment, *words):
    """Has xdotool do something."""
    subprocess.run(["xdotool", *map(str, words)], env=environment, check=True)


PACE = 0.008
"""Seconds from event to event, as of a person: of faster ones Tk drops some on a busy machine."""


def draw(environment, canvas, ink):
    """Draws a digit of the samples."""
    left, top, width, height = canvas
    scale = min(width, height) / 150
    for stroke in ink.strokes:
        places = [(round(left + 40 + x * scale), round(top + 20 + y * scale)) for x, y in stroke]
        words = ["mousemove", *places[0], "mousedown", 1]
        for x, y in places[1:]:
            words += ["mousemove", x, y, "sleep", PACE]
        mouse(environment, *words, "mouseup", 1)
