"""The monkey test: what it must not do, what it reports, and a short run in the real window."""

import json
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from build_scripts import platforms
from build_scripts.measure import monkey, random_events, traced_program

ROOT = Path(__file__).resolve().parents[3]
CANVAS = (21, 21, 450, 456)


def test_from_outside_it_uses_only_the_canvas_the_answer_the_tools_and_recent_drawings():
    rng = random.Random(4)
    for _ in range(2000):
        for line in random_events.commands(rng, CANVAS):
            words = line.split()
            if words[0] == "mousemove":
                x, y = int(words[1]), int(words[2])
                assert 0 <= x <= 21 + 450 + 20 + 230
                # The buttons for files, pages and settings are to the right of the tools.
                tools = x <= 21 + random_events.UNDO_TO_CLEAR and y == 21 + 456 + 30
                strip = x <= 21 + 450 and y == 21 + 456 + 85
                assert 0 <= y <= 21 + 456 + 8 or tools or strip


def test_from_outside_no_key_opens_a_page_or_a_dialog():
    assert not {"ctrl+o", "ctrl+s", "ctrl+h", "ctrl+comma", "F1", "Tab", "space"} & set(
        random_events.OUTSIDE_KEYS
    )


def test_each_exception_in_the_log_is_reported(tmp_path):
    assert monkey.log_in(tmp_path) == {"log_lines": 0, "exceptions": []}
    (tmp_path / "logs").mkdir()
    one = "2026-11-23 Digitrec 0.1.0\nTraceback (most recent call last):\n  x\n{}\n\n"
    log = tmp_path / "logs" / "digitrec.log"
    log.write_text(one.format("KeyError: 'a'") + one.format("ValueError"))
    found = monkey.log_in(tmp_path)
    assert found == {"log_lines": 10, "exceptions": ["KeyError: 'a'", "ValueError"]}
    report = monkey.report_lines(
        {
            "seed": 1,
            "seconds": 2,
            "events": 3,
            "memory": [{"seconds": 0, "now": 9_000_000}],
            **found,
        }
    )
    assert any("2 exceptions" in line for line in report)


needs_a_screen = pytest.mark.skipif(
    shutil.which("Xvfb") is None or shutil.which("xdotool") is None,
    reason="no Xvfb or xdotool (Debian: apt install xvfb xdotool)",
)


@pytest.mark.gui
@needs_a_screen
def test_some_seconds_of_random_events_break_nothing(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "build_scripts.measure.monkey",
         "--seed", "7", "--seconds", "12", "--json"],
        capture_output=True, text=True, timeout=200, cwd=ROOT,
    )  # fmt: skip
    found = json.loads(done.stdout)
    assert found["exceptions"] == []
    assert done.returncode == 0, done.stderr
    assert found["events"] > 20
    assert [look["seconds"] > 0 for look in found["memory"]] == [False, True]
    assert found["memory"][-1]["now"] > 10_000_000


@pytest.mark.gui
@needs_a_screen
def test_from_outside_it_moves_the_real_pointer(tmp_path):
    """The source stands in for the frozen program."""
    watch = monkey.Watch(3)
    with platforms.own_screen() as screen:
        monkey.try_program(traced_program.SOURCE, screen, tmp_path, random.Random(2), watch)
    assert watch.found()["events"] >= monkey.BATCH
    assert monkey.log_in(tmp_path)["exceptions"] == []
    assert (tmp_path / "history.sqlite3").exists()
