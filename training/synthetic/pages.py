"""Pages: numbers as photographs of paper and of boards, made of single digits."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.model import Model
from digitrec.recognition.picture.decoding import open_picture
from digitrec.recognition.raster import Raster
from digitrec.recognition.recognizer import Recognizer
from training.data.datasets import Images, PenDigits
from training.synthetic.pens import Draw, choose_pen, image_digits, pen_digits
from training.synthetic.photograph import Sheet, photograph

LENGTHS = (1, 2, 3, 4, 5, 6)
PAGES = 300
"""That a model is measured by."""

EACH_PAGE = 200
"""Drawings that are read in about the time of a page."""

MEASURED_SIDE = 1200
"""Longer side of these, at most: larger ones take time and are scaled down when they are read."""

_TOUCHING = 0.1  # share of the gaps
_SMALLEST, _LARGEST = 200, 3000  # longer sides of pictures, in pixels
_LEAST_TALL = 22  # pixels of a digit
_TRIES = 8  # to take a picture that has all digits on it
_ASPECTS = (4 / 3, 3 / 2, 16 / 9, 3 / 4, 1.0)


@dataclass(frozen=True)
class NumberPage:
    """A picture of one number, or of several under each other.

    Attributes:
        content: of the picture's file.
        text: what it says, lines joined by line breaks.
        owner: for each pixel, which digit's ink lies there, counted from 1; 0 for none.
        conditions: what it was made under, in words.
    """

    content: bytes
    text: str
    owner: NDArray[np.uint8]
    conditions: frozenset[str]


def make_page(
    digits: Images | PenDigits, seed: Sequence[int], lines: int = 1, largest: int = _LARGEST
) -> NumberPage:
    """A page that is the same whenever it is made of the same digits with the same seed.

    Args:
        digits: MNIST's images or pen digits.
        seed: of the choices.
        lines: of numbers.
        largest: longer side of the picture, at most.
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
    """So many pages of one number each; see `make_page`."""
    for at in range(count):
        yield make_page(digits, (seed, at), largest=largest)


def pages_for(limit: int | None) -> int:
    """How many pages to measure by where so many drawings of other parts are; None for all."""
    return PAGES if limit is None else min(-(-limit // EACH_PAGE), PAGES)


def measure_pages(model: Model, images: Images, limit: int | None = None) -> dict[str, Any]:
    """How many photographs of numbers are read wholly right, rejected or not; count not told.

    Args:
        model: that reads.
        images: digits to make the numbers of.
        limit: a page for each `EACH_PAGE` of so many drawings; None for `PAGES`.
    """
    recognizer = Recognizer(model)
    right: dict[int, list[bool]] = {length: [] for length in LENGTHS}
    rejected = []
    for page in make_pages(images, pages_for(limit), seed=0, largest=MEASURED_SIDE):
        reading = recognizer.read_picture(open_picture(io.BytesIO(page.content)))
        text = "".join(str(digit.digit) for digit in reading.digits)
        right[len(page.text)].append(text == page.text and not reading.lines)
        rejected.append(reading.rejected)
    every = [each for some in right.values() for each in some]
    return {
        "drawings": len(every),
        "right": float(np.mean(every)),
        "rejected": float(np.mean(rejected)),
        "by_length": {str(length): float(np.mean(some)) for length, some in right.items() if some},
    }


@dataclass(frozen=True)
class _Row:
    """A number, in heights of a digit: what to draw, and where each upper left corner goes."""

    draws: Sequence[Draw]
    scales: list[float]
    places: list[tuple[float, float]]
    width: float
    height: float
    touching: bool


_MODEL = 48.0  # pixels high, at which a digit's box and its gap to the next are measured


def _row(draws: Sequence[Draw], rng: np.random.Generator) -> _Row:
    usual = rng.uniform(0.08, 0.45)
    scales: list[float] = []
    places: list[tuple[float, float]] = []
    right, touching = 0.0, False
    bottom = 0.0
    before: Raster | None = None
    for draw in draws:
        scale = float(rng.normal(1, 0.04))
        drawn = draw(_MODEL * scale)
        low, high = _extent(drawn)
        y = rng.normal(0, 0.04) - high[1] / _MODEL
        if before is None:
            x = -low[0] / _MODEL
        elif rng.random() < _TOUCHING:
            x, touching = _against(before, places[-1], drawn, y) - rng.uniform(0, 0.05), True
        else:
            gap = usual + rng.normal(0, 0.07) if rng.random() < 0.9 else rng.uniform(0.4, 1.0)
            x = right + max(gap, 0.04) - low[0] / _MODEL
        scales.append(scale)
        places.append((x, y))
        right, bottom = x + high[0] / _MODEL, max(bottom, y + high[1] / _MODEL)
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
    """Where to put a digit so that its ink meets that of the digit on its left."""
    down = round((y - place[1]) * _MODEL)
    closest = None
    for row in range(right.shape[0]):
        other = row + down
        if 0 <= other < left.shape[0]:
            one, two = np.flatnonzero(left[other] > 0.4), np.flatnonzero(right[row] > 0.4)
            if len(one) and len(two):
                reach = int(one[-1]) - int(two[0])
                closest = reach if closest is None else max(closest, reach)
    wide = left.shape[1] if closest is None else closest
    return place[0] + wide / _MODEL


def _written(rows: Sequence[_Row], rng: np.random.Generator, largest: int) -> Sheet:
    """The numbers on a sheet of some size, somewhere on it."""
    highest = max(row.height for row in rows)
    apart = rng.uniform(1.35, 2.2) * highest
    wide, high = max(row.width for row in rows), highest + apart * (len(rows) - 1)
    side = float(np.exp(rng.uniform(np.log(_SMALLEST), np.log(largest))))
    tight = rng.random() < 0.25
    aspect = (wide + 0.8) / (high + 0.8) if tight else float(rng.choice(_ASPECTS))
    width, height = (side, side / aspect) if aspect >= 1 else (side * aspect, side)
    share = rng.uniform(0.8, 0.92) if tight else rng.uniform(0.3, 0.85)
    tall = min(share * width / wide, share * height / high)
    if tall < _LEAST_TALL:
        width, height = (length * _LEAST_TALL / tall for length in (width, height))
        tall = _LEAST_TALL
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
