"""Drive: a robot that draws ink into the real window with the real pointer, and measures.

`python -m build_scripts.measure.drive INK.jsonl` starts the program on a screen of its own,
with an empty history, and draws as a person would, 118 pointer events a second. Linux, with Xvfb
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
from build_scripts.measure.pointer import Canvas, commands, lay_out
from build_scripts.measure.results import Drawn, figures, final_reading, report_lines
from build_scripts.measure.traced_program import Event, TracedProgram, command_of, memory_of
from digitrec.recognition.ink import Ink, InkError

READ_SECONDS = 10.0
"""How long the robot waits for a reading after the pen is up."""

SETTLED = 1.0
"""Seconds after the model is there: the window loads its strip and its smooth ink."""

BETWEEN = 0.3
"""Seconds between two drawings: a person looks at the answer."""


def main(argv: list[str] | None = None) -> int:
    """Drives the program, and prints what came of it; gives the exit status."""
    parser = argparse.ArgumentParser(
        prog="drive.py", description="Draws ink into the real window, and measures."
    )
    parser.add_argument("ink", type=Path, help="a file of ink lines, mostly with labels")
    parser.add_argument("--program", type=Path, help="a frozen program; else the source is run")
    parser.add_argument("--count", type=int, help="how many drawings, at most")
    parser.add_argument("--seed", type=int, default=0, help="of sizes and places")
    parser.add_argument("--json", action="store_true", help="one JSON object")
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
    """The drawings of a file of ink lines, those without a stroke left out.

    Raises:
        BuildError: where the file can't be read, or has none.
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
    """Draws all of them, and gives the figures.

    Raises:
        BuildError: where the program does not start, or ends before its time.
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
        said = program.said
    return figures(drawn, texts) | {"memory": memory, "status": status, "said": said}


def draw(program: TracedProgram, canvas: Canvas, ink: Ink, rng: random.Random) -> Drawn:
    """Draws one drawing, waits for its reading, and clears.

    Raises:
        BuildError: where the program has ended.
    """
    since = len(program.events)
    strokes = lay_out(ink, canvas, rng)
    lines = commands(strokes, rng)
    program.do(lines)

    def found(events: Sequence[Event]) -> Event | None:
        return final_reading(events, len(strokes))

    # The hand's own time, at half the pace that it should have.
    drawing = 2 * sum(float(line.rpartition("sleep ")[2]) for line in lines if "sleep" in line)
    reading = program.wait(found, since, drawing + READ_SECONDS)
    if program.process.poll() is not None:
        raise BuildError(f"the program has ended: {''.join(program.said[-5:]).strip()}")
    events = tuple(program.events[since:])
    program.do([f"sleep {BETWEEN}", "key Escape", "sleep 0.05"])
    return Drawn(ink.label, None if reading is None else str(reading["text"]), events)


if __name__ == "__main__":
    sys.exit(main())
