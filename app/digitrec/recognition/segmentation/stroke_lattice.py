"""The lattice of a drawing: every few neighbouring strokes are a candidate for a digit."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from digitrec.recognition.ink import Box
from digitrec.recognition.predictions import Predictions
from digitrec.recognition.raster import Line
from digitrec.recognition.segmentation.lattice import Array, Lattice
from digitrec.recognition.segmentation.stroke_measures import (
    as_arrays,
    distances,
    extents,
    height_of,
)
from digitrec.recognition.segmentation.weights import STROKE_FEATURES

MAX_STROKES = 5
"""Of one digit. None of the 7,494 UCI pen digits (30 writers) has more than 4."""

MAX_TOUCHING = 12
"""Strokes that touch each other, directly or through others, and may be several digits. More are a
scribble, which counts as one digit."""

MAX_GAP = 0.5
"""Inside a digit, in heights of the drawing; the widest in a UCI pen digit is 0.247."""

_MAX_SEPARATION = 0.3
"""Distance between a digit's stroke and the rest of it, in heights. Strokes of a longer drawing
that are further apart are no candidate: they would be a quarter of all candidates. Of the pen
digits with several strokes, one in five hundred has more."""

_MAX_WIDTH = 2.2  # digit, in heights
_NEAR = 0.12
_TOUCHING = 0.04
_NARROW = 0.25
_MAX_HEIGHT_LOG_RATIO = 1.5


class StrokeCandidate(NamedTuple):
    """Neighbouring strokes that may be a digit or, in a `MarkLattice`, a mark.

    Attributes:
        first: position of the first of them, from left to right.
        end: position after the last.
        strokes: their indices in the drawing, rising.
        box: around them.
        mark: which mark; empty for a digit.
        confidence: that it is this mark.
    """

    first: int
    end: int
    strokes: tuple[int, ...]
    box: Box
    mark: str = ""
    confidence: float = 1.0


class StrokeLattice(Lattice[StrokeCandidate]):
    """The candidates of a drawing, and the cuts between them.

    Args:
        strokes: none of them empty.
        bounded: whether a candidate has at most `MAX_STROKES` and no wide gap between them. A
            drawing whose number of digits is given may need others.

    Attributes:
        digits: the candidates that may be a digit; the networks read these.
    """

    feature_names = STROKE_FEATURES

    def __init__(self, strokes: Sequence[Line], bounded: bool = True) -> None:
        self._lines = as_arrays(strokes)
        low, high = extents(self._lines)
        self._height = height_of(low, high)
        middle = (low[:, 0] + high[:, 0]) / 2
        self._order: list[int] = np.lexsort((low[:, 1], low[:, 0], middle)).tolist()
        # Lists, as reading one number from an array takes several times as long.
        (self._left, self._top), (self._right, self._bottom) = low.T.tolist(), high.T.tolist()
        self._distances = distances(self._lines, len(self._lines) > MAX_TOUCHING)
        super().__init__(self._bounded_candidates() if bounded else self._all_candidates())
        self.digits = [each for each in self.candidates if not each.mark]

    def _all_candidates(self) -> list[StrokeCandidate]:
        count = len(self._order)
        return [
            self._candidate(first, end)
            for first in range(count)
            for end in range(first + 1, count + 1)
        ]

    def _bounded_candidates(self) -> list[StrokeCandidate]:
        count = len(self._order)
        wholes = [(first, end) for first, end in self._touching() if end - first > MAX_STROKES]
        found = [self._candidate(*whole) for whole in wholes]
        scribbles = [(first, end) for first, end in wholes if end - first > MAX_TOUCHING]
        for first in range(count):
            for end in range(first + 1, min(count, first + MAX_STROKES) + 1):
                each = self._candidate(first, end)
                width = (each.box[2] - each.box[0]) / self._height
                if end > first + 1 and (width > _MAX_WIDTH or self._gap(each) > MAX_GAP):
                    break
                if end - first < count and self._separation(each.strokes) > _MAX_SEPARATION:
                    continue
                if not any(start < end and first < stop for start, stop in scribbles):
                    found.append(each)
        return sorted(found)

    def _candidate(self, first: int, end: int) -> StrokeCandidate:
        picked = sorted(self._order[first:end])
        box = (
            min(self._left[at] for at in picked),
            min(self._top[at] for at in picked),
            max(self._right[at] for at in picked),
            max(self._bottom[at] for at in picked),
        )
        return StrokeCandidate(first, end, tuple(picked), box)

    def _touching(self) -> list[tuple[int, int]]:
        """Runs (first, end) of strokes that touch each other, from left to right."""
        runs: list[tuple[int, int]] = []
        for at, stroke in enumerate(self._order):
            row = self._distances[stroke]
            reach = [at, *(place for place, other in enumerate(self._order)
                           if row[other] < _TOUCHING)]  # fmt: skip
            run = min(reach), max(reach) + 1
            while runs and runs[-1][1] > run[0]:
                before = runs.pop()
                run = min(before[0], run[0]), max(before[1], run[1])
            runs.append(run)
        return runs

    def _evidence(self, predictions: Predictions) -> Array:
        read = super()._evidence(predictions)
        whole = np.array([self._is_whole(each) for each in self.digits])
        return np.concatenate([read, (whole * read[:, -1])[:, None]], axis=1)

    def _is_whole(self, candidate: StrokeCandidate) -> bool:
        """Whether a candidate is all that was drawn."""
        return len(candidate.strokes) == len(self._lines)

    def _shape(self, candidate: StrokeCandidate) -> tuple[float, ...]:
        x0, y0, x1, y1 = candidate.box
        width, height = (x1 - x0) / self._height, (y1 - y0) / self._height
        size = math.log(max(height, 0.3 * width, 1e-3))
        separation = self._separation(candidate.strokes)
        return (
            min(size + 0.4, 0.0) ** 2,
            max(width - 1.1, 0.0),
            self._gap(candidate),
            separation,
            min(separation, _NEAR),
            float(len(candidate.strokes) > 1),
            float(len(candidate.strokes) > 2),
        )

    def _gap(self, candidate: StrokeCandidate) -> float:
        """The widest horizontal gap between its strokes, in heights."""
        first, *others = sorted(candidate.strokes, key=self._left.__getitem__)
        widest, reach = 0.0, self._right[first]
        for at in others:
            widest = max(widest, self._left[at] - reach)
            reach = max(reach, self._right[at])
        return widest / self._height

    def _separation(self, picked: tuple[int, ...]) -> float:
        """The longest edge of the minimum spanning tree of some strokes (Prim's algorithm)."""
        first, *others = picked
        longest = 0.0
        away = {at: self._distances[first][at] for at in others}  # from the tree so far
        while away:
            nearest = min(away, key=away.__getitem__)
            longest = max(longest, away.pop(nearest))
            row = self._distances[nearest]
            away = {at: min(distance, row[at]) for at, distance in away.items()}
        return longest

    def _cut(self, left: StrokeCandidate, right: StrokeCandidate) -> tuple[float, ...]:
        one, other = left.box, right.box
        gap = (other[0] - one[2]) / self._height
        narrow = min(one[2] - one[0], other[2] - other[0]) / self._height
        distance = min(self._distances[a][b] for a in left.strokes for b in right.strokes)
        overlap = max(min(gap, 0.0) / max(narrow, _NARROW), -1.0)
        log_ratio = math.log(self._box_height(one) / self._box_height(other))
        return (
            min(max(gap, -1.0), 0.6),
            overlap,
            overlap**2,
            distance,
            min(distance, _NEAR),
            float(distance < _TOUCHING),
            min(abs(log_ratio), _MAX_HEIGHT_LOG_RATIO),
            min(abs(one[1] - other[1]) / self._height, 1.0),
            min(abs(one[3] - other[3]) / self._height, 1.0),
        )

    def _box_height(self, box: Box) -> float:
        return max((box[3] - box[1]) / self._height, 0.05)
