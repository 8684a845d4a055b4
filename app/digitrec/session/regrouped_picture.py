"""Digits of a picture, joined and split where they are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from digitrec.session.picture import Picture, PictureReader

if TYPE_CHECKING:
    from digitrec.recognition.ink import Box
    from digitrec.recognition.reading import Mark

_MARGIN = 0.2
"""Share of the digits' height that is kept above and below when they are read again."""


_MARGIN = 0.2
"""Share of digits' height that is kept above and below when they are read again."""


def resegmented(
    picture: Picture, first: int, count: int, digits: int, reader: PictureReader
) -> Picture:
    """The picture with some neighbouring digits read again as another number of digits.

    Args:
        picture: a picture that was read.
        first: index of the first of these digits.
        count: how many there are now.
        digits: how many there should be instead.
        reader: the recogniser.

    Raises:
        ReadingError: if they can't be read as that many.
    """
    read = picture.reading
    if read is None:
        return picture
    boxes = [digit.box for digit in read.digits[first : first + count]]
    left, top = (min(box[at] for box in boxes) for at in (0, 1))
    right, bottom = (max(box[at] for box in boxes) for at in (2, 3))
    margin = _MARGIN * (bottom - top)  # above and below; beside them stand their neighbours
    part, (x, y) = picture.part((left, top - margin, right, bottom + margin))
    found = reader.read_picture(part, digits)
    moved = tuple(replace(digit, box=_moved(digit.box, x, y)) for digit in found.digits)
    reading = replace(
        read,
        digits=(*read.digits[:first], *moved, *read.digits[first + count :]),
        lines=_lines(read.lines, first, len(moved) - count),
        segmentation_confidence=1.0,
        alternatives=(),
        marks=_marks(read.marks, first, count, len(moved) - count),
    )
    return picture._replace(reading=reading)


def _moved(box: Box, x: float, y: float) -> Box:
    return x + box[0], y + box[1], x + box[2], y + box[3]


def _lines(lines: tuple[int, ...], place: int, more: int) -> tuple[int, ...]:
    """How many digits each line has after the line of the digit at `place` gets `more`."""
    end = 0
    for at, count in enumerate(lines):
        end += count
        if place < end:
            return (*lines[:at], count + more, *lines[at + 1 :])
    return lines


def _marks(marks: tuple[Mark, ...], first: int, count: int, more: int) -> tuple[Mark, ...]:
    """The marks after `count` digits from `first` on became `more`; none stays inside of them."""
    return tuple(
        mark if mark.at <= first else replace(mark, at=mark.at + more)
        for mark in marks
        if not first < mark.at < first + count
    )
