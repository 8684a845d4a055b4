"""The path of the pen as features for a network: evenly spaced points with place and direction.

Points are spaced by the length of the ink, so that neither the speed of the hand nor the sampling
rate of the device counts. The drawing's box is brought to one size, so that neither place nor size
does. Alimoğlu and Alpaydın 1997 resample the UCI pen digits in the same way ("Combining Multiple
Representations and Classifiers for Pen-based Handwritten Digit Recognition").

All drawings of a batch go through each call of NumPy together: see `stroke_table`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.stroke_table import Array, Index, Line, tabulate

POINTS = 64
"""Points along the ink of a drawing."""

CHANNELS = 9
"""Features of a point: x and y; cosine and sine of the direction; whether a stroke begins there,
and whether it ends there; how far along its stroke it is. Two more are the same for all points of
a drawing: the number of strokes, and the length of the ink."""

_DOT = 0.08  # length given to a stroke without one, in half sides of the box: a dot counts too
_REACH = 0.75  # spacings to either side between which the direction is taken
_MOST_STROKES = 6
_MOST_INK = 16.0  # half sides of the box

_UNIT = 2.0**-28
"""Of lengths along the ink, in half sides of the box. As a power of two it keeps sums exact, up to
100,000 half sides in a batch: a drawing's features don't depend on what comes before it."""

Trajectories = NDArray[np.float32]


class _Path(NamedTuple):
    """The strokes of all drawings at one size, one after another.

    Attributes:
        points: (n, 2), each drawing's box from -1 to 1 along its longer side.
        steps: (n,), the length from the point before; 0 at the first point of a stroke.
        sizes: points of each stroke.
        owners: of each stroke, the drawing that it belongs to.
    """

    points: Array
    steps: Array
    sizes: Index
    owners: Index

    @property
    def firsts(self) -> Index:
        """Index of each stroke's first point."""
        return np.cumsum(self.sizes) - self.sizes


def trajectories(drawings: Sequence[Sequence[Line]]) -> Trajectories:
    """Features of drawings.

    Args:
        drawings: of each its strokes: points (x, y) in any unit, y downwards. Each drawing has a
            point. What else a point holds (time, pressure) is not looked at.

    Returns:
        Shape (n, 64, 9), float32: see `POINTS` and `CHANNELS`.
    """
    if not drawings:
        return np.empty((0, POINTS, CHANNELS), np.float32)
    strokes = _with_dots(_fitted(drawings))
    along = np.cumsum(np.rint(strokes.steps / _UNIT) * _UNIT)
    starts, ends = along[strokes.firsts], along[strokes.firsts + strokes.sizes - 1]
    first = np.searchsorted(strokes.owners, np.arange(len(drawings)))
    count = np.diff(np.append(first, len(strokes.owners)))
    begin = starts[first]
    ink = ends[first + count - 1] - begin
    spacing = ink / POINTS
    place = begin[:, None] + (np.arange(POINTS) + 0.5) * spacing[:, None]
    stroke = np.searchsorted(ends, place.ravel()).reshape(place.shape)
    stroke = np.clip(stroke, first[:, None], (first + count - 1)[:, None])
    low, high = starts[stroke], ends[stroke]
    reach = _REACH * spacing[:, None]
    at = np.stack([place, np.maximum(place - reach, low), np.minimum(place + reach, high)])
    x, y = _interpolated(strokes, along, at, stroke)
    dx, dy = x[2] - x[1], y[2] - y[1]
    norm = np.maximum(np.hypot(dx, dy), 1e-12)
    changes = stroke[:, 1:] != stroke[:, :-1]
    found = np.zeros((len(drawings), POINTS, CHANNELS), np.float32)
    found[..., 0], found[..., 1] = x[0], y[0]
    found[..., 2], found[..., 3] = dx / norm, dy / norm
    found[:, 0, 4], found[:, 1:, 4] = 1.0, changes
    found[:, -1, 5], found[:, :-1, 5] = 1.0, changes
    found[..., 6] = (place - low) / np.maximum(high - low, 1e-12)
    found[..., 7] = (np.minimum(count, _MOST_STROKES) / 3 - 1)[:, None]
    found[..., 8] = (np.minimum(ink, _MOST_INK) / 6 - 1)[:, None]
    return found


def _fitted(drawings: Sequence[Sequence[Line]]) -> _Path:
    """The strokes of all drawings, and the lengths of their steps."""
    table = tabulate(drawings)
    owner = np.repeat(table.owners, table.sizes)
    begins = np.searchsorted(owner, np.arange(len(drawings)))
    low, high = (edge.reduceat(table.points, begins, axis=0) for edge in (np.minimum, np.maximum))
    side = np.maximum((high - low).max(axis=1), 1e-300) / 2
    points = (table.points - ((low + high) / 2)[owner]) / side[owner, None]
    steps = np.zeros(len(points))
    steps[1:] = np.hypot(*np.diff(points, axis=0).T)
    steps[table.firsts] = 0.0
    return _Path(points, steps, table.sizes, table.owners)


def _with_dots(strokes: _Path) -> _Path:
    """Strokes shorter than a dot get another point where they end, and the length of a dot."""
    lengths = np.add.reduceat(strokes.steps, strokes.firsts)
    dots = np.flatnonzero(lengths < _DOT)
    if not len(dots):
        return strokes
    lasts = strokes.firsts[dots] + strokes.sizes[dots]
    sizes = strokes.sizes.copy()
    sizes[dots] += 1
    return strokes._replace(
        points=np.insert(strokes.points, lasts, strokes.points[lasts - 1], axis=0),
        steps=np.insert(strokes.steps, lasts, _DOT - lengths[dots]),
        sizes=sizes,
    )


def _interpolated(strokes: _Path, along: Array, at: Array, stroke: Index) -> list[Array]:
    """The x and the y of places along the ink, each between two points of its own stroke."""
    last = (strokes.firsts + strokes.sizes - 2)[stroke]
    left = np.searchsorted(along, at.ravel(), "right").reshape(at.shape) - 1
    left = np.clip(left, strokes.firsts[stroke], last)
    begin = along[left]
    share = np.clip((at - begin) / np.maximum(along[left + 1] - begin, 1e-300), 0.0, 1.0)
    return [line[left] + share * (line[left + 1] - line[left]) for line in strokes.points.T]
