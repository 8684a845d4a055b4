"""A page of a picture file, or a picture from the clipboard, with what was read of it."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from PIL import Image

    from digitrec.recognition.ink import Box
    from digitrec.recognition.picture.opened_picture import Picture as OpenedPicture
    from digitrec.recognition.raster import Raster
    from digitrec.recognition.reading import Digit, Reading

Source = Path | io.BytesIO
"""A picture file, or the content of one."""

OVERVIEW_SIDE = 2048
"""Longest side of the copy that is shown until somebody zooms in. It is as large as a window."""

_LOSSLESS = 400_000  # pixels of an overview up to which it is kept lossless; a page takes too long

QUARTER, HALF, THREE_QUARTERS = 90, 180, 270
"""Turns, in degrees."""


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
        width: in the file's pixels, once it is upright, as the reading says.
        height: likewise.
        overview: a copy in colour of at most `OVERVIEW_SIDE`, upright, as a PNG or JPEG: undo holds
            on to every picture that was opened.
        reading: what was read; None if there was no model.
        scale: the file's pixels to one pixel of the boxes in the reading.
        source: the file that has it.
        changed: when the file was last changed, and its size; None for a picture in memory.
        page: of its file, from 0.
        pages: how many its file has.
    """

    name: str
    width: int
    height: int
    overview: bytes
    reading: Reading | None
    scale: float = 1.0
    source: Source | None = None
    changed: tuple[int, int] | None = None
    page: int = 0
    pages: int = 1

    @property
    def turn(self) -> int:
        """By how many degrees clockwise it was turned to stand upright."""
        return 0 if self.reading is None else self.reading.turn

    def box(self, box: Box) -> Box:
        """A box of the reading in this picture's pixels."""
        x0, y0, x1, y1 = (side * self.scale for side in box)
        return _turned((x0, y0, x1, y1), self.turn, self.width, self.height)

    def unturned_box(self, box: Box) -> Box:
        """A box of this picture as the reading has it, in this picture's pixels before its turn."""
        width, height = self.width, self.height
        if self.turn in (QUARTER, THREE_QUARTERS):
            width, height = height, width
        return _turned(box, (360 - self.turn) % 360, width, height)

    def decode_overview(self) -> Image.Image:
        """The overview, red, green and blue."""
        from PIL import Image

        image = Image.open(io.BytesIO(self.overview), formats=("PNG", "JPEG"))
        return image.convert("RGB")

    def part(self, box: Box) -> tuple[OpenedPicture, tuple[float, float]]:
        """The part of the overview in a box of the reading, turned as the reading found it.

        Returns:
            The part, and how far to move boxes in its reading to where they are in this one.
        """
        import numpy as np

        from digitrec.recognition.picture.opened_picture import Picture as OpenedPicture

        overview = self.decode_overview()
        if self.turn:
            overview = overview.transpose(_turns()[360 - self.turn])
        scale = max(self.width, self.height) / max(overview.size) / self.scale
        return OpenedPicture(np.asarray(overview), scale).crop(box)


def open_picture(file: Source, name: str, reader: PictureReader | None, page: int = 0) -> Picture:
    """Opens and reads a page of a picture.

    Args:
        file: to open.
        name: by which a person knows it.
        reader: the recogniser; None leaves the picture unread.
        page: number of the page, from 0; of those that a file doesn't have, the last is opened.

    Raises:
        PictureError: if it can't be read as a picture.
    """
    from PIL import Image

    from digitrec.recognition.picture.decoding import PictureError, picture_of
    from digitrec.recognition.picture.formats.opening import opened

    changed = _changed(file)
    try:
        with opened(file) as document:
            pages = document.pages
            page = min(page, pages - 1)
            pixels = document.page(page)
            reduction = pixels.reduction
            picture = picture_of(pixels)
    except MemoryError:
        raise PictureError("the picture needs more memory than there is") from None
    reading = None if reader is None else reader.read_picture(picture)
    image = Image.fromarray(picture.pixels)
    width, height = (round(side * picture.scale * reduction) for side in image.size)
    image.thumbnail((OVERVIEW_SIDE, OVERVIEW_SIDE), Image.Resampling.BOX)
    if reading is not None and reading.turn:
        image = image.transpose(_turns()[reading.turn])
        if reading.turn != HALF:
            width, height = height, width
    return Picture(
        name, width, height, _compressed(image), reading, reduction, file, changed, page, pages
    )  # fmt: skip


def open_part(picture: Picture, box: Box, side: int) -> Image.Image | None:
    """A part of a picture from its file, sharper than the overview.

    Args:
        picture: was opened.
        box: of the part, in the picture's pixels.
        side: most pixels of a side that are wanted.

    Returns:
        None if the file is gone, or another one by now.
    """
    from PIL import Image

    from digitrec.recognition.picture.decoding import PictureError
    from digitrec.recognition.picture.part import decode_part

    if picture.source is None or _changed(picture.source) != picture.changed:
        return None
    try:
        pixels = decode_part(picture.source, picture.page, picture.unturned_box(box), side)
    except PictureError:
        return None
    part = Image.fromarray(pixels).convert("RGB")
    return part.transpose(_turns()[picture.turn]) if picture.turn else part


_BESIDE = 0.06  # of a digit's height, that its box may be too small on each side


def network_view_of(picture: Picture, digit: Digit) -> bytes:
    """The 28×28 that the picture classifier sees of a digit, a byte a pixel."""
    from digitrec.recognition import saliency
    from digitrec.recognition.picture.segmentation.ink import find_ink

    x0, y0, x1, y1 = digit.box
    margin = _BESIDE * (y1 - y0)
    part, _ = picture.part((x0 - margin, y0 - margin, x1 + margin, y1 + margin))
    ink, _ = find_ink(part)
    return as_bytes(saliency.network_view_of_picture(ink, (0, 0, ink.shape[1], ink.shape[0])))


def as_bytes(image: Raster) -> bytes:
    """An image of values from 0 to 1, a byte a pixel, row by row."""
    return (image * 255).round().astype("uint8").tobytes()


def _turns() -> dict[int, Image.Transpose]:
    """Pillow's names of turns, by degrees clockwise; it turns to the left."""
    from PIL import Image

    turn = Image.Transpose
    return {QUARTER: turn.ROTATE_270, HALF: turn.ROTATE_180, THREE_QUARTERS: turn.ROTATE_90}


def _turned(box: Box, turn: int, width: int, height: int) -> Box:
    """A box of a picture that is turned clockwise; width and height are those after the turn."""
    x0, y0, x1, y1 = box
    if turn == QUARTER:
        return width - y1, x0, width - y0, x1
    if turn == HALF:
        return width - x1, height - y1, width - x0, height - y0
    return (y0, height - x1, y1, height - x0) if turn else box


def _changed(source: Source) -> tuple[int, int] | None:
    if not isinstance(source, Path):
        return None
    try:
        status = source.stat()
    except (OSError, ValueError):  # to open it says what is wrong
        return None
    return status.st_mtime_ns, status.st_size


def _compressed(image: Image.Image) -> bytes:
    stream = io.BytesIO()
    if image.width * image.height <= _LOSSLESS:
        image.save(stream, "PNG", compress_level=1)
    else:
        image.save(stream, "JPEG", quality=95, subsampling=0)
    return stream.getvalue()
