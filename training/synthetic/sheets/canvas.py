"""Canvas: a sheet that is written, ruled and printed on before it is looked at."""

from __future__ import annotations

import functools

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from training.synthetic.lines.camera import Layer
from training.synthetic.lines.glyphs import Points
from training.synthetic.lines.typefaces import choose_font
from training.synthetic.sheets.views import View

FINER = 2
"""Pixels of the canvas for each pixel of the picture, along a side."""

_THINNEST = 0.9  # pixels of the picture
_APART = 1.7  # of a radius: points of a stroke that are left out


class Canvas:
    """An empty sheet; all places and widths in pixels of the sheet.

    Args:
        view: that the sheet will be looked at with.
    """

    def __init__(self, view: View) -> None:
        height, width = view.sheet
        self._view = view
        self._ink = np.zeros((height * FINER, width * FINER), np.uint8)
        self._rules = Image.new("L", (width * FINER, height * FINER))
        self._pen = ImageDraw.Draw(self._rules)

    def write(self, points: Points, line: float) -> None:
        """Draws points that a pen passes, so close that they make lines."""
        radius = max(line, _THINNEST) * FINER / 2
        offsets = _disc(round(2 * radius) / 2)
        height, width = self._ink.shape
        places = np.rint(points * FINER - 0.5).astype(np.int32)
        reach = int(radius) + 1
        inside = ((places >= reach) & (places < (width - reach, height - reach))).all(axis=1)
        places = places[inside]
        if len(places):
            dabs = places[:, None] + offsets
            self._ink[dabs[..., 1], dabs[..., 0]] = 255

    def rule(self, points: Points, line: float, dark: float = 1.0) -> None:
        """Draws a polyline of a rule or a frame."""
        places = [tuple(point) for point in (points * FINER).tolist()]
        self._pen.line(places, fill=int(255 * dark), width=max(1, round(line * FINER)))

    def disc(self, middle: tuple[float, float], radius: float) -> None:
        """Draws a disc, as of a hole."""
        x, y = middle
        box = [(x - radius) * FINER, (y - radius) * FINER, (x + radius) * FINER,
               (y + radius) * FINER]  # fmt: skip
        self._pen.ellipse(box, fill=255)

    def font(self, size: float, rng: np.random.Generator) -> ImageFont.FreeTypeFont:
        """A typeface to print with, of a size in pixels of the sheet."""
        return choose_font(max(5, round(size * FINER)), rng)

    def printed(
        self, text: str, place: tuple[float, float], font: ImageFont.FreeTypeFont
    ) -> tuple[float, float, float, float]:
        """Prints text, its left end on the base line at a place; gives the box around it."""
        where = place[0] * FINER, place[1] * FINER
        self._pen.text(where, text, font=font, fill=255, anchor="ls")
        left, top, right, bottom = (side / FINER for side in font.getbbox(text, anchor="ls"))
        return place[0] + left, place[1] + top, place[0] + right, place[1] + bottom

    def layers(self, grain: float, rng: np.random.Generator) -> tuple[Layer, Layer]:
        """Ink and rules as the picture shows them, as `lines.sheet.Sheet.layers`."""
        ink, rules = (
            np.asarray(self._view.look(layer, FINER).reduce(FINER), np.float32) / np.float32(255)
            for layer in (Image.fromarray(self._ink), self._rules)
        )
        if grain:
            ink = ink * (1 - np.float32(grain) * rng.random(ink.shape, np.float32))
        return ink, rules


def thinned(points: Points, tall: float, line: float, spacing: float = 0.025) -> Points:
    """The points that are needed to draw strokes.

    Args:
        points: in heights of a digit, `spacing` apart.
        tall: height of a digit, in pixels of the sheet.
        line: width of the pen's line, likewise.
        spacing: between points.
    """
    radius = max(line, _THINNEST) * FINER / 2
    step = max(1.0, radius / _APART) / (spacing * tall * FINER)
    return points[:: max(1, int(step))]


@functools.lru_cache(maxsize=64)
def _disc(radius: float) -> NDArray[np.int32]:
    reach = int(radius + 0.5)
    y, x = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    near = np.hypot(x, y) <= radius + 0.01
    return np.stack([x[near], y[near]], axis=1).astype(np.int32)
