"""A part of a picture file at full size, for somebody who zooms in."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from digitrec.recognition.ink import Box
from digitrec.recognition.picture.decoding import picture_of
from digitrec.recognition.picture.formats.document import DECODED_SIDE, FULL_SIDE, Pixels
from digitrec.recognition.picture.formats.errors import PictureError
from digitrec.recognition.picture.formats.opening import opened


def decode_part(file: str | Path | BinaryIO, number: int, box: Box, side: int) -> NDArray[np.uint8]:
    """Decodes a part of a page, upright.

    Args:
        file: see `decoding.open_picture`.
        number: of the page, from 0.
        box: of the part, in the file's pixels, upright.
        side: most pixels of a side that are wanted.

    Returns:
        Shape (h, w, 3) or, if it is grey, (h, w). It is smaller than the box if the page is too
        large to be decoded at full size, or if that is more than is wanted.

    Raises:
        PictureError: if it can't be decoded.
    """
    try:
        return _decoded(file, number, box, side, FULL_SIDE)
    except (PictureError, MemoryError):
        return _decoded(file, number, box, side, DECODED_SIDE)


def _decoded(
    file: str | Path | BinaryIO, number: int, box: Box, side: int, decoded_side: int
) -> NDArray[np.uint8]:
    with opened(file) as document:
        pixels = document.page(number, decoded_side)
        if pixels.is_transparent or pixels.mode.startswith(("I", "F")):
            # Paper and contrast are those of the whole page.
            picture = picture_of(pixels)
            x0, y0, x1, y1 = (each / pixels.reduction for each in box)
            return picture.crop((x0, y0, x1, y1))[0].pixels
        return picture_of(_cropped(pixels, box), side).pixels


def _cropped(pixels: Pixels, box: Box) -> Pixels:
    """The pixels in a box of the upright page, as they are stored."""
    by = pixels.reduction
    ends = [_stored(pixels, x / by, y / by) for x, y in (box[:2], box[2:])]
    (x0, x1), (y0, y1) = (sorted(axis) for axis in zip(*ends, strict=True))
    left, top = min(max(0, int(x0)), pixels.width - 1), min(max(0, int(y0)), pixels.height - 1)
    right = min(max(math.ceil(x1), left + 1), pixels.width)
    bottom = min(max(math.ceil(y1), top + 1), pixels.height)

    def rows(first: int, end: int) -> Image.Image:
        return pixels.rows(top + first, top + end).crop((left, 0, right, end - first))

    return replace(pixels, width=right - left, height=bottom - top, rows=rows)


def _stored(pixels: Pixels, x: float, y: float) -> tuple[float, float]:
    """Where a point of the upright page is in the stored one, by its EXIF orientation."""
    width, height = pixels.width, pixels.height
    places = {
        2: (width - x, y),
        3: (width - x, height - y),
        4: (x, height - y),
        5: (y, x),
        6: (y, height - x),
        7: (width - y, height - x),
        8: (width - y, x),
    }
    return places.get(pixels.orientation, (x, y))
