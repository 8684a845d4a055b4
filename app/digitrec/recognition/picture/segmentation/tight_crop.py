"""Tight crops: pictures of digits with hardly any margin, so that ink meets the border.

Along the border of such a picture there may be more ink than paper, and a morphological closing
finds no paper to close over. But the picture has two tones, and its digits are nearly as tall as
the picture, or as wide.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from digitrec.recognition.picture.picture_raster import mean_stroke_width
from digitrec.recognition.picture.segmentation.connected_components import Mask, components
from digitrec.recognition.raster import Raster

_SEPARATED = 0.76  # share of the variance between the two tones; a gradient has 0.75
_THICK = 0.37  # heights: no stroke is thicker
_TALL = 0.6  # heights of a piece of ink that is a digit, or most of one
_MOST = 0.6  # share of the ink in such pieces
_CROSSED = 0.05  # share of the border with ink, if the ink doesn't reach from side to side
_BOLD = 0.09  # of the shorter side: a closing removes the middle of strokes as thick as that
_BINS = 128


class Tones(NamedTuple):
    """The two tones of a picture.

    Attributes:
        paper: brightness of the paper, 0 to 1.
        light: whether the ink is lighter than it.
    """

    paper: float
    light: bool


def find_tones(small: Raster) -> Tones | None:
    """The tones of a picture that is cropped tightly; None for any other picture.

    Args:
        small: shape (h, w), float32: brightness, 0 to 1; about a hundred pixels a side are enough.
    """
    level, share = _otsu_threshold(small)
    if share < _SEPARATED:
        return None
    bright = small > level
    light = not is_light_paper(bright)
    ink = bright == light
    if _is_thick(ink) or not _fills(ink):
        return None
    paper = np.sort(small[~ink])
    return Tones(float(paper[len(paper) // 2]), light)


def is_light_paper(bright: Mask) -> bool:
    """Whether the paper is brighter than the ink, by the border and the corners.

    Ink rarely reaches the corners, so the four count as much as the whole border.
    """
    return bool(_border(bright).mean() + _corners(bright).mean() > 1)


def _otsu_threshold(small: Raster) -> tuple[float, float]:
    """The brightness that best separates two classes, and their share of the variance.

    Otsu 1979, "A Threshold Selection Method from Gray-Level Histograms".
    """
    counts, edges = np.histogram(small, _BINS, (0, 1))
    weights = counts / counts.sum()
    middles = (edges[:-1] + edges[1:]) / 2
    below, sums = np.cumsum(weights), np.cumsum(weights * middles)
    variance = float((weights * (middles - sums[-1]) ** 2).sum())
    if variance == 0:
        return 0.0, 0.0
    between = (sums[-1] * below - sums) ** 2 / np.maximum(below * (1 - below), 1e-12)
    best = np.flatnonzero(between > between.max() - 1e-12)
    at = int(best[len(best) // 2])  # between two clean tones all thresholds are equally good
    return float(edges[at + 1]), float(between[at]) / variance


def _is_thick(ink: Mask) -> bool:
    """Whether some area is thicker than any stroke: a shadow, or the paper after all."""
    around = round(_THICK * len(ink) / 2)
    framed = Image.fromarray(np.uint8(np.pad(ink, around)) * 255)
    return framed.filter(ImageFilter.BoxBlur(around)).getextrema() == (0, 255)


def _fills(ink: Mask) -> bool:
    """Whether pieces as tall as a digit make up most of the ink and fill the picture.

    They reach from one side to the other, or nearly so with thick strokes. So does a shadow on the
    left or on the right, but it darkens both corners there.
    """
    upper_left, upper_right, lower_left, lower_right = _corners(ink)
    if (upper_left and lower_left) or (upper_right and lower_right):
        return False
    pieces = components(ink)
    height, width = ink.shape
    tall = pieces.heights > _TALL * height
    if pieces.areas[tall].sum() <= _MOST * pieces.areas.sum():
        return False
    x0, y0 = pieces.boxes[tall, :2].min(axis=0)
    x1, y1 = pieces.boxes[tall, 2:].max(axis=0)
    if (x0 == 0 and x1 == width) or (y0 == 0 and y1 == height):
        return True
    return bool(_border(ink).mean() < _CROSSED and mean_stroke_width(ink) > _BOLD * min(ink.shape))


def _border(values: Mask) -> Mask:
    return np.concatenate([values[0], values[-1], values[:, 0], values[:, -1]])


def _corners(values: NDArray[Any]) -> NDArray[Any]:
    return values[[0, 0, -1, -1], [0, -1, 0, -1]]
