"""Crops: a line of a picture, cut out upright, and the way back to the picture's pixels."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from digitrec.recognition.ink import Box
from digitrec.recognition.picture.opened_picture import Picture
from digitrec.recognition.picture.pages.found_line import FoundLine

_ABOVE, _BESIDE = 0.25, 0.35
"""Heights of a line that its crop goes beyond it, above and below, and to either side.

With them a digit is about two thirds of the crop's height, as in the training's lines.
"""

_TALLEST = 96  # pixels of a crop's height: the network takes half of that
_STRAIGHT = 0.25  # pixels by which a line's corners may miss those of an upright box


@dataclass(frozen=True, slots=True, eq=False)
class LineCrop:
    """A line cut out of a picture.

    Attributes:
        pixels: (h, w, 3) or (h, w), uint8: the line from its top to its bottom, upright.
        corners: (4, 2) float64: top left, top right, bottom right and bottom left of the crop in
            pixels of the picture as it was opened.
    """

    pixels: NDArray[np.uint8]
    corners: NDArray[np.float64]

    def to_picture(self, box: Box) -> Box:
        """Where a box of the crop lies in the picture: the upright box around it.

        Args:
            box: in heights of the crop, from its top left corner.
        """
        height, width = self.pixels.shape[:2]
        x0, x1 = (side * height / width for side in (box[0], box[2]))
        across = np.array([x0, x1, x1, x0])[:, None]
        down = np.array([box[1], box[1], box[3], box[3]])[:, None]
        top_left, top_right, _, bottom_left = self.corners
        places = top_left + across * (top_right - top_left) + down * (bottom_left - top_left)
        (left, top), (right, bottom) = places.min(axis=0), places.max(axis=0)
        return float(left), float(top), float(right), float(bottom)


def crop(picture: Picture, line: FoundLine) -> LineCrop:
    """A found line, with some paper around it as the line network knows it.

    Args:
        picture: that it was found in.
        line: its corners are in pixels of the picture as it was opened.
    """
    return cut(picture, widened(line.corners, _ABOVE, _BESIDE))


def whole_line(picture: Picture) -> FoundLine:
    """A line whose crop is the whole picture."""
    height, width = (side * picture.scale for side in picture.pixels.shape[:2])
    tall = height / (1 + 2 * _ABOVE)
    x, y = min(_BESIDE * tall, 0.49 * width), _ABOVE * tall
    return FoundLine(
        np.array([[x, y], [width - x, y], [width - x, height - y], [x, height - y]], np.float64)
    )


def widened(corners: NDArray[np.float64], above: float, beside: float) -> NDArray[np.float64]:
    """A line's corners moved outwards, by shares of its height."""
    top_left, top_right, bottom_right, bottom_left = corners
    along = top_right - top_left + bottom_right - bottom_left
    down = bottom_left - top_left + bottom_right - top_right
    height = math.hypot(*down) / 2
    along = along / max(math.hypot(*along), 1e-9) * height * beside
    down = down / 2 * above
    moved = np.array([-along - down, along - down, along + down, down - along])
    return np.asarray(corners + moved)


def cut(picture: Picture, corners: NDArray[np.float64]) -> LineCrop:
    """The parallelogram with these corners, in pixels of the picture as it was opened, upright.

    Outside of the picture there is paper.
    """
    places = corners / picture.scale
    (left, top), (right, bottom) = places[0], places[2]
    box = np.array([[left, top], [right, top], [right, bottom], [left, bottom]])
    if right > left and bottom > top and np.abs(places - box).max() < _STRAIGHT:
        pixels, kept = _upright(picture.pixels, (left, top, right, bottom))
        factor = pixels.shape[0] // _TALLEST
        if factor > 1:
            pixels = np.asarray(Image.fromarray(pixels).reduce(factor))
        return LineCrop(pixels, kept * picture.scale)
    return LineCrop(_turned(picture.pixels, places), corners)


def _upright(
    pixels: NDArray[np.uint8], box: tuple[float, float, float, float]
) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """The pixels in a box, as far as there are any, and its corners."""
    height, width = pixels.shape[:2]
    left, right = (round(min(max(side, 0), width)) for side in (box[0], box[2]))
    top, bottom = (round(min(max(side, 0), height)) for side in (box[1], box[3]))
    left, top = min(left, width - 1), min(top, height - 1)
    right, bottom = max(right, left + 1), max(bottom, top + 1)
    corners = np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float64)
    return pixels[top:bottom, left:right], corners


def _turned(pixels: NDArray[np.uint8], places: NDArray[np.float64]) -> NDArray[np.uint8]:
    """The pixels in a parallelogram that is slanted or turned."""
    top_left, top_right, _, bottom_left = places
    tall = math.hypot(*(bottom_left - top_left))
    wide = math.hypot(*(top_right - top_left))
    # Only the part around it is reduced first, so that no pixel of a large one is skipped.
    factor = max(1, int(tall / _TALLEST))
    height, width = pixels.shape[:2]
    low = np.clip(np.floor(places.min(axis=0)) - factor, 0, [width - 1, height - 1]).astype(int)
    high = np.clip(np.ceil(places.max(axis=0)) + factor, low + 1, [width, height]).astype(int)
    image = Image.fromarray(np.ascontiguousarray(pixels[low[1] : high[1], low[0] : high[0]]))
    if factor > 1:
        image = image.reduce(factor)
    size = max(1, round(wide / factor)), max(1, round(tall / factor))
    origin = (top_left - low) / factor
    along = (top_right - top_left) / factor / size[0]
    down = (bottom_left - top_left) / factor / size[1]
    colours = np.asarray(image)
    rim = ((1, 1), (1, 1), (0, 0))[: colours.ndim]
    paper = np.median(colours.reshape(-1, *colours.shape[2:]), axis=0).astype(int)
    shown = Image.fromarray(np.pad(colours, rim, "edge")).transform(
        size,
        Image.Transform.AFFINE,
        (along[0], down[0], origin[0] + 1, along[1], down[1], origin[1] + 1),
        Image.Resampling.BILINEAR,
        fillcolor=tuple(paper.tolist()) if paper.ndim else int(paper),
    )
    return np.asarray(shown)
