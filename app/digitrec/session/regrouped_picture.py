"""Digits of a picture, joined and split where they are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from digitrec.session.picture import Picture, PictureReader, as_bytes

if TYPE_CHECKING:
    from digitrec.recognition.ink import Box
    from digitrec.recognition.reading import Mark


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
    import numpy as np

    from digitrec.recognition import saliency

    read, kept = picture.reading, picture.ink
    if read is None or kept is None:
        return picture
    # Pixels of the ink to one of the boxes; the ink is not turned.
    scale = max(kept.width, kept.height) / max(picture.width, picture.height) * picture.scale
    boxes = [digit.box for digit in read.digits[first : first + count]]
    left, top = (min(box[at] for box in boxes) * scale for at in (0, 1))
    right, bottom = (max(box[at] for box in boxes) * scale for at in (2, 3))
    x, y = max(0, int(left) - 1), max(0, int(top) - 1)
    ink = np.frombuffer(kept.data, np.uint8).reshape(kept.height, kept.width)
    part = ink[y : int(bottom) + 2, x : int(right) + 2].astype(np.float32)
    part /= 255
    found = reader.read_picture(part, digits)
    network_views = tuple(
        as_bytes(saliency.network_view_of_picture(part, digit)) for digit in found.digits
    )
    moved = tuple(replace(digit, box=_scaled(digit.box, x, y, 1 / scale)) for digit in found.digits)
    reading = replace(
        read,
        digits=(*read.digits[:first], *moved, *read.digits[first + count :]),
        lines=_lines(read.lines, first, len(moved) - count),
        segmentation_confidence=1.0,
        alternatives=(),
        marks=_marks(read.marks, first, count, len(moved) - count),
    )
    views = (
        *picture.network_views[:first],
        *network_views,
        *picture.network_views[first + count :],
    )
    return picture._replace(reading=reading, network_views=views)


def _scaled(box: Box, x: float, y: float, by: float) -> Box:
    return (x + box[0]) * by, (y + box[1]) * by, (x + box[2]) * by, (y + box[3]) * by


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
