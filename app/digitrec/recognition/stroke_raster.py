"""Rasterisation of strokes, many drawings at once, at the size and place that MNIST's digits have.

A stroke is drawn as dots so close that they can't be distinguished from a line, and the coverage of
a pixel follows from its distance to the nearest dot. Only pixels within reach of a dot are visited.
All drawings of a batch go through each call of NumPy together: see `stroke_table`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.stroke_table import Array, Index, Line, tabulate

Raster = NDArray[np.float32]
"""An image of ink: shape (height, width), float32 in [0, 1], white ink on black."""

SIZE = 28
BOX = 20.0
CENTRE = 14.5
"""Where the centre of mass goes, counted from the edge. In MNIST it lies between 14 and 15 in every
image, evenly spread, 14.50 on average: its makers moved digits by whole pixels."""

_STEP = 0.25  # distance of the dots that a stroke is drawn with: off by 0.01 of a level at most
_MAX_DOTS = 16_384
_CHUNK = 8_192  # dots whose pixels are visited at once, to bound memory
_MARGIN = (SIZE - BOX) / 2
_PADDING = 2  # pixels around the image that a stroke can reach; they are cut off
_PADDED = SIZE + 2 * _PADDING


class View(NamedTuple):
    """How a drawing is rendered for the network.

    Attributes:
        stroke_width: width of the stroke_width, in pixels of the image.
        rotation: of the drawing, in radians, clockwise.
    """

    stroke_width: float
    rotation: float = 0.0


class Placed(NamedTuple):
    """Drawings at their size and place.

    Attributes:
        points: the strokes' own points, in pixels of the drawing's image: (n, 2).
        dots: that the strokes are drawn with: (m, 2).
        owners: index of the drawing that each dot belongs to.
        drawings: how many there are.
    """

    points: Array
    dots: Array
    owners: Index
    drawings: int


def draw(drawings: Sequence[Sequence[Line]], stroke_width: float, views: Sequence[View]) -> Raster:
    """Draws each drawing in several views, antialiased.

    Args:
        drawings: the strokes of each: points in any unit, y downwards.
        stroke_width: in pixels, with which size and place are found.
        views: none with wider strokes than that.

    Returns:
        Shape (drawings, views, 28, 28), float32 in [0, 1]. Black if there is no point at all.
    """
    distances = _nearest(
        place(drawings, stroke_width, [view.rotation for view in views]), stroke_width
    )
    widths = np.array([view.stroke_width for view in views], np.float32)[:, None, None]
    return _inked(distances.reshape(len(drawings), len(views), SIZE, SIZE), widths)


def place(
    drawings: Sequence[Sequence[Line]], stroke_width: float, rotations: Sequence[float] = (0.0,)
) -> Placed:
    """Scales and moves drawings to the size and the place that MNIST's digits have.

    Args:
        drawings: as `draw` takes them.
        stroke_width: in pixels, with which they will be drawn.
        rotations: in radians, clockwise, applied first. The result has every drawing with every
            rotation: first those of the first drawing, then those of the second.
    """
    placed = _fitted(drawings, BOX - stroke_width, rotations)
    if not len(placed.points):
        return placed
    shift = _shift_to_centre(_inked(_nearest(placed, stroke_width), np.float32(stroke_width)))
    sizes = [sum(map(len, strokes)) for strokes in drawings for _ in rotations]
    return placed._replace(
        points=placed.points + np.repeat(shift, sizes, axis=0),
        dots=placed.dots + shift[placed.owners],
    )


def _inked(distances: Raster, stroke_width: np.float32 | Raster) -> Raster:
    """The coverage of every pixel, from its distance to the nearest line."""
    inked: Raster = np.minimum(
        np.maximum(stroke_width / np.float32(2) + np.float32(0.5) - distances, 0), 1
    )
    return inked


def _fitted(drawings: Sequence[Sequence[Line]], box: float, rotations: Sequence[float]) -> Placed:
    """The drawings, rotated, the longer side of each fitted to `box` around its image's centre."""
    count = len(drawings) * len(rotations)
    table = tabulate([strokes for strokes in drawings for _ in rotations])
    if not len(table.points):
        return Placed(np.empty((0, 2)), np.empty((0, 2)), np.empty(0, np.intp), count)
    ends = np.cumsum(table.sizes) - 1
    whose = np.repeat(table.owners, table.sizes)
    points = _rotated(table.points, np.array(rotations)[whose % len(rotations)])
    first = np.flatnonzero(np.diff(whose, prepend=-1))
    low, high = np.minimum.reduceat(points, first), np.maximum.reduceat(points, first)
    extent = (high - low).max(axis=1)
    scale = np.divide(box, extent, out=np.zeros_like(extent), where=extent > 0)
    sizes = np.diff(first, append=len(points))
    points = (points - np.repeat(low / 2, sizes, axis=0)) - np.repeat(high / 2, sizes, axis=0)
    points = points * np.repeat(scale, sizes)[:, None] + SIZE / 2
    dots, owners = _dots(points, ends, whose, count)
    return Placed(points, dots, owners, count)


def _rotated(points: Array, angles: Array) -> Array:
    """Points (n, 2) rotated about the origin by radians (n,), clockwise as y points downwards."""
    if not angles.any():
        return points
    cos, sin = np.cos(angles), np.sin(angles)
    x, y = points.T
    return np.stack([cos * x - sin * y, sin * x + cos * y], axis=1)


def _dots(points: Array, ends: Index, whose: Index, count: int) -> tuple[Array, Index]:
    """Dots along the strokes at most `_STEP` apart, and the index of each dot's drawing.

    Args:
        points: of all strokes, one after another.
        ends: the index of each stroke's last point.
        whose: the drawing of each point.
        count: how many drawings there are.
    """
    steps = np.diff(points, axis=0, append=points[-1:])
    steps[ends] = 0  # no ink between the end of a stroke and the next one's start
    lengths = np.hypot(steps[:, 0], steps[:, 1])
    step = np.maximum(_STEP, np.bincount(whose, lengths, count) / _MAX_DOTS)
    # A whole number of steps must stay whole under rounding, or a scaled drawing would differ.
    pieces = np.maximum(np.ceil(lengths / step[whose] - 1e-6).astype(np.intp), 1)
    owner = np.repeat(np.arange(len(pieces)), pieces)
    within = np.arange(len(owner)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    dots = points[owner] + steps[owner] * (within / pieces[owner])[:, None]
    return dots, whose[owner]


def _nearest(placed: Placed, stroke_width: float) -> Raster:
    """Every pixel's distance to the nearest dot; infinity if no stroke reaches it."""
    reach = stroke_width / 2 + 0.5
    square = np.arange(int(2 * reach) + 1)[:, None]
    offsets = square[:, None] * _PADDED + square
    nearest = np.full(placed.drawings * _PADDED * _PADDED, np.inf, np.float32)
    for start in range(0, len(placed.dots), _CHUNK):
        dots = placed.dots[start : start + _CHUNK].T
        corner = placed.owners[start : start + _CHUNK] * (_PADDED * _PADDED) + _PADDING * (
            _PADDED + 1
        )
        (x, left), (y, top) = ((each, np.ceil(each - (reach + 0.5))) for each in dots)
        across, down = (_away(each, first, square) for each, first in ((x, left), (y, top)))
        corner += left.astype(np.intp) + _PADDED * top.astype(np.intp)
        at = corner + offsets
        np.minimum.at(nearest, at.ravel(), (down[:, None] + across).ravel())
    inner = slice(_PADDING, _PADDING + SIZE)
    return np.sqrt(nearest.reshape(-1, _PADDED, _PADDED)[:, inner, inner])


def _away(dots: Array, first: Array, square: Index) -> Raster:
    """The squared distance of dots, along one axis, to the centres of the pixels in their reach.

    Args:
        dots: shape (n,).
        first: the first pixel that each dot reaches.
        square: offsets of the pixels from there on, shape (side, 1).

    Returns:
        Shape (side, n).
    """
    away: Raster = (first + square).astype(np.float32)
    away += np.float32(0.5)
    away -= dots.astype(np.float32)
    away *= away
    return away


def _shift_to_centre(images: Raster) -> Array:
    """How far (x, y) to move each image's mass to the centre without moving ink over the edge."""
    middles = np.arange(SIZE) + 0.5
    columns = images.sum(axis=1, dtype=np.float64)
    rows = images.sum(axis=2, dtype=np.float64)
    total = np.maximum(rows.sum(axis=1), 1e-9)  # of a drawing without a point
    mass = np.stack([columns @ middles, rows @ middles], axis=1) / total[:, None]
    shift: Array = np.minimum(np.maximum(CENTRE - mass, -_MARGIN), _MARGIN)
    return shift
