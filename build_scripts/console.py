"""Console: what a build says. Short on the terminal, in full in the log."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO


class BuildError(Exception):
    """A step can't be done. The message says why, and what to do next."""


class Console:
    """Writes a build's progress to the terminal and to a log file.

    Attributes:
        log: path of the log file.
        last_line: that a program which was run has written; where it failed, mostly the reason.
    """

    def __init__(self, log: Path) -> None:
        log.parent.mkdir(parents=True, exist_ok=True)
        self.log = log
        self.last_line = ""
        self._file: TextIO = log.open("w", encoding="utf-8", errors="replace")
        self._live = sys.stdout.isatty()

    def __enter__(self) -> Console:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def say(self, text: str) -> None:
        """Writes a line to the terminal and the log."""
        self._wipe()
        print(text, flush=True)
        self.note(text)

    def note(self, text: str) -> None:
        """Writes a line to the log alone; a terminal shows it until the next one comes."""
        self._file.write(text.rstrip("\n") + "\n")
        self._file.flush()
        if self._live:
            width = shutil.get_terminal_size().columns - 5
            self._wipe()
            print("    " + text.strip().replace("\t", " ")[:width], end="\r", flush=True)

    @contextmanager
    def step(self, name: str, what: str) -> Iterator[None]:
        """Frames one step: says that it begins, and how long it took once it is done."""
        self.say(f"{name}: {what}")
        begun = time.monotonic()
        yield
        self.say(f"{name}: done in {time.monotonic() - begun:.1f} s")

    def run(
        self,
        command: Sequence[str | Path],
        *,
        environment: Mapping[str, str] | None = None,
        folder: Path | None = None,
    ) -> int:
        """Runs a program, its lines into the log, and gives its exit status."""
        self.note("$ " + " ".join(map(str, command)))
        self.last_line = "it said nothing"
        with subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            env=environment,
            cwd=folder,
            text=True,
            encoding="utf-8",
            errors="replace",
        ) as process:
            assert process.stdout is not None  # noqa: S101 (it is a pipe)
            for line in process.stdout:
                self.note(line)
                self.last_line = line.strip() or self.last_line
        return process.returncode

    def _wipe(self) -> None:
        if self._live:
            print("\x1b[2K", end="\r")
