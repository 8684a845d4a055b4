"""Monkey test: sends random events to the real window; reports exceptions and memory.

`python -m build_scripts.measure.monkey --seconds 600` tests the source from inside and reaches
every widget of every page. With `--program` it tests a frozen program from outside, with pointer
and keys in its main window. Both use their own display and data folder. The same seed gives the
same events, as far as timing allows.
"""

from __future__ import annotations

import argparse
import faulthandler
import itertools
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from build_scripts import platforms
from build_scripts.console import BuildError
from build_scripts.contents.summary import megabytes
from build_scripts.measure.traced_program import TracedProgram, command_of, memory_of

SPARE = 90
"""Seconds after which an overdue run is ended with a traceback of where it hangs."""

BATCH = 20
"""Events sent to xdotool at once."""


def main(argv: list[str] | None = None) -> int:
    """Runs the monkey test and prints the results; returns 1 if something broke."""
    parser = argparse.ArgumentParser(
        prog="monkey.py", description="Sends random events to the real window."
    )
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--program", type=Path, help="a frozen program; default: run the source")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args(argv)
    faulthandler.dump_traceback_later(options.seconds + SPARE, exit=True)
    rng = random.Random(options.seed)  # noqa: S311 (not a secret)
    try:
        with tempfile.TemporaryDirectory() as folder, platforms.own_screen() as screen:
            home = Path(folder)
            screen["PATH"] = f"{_without_desktop(home)}{os.pathsep}{screen['PATH']}"
            watch = Watch(options.seconds)
            if options.program is None:
                try_source(screen, home, rng, watch)
            else:
                try_program(command_of(options.program), screen, home, rng, watch)
            found = {"seed": options.seed, **watch.found(), **log_in(home)}
    except BuildError as error:
        print(f"monkey.py: {error}", file=sys.stderr)
        return 1
    faulthandler.cancel_dump_traceback_later()
    print(json.dumps(found) if options.json else "\n".join(report_lines(found)))
    return 1 if found["exceptions"] else 0


class Watch:
    """Counts events, and records the memory once a minute."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._events = 0
        self._begun = 0.0
        self._memory: list[dict[str, float]] = []

    def run(self, process: int, act: Callable[[], int]) -> None:
        """Calls `act` until the time is over; it returns how many events it sent."""
        self._begun = time.monotonic()
        self._record_memory(process)
        while (now := time.monotonic() - self._begun) < self._seconds:
            if now >= len(self._memory) * 60:
                self._record_memory(process)
            self._events += act()
        self._record_memory(process)

    def found(self) -> dict[str, Any]:
        """The results."""
        return {"seconds": self._seconds, "events": self._events, "memory": self._memory}

    def _record_memory(self, process: int) -> None:
        after = round(time.monotonic() - self._begun, 1)
        self._memory.append({"seconds": after, **memory_of(process)})


def try_source(screen: dict[str, str], home: Path, rng: random.Random, watch: Watch) -> None:
    """Runs the window in this process.

    Raises:
        BuildError: if it does not get ready.
    """
    os.environ.update(screen, DIGITREC_HOME=str(home))
    import tkinter

    from build_scripts.measure.random_events import Monkey
    from digitrec.storage.places import find_places
    from digitrec.ui.errors.handler import report_threads
    from digitrec.ui.startup.start import open_window

    root = tkinter.Tk(className="Digitrec")
    window = open_window(
        root,
        find_places(),
        lambda window, parts: report_threads(parts.background.post, window.report),
    )
    deadline = time.monotonic() + SPARE / 3
    while window.recognizer is None:
        if time.monotonic() > deadline:
            raise BuildError("the window did not get ready")
        root.update()
        time.sleep(0.01)
    monkey = Monkey(window, rng, home)

    def act() -> int:
        monkey.act()
        return 1

    watch.run(os.getpid(), act)
    window.close()


def try_program(
    command: tuple[str, ...], screen: dict[str, str], home: Path, rng: random.Random, watch: Watch
) -> None:
    """Runs a frozen program and sends it pointer and key events.

    Raises:
        BuildError: if it does not start, or ends early.
    """
    from build_scripts.measure.random_events import commands

    with TracedProgram(command, screen, home) as program:
        canvas = program.expect("window")["canvas"]
        program.expect("model")

        def act() -> int:
            for _ in range(BATCH):
                program.do(commands(rng, canvas))
            # Wait for a pen-up in the trace, so that xdotool does not run ahead of the program.
            seen = len(program.events)
            program.do([f"mousemove {canvas[0] + 5} {canvas[1] + 5} click 1"])
            program.wait(lambda events: events[0] if events else None, seen, SPARE)
            if program.process.poll() is not None:
                raise BuildError(f"the program has ended: {''.join(program.output[-5:]).strip()}")
            return BATCH

        watch.run(program.process.pid, act)
        program.end()


def log_in(home: Path) -> dict[str, Any]:
    """The number of lines in the log, and the last line of each traceback in it."""
    lines: list[str] = []
    for log in sorted((home / "logs").glob("*.log")):
        lines += log.read_text("utf-8", errors="replace").splitlines()
    pairs = itertools.pairwise([*lines, ""])
    exceptions = [before for before, line in pairs if before and not line]
    return {"log_lines": len(lines), "exceptions": exceptions}


def report_lines(found: dict[str, Any]) -> list[str]:
    """The results as lines of text."""
    return [
        f"events      {found['events']} in {found['seconds']:.0f} s, seed {found['seed']}",
        *(
            f"memory      after {look['seconds']:.0f} s {megabytes(int(look.get('now', 0)))}"
            for look in found["memory"]
        ),
        f"log         {found['log_lines']} lines, {len(found['exceptions'])} exceptions",
        *(f"            {line}" for line in found["exceptions"]),
    ]


def _without_desktop(home: Path) -> Path:
    """A folder for the search path, with an `xdg-open` that does nothing."""
    folder = home / "bin"
    folder.mkdir()
    opener = folder / "xdg-open"
    opener.write_text("#!/bin/sh\n", "utf-8")
    opener.chmod(0o755)
    return folder


if __name__ == "__main__":
    sys.exit(main())
