"""Lattice: the ways to part a drawing's strokes into digits, and how likely each of them is.

Every few neighbouring strokes are a candidate for a digit. The network says what it makes of each;
that, its size and the room around it are weighed into a score, and the best way through all
strokes is found (`paths`). This is the graph of LeCun, Bottou, Bengio, Haffner 1998
("Gradient-Based Learning Applied to Document Recognition", section on heuristic over-segmentation)
with the weights of a semi-Markov conditional random field (Sarawagi, Cohen 2004), which are learned
by `training.segmentation.stroke_weights`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from digitrec.recognition.ink import Box
from digitrec.recognition.predictions import Predictions
from digitrec.recognition.raster import Line
from digitrec.recognition.segmentation import beam_search
from digitrec.recognition.segmentation.beam_search import Path, Scores, best_paths, evidence
from digitrec.recognition.segmentation.stroke_measures import (
    Array,
    as_arrays,
    distances,
    extents,
    height_of,
)

MOST_STROKES = 5
"""Of one digit. Of 7,494 UCI pen digits (30 writers) none has more than 4."""

MOST_TOUCHING = 12
"""Strokes that touch each other, directly or through others, and may be several digits: more are
a scribble, and taken as one."""

WIDEST_GAP = 0.5
"""Inside a digit, in heights of the drawing; the widest in a UCI pen digit is 0.247."""

_SCATTERED = 0.3
"""Room between a digit's stroke and the rest of it, in heights, from which strokes of a longer
drawing are no candidate: they would be a quarter of all. Of the pen digits of several strokes one
in five hundred has more."""

_WIDEST = 2.2  # digit, in heights
_NEAR = 0.12
_TOUCHING = 0.04
_NARROW = 0.25
_UNEVEN = 1.5

GROUP_FEATURES = (
    "digit", "log probability", "log certainty", "doubt", "several", "whole", "small", "wide",
    "gap", "apart", "near", "several strokes", "many strokes",
)  # fmt: skip
CUT_FEATURES = (
    "gap", "overlap", "stacked", "distance", "near", "touching", "uneven", "tops", "bottoms",
)  # fmt: skip

GROUP_WEIGHTS = np.array(
    [
        -0.835,
        0.607,
        0.506,
        -0.446,
        0.040,
        -2.088,
        -0.731,
        0.107,
        -0.053,
        -0.059,
        -0.014,
        0.883,
        -0.297,
    ]
)
CUT_WEIGHTS = np.array([0.412, 0.896, -0.799, 0.025, 0.015, -0.854, -0.908, -0.195, -0.382])
"""Learned from numbers of the training writers' digits, and characters that are to stay whole, by:
python -m training.segmentation.stroke_weights"""


class Candidate(NamedTuple):
    """Neighbouring strokes that may be a digit.

    Attributes:
        first: place of the first of them, from left to right.
        end: place after the last.
        strokes: their indices in the drawing, rising.
        box: around them.
    """

    first: int
    end: int
    strokes: tuple[int, ...]
    box: Box


class Lattice:
    """The candidates of a drawing, and the cuts between them.

    Args:
        strokes: none of them empty.
        bounded: whether a candidate has at most `MOST_STROKES`, with no wide gap between them.
            A drawing whose number of digits is told may need others.

    Attributes:
        candidates: by their first stroke's place from left to right, then by their number.
    """

    def __init__(self, strokes: Sequence[Line], bounded: bool = True) -> None:
        self._lines = as_arrays(strokes)
        low, high = extents(self._lines)
        self._height = height_of(low, high)
        middle = (low[:, 0] + high[:, 0]) / 2
        self._order: list[int] = np.lexsort((low[:, 1], low[:, 0], middle)).tolist()
        # Lists, as one number of an array takes several times as long to get.
        (self._left, self._top), (self._right, self._bottom) = low.T.tolist(), high.T.tolist()
        self._distances = distances(self._lines, len(self._lines) > MOST_TOUCHING)
        self.candidates = self._found(bounded)
        self._spans = [(each.first, each.end) for each in self.candidates]
        self._shapes = np.array([self._shape(each) for each in self.candidates])
        self._before, self._cuts = self._cut()

    def features(self, predictions: Predictions) -> tuple[Array, list[Array]]:
        """What is weighed.

        Args:
            predictions: of the network, for each candidate.

        Returns:
            Shape (candidates, len(GROUP_FEATURES)); and for each candidate one of shape (those
            before it, len(CUT_FEATURES)).
        """
        read = evidence(predictions)
        whole = np.array([len(each.strokes) == len(self._lines) for each in self.candidates])
        own = (whole * read[:, -1])[:, None]
        return np.concatenate([read, own, self._shapes], axis=1), self._cuts

    @property
    def before(self) -> list[list[int]]:
        """For each candidate those that may stand on its left."""
        return self._before

    @property
    def last(self) -> list[int]:
        """The candidates that end the drawing."""
        return beam_search.last(self._spans)

    def paths(
        self, predictions: Predictions, digits: int | None = None, most: int = 3
    ) -> list[Path]:
        """The best ways through the lattice, best first; none where no way has so many digits.

        Args:
            predictions: of the network, for each candidate.
            digits: how many the way goes through; None for any number.
            most: ways to give.
        """
        groups, cuts = self.features(predictions)
        scores = Scores(groups @ GROUP_WEIGHTS, [cut @ CUT_WEIGHTS for cut in cuts])
        return best_paths(self._spans, self._before, scores, digits, most)

    def _found(self, bounded: bool) -> list[Candidate]:
        count = len(self._order)
        if not bounded:
            return [
                self._candidate(first, end)
                for first in range(count)
                for end in range(first + 1, count + 1)
            ]
        wholes = [(first, end) for first, end in self._touching() if end - first > MOST_STROKES]
        found = [self._candidate(*whole) for whole in wholes]
        scribbles = [(first, end) for first, end in wholes if end - first > MOST_TOUCHING]
        for first in range(count):
            for end in range(first + 1, min(count, first + MOST_STROKES) + 1):
                each = self._candidate(first, end)
                wide = (each.box[2] - each.box[0]) / self._height
                if end > first + 1 and (wide > _WIDEST or self._gap(each) > WIDEST_GAP):
                    break
                if end - first < count and self._apart(each.strokes) > _SCATTERED:
                    continue
                if not any(start < end and first < stop for start, stop in scribbles):
                    found.append(each)
        return sorted(found)

    def _candidate(self, first: int, end: int) -> Candidate:
        picked = sorted(self._order[first:end])
        box = (
            min(self._left[at] for at in picked),
            min(self._top[at] for at in picked),
            max(self._right[at] for at in picked),
            max(self._bottom[at] for at in picked),
        )
        return Candidate(first, end, tuple(picked), box)

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

    def _gap(self, each: Candidate) -> float:
        """The widest room between strokes, from side to side, in heights."""
        first, *others = sorted(each.strokes, key=self._left.__getitem__)
        widest, reach = 0.0, self._right[first]
        for at in others:
            widest = max(widest, self._left[at] - reach)
            reach = max(reach, self._right[at])
        return widest / self._height

    def _shape(self, each: Candidate) -> tuple[float, ...]:
        wide = (each.box[2] - each.box[0]) / self._height
        tall = (each.box[3] - each.box[1]) / self._height
        size = math.log(max(tall, 0.3 * wide, 1e-3))
        apart = self._apart(each.strokes)
        return (
            min(size + 0.4, 0.0) ** 2,
            max(wide - 1.1, 0.0),
            self._gap(each),
            apart,
            min(apart, _NEAR),
            float(len(each.strokes) > 1),
            float(len(each.strokes) > 2),
        )

    def _apart(self, picked: tuple[int, ...]) -> float:
        """The widest room that has to be crossed to get from each stroke to every other."""
        first, *others = picked
        widest = 0.0
        away = {at: self._distances[first][at] for at in others}  # from what is reached already
        while away:
            nearest = min(away, key=away.__getitem__)
            widest = max(widest, away.pop(nearest))
            row = self._distances[nearest]
            away = {at: min(distance, row[at]) for at, distance in away.items()}
        return widest

    def _cut(self) -> tuple[list[list[int]], list[Array]]:
        before = beam_search.before(self._spans)
        cuts = [
            np.array([self._cut_features(left, at) for left in lefts]).reshape(
                -1, len(CUT_FEATURES)
            )
            for at, lefts in enumerate(before)
        ]
        return before, cuts

    def _cut_features(self, left: int, right: int) -> tuple[float, ...]:
        one, other = self.candidates[left], self.candidates[right]
        gap = (other.box[0] - one.box[2]) / self._height
        narrow = min(one.box[2] - one.box[0], other.box[2] - other.box[0]) / self._height
        distance = min(self._distances[a][b] for a in one.strokes for b in other.strokes)
        overlap = max(min(gap, 0.0) / max(narrow, _NARROW), -1.0)
        return (
            min(max(gap, -1.0), 0.6),
            overlap,
            overlap**2,
            distance,
            min(distance, _NEAR),
            float(distance < _TOUCHING),
            min(abs(math.log(self._tall(one) / self._tall(other))), _UNEVEN),
            min(abs(one.box[1] - other.box[1]) / self._height, 1.0),
            min(abs(one.box[3] - other.box[3]) / self._height, 1.0),
        )

    def _tall(self, each: Candidate) -> float:
        return max((each.box[3] - each.box[1]) / self._height, 0.05)
