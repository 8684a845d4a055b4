"""A robot that draws ink in the real window with the real pointer, and measures the program.

`python -m build_scripts.measure.drive INK.jsonl` starts the program on its own display, with an
empty history, and draws like a person, with 118 pointer events per second. Needs Linux with Xvfb
and xdotool.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from build_scripts import platforms
from build_scripts.console import BuildError
from build_scripts.measure.pointer import EVENT_SECONDS, Canvas, commands, lay_out
from build_scripts.measure.results import Drawn, figures, final_reading, report_lines
from build_scripts.measure.traced_program import Event, TracedProgram, command_of, memory_of
from digitrec.recognition.ink import Ink, InkError

READ_SECONDS = 10.0
"""How long the robot waits for a reading after it lifts the pen."""

SETTLED = 1.0
"""Seconds to wait after the model is loaded: the window then loads the recent drawings."""

BETWEEN = 0.3
"""Seconds between two drawings: a person would look at the answer."""


def main(argv: list[str] | None = None) -> int:
    """Drives the program, prints the results and returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="drive.py", description="Draws ink in the real window and measures the program."
    )
    parser.add_argument("ink", type=Path, help="a file of ink lines, usually with labels")
    parser.add_argument("--program", type=Path, help="a frozen program; default: run the source")
    parser.add_argument("--count", type=int, help="number of drawings at most")
    parser.add_argument("--seed", type=int, default=0, help="for sizes and positions")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args(argv)
    try:
        inks = read_ink(options.ink, options.count)
        command = command_of(options.program)
        with tempfile.TemporaryDirectory() as home, platforms.own_screen() as screen:
            found = drive(command, screen, Path(home), inks, random.Random(options.seed))  # noqa: S311
    except BuildError as error:
        print(f"drive.py: {error}", file=sys.stderr)
        return 1
    print(json.dumps(found) if options.json else "\n".join(report_lines(found)))
    return 0


def read_ink(path: Path, count: int | None) -> list[Ink]:
    """The drawings in a file of ink lines, except those without strokes.

    Raises:
        BuildError: if the file can't be read, or has no drawing.
    """
    inks: list[Ink] = []
    try:
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if count is not None and len(inks) >= count:
                    break
                if line.strip():
                    inks.append(_ink(path, number, line))
    except (OSError, UnicodeDecodeError) as error:
        raise BuildError(f"{path} can't be read: {error}") from error
    inks = [ink for ink in inks if ink.strokes]
    if not inks:
        raise BuildError(f"{path} has no drawing")
    return inks


def _ink(path: Path, number: int, line: str) -> Ink:
    try:
        return Ink.from_json(line)
    except InkError as error:
        raise BuildError(f"{path}, line {number}: {error}") from error


def drive(
    command: Sequence[str],
    screen: dict[str, str],
    home: Path,
    inks: Sequence[Ink],
    rng: random.Random,
) -> dict[str, Any]:
    """Draws all of them and returns the figures.

    Raises:
        BuildError: if the program does not start, or ends early.
    """
    with TracedProgram(command, screen, home) as program:
        canvas = program.expect("window")["canvas"]
        program.expect("model")
        program.do([f"sleep {SETTLED}"])
        memory = {"ready": memory_of(program.process.pid)}
        drawn = [draw(program, canvas, ink, rng) for ink in inks]
        memory["end"] = memory_of(program.process.pid)
        status = program.end()
        texts = [str(one["text"]) for one in program.history()]
        output = program.output
    return figures(drawn, texts) | {"memory": memory, "status": status, "output": output}


def draw(
    program: TracedProgram,
    canvas: Canvas,
    ink: Ink,
    rng: random.Random,
    between: float = EVENT_SECONDS,
) -> Drawn:
    """Draws one drawing, waits for its reading, and clears the window.

    Args:
        program: with an empty drawing area.
        canvas: that area.
        ink: what to draw.
        rng: for size, position and pauses.
        between: seconds between two pointer events.

    Raises:
        BuildError: if the program has ended.
    """
    since = len(program.events)
    strokes = lay_out(ink, canvas, rng)
    lines = commands(strokes, rng, between)
    program.do(lines)

    def found(events: Sequence[Event]) -> Event | None:
        return final_reading(events, len(strokes))

    # Drawing may take twice as long as planned.
    drawing = 2 * sum(float(line.rpartition("sleep ")[2]) for line in lines if "sleep" in line)
    reading = program.wait(found, since, drawing + READ_SECONDS)
    if program.process.poll() is not None:
        raise BuildError(f"the program has ended: {''.join(program.output[-5:]).strip()}")
    events = tuple(program.events[since:])
    program.do([f"sleep {BETWEEN}", "key Escape", "sleep 0.05"])
    return Drawn(ink.label, None if reading is None else str(reading["text"]), events)


if __name__ == "__main__":
    sys.exit(main())
