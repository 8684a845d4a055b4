"""What a hand changes: drawings of the history, read with it and as they were read before."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from digitrec.recognition.reading import REJECTED, Reading, digits_of
from digitrec.session.selection import certain_groups

if TYPE_CHECKING:
    from digitrec.recognition.hand import Hand
    from digitrec.recognition.recognizer import Recognizer
    from digitrec.storage.drawing import Drawing

MOST_DRAWINGS = 40
"""Drawings that are read. Of one, both readings take about 5 ms."""

_LOOKED_AT = 400
"""Rows of the history in which they are looked for."""


class Improvement(NamedTuple):
    """How many drawings are read right.

    Attributes:
        drawings: how many were read.
        before: how many of them were right before.
        now: how many are right now.
    """

    drawings: int
    before: int
    now: int


def measure(
    path: Path,
    recognizer: Recognizer,
    before: Hand | None,
    now: Hand | None,
    report: Callable[[int], None] = lambda _: None,
) -> Improvement:
    """Reads the last drawings of the history of which it is known what they show.

    That is known of those that a person has corrected, or has left as they were read. A drawing
    that was taught itself is read without its own example, or it would always be right.

    Args:
        path: file of the history.
        recognizer: reads; it must not be in use elsewhere, as its hand is changed.
        before: the hand as it was before.
        now: the hand as it is now.
        report: takes the number of drawings that were read so far.

    Raises:
        StorageError: if the history can't be read.
    """
    drawings = _known_drawings(path)
    right = [0, 0]
    for count, drawing in enumerate(drawings, 1):
        for at, hand in enumerate((before, now)):
            recognizer.hand = None if hand is None else hand.without(_keys_of(hand, drawing))
            right[at] += _is_right(_read(recognizer, drawing), drawing)
        report(count)
    return Improvement(len(drawings), *right)


def _known_drawings(path: Path) -> list[Drawing]:
    from digitrec.storage.history import History

    if not path.exists():
        return []
    found: list[Drawing] = []
    with History(path) as history:
        for drawing in history.drawings(
            newest_first=True, limit=_LOOKED_AT, on_damage=lambda _: None
        ):
            if drawing.label:
                found.append(drawing)
                if len(found) == MOST_DRAWINGS:
                    break
    return found


def _keys_of(hand: Hand, drawing: Drawing) -> set[int]:
    """The examples that were made of a drawing's strokes."""
    strokes = set(drawing.ink.strokes)
    return {example.key for example in hand.examples if strokes.issuperset(example.strokes)}


def _read(recognizer: Recognizer, drawing: Drawing) -> Reading:
    groups = certain_groups(drawing.reading, drawing.ink.strokes)
    return recognizer.read(drawing.ink, groups=groups)


def _is_right(reading: Reading, drawing: Drawing) -> bool:
    if drawing.label == REJECTED:
        return reading.rejected
    return digits_of(reading.text) == digits_of(drawing.label or "")
