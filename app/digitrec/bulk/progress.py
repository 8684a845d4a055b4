"""The progress line on a terminal: how many drawings have been read, and how fast."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import timedelta

_DELAY = 1.0  # seconds before the line appears: most commands are over by then
_INTERVAL = 0.1  # least seconds between two updates


class Progress:
    """A line at the bottom of the terminal.

    It is not needed if the results go to the terminal: they show the progress themselves.

    Args:
        shown: whether to show it.
    """

    def __init__(self, shown: bool) -> None:
        self._shown = shown
        self._read = 0
        self._begun = time.monotonic()
        self._next = self._begun + _DELAY
        self._width = 0

    @classmethod
    def on_terminal(cls) -> Progress:
        """A progress line, shown if standard error is a terminal and standard output is not."""
        return cls(_is_terminal(sys.stderr) and not _is_terminal(sys.stdout))

    def count(self, drawings: int = 1, more: str = "") -> None:
        """Counts more drawings, and shows what there is to say besides."""
        self._read += drawings
        now = time.monotonic()
        if self._shown and now >= self._next:
            self._next = now + _INTERVAL
            speed = self._read / (now - self._begun)
            self._write(f"{self._read:,} read, {speed:,.0f} per second{more}")

    @property
    def seconds(self) -> float:
        """Since the beginning."""
        return time.monotonic() - self._begun

    def restart(self) -> None:
        """Begins again to measure the time."""
        self._begun = time.monotonic()

    def erase(self) -> None:
        """Removes the line until the next drawing is counted."""
        if self._width:
            self._write("")

    close = erase

    def _write(self, line: str) -> None:
        # Spaces, because older terminals on Windows know no escape sequence that erases.
        sys.stderr.write(f"\r{line.ljust(self._width)}\r{line}")
        sys.stderr.flush()
        self._width = len(line)


class PartProgress:
    """The same for parts that are written to a folder, with the time that the rest will take.

    Args:
        shown: whether to show it.
        fraction: says how much of the input has been taken, 0 to 1; None if that is not known.
    """

    def __init__(self, shown: bool, fraction: Callable[[], float | None]) -> None:
        self._line = Progress(shown)
        self._fraction = fraction
        self._parts = 0
        self._first = 0.0

    @classmethod
    def on_terminal(cls, fraction: Callable[[], float | None]) -> PartProgress:
        """A progress line, shown if standard error is a terminal."""
        return cls(_is_terminal(sys.stderr), fraction)

    def add(self, drawings: int, is_new: bool) -> None:
        """Counts a part; one that an earlier run has written says nothing about the speed."""
        self._parts += 1
        now = self._fraction()
        if not is_new:
            self._line.restart()
            self._first = now or 0.0
            return
        left = ""
        if now is not None and now > self._first:
            seconds = self._line.seconds * (1 - now) / (now - self._first)
            left = f", {timedelta(seconds=round(seconds))} left"
        self._line.count(drawings, f", {self._parts:,} parts{left}")

    def close(self) -> None:
        """Removes the line."""
        self._line.erase()


def _is_terminal(stream: object) -> bool:
    return bool(getattr(stream, "isatty", bool)())
