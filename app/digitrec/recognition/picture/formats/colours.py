"""The colours of a page as a person should see them: upright, on paper where it is transparent."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from digitrec.recognition.ink import Box
from digitrec.recognition.picture.formats.document import Pixels

_BAND = 2_000_000  # pixels that are converted at a time
_WEIGHTS = (0.299, 0.587, 0.114)  # of red, green and blue in the brightness (ITU-R BT.601)

_Transpose = Image.Transpose
_UPRIGHT = {
    2: _Transpose.FLIP_LEFT_RIGHT,
    3: _Transpose.ROTATE_180,
    4: _Transpose.FLIP_TOP_BOTTOM,
    5: _Transpose.TRANSPOSE,
    6: _Transpose.ROTATE_270,
    7: _Transpose.TRANSVERSE,
    8: _Transpose.ROTATE_90,
}
"""Puts a picture upright, by its EXIF orientation. Pillow's rotations go to the left."""

_STORED: dict[int, Callable[[float, float, int, int], tuple[float, float]]] = {
    1: lambda x, y, width, height: (x, y),  # noqa: ARG005
    2: lambda x, y, width, height: (width - x, y),  # noqa: ARG005
    3: lambda x, y, width, height: (width - x, height - y),
    4: lambda x, y, width, height: (x, height - y),  # noqa: ARG005
    5: lambda x, y, width, height: (y, x),  # noqa: ARG005
    6: lambda x, y, width, height: (y, height - x),  # noqa: ARG005
    7: lambda x, y, width, height: (width - y, height - x),
    8: lambda x, y, width, height: (width - y, x),  # noqa: ARG005
}
"""Where a point of the upright picture is in the stored one, whose width and height are given."""


class Colours:
    """The colours of a page, red, green and blue.

    A page is converted band by band: a copy of a large one would take hundreds of megabytes.

    Args:
        pixels: of the page.

    Attributes:
        width: of the page in its file's pixels, once it is upright.
        height: likewise.
    """

    def __init__(self, pixels: Pixels) -> None:
        self._pixels = pixels
        self._convert = _conversion(pixels)
        size = pixels.width * pixels.reduction, pixels.height * pixels.reduction
        across, down = reversed(size) if pixels.orientation in (5, 6, 7, 8) else size
        self.width, self.height = round(across), round(down)

    def reduced(self, side: int) -> Image.Image:
        """The whole page, upright, scaled down until no side has more than `side` pixels."""
        whole = (0, 0, self.width, self.height)
        scale = min(1.0, side / max(self.width, self.height))
        size = max(1, round(self.width * scale)), max(1, round(self.height * scale))
        return self.part(whole, size)

    def part(self, box: Box, size: tuple[int, int]) -> Image.Image:
        """A part of the page, upright.

        Args:
            box: left, top, right, bottom in the file's pixels.
            size: width and height of the result. It is not scaled up: the result may be smaller.
        """
        left, top, right, bottom = self._stored_box(box)
        turned = self._pixels.orientation in (5, 6, 7, 8)
        wide, high = size[::-1] if turned else size
        factor = max(1, min((right - left) // max(1, wide), (bottom - top) // max(1, high)))
        image = self._bands((left, top, right, bottom), factor)
        if image.width > wide or image.height > high:
            scaled = min(wide, image.width), min(high, image.height)
            image = image.resize(scaled, Image.Resampling.BOX)
        upright = _UPRIGHT.get(self._pixels.orientation)
        return image if upright is None else image.transpose(upright)

    def _stored_box(self, box: Box) -> tuple[int, int, int, int]:
        """A box of the upright page in the pixels that were decoded, made larger to whole ones."""
        pixels, by = self._pixels, self._pixels.reduction
        where = _STORED.get(pixels.orientation, _STORED[1])
        (x0, y0), (x1, y1) = (
            where(box[at] / by, box[at + 1] / by, pixels.width, pixels.height) for at in (0, 2)
        )
        left, right = sorted((x0, x1))
        top, bottom = sorted((y0, y1))
        left, top = (
            min(max(0, int(left)), pixels.width - 1),
            min(max(0, int(top)), pixels.height - 1),
        )
        right = min(max(left + 1, math.ceil(right)), pixels.width)
        return left, top, right, min(max(top + 1, math.ceil(bottom)), pixels.height)

    def _bands(self, box: tuple[int, int, int, int], factor: int) -> Image.Image:
        left, top, right, bottom = box
        size = -(-(right - left) // factor), -(-(bottom - top) // factor)
        found = Image.new("RGB", size)
        rows = max(1, _BAND // (self._pixels.width * factor)) * factor
        for y in range(top, bottom, rows):
            band = self._pixels.rows(y, min(y + rows, bottom))
            if right - left < band.width:
                band = band.crop((left, 0, right, band.height))
            part = self._convert(band)
            found.paste(part.reduce(factor) if factor > 1 else part, (0, (y - top) // factor))
        return found


def _conversion(pixels: Pixels) -> Callable[[Image.Image], Image.Image]:
    """What makes a band of rows red, green and blue."""
    if pixels.mode.startswith(("I", "F")):
        return _deep_conversion(pixels)
    if pixels.is_transparent:
        paper = Image.new("RGBA", (1, 1), _paper(pixels))

        def flatten(band: Image.Image) -> Image.Image:
            return Image.alpha_composite(paper.resize(band.size), band.convert("RGBA")).convert(
                "RGB"
            )

        return flatten
    if pixels.mode == "LAB":  # Pillow converts it with a colour profile only
        return lambda band: band.getchannel("L").convert("RGB")
    return lambda band: band if band.mode == "RGB" else band.convert("RGB")


def _paper(pixels: Pixels) -> str:
    """The paper below a transparent picture: white, or black if its ink is light."""
    weight = light = 0.0
    for values in _bands_of(pixels, lambda band: band.convert("RGBA").reduce(4)):
        alpha = values[..., 3].astype(np.float64)
        weight += float(alpha.sum())
        light += float((values[..., :3] @ np.array(_WEIGHTS) * alpha).sum())
    return "black" if light > weight * 255 / 2 else "white"


def _deep_conversion(pixels: Pixels) -> Callable[[Image.Image], Image.Image]:
    """Grey of 16 or 32 bits or of floating point, which Pillow would clip at 255."""
    ends = [(float(band.min()), float(band.max())) for band in _bands_of(pixels, _finite)]
    low, high = min(end[0] for end in ends), max(end[1] for end in ends)
    if pixels.mode.startswith("I"):
        low, high = min(low, 0.0), next((top for top in (255, 65535) if high <= top), high)

    def convert(band: Image.Image) -> Image.Image:
        share = (np.asarray(_finite(band)) - low) / (high - low or 1.0)
        return Image.fromarray((share * 255).round().astype(np.uint8)).convert("RGB")

    return convert


def _finite(band: Image.Image) -> Image.Image:
    values = np.asarray(band).astype(np.float32)
    return Image.fromarray(np.nan_to_num(values, nan=0.0, posinf=0.0, neginf=0.0))


def _bands_of(
    pixels: Pixels, convert: Callable[[Image.Image], Image.Image]
) -> Iterator[NDArray[Any]]:
    rows = max(1, _BAND // pixels.width)
    for top in range(0, pixels.height, rows):
        yield np.asarray(convert(pixels.rows(top, min(top + rows, pixels.height))))
