"""Soft ink: lines with smooth edges, as coverage of an array of pixels. Knows no window.

A pixel's coverage is taken from its distance to the middle of the line, as `recognition.raster`
does it, and where lines meet the larger counts, so that joints and ends are round and a line that
crosses another leaves no trace of an edge.
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
"""Share of ink in each pixel, shape (height, width): 255 is all ink."""


class Patch(NamedTuple):
    """Part of an image: the pixels from (x0, y0) up to, and without, (x1, y1)."""

    x0: int
    y0: int
    x1: int
    y1: int

    @property
    def empty(self) -> bool:
        """Whether there is no pixel in it."""
        return self.x0 >= self.x1 or self.y0 >= self.y1

    def with_(self, other: Patch) -> Patch:
        """The smallest patch that holds both."""
        if self.empty or other.empty:
            return other if self.empty else self
        return Patch(
            min(self.x0, other.x0), min(self.y0, other.y0),
            max(self.x1, other.x1), max(self.y1, other.y1),
        )  # fmt: skip


NOWHERE = Patch(0, 0, 0, 0)

LONGEST = 128
"""Pixels of a piece of line that is drawn at once, across and down."""


def draw(coverage: Coverage, corners: Sequence[float], width: float) -> Patch:
    """Draws a line through corners.

    Args:
        coverage: is drawn into.
        corners: flat, x, y, x, y, …; a single one is a dot. (0, 0) is the corner of a pixel.
        width: in pixels.

    Returns:
        The pixels that may have changed.
    """
    changed = NOWHERE
    ends = corners if len(corners) > 2 else [*corners, *corners]
    for at in range(0, len(ends) - 2, 2):
        for piece in _pieces(*ends[at : at + 4]):
            changed = changed.with_(_segment(coverage, *piece, width / 2))
    return changed


def coverage_of(strokes: Sequence[Stroke], size: tuple[int, int], width: float) -> Coverage:
    """Strokes drawn on a blank image of (width, height), in pixels, with a pen so wide."""
    coverage = np.zeros((size[1], size[0]), np.uint8)
    for stroke in strokes:
        if stroke:
            draw(coverage, smooth(stroke), width)
    return coverage


def thumbnail(strokes: Sequence[Stroke], side: int, pen: float = 0.09) -> Coverage:
    """A drawing fitted into a square, in its middle.

    Args:
        strokes: in any unit.
        side: of the square, in pixels.
        pen: width of the pen, in parts of the side.
    """
    width = pen * side
    points = [point for stroke in strokes for point in stroke]
    if not points:
        return np.zeros((side, side), np.uint8)
    xs, ys = [x for x, _ in points], [y for _, y in points]
    room = side - width - 2
    extent = max(max(xs) - min(xs), max(ys) - min(ys))
    scale = room / extent if extent else 1.0
    x0, y0 = (side / 2 - scale * (min(line) + max(line)) / 2 for line in (xs, ys))
    fitted = [_thinned([(x0 + scale * x, y0 + scale * y) for x, y in line]) for line in strokes]
    return coverage_of(fitted, (side, side), width)


def _thinned(points: Sequence[Point]) -> Stroke:
    """Without the points that lie less than a pixel beyond the one before."""
    kept = [points[0]] if points else []
    for x, y in points[1:]:
        if abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= 1:
            kept.append((x, y))
    return tuple(kept)


def _pieces(x0: float, y0: float, x1: float, y1: float) -> list[tuple[float, float, float, float]]:
    """A segment in pieces: of a long one that slants, all pixels of its box would be looked at."""
    count = int(max(abs(x1 - x0), abs(y1 - y0)) / LONGEST) + 1
    ends = [(x0 + (x1 - x0) * at / count, y0 + (y1 - y0) * at / count) for at in range(count)]
    return [(*a, *b) for a, b in itertools.pairwise([*ends, (x1, y1)])]


def _segment(
    coverage: Coverage, x0: float, y0: float, x1: float, y1: float, radius: float
) -> Patch:
    high, wide = coverage.shape
    reach = radius + 1
    patch = Patch(
        max(int(min(x0, x1) - reach), 0), max(int(min(y0, y1) - reach), 0),
        min(int(max(x0, x1) + reach) + 1, wide), min(int(max(y0, y1) + reach) + 1, high),
    )  # fmt: skip
    if patch.empty:
        return NOWHERE
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


def pixmap(coverage: Coverage, paper: str, ink: str) -> bytes:
    """A portable pixmap that Tk shows: the coverage as ink of one colour on paper of another."""
    return pixmap_of(colours_between(paper, ink)[coverage])


def pixmap_of(pixels: NDArray[np.uint8]) -> bytes:
    """A portable pixmap of pixels (height, width, 3)."""
    high, wide = pixels.shape[:2]
    return b"P6 %d %d 255\n" % (wide, high) + pixels.tobytes()


def colours_between(paper: str, ink: str) -> NDArray[np.uint8]:
    """The colour of each coverage, (256, 3): from that of paper to that of ink."""
    ends = np.array([_channels(paper), _channels(ink)], np.float32)
    share = np.arange(256, dtype=np.float32)[:, None] / 255
    return np.asarray(np.rint(ends[0] + share * (ends[1] - ends[0])), np.uint8)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
