"""Progress on the terminal: bars with the time that is left, and lines that don't break them."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

from tqdm import tqdm

Item = TypeVar("Item")


class Bar:
    """A bar on standard error while something runs. Without a terminal there is none.

    Args:
        title: what runs.
        steps: how many steps that takes.
    """

    def __init__(self, title: str, steps: int) -> None:
        self._bar = tqdm(
            total=steps,
            desc=title,
            leave=False,
            disable=None,
            dynamic_ncols=True,
            bar_format="{desc}: {percentage:3.0f}% |{bar}| {remaining} to go {postfix}",
        )

    def step(self, steps: float = 1, note: str = "") -> None:
        """Moves the bar on, and puts a note behind it."""
        if note:
            self._bar.set_postfix_str(note, refresh=False)
        self._bar.update(steps)

    def close(self) -> None:
        """Removes the bar."""
        self._bar.close()


def shown(title: str, items: Iterable[Item], count: int) -> Iterator[Item]:
    """The items, with a bar that moves on with each."""
    bar = Bar(title, count)
    try:
        for item in items:
            yield item
            bar.step()
    finally:
        bar.close()


def say(text: str) -> None:
    """Prints a line on standard output, above a bar that may be running."""
    tqdm.write(text, file=sys.stdout)
    sys.stdout.flush()


def warn(text: str) -> None:
    """Prints a line on standard error, above a bar that may be running."""
    tqdm.write(text, file=sys.stderr)
    sys.stderr.flush()


def step(text: str) -> None:
    """Says on standard error what is being done; only to a terminal, as bars are shown."""
    if sys.stderr.isatty():
        warn(f"  {text}")


def duration(seconds: float) -> str:
    """A time in words: `40 s`, `12 min`, `1 h 25 min`."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60:02} min"
