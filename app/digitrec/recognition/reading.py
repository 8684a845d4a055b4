"""Reading: the answer for a drawing or a picture, with one digit or many."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from digitrec.recognition.ink import Box

REJECTED = "?"
"""Stands for a rejected digit in the text of a reading."""

MAX_ALTERNATIVES = 4


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
class Reading:
    """What was read: the digits from left to right, none if nothing was drawn.

    Attributes:
        digits: one entry a digit; of several lines, the upper one's first.
        reason: in words, why nothing was read; None if something was.
        lines: how many digits each line has; empty if there is one line.
        segmentation_confidence: probability that the segmentation into digits is right.
        alternatives: other texts that it may be, each with its probability, likeliest first.
    """

    digits: tuple[Digit, ...] = ()
    reason: str | None = None
    lines: tuple[int, ...] = ()
    segmentation_confidence: float = 1.0
    alternatives: tuple[tuple[str, float], ...] = ()

    @property
    def text(self) -> str:
        """The number as text, `?` for each rejected digit, lines joined by line breaks."""
        text = "".join(digit.text for digit in self.digits)
        ends = list(itertools.accumulate(self.lines)) or [len(text)]
        return "\n".join(text[a:b] for a, b in itertools.pairwise([0, *ends]))

    @property
    def least_sure(self) -> Digit | None:
        """The digit to check first: a rejected one, else the least probable."""
        return min(self.digits, key=lambda at: (not at.rejected, at.confidence), default=None)

    @property
    def confidence(self) -> float:
        """Probability that all of it is right, as if the digits were independent; 0 without any."""
        product = self.segmentation_confidence if self.digits else 0.0
        for digit in self.digits:
            product *= digit.confidence
        return product

    @property
    def rejected(self) -> bool:
        """Whether there is no digit, or one of them is rejected."""
        return not self.digits or any(digit.rejected for digit in self.digits)

    def to_dict(self) -> dict[str, Any]:
        """The reading as in the JSON of the command line (which adds `id` and `source`)."""
        return {
            "text": self.text,
            "confidence": self.confidence,
            "rejected": self.rejected,
            "digits": [digit.to_dict() for digit in self.digits],
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
        places = [at for at, letter in enumerate(text) if letter != "\n"]
        for at, digit in zip(places, reading.digits, strict=True):
            second = digit.ranking[1]
            swapped = f"{text[:at]}{second}{text[at + 1 :]}"
            share = confidence * digit.probabilities[second] / digit.confidence
            found[swapped] = found.get(swapped, 0.0) + share
        if reading is not first:
            found[text] = found.get(text, 0.0) + confidence
    found.pop(first.text, None)
    best = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(best[:MAX_ALTERNATIVES])
