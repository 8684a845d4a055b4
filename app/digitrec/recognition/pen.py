"""Pen: draws strokes with one pen, the drawings of a batch all at once, each where MNIST has it.

A stroke is drawn by dots so close that they can't be told from a line, and a pixel's share of ink
follows from its distance to the nearest of them. Only pixels that a dot can reach are looked at.
NumPy takes longer to be called than to draw a digit, so a batch goes through each call together.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.ink import Point

Raster = NDArray[np.float32]
"""An image of ink: shape (height, width), float32 in [0, 1], white ink on black."""

Line = Sequence[Point] | NDArray[np.float64]
"""A stroke: its points, or the same as an array of shape (n, 2)."""

SIZE = 28
BOX = 20.0
CENTRE = 14.5
"""Where the centre of mass goes, counted from the edge. In MNIST it lies between 14 and 15 in every
image, evenly, 14.50 on average: its makers moved digits by whole pixels."""

_STEP = 0.25  # distance of the dots that a stroke is drawn with: off by 0.01 of a level at most
_MOST_DOTS = 16_384
_AT_ONCE = 8_192  # dots whose pixels are looked at together, to bound memory
_MARGIN = (SIZE - BOX) / 2
_RIM = 2  # pixels around the image that a pen reaches at most, to be cut off
_WIDE = SIZE + 2 * _RIM

Array = NDArray[np.float64]
Whole = NDArray[np.intp]


class View(NamedTuple):
    """A way to draw a drawing for the network.

    Attributes:
        pen: width of the pen, in pixels of the image.
        turn: radians that the drawing is turned by, clockwise.
    """

    pen: float
    turn: float = 0.0


class Placed(NamedTuple):
    """Drawings brought to their size and place.

    Attributes:
        points: the strokes' own points, in pixels of the drawing's image: (n, 2).
        dots: that the strokes are drawn with: (m, 2).
        owners: of each dot the drawing that it belongs to.
        drawings: how many there are.
    """

    points: Array
    dots: Array
    owners: Whole
    drawings: int


def draw(drawings: Sequence[Sequence[Line]], pen: float, views: Sequence[View]) -> Raster:
    """Draws each drawing in several views, antialiased.

    Args:
        drawings: of each its strokes: points in any unit, y downwards.
        pen: width in pixels of the pen that size and place are found with.
        views: none with a wider pen than that.

    Returns:
        Shape (drawings, views, 28, 28), float32 in [0, 1]. Black where there is no point at all.
    """
    distances = _nearest(place(drawings, pen, [view.turn for view in views]), pen)
    pens = np.array([view.pen for view in views], np.float32)[:, None, None]
    return _inked(distances.reshape(len(drawings), len(views), SIZE, SIZE), pens)


def place(
    drawings: Sequence[Sequence[Line]], pen: float, turns: Sequence[float] = (0.0,)
) -> Placed:
    """Brings drawings to the size and to the place that MNIST's digits have.

    Args:
        drawings: as `draw` takes them.
        pen: width in pixels of the pen that they will be drawn with.
        turns: radians that each is turned by, clockwise, before; each turn is a drawing of its own:
            first those of the first drawing, then those of the second.
    """
    placed = _fitted(drawings, BOX - pen, turns)
    if not len(placed.points):
        return placed
    shift = _shift_to_centre(_inked(_nearest(placed, pen), np.float32(pen)))
    sizes = [sum(map(len, strokes)) for strokes in drawings for _ in turns]
    return placed._replace(
        points=placed.points + np.repeat(shift, sizes, axis=0),
        dots=placed.dots + shift[placed.owners],
    )


def _inked(distances: Raster, pen: np.float32 | Raster) -> Raster:
    """Every pixel's share of ink, taken from its distance to the nearest line."""
    inked: Raster = np.minimum(np.maximum(pen / np.float32(2) + np.float32(0.5) - distances, 0), 1)
    return inked


def _fitted(drawings: Sequence[Sequence[Line]], box: float, turns: Sequence[float]) -> Placed:
    """The drawings turned, the longer side of each fitted to `box` around its image's middle."""
    count = len(drawings) * len(turns)
    given = [[_as_array(line) for line in lines if len(line)] for lines in drawings]
    strokes = [
        (at * len(turns) + turn, line)
        for at, lines in enumerate(given)
        for turn in range(len(turns))
        for line in lines
    ]
    if not strokes:
        return Placed(np.empty((0, 2)), np.empty((0, 2)), np.empty(0, np.intp), count)
    lengths = np.array([len(line) for _, line in strokes])
    lines = np.array([at for at, _ in strokes])
    points = np.concatenate([line for _, line in strokes])
    ends = np.cumsum(lengths) - 1
    whose = np.repeat(lines, lengths)
    points = _turned(points, np.array(turns)[whose % len(turns)])
    first = np.flatnonzero(np.diff(whose, prepend=-1))
    low, high = np.minimum.reduceat(points, first), np.maximum.reduceat(points, first)
    extent = (high - low).max(axis=1)
    scale = np.divide(box, extent, out=np.zeros_like(extent), where=extent > 0)
    sizes = np.diff(first, append=len(points))
    points = (points - np.repeat(low / 2, sizes, axis=0)) - np.repeat(high / 2, sizes, axis=0)
    points = points * np.repeat(scale, sizes)[:, None] + SIZE / 2
    dots, owners = _dots(points, ends, whose, count)
    return Placed(points, dots, owners, count)


def _turned(points: Array, turns: Array) -> Array:
    """Points (n, 2) turned about the origin by radians (n,), clockwise as y points downwards."""
    if not turns.any():
        return points
    cos, sin = np.cos(turns), np.sin(turns)
    x, y = points.T
    return np.stack([cos * x - sin * y, sin * x + cos * y], axis=1)


def _as_array(line: Line) -> Array:
    if isinstance(line, np.ndarray):
        return np.asarray(line, np.float64).reshape(-1, 2)
    # Twice as fast as asarray, which looks at every point to see what it is.
    flat = itertools.chain.from_iterable(line)
    return np.fromiter(flat, np.float64, 2 * len(line)).reshape(-1, 2)


def _dots(points: Array, ends: Whole, whose: Whole, count: int) -> tuple[Array, Whole]:
    """Dots along the strokes at most `_STEP` apart, and the drawing of each.

    Args:
        points: of all strokes, one after another.
        ends: of each stroke the index of its last point.
        whose: of each point the drawing.
        count: of drawings.
    """
    steps = np.diff(points, axis=0, append=points[-1:])
    steps[ends] = 0  # no ink between the end of a stroke and the next one's start
    lengths = np.hypot(steps[:, 0], steps[:, 1])
    step = np.maximum(_STEP, np.bincount(whose, lengths, count) / _MOST_DOTS)
    # A whole number of steps must stay one under rounding, or a scaled drawing would differ.
    pieces = np.maximum(np.ceil(lengths / step[whose] - 1e-6).astype(np.intp), 1)
    owner = np.repeat(np.arange(len(pieces)), pieces)
    within = np.arange(len(owner)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    dots = points[owner] + steps[owner] * (within / pieces[owner])[:, None]
    return dots, whose[owner]


def _nearest(placed: Placed, pen: float) -> Raster:
    """Every pixel's distance to the nearest dot; infinity where this pen does not reach it."""
    reach = pen / 2 + 0.5
    square = np.arange(int(2 * reach) + 1)[:, None]
    offsets = square[:, None] * _WIDE + square
    nearest = np.full(placed.drawings * _WIDE * _WIDE, np.inf, np.float32)
    for start in range(0, len(placed.dots), _AT_ONCE):
        dots = placed.dots[start : start + _AT_ONCE].T
        corner = placed.owners[start : start + _AT_ONCE] * (_WIDE * _WIDE) + _RIM * (_WIDE + 1)
        (x, left), (y, top) = ((each, np.ceil(each - (reach + 0.5))) for each in dots)
        across, down = (_away(each, first, square) for each, first in ((x, left), (y, top)))
        corner += left.astype(np.intp) + _WIDE * top.astype(np.intp)
        at = corner + offsets
        np.minimum.at(nearest, at.ravel(), (down[:, None] + across).ravel())
    inner = slice(_RIM, _RIM + SIZE)
    return np.sqrt(nearest.reshape(-1, _WIDE, _WIDE)[:, inner, inner])


def _away(dots: Array, first: Array, square: Whole) -> Raster:
    """The squared distance of dots, along one axis, to the middles of the pixels that they reach.

    Args:
        dots: shape (n,).
        first: of each dot the first pixel that it reaches.
        square: numbers of the pixels from there on, shape (side, 1).

    Returns:
        Shape (side, n).
    """
    away: Raster = (first + square).astype(np.float32)
    away += np.float32(0.5)
    away -= dots.astype(np.float32)
    away *= away
    return away


def _shift_to_centre(images: Raster) -> Array:
    """How far (x, y) to move each image's mass to the middle, without moving ink over the edge."""
    middles = np.arange(SIZE) + 0.5
    columns = images.sum(axis=1, dtype=np.float64)
    rows = images.sum(axis=2, dtype=np.float64)
    total = np.maximum(rows.sum(axis=1), 1e-9)  # of a drawing without a point
    mass = np.stack([columns @ middles, rows @ middles], axis=1) / total[:, None]
    shift: Array = np.minimum(np.maximum(CENTRE - mass, -_MARGIN), _MARGIN)
    return shift
