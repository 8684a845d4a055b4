"""Lines of a page: what the outputs of the page network say about it.

Cells in the middle of lines are linked to their neighbours of the same line, as in SegLink (Shi et
al. 2017), and each says how high the line is there and which way it is read, as in EAST (Zhou et
al. 2017).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.picture.pages.found_line import FoundLine
from digitrec.recognition.picture.pages.page_features import STEP, UNIT

Numbers = NDArray[np.float64]
Indices = NDArray[np.int64]

_APART = 0.5  # heights, between the middles that neighbours see: half of what parts lines
_ALIKE = 0.8  # cosine between the directions of neighbours in a line: lines slant by 30 degrees
_PAGE = 8.0  # cells that the direction of the whole page counts in each line's
_ALONG = 0.7  # cosine between the direction of a line and that of the page, to be read along it
_LONG = 3.0  # heights: a line this long has its direction from its own middle
_NEIGHBOURS = ((0, 1), (1, 0), (1, 1), (1, -1))


@dataclass(frozen=True)
class _Cells:
    """The cells in the middle of lines.

    Attributes:
        places: (n, 2), their middles in pixels of the network's input.
        middles: (n, 2), the nearest places on the middle of the line.
        probability: (n,) that a line is there.
        height: (n,) of the line.
        twice: (n, 2), cosine and sine of twice the direction.
        sense: (n, 2), expected direction; short if it is unsure.
        axis: (n, 2), direction.
        index: (h, w), number of each cell of the page; -1 for others.
    """

    places: Numbers
    middles: Numbers
    probability: Numbers
    height: Numbers
    twice: Numbers
    sense: Numbers
    axis: Numbers
    index: Indices

    @classmethod
    def of(cls, outputs: NDArray[np.float32]) -> _Cells:
        rows, columns = np.nonzero(outputs[..., 0] > 0)
        own = outputs[rows, columns].astype(np.float64)
        index = np.full(outputs.shape[:2], -1, np.int64)
        index[rows, columns] = np.arange(len(rows))
        places = np.stack([columns, rows], axis=1).astype(np.float64) * STEP + STEP / 2
        height = UNIT * np.exp2(np.clip(own[:, 2], -3, 5))
        axis = _halved(own[:, 3:5])
        axis[(axis * own[:, 5:7]).sum(axis=1) < 0] *= -1
        below = np.clip(own[:, 1], -0.5, 0.5) * height
        middles = np.asarray(places - below[:, None] * _down(axis))
        probability = 1 / (1 + np.exp(-own[:, 0]))
        return cls(places, middles, probability, height, own[:, 3:5], own[:, 5:7], axis, index)


def page_lines(outputs: NDArray[np.float32]) -> list[FoundLine]:
    """The lines that the network saw, in no order, in pixels of its input.

    Args:
        outputs: (h, w, 7), of each cell, see `page_features.CELL_OUTPUTS`.
    """
    cells = _Cells.of(outputs)
    if not len(cells.places):
        return []
    whole = cells.probability @ cells.sense
    unit = cells.probability @ cells.twice
    common = _PAGE * unit / max(float(np.hypot(*unit)), 1e-9)
    groups = _connected(len(cells.places), _links(cells))
    return [_line(cells, group, common, whole) for group in groups]


def _line(cells: _Cells, group: Indices, common: Numbers, whole: Numbers) -> FoundLine:
    """The line of a group of cells."""
    weight = cells.probability[group]
    along = _halved((weight @ cells.twice[group] + common)[None])[0]
    # A page has one direction of reading. Lines across it decide by themselves.
    sense = weight @ cells.sense[group]
    total = float(weight.sum())
    if abs(along @ whole) > _ALONG * np.hypot(*whole):
        sense, total = sense + whole, total + float(cells.probability.sum())
    along = along if along @ sense >= 0 else -along
    height = float(np.median(cells.height[group]))
    middles = cells.middles[group]
    if np.ptp(middles @ along) > _LONG * height:
        slope = np.polyfit(middles @ along, middles @ _down(along), 1)[0]
        along = along + slope * _down(along)
        along = along / np.hypot(*along)
    down = _down(along)
    ends = cells.places[group] @ along
    left, right = ends.min() - STEP / 2, ends.max() + STEP / 2
    middle = float(np.median(middles @ down))
    corners = np.array(
        [
            along * side + down * (middle + half * height)
            for side, half in ((left, -0.5), (right, -0.5), (right, 0.5), (left, 0.5))
        ]
    )
    sure = min(max(float(sense @ along) / total, -1.0), 1.0)
    return FoundLine(corners, score=float(weight.mean()), upright=(1 + sure) / 2)


def _links(cells: _Cells) -> Indices:
    """Pairs of neighbouring cells of the same line: (n, 2)."""
    index = cells.index
    height, width = index.shape
    found = []
    for down, right in _NEIGHBOURS:
        start, end = max(0, -right), width - max(0, right)
        one = index[: height - down, start:end].ravel()
        other = index[down:, start + right : end + right].ravel()
        both = (one >= 0) & (other >= 0)
        found.append(np.stack([one[both], other[both]], axis=1))
    pairs = np.concatenate(found)
    one, other = pairs.T
    heights = cells.height[one], cells.height[other]
    away = cells.middles[one] - cells.middles[other]
    apart = np.abs((away * _down(cells.axis[one])).sum(axis=1))
    alike = np.abs((cells.axis[one] * cells.axis[other]).sum(axis=1))
    same = (
        (apart < _APART * np.minimum(*heights))
        & (alike > _ALIKE)
        & (np.maximum(*heights) < 2 * np.minimum(*heights))
    )
    return np.asarray(pairs[same])


def _connected(count: int, pairs: Indices) -> list[Indices]:
    """The groups of numbers below `count` that pairs connect."""
    lowest = np.arange(count)
    while True:
        before = lowest.copy()
        least = np.minimum(lowest[pairs[:, 0]], lowest[pairs[:, 1]])
        np.minimum.at(lowest, pairs[:, 0], least)
        np.minimum.at(lowest, pairs[:, 1], least)
        lowest = lowest[lowest]
        if np.array_equal(before, lowest):
            break
    order = np.argsort(lowest, kind="stable")
    starts = np.flatnonzero(np.diff(lowest[order])) + 1
    return np.split(order, starts)


def _halved(twice: Numbers) -> Numbers:
    """Directions (n, 2), to the right, from cosine and sine of twice their angles."""
    angle = np.arctan2(twice[:, 1], twice[:, 0]) / 2
    return np.stack([np.cos(angle), np.sin(angle)], axis=1)


def _down(along: Numbers) -> Numbers:
    """The directions to the bottom of lines, from those of reading."""
    return np.stack([-along[..., 1], along[..., 0]], axis=-1)
