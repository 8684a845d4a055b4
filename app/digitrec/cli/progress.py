"""Progress: on a terminal, how many drawings are read, and how quickly."""

from __future__ import annotations

import sys
import time

_FIRST = 1.0  # seconds without a word: most commands are over by then
_APART = 0.1  # seconds between two looks of the line, at least


class Progress:
    """A line at the foot of the terminal, where answers go elsewhere: else they are the progress.

    Args:
        shown: whether there is one.
    """

    def __init__(self, shown: bool) -> None:
        self._shown = shown
        self._read = 0
        self._begun = time.monotonic()
        self._next = self._begun + _FIRST
        self._width = 0

    @classmethod
    def on_terminal(cls) -> Progress:
        """One that is shown where standard error is a terminal and standard output is not."""
        return cls(_is_terminal(sys.stderr) and not _is_terminal(sys.stdout))

    def count(self) -> None:
        """One drawing more was read."""
        self._read += 1
        now = time.monotonic()
        if self._shown and now >= self._next:
            self._next = now + _APART
            speed = self._read / (now - self._begun)
            self._write(f"{self._read:,} read, {speed:,.0f} a second")

    def erase(self) -> None:
        """Takes the line away, until there is more to count."""
        if self._width:
            self._write("")

    close = erase

    def _write(self, line: str) -> None:
        # Spaces, as older terminals of Windows know no sequence that erases.
        sys.stderr.write(f"\r{line.ljust(self._width)}\r{line}")
        sys.stderr.flush()
        self._width = len(line)


def _is_terminal(stream: object) -> bool:
    return bool(getattr(stream, "isatty", bool)())
