"""Measures: how large strokes are, and how far they are from each other."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.raster import Line

Array = NDArray[np.float64]

FAR = 0.5
"""Heights, past which distances are all the same."""

_FINE = 20  # points to a height, where distances are measured
_MOST_POINTS = 80


def as_arrays(strokes: Sequence[Line]) -> list[Array]:
    """Each stroke's points, shape (n, 2)."""
    return [np.asarray(stroke, np.float64).reshape(-1, 2) for stroke in strokes]


def extents(lines: Sequence[Array]) -> tuple[Array, Array]:
    """The least and the greatest x and y of each stroke, both of shape (strokes, 2)."""
    low = np.array([line.min(axis=0) for line in lines])
    return low, np.array([line.max(axis=0) for line in lines])


def height_of(low: Array, high: Array) -> float:
    """What sizes are measured by: the tallest stroke's height, or half the widest's width.

    Args:
        low: as `extents` gives them.
        high: the same.
    """
    wide, tall = (high - low).max(axis=0)
    return max(float(tall), float(wide) / 2, 1e-9)


def distances(lines: Sequence[Array], by_boxes: bool) -> list[list[float]]:
    """Least distance of each two strokes' ink, in heights; `FAR` where it is more.

    Args:
        lines: points of each stroke, (n, 2).
        by_boxes: whether strokes that lie upon each other by their boxes are taken to touch: where
            there are many, that does.
    """
    low, high = extents(lines)
    height = height_of(low, high)
    # Lists, as one number of an array takes several times as long to get.
    (left, top), (right, bottom) = low.T.tolist(), high.T.tolist()
    fine = [_resampled(line, height / _FINE) for line in lines]
    found = [[FAR] * len(lines) for _ in lines]
    for one in range(len(lines)):
        for other in range(one):
            across = max(left[one] - right[other], left[other] - right[one])
            down = max(top[one] - bottom[other], top[other] - bottom[one])
            if by_boxes and _upon((left, right), one, other) and _upon((top, bottom), one, other):
                found[one][other] = found[other][one] = 0.0
            elif max(across, down) < FAR * height:
                (x, y), (others_x, others_y) = fine[one], fine[other]
                squares = (x[:, None] - others_x) ** 2 + (y[:, None] - others_y) ** 2
                least = math.sqrt(float(squares.min())) / height
                found[one][other] = found[other][one] = min(least, FAR)
    return found


def _upon(spans: tuple[list[float], list[float]], one: int, other: int) -> bool:
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
    count = min(max(2, math.ceil(length / step)), _MOST_POINTS)
    at = np.arange(count) * (length / (count - 1))
    return np.interp(at, run, line[:, 0]), np.interp(at, run, line[:, 1])
