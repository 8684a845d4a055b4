"""A picture from a file or the clipboard: read, and drawn in the window's colours."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from digitrec.recognition.ink import Box
    from digitrec.recognition.picture.opened_picture import Picture as OpenedPicture
    from digitrec.recognition.raster import Raster
    from digitrec.recognition.reading import Mark, Reading

_SIDE = 1000
"""Longest side that is kept for display: undo holds on to it, and nobody looks at it closer."""

_MARGIN = 0.2
"""Share of digits' height that is kept above and below when they are read again."""


class PictureReader(Protocol):
    """What reads pictures: `digitrec.recognition.recognizer.Recognizer`."""

    def read_picture(
        self, picture: OpenedPicture, digits: int | None = None, marks: bool = True
    ) -> Reading:
        """Reads a picture."""


class Picture(NamedTuple):
    """A picture and what was read of it.

    Attributes:
        name: the file's name, or another name that a person knows it by.
        width: in pixels.
        height: in pixels.
        ink: its ink, a byte a pixel, row by row; 255 is full ink.
        reading: what was read; None if there was no model.
        network_views: of each digit, the 28×28 that the network sees, a byte a pixel.
        scale: pixels of this picture to one pixel of the boxes in the reading.
        pages: of its file, of which this is the first.
    """

    name: str
    width: int
    height: int
    ink: bytes
    reading: Reading | None
    network_views: tuple[bytes, ...] = ()
    scale: float = 1.0
    pages: int = 1

    def place(self, width: int, height: int) -> tuple[float, float, float]:
        """Its position in the middle of a box that it fills: left, top, and scale."""
        scale = min(width / self.width, height / self.height)
        return (width - scale * self.width) / 2, (height - scale * self.height) / 2, scale

    def fitted(self, width: int, height: int, paper: str, ink: str) -> bytes:
        """The picture as a portable pixmap for Tk, in these colours, fitted into a box."""
        from PIL import Image, ImageOps

        image = Image.frombytes("L", (self.width, self.height), self.ink)
        scale = self.place(width, height)[2]
        size = max(1, round(self.width * scale)), max(1, round(self.height * scale))
        coloured = ImageOps.colorize(image.resize(size, Image.Resampling.BILINEAR), paper, ink)
        stream = io.BytesIO()
        coloured.save(stream, "PPM")
        return stream.getvalue()


def open_picture(file: Path | io.BytesIO, name: str, reader: PictureReader | None) -> Picture:
    """Opens and reads the first page of a picture.

    Raises:
        PictureError: if it can't be read as a picture.
    """
    from PIL import Image

    from digitrec.recognition import saliency
    from digitrec.recognition.picture import decoding
    from digitrec.recognition.picture.segmentation.ink import find_ink

    opened = decoding.open_picture(file)
    reading = None if reader is None else reader.read_picture(opened)
    raster, reduced = find_ink(opened)
    image = Image.fromarray((raster * 255).round().astype("uint8"))
    image.thumbnail((_SIDE, _SIDE))
    digits = () if reading is None else reading.digits
    network_views = tuple(
        as_bytes(saliency.network_view_of_picture(raster, _scaled(digit.box, 0, 0, 1 / reduced)))
        for digit in digits
    )
    scale = image.width / (raster.shape[1] * reduced)
    return Picture(
        name,
        image.width,
        image.height,
        image.tobytes(),
        reading,
        network_views,
        scale,
        decoding.count_pages(file),
    )


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
    from digitrec.recognition.picture.opened_picture import Picture as OpenedPicture

    read = picture.reading
    if read is None:
        return picture
    boxes = [digit.box for digit in read.digits[first : first + count]]
    left, top = (min(box[at] for box in boxes) * picture.scale for at in (0, 1))
    right, bottom = (max(box[at] for box in boxes) * picture.scale for at in (2, 3))
    margin = _MARGIN * (bottom - top)  # above and below; beside them stand their neighbours
    x, y = max(0, int(left) - 1), max(0, int(top - margin) - 1)
    ink = np.frombuffer(picture.ink, np.uint8).reshape(picture.height, picture.width)
    part = ink[y : int(bottom + margin) + 2, x : int(right) + 2]
    found = reader.read_picture(OpenedPicture(255 - part), digits)
    raster = part.astype(np.float32) / np.float32(255)
    network_views = tuple(
        as_bytes(saliency.network_view_of_picture(raster, digit.box)) for digit in found.digits
    )
    moved = tuple(
        replace(digit, box=_scaled(digit.box, x, y, 1 / picture.scale)) for digit in found.digits
    )
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


def as_bytes(image: Raster) -> bytes:
    """An image of values from 0 to 1, a byte a pixel, row by row."""
    return (image * 255).round().astype("uint8").tobytes()


def open_first(paths: Sequence[Path], reader: PictureReader | None) -> Picture:
    """Opens and reads the first of some files that is a picture.

    Args:
        paths: at least one.
        reader: the recogniser.

    Raises:
        PictureError: if none can be read; it says what is wrong with the first.
    """
    from digitrec.recognition.picture.decoding import PictureError

    trouble: PictureError | None = None
    for path in paths:
        try:
            return open_picture(path, path.name, reader)
        except PictureError as error:
            trouble = trouble or error
    raise trouble or PictureError("no such file")
