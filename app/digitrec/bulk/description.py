"""A reading, or any text, as it is shown on a terminal."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digitrec.recognition.reading import Reading


def escaped(text: str) -> str:
    r"""A text in which only visible characters are left, the others as `\n` and `\x1b`.

    The name of a file may hold line breaks and what changes a terminal: it could forge an answer.
    """
    if text.isprintable():
        return text
    return "".join(
        one if one.isprintable() else one.encode("unicode_escape", "surrogatepass").decode()
        for one in text
    )


def describe(reading: Reading) -> str:
    """A reading as text for a person: "7 (99.8%)"."""
    if not reading.digits:
        return f"nothing read: {reading.reason or 'no digit found'}"
    percent = f"{100 * reading.confidence:.1f}%"
    if not reading.rejected:
        return f"{_on_one_line(reading.text)} ({percent})"
    best = _on_one_line(_accepted(reading).text)
    return f"{_on_one_line(reading.text)} (uncertain; best guess {best}, {percent})"


def _accepted(reading: Reading) -> Reading:
    """The reading as if none of its digits were rejected."""
    return replace(
        reading, digits=tuple(replace(digit, rejected=False) for digit in reading.digits)
    )


def _on_one_line(text: str) -> str:
    """Several lines of text as one, the cells of a table apart."""
    return text.replace("\n", " / ").replace("\t", " | ")
