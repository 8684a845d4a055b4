"""Numbers: digits of one writer put beside each other, as that person would have written them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from digitrec.recognition.ink import Ink
from digitrec.recognition.model import Model
from digitrec.recognition.reading import Reading
from digitrec.recognition.recognizer import Recognizer
from training.augmentation.variation import Stroke
from training.data.datasets import PenDigits, Strokes

LENGTHS = (1, 2, 3, 4, 5, 6)
NUMBERS = 1200
"""That a model is measured by."""

EACH_NUMBER = 5
"""Single drawings that are read in about the time of a number."""

_CLOSE, _OVERLAPPING = 0.8, 0.12  # shares of the gaps; the others are wide


@dataclass(frozen=True)
class Number:
    """A number.

    Attributes:
        ink: its strokes, digit after digit.
        text: what it says.
        groups: for each digit the indices of its strokes.
    """

    ink: Ink
    text: str
    groups: tuple[tuple[int, ...], ...]


def make_numbers(pen: PenDigits, count: int, seed: int) -> Iterator[Number]:
    """Numbers of one to six digits, each of them one writer's.

    The digits keep their natural sizes. They stand on one line, or as high as they were written;
    the gaps between them are close for most, some digits overlap, and some stand far apart.

    Args:
        pen: the digits.
        count: of numbers.
        seed: of the choices.
    """
    rng = np.random.default_rng(seed)
    rows = {int(writer): np.flatnonzero(pen.writers == writer) for writer in np.unique(pen.writers)}
    writers = sorted(rows)
    for _ in range(count):
        own = rows[writers[int(rng.integers(len(writers)))]]
        picked = rng.choice(own, int(rng.choice(LENGTHS)))
        digits = [[np.asarray(line, np.float64) for line in pen.strokes[at]] for at in picked]
        yield _number(digits, "".join(str(pen.labels[at]) for at in picked), rng)


def _number(digits: list[list[Stroke]], text: str, rng: np.random.Generator) -> Number:
    height = float(np.median([np.ptp(np.concatenate(digit)[:, 1]) for digit in digits]))
    usual = rng.uniform(0.05, 0.45)
    on_a_line = rng.random() < 0.5
    strokes: list[Stroke] = []
    groups = []
    right = 0.0
    for digit in digits:
        size = rng.normal(1, 0.04)
        points = np.concatenate(digit) * size
        low, high = points.min(axis=0), points.max(axis=0)
        left = right + (_gap(usual, rng) * height if strokes else 0.0)
        up = high[1] if on_a_line else 0.0
        moved = np.array([left - low[0], rng.normal(0, 0.05 * height) - up])
        groups.append(tuple(range(len(strokes), len(strokes) + len(digit))))
        strokes += [line * size + moved for line in digit]
        right = left + high[0] - low[0]
    lines = tuple(tuple((float(x), float(y)) for x, y in line) for line in strokes)
    return Number(Ink(lines, label=text), text, tuple(groups))


def _gap(usual: float, rng: np.random.Generator) -> float:
    """From one digit's box to the next, in heights."""
    kind = rng.random()
    if kind < _CLOSE:
        return float(rng.normal(usual, 0.08))
    if kind < _CLOSE + _OVERLAPPING:
        return float(rng.uniform(-0.15, 0.05))
    return float(rng.uniform(0.4, 1.2))


def numbers_for(limit: int | None) -> int:
    """How many numbers to measure by where so many drawings of other parts are; None for all."""
    return NUMBERS if limit is None else min(-(-limit // EACH_NUMBER), NUMBERS)


def measure_numbers(model: Model, pen: PenDigits, limit: int | None = None) -> dict[str, Any]:
    """How many numbers, and how many single digits, are read wholly right, rejected or not.

    Args:
        model: that reads.
        pen: digits to make numbers of.
        limit: most single digits, and a number for each `EACH_NUMBER` of them; None for all, and
            `NUMBERS`.
    """
    recognizer = Recognizer(model)
    rejected = []
    right: dict[int, list[bool]] = {length: [] for length in LENGTHS}
    for number in make_numbers(pen, numbers_for(limit), seed=0):
        reading = recognizer.read(number.ink)
        right[len(number.text)].append(_best(reading) == number.text)
        rejected.append(reading.rejected)
    single, told = [], []
    for strokes, label in list(zip(pen.strokes, pen.labels, strict=True))[:limit]:
        ink = _ink(strokes)
        single.append(_best(recognizer.read(ink)) == str(label))
        told.append(_best(recognizer.read(ink, 1)) == str(label))
    every = [each for some in right.values() for each in some]
    return {
        "drawings": len(every),
        "right": float(np.mean(every)),
        "rejected": float(np.mean(rejected)),
        "by_length": {str(length): float(np.mean(some)) for length, some in right.items() if some},
        "single": float(np.mean(single)),
        "told": float(np.mean(told)),
    }


def rejected_untold(model: Model, drawings: Sequence[Strokes]) -> float:
    """Share of drawings that is rejected where nobody says how many digits there are.

    One that is no digit may then be taken for several, as an H for 11.
    """
    recognizer = Recognizer(model)
    return float(np.mean([recognizer.read(_ink(strokes)).rejected for strokes in drawings]))


def _ink(strokes: Strokes) -> Ink:
    return Ink(tuple(tuple((float(x), float(y)) for x, y in stroke) for stroke in strokes))


def _best(reading: Reading) -> str:
    """The digits, also those that are doubted."""
    return "".join(str(digit.digit) for digit in reading.digits)
