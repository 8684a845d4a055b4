"""Connected components of the ink in a mask, with their boxes and areas.

Runs of ink in neighbouring rows that touch, even at a corner, are merged until nothing changes:
union by the smallest label with pointer jumping, many runs at once (Shiloach, Vishkin 1982, "An
O(log n) Parallel Connectivity Algorithm").
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Labels = NDArray[np.int32]


@dataclass(frozen=True)
class Components:
    """The connected pieces of ink in a picture.

    Attributes:
        labels: shape (h, w): the component of each pixel, counted from 1; 0 for paper.
        boxes: shape (n, 4): x0, y0, x1, y1 around each; the ends are after the last pixel.
        areas: shape (n,): the number of pixels of each.
    """

    labels: Labels
    boxes: NDArray[np.int64]
    areas: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.areas)

    @property
    def widths(self) -> NDArray[np.int64]:
        """Of the boxes."""
        return self.boxes[:, 2] - self.boxes[:, 0]

    @property
    def heights(self) -> NDArray[np.int64]:
        """Of the boxes."""
        return self.boxes[:, 3] - self.boxes[:, 1]

    @property
    def sides(self) -> NDArray[np.int64]:
        """The longer side of each box."""
        return np.maximum(self.widths, self.heights)

    def where(self, kept: NDArray[np.bool_]) -> Mask:
        """The ink of some of the components.

        Args:
            kept: shape (n,).
        """
        found: Mask = np.concatenate([[False], kept])[self.labels]
        return found

    def greatest(self, values: NDArray[np.float32]) -> NDArray[np.float32]:
        """The greatest of the values (h, w) within each component: (n,)."""
        greatest = np.full(len(self) + 1, -np.inf, np.float32)
        ink = self.labels > 0
        np.maximum.at(greatest, self.labels[ink], values[ink])
        return greatest[1:]


def components(mask: Mask) -> Components:
    """Finds the components of a mask, shape (h, w), true where there is ink."""
    rows, starts, ends = _runs(mask)
    owners, count = _merge(rows, starts, ends, mask.shape[1])
    labels = np.zeros(mask.shape, np.int32)
    labels[mask] = np.repeat(owners + 1, ends - starts)
    boxes = np.empty((count, 4), np.int64)
    boxes[:, :2], boxes[:, 2:] = max(mask.shape), 0
    np.minimum.at(boxes[:, 0], owners, starts)
    np.minimum.at(boxes[:, 1], owners, rows)
    np.maximum.at(boxes[:, 2], owners, ends)
    np.maximum.at(boxes[:, 3], owners, rows + 1)
    areas = np.bincount(owners.astype(np.intp), weights=ends - starts, minlength=count).astype(
        np.int64
    )
    return Components(labels, boxes, areas)


Indices = NDArray[np.int64]


def _runs(mask: Mask) -> tuple[Indices, Indices, Indices]:
    """Row, first column and column after the last, of each run of ink."""
    padded = np.zeros((mask.shape[0], mask.shape[1] + 2), np.int8)
    padded[:, 1:-1] = mask
    change = np.diff(padded, axis=1)
    rows, starts = np.nonzero(change == 1)
    return rows, starts, np.nonzero(change == -1)[1]


def _merge(rows: Indices, starts: Indices, ends: Indices, width: int) -> tuple[Indices, int]:
    """The component of each run, and how many components there are."""
    row = width + 2  # so that runs of different rows never overlap in these keys
    first = np.searchsorted(rows * row + ends, (rows + 1) * row + starts, "left")
    last = np.searchsorted(rows * row + starts, (rows + 1) * row + ends, "right")
    touching = np.maximum(last - first, 0)
    upper = np.repeat(np.arange(len(rows)), touching)
    within = np.arange(len(upper)) - np.repeat(np.cumsum(touching) - touching, touching)
    lower = np.repeat(first, touching) + within
    owner = np.arange(len(rows))
    while len(upper):
        least = np.minimum(owner[upper], owner[lower])
        np.minimum.at(owner, owner[upper], least)
        np.minimum.at(owner, owner[lower], least)
        while (owner[owner] != owner).any():
            owner = owner[owner]
        apart = owner[upper] != owner[lower]
        upper, lower = upper[apart], lower[apart]
    names, owners = np.unique(owner, return_inverse=True)
    return owners.astype(np.int64), len(names)
