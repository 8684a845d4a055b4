"""The strokes of many drawings in one table of points.

Calling NumPy takes longer than what it does with a stroke of fifty points. So the makers of
features, `stroke_raster` and `trajectory`, put all strokes of a batch into each call.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.ink import Point

Line = Sequence[Point] | NDArray[np.float64]
"""A stroke: its points, or the same as an array of shape (n, 2)."""

Array = NDArray[np.float64]
Index = NDArray[np.intp]


class StrokeTable(NamedTuple):
    """The strokes of all drawings, one after another; those without a point are left out.

    Attributes:
        points: of all strokes, x and y: (n, 2).
        sizes: how many points each stroke has.
        owners: of each stroke, the index of the drawing that it belongs to; rising.
    """

    points: Array
    sizes: Index
    owners: Index

    @property
    def firsts(self) -> Index:
        """Index of each stroke's first point."""
        return np.cumsum(self.sizes) - self.sizes


def tabulate(drawings: Sequence[Sequence[Line]]) -> StrokeTable:
    """The strokes of drawings as a table.

    Args:
        drawings: of each its strokes: points (x, y). What else a point holds is left out.
    """
    lines: list[Line] = []
    owners: list[int] = []
    for owner, drawing in enumerate(drawings):
        for line in drawing:
            if len(line):
                lines.append(line)
                owners.append(owner)
    sizes = np.array([len(line) for line in lines], np.intp)
    return StrokeTable(_points(lines, int(sizes.sum())), sizes, np.array(owners, np.intp))


def _points(lines: Sequence[Line], count: int) -> Array:
    if not any(isinstance(line, np.ndarray) for line in lines):
        # Ten times as fast as asarray, which looks at the type of every point.
        numbers = itertools.chain.from_iterable(itertools.chain.from_iterable(lines))
        flat = np.fromiter(numbers, np.float64)
        if len(flat) == 2 * count:
            return flat.reshape(-1, 2)
    return np.concatenate([np.asarray(line, np.float64)[:, :2] for line in lines])
