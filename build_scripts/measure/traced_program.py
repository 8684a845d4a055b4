"""Runs the program on a display, reads its trace, and uses it with pointer and keys (xdotool)."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from build_scripts.console import BuildError

ROOT = Path(__file__).resolve().parents[2]
SOURCE = (sys.executable, "-m", "digitrec")
SOURCE_PATH = {"PYTHONPATH": str(ROOT / "app")}
"""The environment that `SOURCE` needs; a frozen program ignores it."""

PATIENCE = 30.0
"""Seconds that the program may take to start or to end."""

Event = dict[str, Any]


def event_of(line: str) -> Event | None:
    """The event in a trace line; None if the line is not an event."""
    try:
        found = json.loads(line)
    except ValueError:
        return None
    return found if isinstance(found, dict) and isinstance(found.get("event"), str) else None


def memory_of(process: int) -> dict[str, int]:
    """Bytes of memory of a process, now and at its peak (proc(5)); empty if it has ended."""
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return {}
    rows = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
    names = {"now": "VmRSS", "peak": "VmHWM"}
    return {name: int(rows[row].split()[0]) * 1024 for name, row in names.items() if row in rows}


class TracedProgram:
    """A running program.

    Args:
        command: starts the program.
        screen: environment variables, with the display to run on.
        home: folder of its settings and history.

    Attributes:
        events: the events of its trace so far, in order.
        output: the other lines on its standard error so far.

    Raises:
        BuildError: if the program or xdotool can't be started.
    """

    def __init__(self, command: Sequence[str], screen: Mapping[str, str], home: Path) -> None:
        self.events: list[Event] = []
        self.output: list[str] = []
        self._command = list(command)
        self._environment = {
            **screen,
            **SOURCE_PATH,
            "DIGITREC_HOME": str(home),
            "DIGITREC_TRACE": "1",
        }
        self._news = threading.Condition()
        if shutil.which("xdotool") is None:
            raise BuildError("xdotool, which moves the pointer, is missing; install it "
                             "(Debian: apt install xdotool)")  # fmt: skip
        try:
            self.process = subprocess.Popen(
                self._command,
                cwd=ROOT if tuple(command) == SOURCE else home,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                text=True,
                errors="replace",
            )
        except OSError as error:
            raise BuildError(f"{command[0]} can't be started: {error.strerror}") from error
        self._reader = threading.Thread(target=self._read, args=(self.process.stderr,), daemon=True)
        self._reader.start()
        self._mouse = subprocess.Popen(
            ["xdotool", "-"], env=self._environment, stdin=subprocess.PIPE, text=True
        )

    def __enter__(self) -> TracedProgram:
        return self

    def __exit__(self, *_: object) -> None:
        self._mouse.kill()
        self._mouse.wait()
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self._reader.join(PATIENCE)

    def do(self, lines: Iterable[str]) -> None:
        """Queues lines for xdotool, which executes them in order."""
        assert self._mouse.stdin is not None  # noqa: S101 (it is a pipe)
        try:
            self._mouse.stdin.write("".join(f"{line}\n" for line in lines))
            self._mouse.stdin.flush()
        except BrokenPipeError:
            raise BuildError("xdotool has ended early") from None

    def wait(
        self, found: Callable[[Sequence[Event]], Event | None], since: int, seconds: float
    ) -> Event | None:
        """Waits until `found` returns an event, given the events from number `since` on.

        Returns None if that takes longer than `seconds`, or the program has ended.
        """
        deadline = time.monotonic() + seconds
        with self._news:
            while True:
                event = found(self.events[since:])
                left = deadline - time.monotonic()
                if event is not None or left <= 0 or not self._reader.is_alive():
                    return event
                self._news.wait(min(left, 0.5))

    def expect(self, name: str) -> Event:
        """Waits for the first event of this name.

        Raises:
            BuildError: if it does not come.
        """

        def first(events: Sequence[Event]) -> Event | None:
            return next((event for event in events if event["event"] == name), None)

        event = self.wait(first, 0, PATIENCE)
        if event is None:
            output = "".join(self.output[-5:]).strip() or "no output"
            raise BuildError(f"there is no event {name!r} in the trace: {output}")
        return event

    def end(self) -> int:
        """Ends the program with SIGTERM and returns its exit status; -9 if it had to be killed."""
        self.process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self.process.wait(PATIENCE)
        self.process.kill()
        return self.process.wait()

    def history(self) -> list[Event]:
        """The drawings in its history.

        Raises:
            BuildError: if they can't be listed.
        """
        listed = subprocess.run(
            [*self._command, "history", "list", "--json"],
            check=False,
            cwd=ROOT,
            env={**self._environment, "PYTHONUTF8": "1"},
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        if listed.returncode:
            raise BuildError(f"the history can't be listed: {listed.stderr.strip()}")
        return [json.loads(line) for line in listed.stdout.splitlines()]

    def _read(self, stream: IO[str]) -> None:
        for line in stream:
            event = event_of(line)
            with self._news:
                if event is not None:
                    self.events.append(event)
                else:
                    self.output.append(line)
                self._news.notify()
        stream.close()
        with self._news:
            self._news.notify()


def command_of(program: Path | None) -> tuple[str, ...]:
    """The command that starts a frozen program, or the source.

    Raises:
        BuildError: if the program does not exist.
    """
    if program is None:
        return SOURCE
    if not program.is_file() or not os.access(program, os.X_OK):
        raise BuildError(f"{program} is not a program; build it first: build.py")
    return (str(program.resolve()),)
