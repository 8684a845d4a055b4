"""Reading: the answer for a drawing or a picture, with one digit or many, and the marks between."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from digitrec.recognition.ink import Box

REJECTED = "?"
"""Stands for a rejected digit in the text of a reading."""

MARKS = ".,-/:"
"""Marks that can stand beside digits."""

SPACE = " "
"""A clear gap between two numbers of a line."""

CELL = "\t"
"""What separates two cells in a row of a table."""

NEGLIGIBLE = 0.0005
"""A confidence below this shows as 0.0 per cent. Nothing that is so unsure is accepted."""

MAX_ALTERNATIVES = 4

_DIGITS = "0123456789" + REJECTED


@dataclass(frozen=True, slots=True)
class Digit:
    """One digit of a reading.

    Attributes:
        digit: the most probable digit, 0 to 9, even if it is rejected.
        confidence: its calibrated probability, 0 to 1.
        rejected: whether the program takes it for something other than a digit.
        probabilities: ten calibrated probabilities, of 0 to 9, that sum to 1.
        box: (x0, y0, x1, y1) around it, in the units of the drawing or the pixels of the picture.
        strokes: indices of its strokes in the drawing; empty for a picture.
        example: key of the taught example that the answer came from, or that made it clearly surer;
            None if the networks alone would have answered the same.
    """

    digit: int
    confidence: float
    rejected: bool
    probabilities: tuple[float, ...]
    box: Box
    strokes: tuple[int, ...] = ()
    example: int | None = None

    @property
    def text(self) -> str:
        """The digit, or `?` if it is rejected."""
        return REJECTED if self.rejected else str(self.digit)

    @property
    def ranking(self) -> tuple[int, ...]:
        """The ten digits, most probable first."""
        return tuple(sorted(range(10), key=lambda digit: -self.probabilities[digit]))

    def to_dict(self) -> dict[str, Any]:
        """The digit as in the JSON of the command line."""
        return {
            "digit": self.digit,
            "confidence": self.confidence,
            "rejected": self.rejected,
            "probabilities": list(self.probabilities),
            "box": list(self.box),
        }


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark beside the digits of a reading, or a gap that separates them.

    Attributes:
        mark: one of `MARKS`; or `SPACE`, a clear gap between two numbers; or `CELL`, what separates
            two cells of a table.
        confidence: its probability, 0 to 1.
        box: (x0, y0, x1, y1) around it, as a digit's; around the gap for `SPACE` and `CELL`.
        at: how many digits of the reading come before it, over all lines.
        line: index of the line that it stands in.
        strokes: indices of its strokes in the drawing; empty for a gap, and for a picture.
    """

    mark: str
    confidence: float
    box: Box
    at: int
    line: int = 0
    strokes: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        """The mark as it stands in the text of the reading."""
        return self.mark

    def to_dict(self) -> dict[str, Any]:
        """The mark as in the JSON of the command line."""
        return {"mark": self.mark, "confidence": self.confidence, "box": list(self.box)}


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: the digits from left to right, none if nothing was drawn.

    Attributes:
        digits: one entry a digit; of several lines, the upper one's first.
        reason: in words, why nothing was read; None if something was.
        lines: how many digits each line has, 0 for a line of marks alone; empty if there is one
            line.
        segmentation_confidence: probability that the segmentation into digits and marks is right.
        alternatives: other texts that it may be, each with its probability, likeliest first.
        strays: indices of the strokes that were left out as stray marks.
        marks: what stands beside the digits, in reading order.
        turn: by how many degrees clockwise a picture had to be turned to stand upright: 0, 90, 180
            or 270.
    """

    digits: tuple[Digit, ...] = ()
    reason: str | None = None
    lines: tuple[int, ...] = ()
    segmentation_confidence: float = 1.0
    alternatives: tuple[tuple[str, float], ...] = ()
    strays: tuple[int, ...] = ()
    marks: tuple[Mark, ...] = ()
    turn: int = 0

    @property
    def characters(self) -> tuple[tuple[Digit | Mark, ...], ...]:
        """The digits and marks of each line, in reading order; at least one line."""
        ends = [0, *itertools.accumulate(self.lines or (len(self.digits),))]
        return tuple(
            tuple(self._line(number, first, end))
            for number, (first, end) in enumerate(itertools.pairwise(ends))
        )

    def _line(self, number: int, first: int, end: int) -> Iterator[Digit | Mark]:
        marks = [mark for mark in self.marks if mark.line == number]
        for at, digit in enumerate(self.digits[first:end], first):
            yield from (mark for mark in marks if mark.at == at)
            yield digit
        yield from (mark for mark in marks if mark.at == end)

    @property
    def text(self) -> str:
        """Digits and marks as text: "12.50". `?` is a rejected digit; lines end in line breaks."""
        if not self.marks and not self.lines:
            return "".join(digit.text for digit in self.digits)
        return "\n".join("".join(each.text for each in line) for line in self.characters)

    @property
    def least_sure(self) -> Digit | None:
        """The digit to check first: a rejected one, else the least probable."""
        return min(self.digits, key=lambda at: (not at.rejected, at.confidence), default=None)

    @property
    def confidence(self) -> float:
        """Probability that all of it is right, as if its characters were independent.

        It is 0 without digits.
        """
        product = self.segmentation_confidence if self.digits else 0.0
        for digit in self.digits:
            product *= digit.confidence
        for mark in self.marks:
            product *= mark.confidence
        return product

    @property
    def rejected(self) -> bool:
        """Whether there is no digit, one of them is rejected, or the confidence is negligible."""
        return self.confidence < NEGLIGIBLE or any(digit.rejected for digit in self.digits)

    def to_dict(self) -> dict[str, Any]:
        """The reading as in the JSON of the command line (which adds `id` and `source`).

        Gaps stand in `text` alone.
        """
        return {
            "text": self.text,
            "confidence": self.confidence,
            "rejected": self.rejected,
            "digits": [digit.to_dict() for digit in self.digits],
            "marks": [mark.to_dict() for mark in self.marks if mark.mark in MARKS],
        }


def find_alternatives(first: Reading, others: Sequence[Reading]) -> tuple[tuple[str, float], ...]:
    """Other texts that something may say, each with its probability, likeliest first.

    They are those of other segmentations, and those with a digit's second choice.

    Args:
        first: the best reading of a drawing or a picture.
        others: readings of its other segmentations.
    """
    found: dict[str, float] = {}
    for reading in (first, *others):
        text, confidence = reading.text, reading.confidence
        for at, digit in zip(digit_places(text), reading.digits, strict=True):
            second = digit.ranking[1]
            swapped = f"{text[:at]}{second}{text[at + 1 :]}"
            share = confidence * digit.probabilities[second] / (digit.confidence or 1.0)
            found[swapped] = found.get(swapped, 0.0) + share
        if reading is not first:
            found[text] = found.get(text, 0.0) + confidence
    found.pop(first.text, None)
    best = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(best[:MAX_ALTERNATIVES])


def digit_places(text: str) -> list[int]:
    """Where the digits stand in the text of a reading, rejected ones among them."""
    return [at for at, letter in enumerate(text) if letter in _DIGITS]


def digits_of(text: str) -> str:
    """The digits of a text, and `?` for those that are none; without marks, gaps, line breaks."""
    return "".join(letter for letter in text if letter in _DIGITS)
