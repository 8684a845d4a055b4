"""UNIPEN, the text format in which the pen digits are published.

Source: Guyon et al. 1994, "UNIPEN project of on-line data exchange and recognizer benchmarks".
Only the part that the pen digits use is read: `.SEGMENT` with its label, `.COMMENT digit writer
number`, `.PEN_DOWN`, points `x y` with y upwards, `.PEN_UP`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from digitrec.recognition.ink import Stroke


class UnipenError(ValueError):
    """The text is not UNIPEN of the kind that the pen digits use. The message names the line."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One written character: its strokes (y downwards), its label and its writer."""

    strokes: tuple[Stroke, ...]
    label: str
    writer: int


def read_segments(text: str) -> Iterator[Segment]:
    """Yields the segments of a UNIPEN text in order.

    Raises:
        UnipenError: at the first line with another format.
    """
    label, writer = "", -1
    strokes: list[list[tuple[float, float]]] = []
    for number, line in enumerate(text.splitlines(), 1):
        words = line.split()
        if not words:
            continue
        try:
            match words:
                case [".SEGMENT", *_, quoted]:
                    if strokes:
                        yield _segment(strokes, label, writer)
                    label, writer, strokes = quoted.strip('"'), -1, []
                case [".COMMENT", _, who, _] if label and not strokes:
                    writer = int(who)
                case [".PEN_DOWN"]:
                    strokes.append([])
                case [x, y] if not x.startswith("."):
                    strokes[-1].append((float(x), -float(y)))
        except (ValueError, IndexError):
            raise UnipenError(f"line {number} is not UNIPEN: {line.strip()!r}") from None
    if strokes:
        yield _segment(strokes, label, writer)


def _segment(strokes: list[list[tuple[float, float]]], label: str, writer: int) -> Segment:
    return Segment(tuple(tuple(stroke) for stroke in strokes if stroke), label, writer)
