"""A build's output: short on the terminal, complete in the log."""

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
    """A step has failed. The message says why, and what to do next."""


class Console:
    """Writes a build's progress to the terminal and to a log file.

    Attributes:
        log: path of the log file.
        last_line: the last line that the last program wrote; if it failed, usually the reason.
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
        """Writes a line to the log only; a terminal shows it until the next one."""
        self._file.write(text.rstrip("\n") + "\n")
        self._file.flush()
        if self._live:
            width = shutil.get_terminal_size().columns - 5
            self._wipe()
            print("    " + text.strip().replace("\t", " ")[:width], end="\r", flush=True)

    @contextmanager
    def step(self, name: str, what: str) -> Iterator[None]:
        """Reports the start of a step, and at its end how long it took."""
        self.say(f"{name}: {what}")
        begun = time.monotonic()
        yield
        self.say(f"{name}: finished in {time.monotonic() - begun:.1f} s")

    def run(
        self,
        command: Sequence[str | Path],
        *,
        environment: Mapping[str, str] | None = None,
        folder: Path | None = None,
    ) -> int:
        """Runs a program, logs its output, and returns its exit status."""
        self.note("$ " + " ".join(map(str, command)))
        self.last_line = "no output"
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
