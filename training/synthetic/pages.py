"""Synthetic photographs of numbers on paper or on a board, made of single digits."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.raster import Raster
from training.data.datasets import Images, PenDigits
from training.synthetic.pens import Draw, choose_pen, image_digits, pen_digits
from training.synthetic.photograph import Sheet, photograph

LENGTHS = (1, 2, 3, 4, 5, 6)
"""Numbers of digits, each as frequent as the others."""

_TOUCHING = 0.1  # share of the gaps between digits
_SMALLEST, _LARGEST = 200, 3000  # longer sides of pictures, in pixels
_LEAST_HEIGHT = 22  # pixels of a digit, at least
_TRIES = 8  # to take a photograph that shows all of the digits
_ASPECTS = (4 / 3, 3 / 2, 16 / 9, 3 / 4, 1.0)


@dataclass(frozen=True)
class NumberPage:
    """A photograph of one number, or of several below each other.

    Attributes:
        content: of the picture file.
        text: the digits, with a line break between numbers.
        owner: for each pixel, which digit's ink is there, counted from 1; 0 for none.
        conditions: that it was taken under, in words.
    """

    content: bytes
    text: str
    owner: NDArray[np.uint8]
    conditions: frozenset[str]


def make_page(
    digits: Images | PenDigits, seed: Sequence[int], lines: int = 1, largest: int = _LARGEST
) -> NumberPage:
    """A page of numbers. The same digits and the same seed give the same page.

    Args:
        digits: MNIST's images or pen digits.
        seed: of the choices.
        lines: how many numbers there are.
        largest: longer side of the picture in pixels, at most.
    """
    rng = np.random.default_rng(list(seed))
    chalk = rng.random() < 0.2
    lengths = [int(rng.choice(LENGTHS)) for _ in range(lines)]
    tool = choose_pen(rng, chalk)
    draws, text = (
        pen_digits(digits, sum(lengths), rng, tool)
        if isinstance(digits, PenDigits)
        else image_digits(digits, sum(lengths), rng)
    )
    ends = list(itertools.accumulate(lengths, initial=0))
    rows = [_row(draws[a:b], rng) for a, b in itertools.pairwise(ends)]
    for _ in range(_TRIES):
        taken = photograph(_written(rows, rng, largest), chalk, rng)
        owner = taken.owner
        if not any(edge.any() for edge in (owner[0], owner[-1], owner[:, 0], owner[:, -1])):
            break
    touching = {"touching"} if any(row.touching for row in rows) else set()
    texts = "\n".join(text[a:b] for a, b in itertools.pairwise(ends))
    return NumberPage(taken.content, texts, taken.owner, taken.conditions | touching)


def make_pages(
    digits: Images | PenDigits, count: int, seed: int, largest: int = _LARGEST
) -> Iterator[NumberPage]:
    """Pages of one number each; see `make_page`."""
    for at in range(count):
        yield make_page(digits, (seed, at), largest=largest)


@dataclass(frozen=True)
class _Row:
    """A number in heights of a digit: what to draw, and where each upper left corner goes."""

    draws: Sequence[Draw]
    scales: list[float]
    places: list[tuple[float, float]]
    width: float
    height: float
    touching: bool


_MEASURED_HEIGHT = 48.0  # pixels of a digit when its box and its gap to the next are measured


def _row(draws: Sequence[Draw], rng: np.random.Generator) -> _Row:
    usual = rng.uniform(0.08, 0.45)
    scales: list[float] = []
    places: list[tuple[float, float]] = []
    right, touching = 0.0, False
    bottom = 0.0
    before: Raster | None = None
    for draw in draws:
        scale = float(rng.normal(1, 0.04))
        drawn = draw(_MEASURED_HEIGHT * scale)
        low, high = _extent(drawn)
        y = rng.normal(0, 0.04) - high[1] / _MEASURED_HEIGHT
        if before is None:
            x = -low[0] / _MEASURED_HEIGHT
        elif rng.random() < _TOUCHING:
            x, touching = _against(before, places[-1], drawn, y) - rng.uniform(0, 0.05), True
        else:
            gap = usual + rng.normal(0, 0.07) if rng.random() < 0.9 else rng.uniform(0.4, 1.0)
            x = right + max(gap, 0.04) - low[0] / _MEASURED_HEIGHT
        scales.append(scale)
        places.append((x, y))
        right, bottom = x + high[0] / _MEASURED_HEIGHT, max(bottom, y + high[1] / _MEASURED_HEIGHT)
        before = drawn
    top = min(y for _, y in places)
    moved = [(x, y - top) for x, y in places]
    return _Row(draws, scales, moved, right, bottom - top, touching)


def _extent(drawn: Raster) -> tuple[tuple[int, int], tuple[int, int]]:
    rows, columns = (np.flatnonzero((drawn > 0.3).any(axis=axis)) for axis in (1, 0))
    if not len(rows):
        return (0, 0), (drawn.shape[1], drawn.shape[0])
    return (int(columns[0]), int(rows[0])), (int(columns[-1]) + 1, int(rows[-1]) + 1)


def _against(left: Raster, place: tuple[float, float], right: Raster, y: float) -> float:
    """The x at which a digit's ink touches that of the digit to its left."""
    down = round((y - place[1]) * _MEASURED_HEIGHT)
    closest = None
    for row in range(right.shape[0]):
        other = row + down
        if 0 <= other < left.shape[0]:
            one, two = np.flatnonzero(left[other] > 0.4), np.flatnonzero(right[row] > 0.4)
            if len(one) and len(two):
                reach = int(one[-1]) - int(two[0])
                closest = reach if closest is None else max(closest, reach)
    wide = left.shape[1] if closest is None else closest
    return place[0] + wide / _MEASURED_HEIGHT


def _written(rows: Sequence[_Row], rng: np.random.Generator, largest: int) -> Sheet:
    """A sheet of random size with the numbers at a random place."""
    highest = max(row.height for row in rows)
    apart = rng.uniform(1.35, 2.2) * highest
    wide, high = max(row.width for row in rows), highest + apart * (len(rows) - 1)
    side = float(np.exp(rng.uniform(np.log(_SMALLEST), np.log(largest))))
    tight = rng.random() < 0.25
    aspect = (wide + 0.8) / (high + 0.8) if tight else float(rng.choice(_ASPECTS))
    width, height = (side, side / aspect) if aspect >= 1 else (side * aspect, side)
    share = rng.uniform(0.8, 0.92) if tight else rng.uniform(0.3, 0.85)
    tall = min(share * width / wide, share * height / high)
    if tall < _LEAST_HEIGHT:
        width, height = (length * _LEAST_HEIGHT / tall for length in (width, height))
        tall = _LEAST_HEIGHT
    size = round(width), round(height)
    sheet = Sheet.blank(size, tall)
    free = max(width - wide * tall, 0), max(height - high * tall, 0)
    left, top = rng.uniform(0.2, 0.8) * free[0], rng.uniform(0.25, 0.75) * free[1]
    digit = 0
    for number, row in enumerate(rows):
        indent = rng.uniform(0, max(wide - row.width, 0))
        for draw, scale, (x, y) in zip(row.draws, row.scales, row.places, strict=True):
            digit += 1
            at = left + (x + indent) * tall, top + (y + number * apart) * tall
            sheet.put(draw(tall * scale), *at, digit)
    return sheet
