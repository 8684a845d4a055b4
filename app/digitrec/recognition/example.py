"""A taught example: a drawing of one digit whose meaning a person has told."""

from __future__ import annotations

from dataclasses import dataclass

from digitrec.recognition.ink import Stroke


@dataclass(frozen=True, slots=True)
class Example:
    """A drawing of one digit whose meaning a person has taught.

    Attributes:
        key: by which the storage knows it.
        strokes: of the digit, and nothing else.
        digit: 0 to 9; None: it is not a digit.
    """

    key: int
    strokes: tuple[Stroke, ...]
    digit: int | None
