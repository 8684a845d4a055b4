"""Sheet: draws ink, rules and frames with any pen, larger than the picture of them."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from training.synthetic.lines.camera import Layer
from training.synthetic.lines.glyphs import Points

FINER = 2
"""Pixels of a sheet along one pixel of its picture."""

_THINNEST = 0.9  # pixels of the picture
_APART = 1.7  # of a finer pixel: points that are left out if the pen is this wide, twice this, …


class Sheet:
    """An empty sheet, to be drawn on; all places in pixels of the picture.

    Args:
        height: of the picture.
        width: of the picture.
    """

    def __init__(self, height: int, width: int) -> None:
        self._size = width * FINER, height * FINER
        self._ink = Image.new("L", self._size)
        self._rules = Image.new("L", self._size)
        self._ink_pen = ImageDraw.Draw(self._ink)
        self._rules_pen = ImageDraw.Draw(self._rules)

    def write(self, points: Points, line: float, pressure: float, rng: np.random.Generator) -> None:
        """Draws points that a pen passes, so close that they make lines."""
        radius = max(line, _THINNEST) * FINER / 2
        points = points[:: max(1, int(radius / _APART))]
        knots = 1 + pressure * rng.uniform(-1, 1, 6)
        wide = radius * np.interp(np.linspace(0, 5, len(points)), range(6), knots)
        x, y = (points * FINER).T
        corners = np.stack([x - wide, y - wide, x + wide - 1, y + wide - 1], axis=1)
        ellipse = self._ink_pen.ellipse
        for box in corners.tolist():
            ellipse(box, fill=255)

    def rule(self, points: Points, line: float, dark: float = 1.0) -> None:
        """Draws a polyline of a rule or a frame."""
        places = [tuple(point) for point in (points * FINER).tolist()]
        width = max(1, round(line * FINER))
        self._rules_pen.line(places, fill=int(255 * dark), width=width)

    def printed(self, text: str, place: tuple[float, float], font: object, ink: bool) -> None:
        """Draws text of a typeface, its left end on the base line at a place."""
        pen = self._ink_pen if ink else self._rules_pen
        where = place[0] * FINER, place[1] * FINER
        pen.text(where, text, font=font, fill=255, anchor="ls")  # type: ignore[arg-type]

    def layers(self, grain: float, rng: np.random.Generator) -> tuple[Layer, Layer]:
        """Ink and rules; with grain, the paper shows through the ink as through a pencil's."""
        ink, rules = (
            np.asarray(layer.reduce(FINER), np.float32) / np.float32(255)
            for layer in (self._ink, self._rules)
        )
        if grain:
            ink = ink * (1 - np.float32(grain) * rng.random(ink.shape, np.float32))
        return ink, rules
