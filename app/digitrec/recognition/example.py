"""Examples: drawings whose meaning a person has taught."""

from __future__ import annotations

from dataclasses import dataclass

from digitrec.recognition.ink import Stroke


@dataclass(frozen=True, slots=True)
class Example:
    """A drawing of one digit whose meaning a person has taught.

    Attributes:
        key: by which the storage knows it.
        strokes: of the drawing.
        digit: 0 to 9; None if the drawing is not a digit.
    """

    key: int
    strokes: tuple[Stroke, ...]
    digit: int | None
