"""Reading whole numbers: how many are entirely correct if the number of digits is not given."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

import numpy as np

from digitrec.recognition.ink import Ink
from digitrec.recognition.model import Model
from digitrec.recognition.picture.decoding import open_picture
from digitrec.recognition.reading import Reading
from digitrec.recognition.recognizer import Recognizer
from training.data.datasets import Images, PenDigits, Strokes
from training.evaluation.figures import DrawnNumberFigures, NumberFigures
from training.synthetic.digit_strings import make_numbers
from training.synthetic.pages import make_pages
from training.terminal.progress import shown

NUMBERS = 1200
"""Drawn numbers that a model is measured by."""

PHOTOGRAPHS = 300
"""Synthetic photographs of numbers that a model is measured by."""

DRAWINGS_PER_NUMBER = 5
"""Single drawings that are read in about the time of a number."""

DRAWINGS_PER_PHOTOGRAPH = 200
"""Single drawings that are read in about the time of a photograph."""

_LARGEST = 1200  # pixels of a photograph's longer side; the reader scales larger ones down anyway


def numbers_for(limit: int | None) -> int:
    """How many numbers to read if other sets are limited to `limit` drawings; None for no limit."""
    return NUMBERS if limit is None else min(-(-limit // DRAWINGS_PER_NUMBER), NUMBERS)


def photographs_for(limit: int | None) -> int:
    """How many photographs to read; `limit` as in `numbers_for`."""
    return PHOTOGRAPHS if limit is None else min(-(-limit // DRAWINGS_PER_PHOTOGRAPH), PHOTOGRAPHS)


def measure_numbers(model: Model, pen: PenDigits, limit: int | None = None) -> DrawnNumberFigures:
    """How drawn numbers are read, and single digits whose count is not given.

    Args:
        model: to measure.
        pen: digits, which are read one by one and put together to numbers.
        limit: at most this many single digits are read, and numbers as `numbers_for` says.
    """
    recognizer = Recognizer(model)
    read = (
        (number.text, recognizer.read(number.ink))
        for number in shown(
            "reading numbers", make_numbers(pen, numbers_for(limit), seed=0), numbers_for(limit)
        )
    )
    whole = _figures((text, _digits(reading), reading.rejected) for text, reading in read)
    unknown, given = [], []
    single = list(zip(pen.strokes, pen.labels, strict=True))[:limit]
    for strokes, label in shown("reading single digits", single, len(single)):
        ink = _ink(strokes)
        unknown.append(_digits(recognizer.read(ink)) == str(label))
        given.append(_digits(recognizer.read(ink, 1)) == str(label))
    return DrawnNumberFigures(
        whole.drawings,
        whole.right,
        whole.rejected,
        whole.by_length,
        single=float(np.mean(unknown)),
        count_given=float(np.mean(given)),
    )


def measure_photographs(model: Model, images: Images, limit: int | None = None) -> NumberFigures:
    """How synthetic photographs of numbers are read.

    Args:
        model: to measure.
        images: digits to make the numbers of.
        limit: as in `photographs_for`.
    """
    recognizer = Recognizer(model)
    pages = make_pages(images, photographs_for(limit), seed=0, largest=_LARGEST)
    read = (
        (page.text, recognizer.read_picture(open_picture(io.BytesIO(page.content))))
        for page in shown("reading synthetic photographs", pages, photographs_for(limit))
    )
    return _figures(
        (text, _digits(reading) if not reading.lines else None, reading.rejected)
        for text, reading in read
    )


def rejected_if_count_unknown(model: Model, drawings: Sequence[Strokes]) -> float:
    """Share of drawings that is rejected if the reader doesn't know how many digits there are.

    A character may then be taken for several digits, as an H for 11.
    """
    recognizer = Recognizer(model)
    reading = shown("reading characters", drawings, len(drawings))
    return float(np.mean([recognizer.read(_ink(strokes)).rejected for strokes in reading]))


def _figures(read: Iterable[tuple[str, str | None, bool]]) -> NumberFigures:
    """Figures of numbers: what each says, what was read (None for several lines), if rejected."""
    right: dict[int, list[bool]] = {}
    rejections = []
    for text, digits, rejected in read:
        right.setdefault(len(text), []).append(digits == text)
        rejections.append(rejected)
    return NumberFigures(
        len(rejections),
        float(np.mean([each for some in right.values() for each in some])),
        float(np.mean(rejections)),
        {str(length): float(np.mean(right[length])) for length in sorted(right)},
    )


def _ink(strokes: Strokes) -> Ink:
    return Ink(tuple(tuple((float(x), float(y)) for x, y in stroke) for stroke in strokes))


def _digits(reading: Reading) -> str:
    """The digits that were read, rejected or not."""
    return "".join(str(digit.digit) for digit in reading.digits)
