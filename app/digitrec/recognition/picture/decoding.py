"""Decoding of picture files into pixels, for all formats, depths and orientations."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from digitrec.recognition.picture.formats.document import Pixels
from digitrec.recognition.picture.formats.errors import PictureError
from digitrec.recognition.picture.formats.opening import may_have_pages, opened
from digitrec.recognition.picture.opened_picture import Picture

__all__ = [
    "LONGEST_SIDE", "Picture", "PictureError", "count_pages", "open_pages", "open_picture",
    "picture_of",
]  # fmt: skip

LONGEST_SIDE = 3200
"""Most pixels of a side of an opened picture; a larger one is scaled down while it is decoded."""

_BAND = 1_000_000  # pixels that are converted at a time

_LUMA = np.array([0.299, 0.587, 0.114], np.float32)  # ITU-R BT.601, as in Pillow

Colours = NDArray[np.uint8]

_UPRIGHT: dict[int, Callable[[Colours], Colours]] = {
    2: np.fliplr,
    3: lambda pixels: np.rot90(pixels, 2),
    4: np.flipud,
    5: lambda pixels: pixels.swapaxes(0, 1),
    6: lambda pixels: np.rot90(pixels, -1),
    7: lambda pixels: np.rot90(pixels, 2).swapaxes(0, 1),
    8: np.rot90,
}
"""Puts a picture upright, by its EXIF orientation."""


def open_picture(file: str | Path | BinaryIO) -> Picture:
    """Reads a picture file: its first page, upright.

    Args:
        file: path, or binary stream that can be sought in, of a png, jpg, bmp, gif, webp, tiff,
            heic, avif or pdf.

    Returns:
        The picture. A side has at most `LONGEST_SIDE` pixels. Transparent parts have become paper:
        white, or black if what is opaque is light.

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
) -> Generator[Picture | PictureError, None, None]:
    """Some pages of a picture file, one by one, as `open_picture` gives the first.

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
                    yield picture_of(document.page(number))
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


def picture_of(pixels: Pixels, longest_side: int = LONGEST_SIDE) -> Picture:
    """The decoded pixels of a page, upright, with sides of at most this length."""
    factor = -(-max(pixels.width, pixels.height) // max(1, longest_side))
    colours = _colours(pixels, factor)
    upright = _UPRIGHT.get(pixels.orientation)
    return Picture(
        colours if upright is None else np.ascontiguousarray(upright(colours)), float(factor)
    )


def _colours(pixels: Pixels, factor: int) -> Colours:
    """Red, green and blue, or grey, scaled down by a factor."""
    if pixels.mode.startswith(("I", "F")):
        return _deep_grey(pixels, factor)
    if pixels.is_transparent:
        return _flatten(_reduced(pixels, factor, lambda band: band.convert("RGBA")))
    if pixels.mode == "LAB":
        return _reduced(pixels, factor, lambda band: band.getchannel("L"))
    kind = "L" if pixels.mode in ("1", "L") else "RGB"
    return _reduced(pixels, factor, lambda band: band.convert(kind))


def _deep_grey(pixels: Pixels, factor: int) -> Colours:
    """Grey of 16 or 32 bits or of floating point, which Pillow would clip at 255."""

    def number(band: Image.Image) -> Image.Image:
        values = np.asarray(band).astype(np.float32)
        return Image.fromarray(np.nan_to_num(values, nan=0.0, posinf=0.0, neginf=0.0))

    values = _reduced(pixels, factor, number)
    low, high = float(values.min()), float(values.max())
    if pixels.mode.startswith("I"):
        low, high = min(low, 0.0), next((top for top in (255, 65535) if high <= top), high)
    return _bytes((values - low) / (high - low or 1.0))


def _reduced(
    pixels: Pixels, factor: int, convert: Callable[[Image.Image], Image.Image]
) -> NDArray[Any]:
    """A picture's values, converted and then scaled down, band by band."""
    width, height = pixels.width, pixels.height
    rows = max(1, _BAND // (width * factor)) * factor
    bands = []
    for top in range(0, height, rows):
        band = convert(pixels.rows(top, min(top + rows, height)))
        bands.append(np.asarray(band.reduce(factor) if factor > 1 else band))
    return np.concatenate(bands)


def _flatten(colours: Colours) -> Colours:
    """Puts a picture with alpha on white paper, or on black if its ink is light."""
    rows = max(1, _BAND // colours.shape[1])
    bands = [colours[top : top + rows] for top in range(0, len(colours), rows)]
    weight = lightness = 0.0
    for band in bands:
        alpha = band[..., 3].astype(np.float32)
        weight += float(alpha.sum())
        lightness += float((band[..., :3] @ _LUMA * alpha).sum())
    # An opaque picture has its own paper: what lies under it makes no difference.
    paper = np.float32(0 if weight > 0 and lightness / weight > 127.5 else 255)
    return np.concatenate([_on_paper(band, paper) for band in bands])


def _on_paper(band: Colours, paper: np.float32) -> Colours:
    alpha = band[..., 3:] / np.float32(255)
    values = band[..., :3] * alpha + paper * (np.float32(1) - alpha)
    return _bytes(values / np.float32(255))


def _bytes(values: NDArray[Any]) -> Colours:
    """Values in [0, 1] as levels of 8 bits."""
    levels: Colours = (values * np.float32(255) + np.float32(0.5)).astype(np.uint8)
    return levels
