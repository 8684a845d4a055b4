"""Decoding of picture files: their ink as an array, for all formats, depths and orientations."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Generator
from pathlib import Path
from typing import BinaryIO

import numpy as np
from PIL import Image

from digitrec.recognition.picture.binarisation import ink_on
from digitrec.recognition.picture.formats.document import Pixels
from digitrec.recognition.picture.formats.errors import PictureError
from digitrec.recognition.picture.formats.opening import may_have_pages, opened
from digitrec.recognition.picture.ink_colour import LUMA, ink_channel
from digitrec.recognition.picture.pixel_blocks import find_blocks
from digitrec.recognition.raster import Raster

__all__ = ["WORKING_SIDE", "PictureError", "count_pages", "ink_of", "open_pages", "open_picture"]

WORKING_SIDE = 1600
"""Longest side in pixels at which a picture is read; a larger one is scaled down first."""

_BAND = 1_000_000  # pixels that are converted at a time

_UPRIGHT: dict[int, Callable[[Raster], Raster]] = {
    2: np.fliplr,
    3: lambda grey: np.rot90(grey, 2),
    4: np.flipud,
    5: np.transpose,
    6: lambda grey: np.rot90(grey, -1),
    7: lambda grey: np.rot90(grey, 2).T,
    8: np.rot90,
}
"""Puts a picture upright, by its EXIF orientation."""


def open_picture(file: str | Path | BinaryIO) -> Raster:
    """Reads a picture file: the ink of its first page, upright.

    Args:
        file: path, or binary stream that can be sought in, of a png, jpg, bmp, gif, webp, tiff,
            heic, avif or pdf.

    Returns:
        Shape (h, w), float32 in [0, 1]: the ink, white on black, the strongest at 1. All zero if
        the picture is blank. A side has at most `WORKING_SIDE` pixels.

    Raises:
        PictureError: if the file is missing, broken, too large, or not a picture.
    """
    with contextlib.closing(open_pages(file, 0, 1)) as pages:
        page = next(pages)
    if isinstance(page, PictureError):
        raise page
    return page


def open_pages(
    file: str | Path | BinaryIO, first: int, end: int
) -> Generator[Raster | PictureError, None, None]:
    """The ink of some pages of a picture file, one by one, as `open_picture` gives it.

    What is wrong with one page stands in its place, and the others follow.

    Args:
        file: see `open_picture`.
        first: number of the first page, from 0.
        end: number of the page after the last; there may be fewer.

    Raises:
        PictureError: if no page can be read.
    """
    try:
        with opened(file) as document:
            for number in range(first, min(end, document.pages)):
                try:
                    yield ink_of(document.page(number))
                except PictureError as error:
                    yield error
    except MemoryError:
        raise PictureError("the picture needs more memory than there is") from None


def count_pages(file: str | Path | BinaryIO) -> int:
    """How many pages a picture file has, if its kind may have several; else 1.

    Raises:
        PictureError: if a file of such a kind is broken.
        OSError: if it can't be opened.
    """
    if isinstance(file, str | Path):
        with Path(file).open("rb") as stream:
            return count_pages(stream)
    if not may_have_pages(file):
        return 1
    with opened(file) as document:
        return document.pages


def ink_of(pixels: Pixels) -> Raster:
    """The ink of a page, as `open_picture` gives it."""
    grey = _grey(pixels)
    upright = _UPRIGHT.get(pixels.orientation)
    grey = grey if upright is None else np.ascontiguousarray(upright(grey))
    blocks = find_blocks(grey)
    return ink_on(grey) if blocks is None else blocks.enlarge(ink_on(blocks.reduce(grey)))


def _grey(pixels: Pixels) -> Raster:
    """Brightness in [0, 1], sides at most `WORKING_SIDE`; transparent parts become paper.

    Where ink and paper differ in colour rather than in brightness, it is the colour.
    """
    if pixels.mode.startswith(("I", "F")):
        return _deep_grey(pixels)
    if pixels.is_transparent:
        return _flatten(_reduced(pixels, lambda band: band.convert("RGBA")))
    if pixels.mode == "LAB":
        return _reduced(pixels, lambda band: band.getchannel("L")) / np.float32(255)
    if pixels.mode in ("1", "L"):
        return _reduced(pixels, lambda band: band.convert("L")) / np.float32(255)
    both = _reduced(pixels, lambda band: band.convert("RGB"), lambda band: band.convert("L"))
    both /= np.float32(255)
    return ink_channel(both[..., :3], np.ascontiguousarray(both[..., 3]))


def _deep_grey(pixels: Pixels) -> Raster:
    """Grey of 16 or 32 bits or of floating point, which Pillow would clip at 255."""

    def number(band: Image.Image) -> Image.Image:
        values = np.asarray(band).astype(np.float32)
        return Image.fromarray(np.nan_to_num(values, nan=0.0, posinf=0.0, neginf=0.0))

    values = _reduced(pixels, number)
    low, high = float(values.min()), float(values.max())
    if pixels.mode.startswith("I"):
        low, high = min(low, 0.0), next((top for top in (255, 65535) if high <= top), high)
    scaled: Raster = ((values - low) / (high - low or 1.0)).astype(np.float32)
    return scaled


def _reduced(pixels: Pixels, *conversions: Callable[[Image.Image], Image.Image]) -> Raster:
    """A picture's values, float32, converted and scaled down to `WORKING_SIDE`.

    Args:
        pixels: of the picture.
        conversions: of a band of rows, each of what the one before gives. The channels of each
            come after those of the one before.
    """
    width, height = pixels.width, pixels.height
    factor = -(-max(width, height) // WORKING_SIDE)
    rows = max(1, _BAND // (width * factor)) * factor
    bands = []
    for top in range(0, height, rows):
        band = pixels.rows(top, min(top + rows, height))
        parts = []
        for convert in conversions:
            band = convert(band)
            parts.append(np.asarray(band.reduce(factor) if factor > 1 else band))
        bands.append(parts[0] if len(parts) == 1 else np.dstack(parts))
    return np.concatenate(bands).astype(np.float32)


def _flatten(colours: Raster) -> Raster:
    """Puts a picture with alpha on white paper, or on black if its ink is light."""
    alpha = colours[..., 3] / np.float32(255)
    grey = colours[..., :3] @ LUMA / np.float32(255)
    weight = float(alpha.sum())
    light = weight > 0 and float((grey * alpha).sum()) / weight > 0.5
    # An opaque picture has its own paper: what lies under it makes no difference.
    paper = np.float32(0 if light else 1) * (np.float32(1) - alpha)
    flat: Raster = colours[..., :3] * (alpha / np.float32(255))[..., None] + paper[..., None]
    return ink_channel(flat, grey * alpha + paper)
