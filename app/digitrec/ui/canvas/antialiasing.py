"""Antialiased lines, drawn as the coverage of an array of pixels. Knows no window.

A pixel's coverage follows from its distance to the middle of the line, as in `recognition.raster`.
Where lines meet, the larger coverage counts, so joints and ends are round and a line that crosses
another leaves no edge.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.ink import Point, Stroke
from digitrec.ui.canvas.curve import smooth

Coverage = NDArray[np.uint8]
"""The share of each pixel that ink covers, shape (height, width): 255 is full ink."""


class Patch(NamedTuple):
    """A rectangle of an image: the pixels from (x0, y0) up to, but not including, (x1, y1)."""

    x0: int
    y0: int
    x1: int
    y1: int

    @property
    def empty(self) -> bool:
        """Whether it has no pixels."""
        return self.x0 >= self.x1 or self.y0 >= self.y1

    def union(self, other: Patch) -> Patch:
        """The smallest patch that contains both."""
        if self.empty or other.empty:
            return other if self.empty else self
        return Patch(
            min(self.x0, other.x0), min(self.y0, other.y0),
            max(self.x1, other.x1), max(self.y1, other.y1),
        )  # fmt: skip


EMPTY = Patch(0, 0, 0, 0)

LONGEST_PIECE = 128
"""Pixels, across and down, of the longest piece of a line that is drawn at once."""


def draw(coverage: Coverage, corners: Sequence[float], width: float) -> Patch:
    """Draws a line through corners.

    Args:
        coverage: to draw into.
        corners: flat, x, y, x, y, …; a single corner is a dot. (0, 0) is the corner of a pixel.
        width: in pixels.

    Returns:
        The pixels that may have changed.
    """
    changed = EMPTY
    ends = corners if len(corners) > 2 else [*corners, *corners]
    for at in range(0, len(ends) - 2, 2):
        for piece in pieces(*ends[at : at + 4]):
            changed = changed.union(_draw_segment(coverage, *piece, width / 2))
    return changed


def coverage_of(strokes: Sequence[Stroke], size: tuple[int, int], width: float) -> Coverage:
    """Strokes drawn on a blank image of `size` (width, height), with a pen of this width."""
    coverage = np.zeros((size[1], size[0]), np.uint8)
    for stroke in strokes:
        if stroke:
            draw(coverage, smooth(stroke), width)
    return coverage


def thumbnail(
    strokes: Sequence[Stroke], side: int, pen: float = 0.09, widest: float = 1.0
) -> Coverage:
    """A drawing fitted into the middle of a square, or of a wider box if it is wide.

    Args:
        strokes: in any unit.
        side: height of the box in pixels, and its least width.
        pen: width of the pen, as a share of the side. In a number, whose digits are smaller, it is
            thinner.
        widest: greatest width of the box, in sides.
    """
    points = [point for stroke in strokes for point in stroke]
    if not points:
        return np.zeros((side, side), np.uint8)
    xs, ys = [x for x, _ in points], [y for _, y in points]
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    room = round(side * min(max(wide / high, 1.0), widest)) if high else side
    width = pen * side
    scale = _fitting((wide, high), (room, side), width)
    if wide:
        width *= min(max(_PEN_OF_HEIGHT * scale * high / side, _THINNEST), 1.0)
        scale = _fitting((wide, high), (room, side), width)
    x0 = room / 2 - scale * (min(xs) + max(xs)) / 2
    y0 = side / 2 - scale * (min(ys) + max(ys)) / 2
    fitted = [_thinned([(x0 + scale * x, y0 + scale * y) for x, y in line]) for line in strokes]
    return coverage_of(fitted, (room, side), width)


_PEN_OF_HEIGHT, _THINNEST = 2.2, 0.3
"""The pen is thinner where the ink takes less than 1 / 2.2 of the height, but not thinner than this
share of its width."""


def _fitting(size: tuple[float, float], room: tuple[int, int], pen: float) -> float:
    """The scale at which a drawing of this size fits with its pen."""
    scales = [(most - pen - 2) / one for one, most in zip(size, room, strict=True) if one]
    return min(scales, default=1.0)


def _thinned(points: Sequence[Point]) -> Stroke:
    """Without the points that lie less than a pixel from the one before."""
    kept = [points[0]] if points else []
    for x, y in points[1:]:
        if abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= 1:
            kept.append((x, y))
    return tuple(kept)


def pieces(x0: float, y0: float, x1: float, y1: float) -> list[tuple[float, float, float, float]]:
    """A segment in short pieces: drawing a piece visits every pixel of the box around it."""
    count = int(max(abs(x1 - x0), abs(y1 - y0)) / LONGEST_PIECE) + 1
    ends = [(x0 + (x1 - x0) * at / count, y0 + (y1 - y0) * at / count) for at in range(count)]
    return [(*a, *b) for a, b in itertools.pairwise([*ends, (x1, y1)])]


def _draw_segment(
    coverage: Coverage, x0: float, y0: float, x1: float, y1: float, radius: float
) -> Patch:
    height, width = coverage.shape
    reach = radius + 1
    patch = Patch(
        max(int(min(x0, x1) - reach), 0), max(int(min(y0, y1) - reach), 0),
        min(int(max(x0, x1) + reach) + 1, width), min(int(max(y0, y1) + reach) + 1, height),
    )  # fmt: skip
    if patch.empty:
        return EMPTY
    x = np.arange(patch.x0, patch.x1, dtype=np.float32) + np.float32(0.5 - x0)
    y = np.arange(patch.y0, patch.y1, dtype=np.float32)[:, None] + np.float32(0.5 - y0)
    dx, dy = x1 - x0, y1 - y0
    square = dx * dx + dy * dy
    if square > 1e-12:  # the nearest point of the segment, as a share of its length
        along = np.clip((x * np.float32(dx) + y * np.float32(dy)) / np.float32(square), 0, 1)
        x, y = x - along * np.float32(dx), y - along * np.float32(dy)
    distance = np.sqrt(x * x + y * y)
    share = np.clip((np.float32(radius + 0.5) - distance) * 255, 0, 255).astype(np.uint8)
    part = coverage[patch.y0 : patch.y1, patch.x0 : patch.x1]
    np.maximum(part, share, out=part)
    return patch


def pixmap(coverage: Coverage, background: str, ink: str) -> bytes:
    """A portable pixmap, which Tk can show: the coverage in these two colours."""
    return pixmap_of(colours_between(background, ink)[coverage])


def pixmap_of(pixels: NDArray[np.uint8]) -> bytes:
    """A portable pixmap of pixels (height, width, 3)."""
    height, width = pixels.shape[:2]
    return b"P6 %d %d 255\n" % (width, height) + pixels.tobytes()


def colours_between(background: str, ink: str) -> NDArray[np.uint8]:
    """The colour of each coverage, shape (256, 3), from the background's to the ink's."""
    ends = np.array([_channels(background), _channels(ink)], np.float32)
    share = np.arange(256, dtype=np.float32)[:, None] / 255
    return np.asarray(np.rint(ends[0] + share * (ends[1] - ends[0])), np.uint8)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
