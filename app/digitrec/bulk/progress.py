"""The progress line on a terminal: how many drawings have been read, and how fast."""

from __future__ import annotations

import sys
import time

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

    def count(self) -> None:
        """Counts one more drawing."""
        self._read += 1
        now = time.monotonic()
        if self._shown and now >= self._next:
            self._next = now + _INTERVAL
            speed = self._read / (now - self._begun)
            self._write(f"{self._read:,} read, {speed:,.0f} per second")

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


def _is_terminal(stream: object) -> bool:
    return bool(getattr(stream, "isatty", bool)())
