"""Drawn numbers: one writer's digits next to each other, as that person might have written them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from digitrec.recognition.ink import Ink
from training.augmentation.variation import Stroke
from training.data.datasets import PenDigits

LENGTHS = (1, 2, 3, 4, 5, 6)
"""Numbers of digits, each as frequent as the others."""

_CLOSE, _OVERLAPPING = 0.8, 0.12  # shares of the gaps; the others are wide


@dataclass(frozen=True)
class Number:
    """A drawn number.

    Attributes:
        ink: its strokes, digit after digit.
        text: its digits, and its marks if it has some.
        groups: for each digit the indices of its strokes.
        marks: for each mark what it is, and the indices of its strokes.
    """

    ink: Ink
    text: str
    groups: tuple[tuple[int, ...], ...]
    marks: tuple[tuple[str, tuple[int, ...]], ...] = ()


def make_numbers(pen: PenDigits, count: int, seed: int) -> Iterator[Number]:
    """Numbers of one to six digits, each by a single writer.

    The digits keep their natural sizes. They stand on one line, or as high as they were written.
    Most stand close to each other, some overlap, and some are far apart.

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
    return Number(as_ink(strokes, text), text, tuple(groups))


def as_ink(strokes: Sequence[Stroke], text: str) -> Ink:
    """Strokes as a drawing that says a text."""
    lines = tuple(tuple((float(x), float(y)) for x, y in line) for line in strokes)
    return Ink(lines, label=text)


def _gap(usual: float, rng: np.random.Generator) -> float:
    """The gap between one digit's box and the next, in heights of a digit."""
    kind = rng.random()
    if kind < _CLOSE:
        return float(rng.normal(usual, 0.08))
    if kind < _CLOSE + _OVERLAPPING:
        return float(rng.uniform(-0.15, 0.05))
    return float(rng.uniform(0.4, 1.2))
