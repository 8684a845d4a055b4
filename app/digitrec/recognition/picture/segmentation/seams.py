"""Seams: where a line of digits may be cut, from top to bottom.

A seam is the path down through a line that crosses the least ink of all paths through one of its
pixels. It is found by dynamic programming, as in seam carving (Avidan, Shamir 2007, "Seam Carving
for Content-Aware Image Resizing"). Between digits that don't touch it crosses none.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.picture.segmentation.connected_components import Mask

Array = NDArray[np.float64]
Columns = NDArray[np.int64]

MAX_SEAMS = 80
"""In a line; a number of ten digits has about 30."""

_OPEN = 0.02  # heights of ink up to which a seam counts as crossing none
_ROWS = 40  # per digit height: the resolution at which seams are found
_PAPER = 0.01  # cost of a row without ink
_STEP_COSTS = (0.0, 0.3, 0.6)  # of steps sideways, by columns per row
_LEVELS = (0.1, 0.3, 0.5, 0.7, 0.9)  # of the line's height, at which the best seams are picked
_MAX_INK = 0.8  # heights that a seam may cross
_SPACING = 0.06  # heights between the pixels through which seams are picked
_SAME = 0.012  # square heights of ink between two seams below which they count as the same
_EDGE = 0.02  # the same between a seam and the end of a line


@dataclass(frozen=True)
class Seams:
    """The seams of a line, from left to right, the line's two ends among them.

    Attributes:
        columns: shape (n, h): for each seam and row, the first column to the seam's right.
        crossed: shape (n,): how much of the seam lies in ink, in heights.
    """

    columns: Columns
    crossed: Array

    def __len__(self) -> int:
        return len(self.crossed)

    @property
    def open(self) -> NDArray[np.bool_]:
        """Shape (n,): whether each crosses hardly any ink."""
        return np.asarray(self.crossed <= _OPEN)

    def pick(self, which: NDArray[np.bool_]) -> Seams:
        """Some of the seams."""
        return Seams(self.columns[which], self.crossed[which])


def find_seams(mask: Mask, digit_height: float) -> Seams:
    """The seams of a line.

    Args:
        mask: shape (h, w), true where there is ink.
        digit_height: in pixels.
    """
    height, width = mask.shape
    step = max(1, round(digit_height / _ROWS))
    rows, columns = -(-height // step), -(-width // step)
    padded = np.zeros((rows * step, columns * step))
    padded[:height, :width] = mask
    ink = padded.reshape(rows, step, columns, step).mean(axis=(1, 3))
    down, from_above = _cheapest(ink + _PAPER)
    up, from_below = _cheapest(ink[::-1] + _PAPER)
    up, from_below = up[::-1], from_below[::-1]
    through = down + up - ink - _PAPER
    picked = [
        (float(through[row, at]), row, at)
        for row in sorted({int(share * (rows - 1)) for share in _LEVELS})
        for at in _minima(through[row], max(1, round(_SPACING * digit_height / step)))
    ]
    unit = step / digit_height
    sums = np.concatenate([np.zeros((rows, 1)), np.cumsum(ink, axis=1)], axis=1)
    whole = float(sums[:, -1].sum()) * unit**2
    found: list[Columns] = []
    crossed: list[float] = []
    sides: list[Array] = []
    for _, row, at in sorted(picked):
        path = _path(from_above, from_below, row, at)
        inside = float(ink[np.arange(rows), path].sum()) * unit
        side = sums[np.arange(rows), path] * unit**2
        left = float(side.sum())
        if inside > _MAX_INK or not _EDGE < left < whole - _EDGE:
            continue
        if any(float(np.abs(side - other).sum()) < _SAME for other in sides):
            continue
        found.append(path)
        crossed.append(inside)
        sides.append(side)
        if len(found) == MAX_SEAMS:
            break
    order = np.argsort([side.sum() for side in sides], kind="stable")
    paths = [np.repeat(found[at], step)[:height] * step for at in order]
    ends = np.zeros(height, np.int64), np.full(height, width, np.int64)
    return Seams(
        np.stack([ends[0], *paths, ends[1]]),
        np.array([0.0, *(crossed[at] for at in order), 0.0]),
    )


def _cheapest(cost: Array) -> tuple[Array, Columns]:
    """The least cost of a path from the top to each pixel, and its last step sideways."""
    rows, columns = cost.shape
    total = cost.copy()
    back = np.zeros((rows, columns), np.int64)
    far = len(_STEP_COSTS) - 1
    steps = np.array(sorted(range(-far, far + 1), key=abs))
    above = np.full(columns + 2 * far, np.inf)
    beside = np.full(columns + 2 * far, np.inf)
    for row in range(1, rows):
        above[far:-far] = total[row - 1]
        beside[far:-far] = cost[row]
        costs = np.stack(
            [
                above[far + step : far + step + columns]
                + _STEP_COSTS[abs(step)]
                + (beside[far + step // 2 : far + step // 2 + columns] if abs(step) > 1 else 0)
                for step in steps
            ]
        )
        best = costs.argmin(axis=0)
        total[row] += costs[best, np.arange(columns)]
        back[row] = steps[best]
    return total, back


def _minima(cost: Array, spacing: int) -> list[int]:
    """The places of least cost that are at least `spacing` apart.

    Of a stretch of equal cost, the middle is taken.
    """
    found = []
    left = cost.copy()
    for _ in range(MAX_SEAMS):
        at = int(left.argmin())
        if not np.isfinite(left[at]):
            break
        end = at
        while end + 1 < len(left) and left[end + 1] <= left[at] + 1e-9:
            end += 1
        middle = (at + end) // 2
        found.append(middle)
        left[max(at - spacing, 0) : end + spacing + 1] = np.inf
    return found


def _path(above: Columns, below: Columns, row: int, at: int) -> Columns:
    """The columns of the best seam through a pixel."""
    path = np.empty(len(above), np.int64)
    path[row] = at
    column = at
    for upper in range(row, 0, -1):
        column += int(above[upper, column])
        path[upper - 1] = column
    column = at
    for lower in range(row, len(path) - 1):
        column += int(below[lower, column])
        path[lower + 1] = column
    return path
