"""Graphs and calls that never end."""

import subprocess
import sys
import threading

import pytest

from digitrec.recognition.model import GRAPH
from digitrec.recognition.sealed.time_limit import run_within
from tests.recognition.sealed.archives import replaced, rewritten
from tests.recognition.sealed.graphs import endless_graph

OPEN = """
import sys
from pathlib import Path
from digitrec.recognition.model import Model
from digitrec.recognition.sealed import graph
graph.TRIAL_SECONDS = 0.2
Model.open(Path(sys.argv[1]))
"""


def test_a_graph_that_never_ends_is_refused_and_does_not_keep_the_program(tmp_path):
    path = rewritten(tmp_path / "m.keras", replaced(GRAPH, endless_graph()))
    # In a process of its own, as the graph goes on until that ends.
    done = subprocess.run(
        [sys.executable, "-c", OPEN, str(path)], capture_output=True, text=True, timeout=60
    )
    assert "its graph can't be run: it doesn't end within 0.2 seconds" in done.stderr


def test_a_call_that_ends_in_time_has_run():
    ran = []
    run_within(60, lambda: ran.append(True))
    assert ran


def test_what_a_call_raises_comes_back():
    with pytest.raises(ZeroDivisionError):
        run_within(60, lambda: 1 / 0)


def test_a_call_that_takes_too_long_is_left_behind():
    ended = threading.Event()
    with pytest.raises(TimeoutError):
        run_within(0.01, lambda: ended.wait(60))
    ended.set()
