"""The robot: its pointer events and figures without a display, and drawing in the real window."""

import itertools
import json
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from build_scripts import platforms
from build_scripts.console import BuildError
from build_scripts.measure import drive, pointer, results, traced_program
from build_scripts.measure.results import Drawn
from digitrec.recognition.ink import Ink
from tests.samples import digit, number

ROOT = Path(__file__).resolve().parents[3]
CANVAS = (21, 30, 450, 456)


def on_canvas(strokes):
    return all(21 <= x <= 21 + 450 and 30 <= y <= 30 + 456 for stroke in strokes for x, y in stroke)


@given(st.integers(0, 9), st.integers(0, 1000), st.floats(0.01, 50))
def test_a_drawing_is_on_the_canvas_whatever_its_own_size(which, seed, scale):
    strokes = pointer.lay_out(digit(which, 500, -90, scale), CANVAS, random.Random(seed))
    assert on_canvas(strokes)
    height = max(y for s in strokes for _, y in s) - min(y for s in strokes for _, y in s)
    assert 0.3 * 456 < height < 0.9 * 456


def test_sizes_and_positions_vary_and_a_seed_repeats_them():
    laid = [pointer.lay_out(digit(5), CANVAS, random.Random(seed)) for seed in (1, 2, 1)]
    assert laid[0] == laid[2] != laid[1]


@pytest.mark.parametrize(
    "ink", [number("1234567890"), Ink((((0, 0), (90, 0)),)), Ink((((7, 7),),))], ids=str
)
def test_long_numbers_dashes_and_dots_are_on_the_canvas_too(ink):
    strokes = pointer.lay_out(ink, CANVAS, random.Random(3))
    assert on_canvas(strokes)
    assert len(strokes) == len(ink.strokes)


def test_every_event_moves_the_pointer_and_none_by_more_than_a_stride():
    (stroke,) = pointer.lay_out(Ink((((0, 0), (0, 0), (60, 100)),)), CANVAS, random.Random(3))
    for (x0, y0), (x1, y1) in itertools.pairwise(stroke):
        assert abs(x1 - x0) + abs(y1 - y0) > 0
        assert max(abs(x1 - x0), abs(y1 - y0)) <= pointer.STRIDE + 1


def test_the_commands_draw_each_stroke_with_the_button_down():
    lines = pointer.commands([[(1, 2), (3, 4)], [(5, 6)]], random.Random(0))
    verbs = [line.split(" sleep")[0] for line in lines]
    assert verbs == [
        "mousemove 1 2", "mousedown 1", "mousemove 3 4", "mouseup 1",
        "mousemove 5 6", "mousedown 1", "mouseup 1",
    ]  # fmt: skip


def reading(text, milliseconds=1.0):
    return {"event": "reading", "text": text, "milliseconds": milliseconds}


PEN = {"event": "pen", "events": 9, "milliseconds": 0.5}


def test_the_final_reading_is_the_first_after_the_last_pen_up():
    events = [reading("1"), PEN, reading("7"), reading("?"), PEN, reading("4"), reading("9")]
    assert results.final_reading(events, 2)["text"] == "4"
    assert results.final_reading(events, 1)["text"] == "7"
    assert results.final_reading(events[:5], 2) is None


def test_a_share_of_the_values_is_within_its_percentile():
    values = [float(n) for n in range(100, 0, -1)]
    assert results.percentile(values, 0.5) == 50
    assert results.percentile(values, 0.99) == 99
    assert results.percentile([3.0], 0.99) == 3
    assert results.percentile([], 0.5) is None


def test_the_figures_count_right_and_wrong_readings_and_compare_the_history():
    drawn = [
        Drawn("4", "4", (reading("1", 20.0), PEN, reading("4", 5.0))),
        Drawn("7", "?", (PEN, reading("?", 30.0))),
        Drawn("1", None, ({"event": "trouble", "error": "KeyError: 1"},)),
        Drawn(None, "8", (PEN, reading("8", 1.0))),
    ]
    found = results.figures(drawn, ["4", "?", "8"])
    assert (found["labelled"], found["right"], found["rejected"], found["not_read"]) == (3, 1, 1, 1)
    assert [one["number"] for one in found["wrong"]] == [2, 3]
    assert found["readings"] == {"count": 4, "p50": 5, "p99": 30, "most": 30, "within": 0.5}
    assert found["final_readings"]["within"] == pytest.approx(2 / 3)
    assert (found["pen"]["count"], found["pen"]["events"]) == (3, 27)
    assert found["errors"] == ["KeyError: 1"]
    assert found["history"] == {"drawings": 3, "as_drawn": False}
    report = "\n".join(
        results.report_lines(found | {"memory": {"end": {"now": 70_000_000}}, "status": 0})
    )
    assert "1 of 3 (33.3%)" in report
    assert "DIFFERENT FROM THE READINGS" in report
    assert "70" in report
    same = results.figures(drawn[:2], ["4", "?"])
    assert same["history"]["as_drawn"]
    assert "not in the trace" in "\n".join(results.report_lines(results.figures(drawn[2:3], [])))


def test_only_trace_lines_are_events():
    assert traced_program.event_of('{"event": "model", "seconds": 1}\n')["event"] == "model"
    for line in ("", "Traceback", "[]", "3", '{"name": "x"}', '{"event": 1}'):
        assert traced_program.event_of(line) is None


@pytest.mark.parametrize(
    ("content", "message"),
    [("", "has no drawing"), ('{"strokes": []}', "has no drawing"), ("{", "line 1: not JSON")],
)
def test_a_file_without_ink_is_named(tmp_path, content, message, capsys):
    path = tmp_path / "ink.jsonl"
    path.write_text(content)
    assert drive.main([str(path)]) == 1
    assert message in capsys.readouterr().err
    assert drive.main([str(tmp_path / "none.jsonl")]) == 1
    assert "none.jsonl" in capsys.readouterr().err


def test_a_program_that_is_not_there_is_named(tmp_path):
    with pytest.raises(BuildError, match=r"build it first"):
        traced_program.command_of(tmp_path / "digitrec")


def test_what_is_missing_on_the_machine_is_named(monkeypatch, tmp_path):
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(BuildError, match="apt install xvfb"), platforms.own_screen():
        pass
    with pytest.raises(BuildError, match="apt install xdotool"):
        traced_program.TracedProgram(traced_program.SOURCE, {}, tmp_path)


needs_a_screen = pytest.mark.skipif(
    shutil.which("Xvfb") is None or shutil.which("xdotool") is None,
    reason="no Xvfb or xdotool (Debian: apt install xvfb xdotool)",
)


@pytest.mark.gui
@needs_a_screen
def test_the_robot_draws_in_the_real_window_and_finds_it_all_in_the_history(tmp_path):
    path = tmp_path / "ink.jsonl"
    inks = [digit(7), digit(2), number("42")]
    path.write_text("".join(ink.to_json() + "\n" for ink in inks))
    done = subprocess.run(
        [sys.executable, "-m", "build_scripts.measure.drive", str(path), "--json"],
        capture_output=True, text=True, timeout=120, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["drawings"], found["right"], found["not_read"]) == (3, 3, 0)
    assert found["history"] == {"drawings": 3, "as_drawn": True}
    assert found["pen"]["count"] == sum(len(ink.strokes) for ink in inks)
    assert found["pen"]["events"] > 100
    assert found["final_readings"]["count"] == 3
    assert found["memory"]["end"]["peak"] >= found["memory"]["ready"]["now"] > 10_000_000
    assert found["errors"] == found["output"] == []


@pytest.mark.gui
@needs_a_screen
def test_a_program_that_ends_early_is_reported_with_its_output(tmp_path):
    broken = (sys.executable, "-c", "raise SystemExit('no such luck')")
    with (
        platforms.own_screen() as screen,
        traced_program.TracedProgram(broken, screen, tmp_path) as program,
        pytest.raises(BuildError, match="no such luck"),
    ):
        program.expect("window")
