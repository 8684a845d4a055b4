"""Measures of strokes: their size, and how far they are from each other."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.raster import Line

Array = NDArray[np.float64]

FAR = 0.5
"""Heights; larger distances all count as this one."""

_FINE = 20  # points per height, between which distances are measured
_MAX_POINTS = 80


def as_arrays(strokes: Sequence[Line]) -> list[Array]:
    """Each stroke's points, shape (n, 2)."""
    return [np.asarray(stroke, np.float64).reshape(-1, 2) for stroke in strokes]


def extents(lines: Sequence[Array]) -> tuple[Array, Array]:
    """The least and the greatest x and y of each stroke, both of shape (strokes, 2)."""
    low = np.array([line.min(axis=0) for line in lines])
    return low, np.array([line.max(axis=0) for line in lines])


def height_of(low: Array, high: Array) -> float:
    """The unit of sizes: the height of the tallest stroke, or half the width of the widest.

    Args:
        low: as `extents` gives them.
        high: the same.
    """
    wide, tall = (high - low).max(axis=0)
    return max(float(tall), float(wide) / 2, 1e-9)


def distances(lines: Sequence[Array], by_boxes: bool) -> list[list[float]]:
    """The least distance between each two strokes, in heights; at most `FAR`.

    Args:
        lines: points of each stroke, (n, 2).
        by_boxes: whether strokes whose boxes overlap count as touching; with many strokes that
            is good enough.
    """
    low, high = extents(lines)
    height = height_of(low, high)
    # Lists, as reading one number from an array takes several times as long.
    (left, top), (right, bottom) = low.T.tolist(), high.T.tolist()
    fine = [_resampled(line, height / _FINE) for line in lines]
    found = [[FAR] * len(lines) for _ in lines]
    for one in range(len(lines)):
        for other in range(one):
            across = max(left[one] - right[other], left[other] - right[one])
            down = max(top[one] - bottom[other], top[other] - bottom[one])
            if (
                by_boxes
                and _overlap((left, right), one, other)
                and _overlap((top, bottom), one, other)
            ):
                found[one][other] = found[other][one] = 0.0
            elif max(across, down) < FAR * height:
                (x, y), (others_x, others_y) = fine[one], fine[other]
                squares = (x[:, None] - others_x) ** 2 + (y[:, None] - others_y) ** 2
                least = math.sqrt(float(squares.min())) / height
                found[one][other] = found[other][one] = min(least, FAR)
    return found


def _overlap(spans: tuple[list[float], list[float]], one: int, other: int) -> bool:
    """Whether two spans share more than half of the shorter one."""
    low, high = spans
    shared = min(high[one], high[other]) - max(low[one], low[other])
    return shared > min(high[one] - low[one], high[other] - low[other]) / 2


def _resampled(line: Array, step: float) -> tuple[Array, Array]:
    """The x and the y of points along a stroke about a step apart, the ends among them."""
    steps = line[1:] - line[:-1]
    run = np.zeros(len(line))
    np.cumsum(np.hypot(steps[:, 0], steps[:, 1]), out=run[1:])
    length = float(run[-1])
    count = min(max(2, math.ceil(length / step)), _MAX_POINTS)
    at = np.arange(count) * (length / (count - 1))
    return np.interp(at, run, line[:, 0]), np.interp(at, run, line[:, 1])
