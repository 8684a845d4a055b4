"""Picture lattice: the ways to part a line in a picture into digits.

As in `lattice`, but what lies between two seams is a candidate, in place of a few strokes.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.ink import Box
from digitrec.recognition.picture.seams import Seams
from digitrec.recognition.picture.text_lines import TextLine
from digitrec.recognition.predictions import Predictions
from digitrec.recognition.raster import Raster
from digitrec.recognition.segmentation import beam_search
from digitrec.recognition.segmentation.beam_search import Path, Scores, best_paths, evidence

Array = NDArray[np.float64]

WIDEST_GAP = 0.5
"""Inside a digit, in heights."""

_WIDEST = 1.9  # digit, in heights
_COMPACT, _BROKEN = 1.5, 0.2  # most width and room inside, of what is surely one digit
_LEAST_INK = 0.01  # square heights, of a digit
_THICK = 0.15  # heights of ink: what a seam crosses where it cuts one line only

GROUP_FEATURES = (
    "digit", "log probability", "log certainty", "doubt", "several", "small", "wide", "narrow",
    "gap", "open seams", "thin seams", "whole",
)  # fmt: skip
CUT_FEATURES = ("gap", "wide gap", "overlap", "stacked", "through", "crossed", "crossed much")

GROUP_WEIGHTS = np.array(
    [-1.263, 0.737, 0.682, -0.367, 0.262, -1.688, -2.551, -0.294, -0.277, -1.183, -0.231, -0.192]
)
CUT_WEIGHTS = np.array([0.826, 0.352, 1.635, -1.277, -1.748, -1.134, -0.443])
"""Learned from 700 pages of the training data: python -m training.segmentation.picture_weights"""


class Candidate(NamedTuple):
    """What lies between two seams, and may be a digit.

    Attributes:
        first: index of the seam on its left.
        end: of the seam on its right.
        box: around its ink, in pixels of the line.
    """

    first: int
    end: int
    box: tuple[int, int, int, int]


class PictureLattice:
    """The candidates of one line of a picture, and the cuts between them.

    Args:
        line: of the picture.
        seams: that part it.
        bounded: whether no candidate is very wide or has a wide gap. A line whose number of digits
            is told may need others.

    Attributes:
        candidates: by the seam on their left, then by that on their right.
    """

    def __init__(self, line: TextLine, seams: Seams, bounded: bool = True) -> None:
        self._line = line
        self._seams = seams
        self._sums = np.concatenate(
            [np.zeros((len(line.mask), 1), np.int64), np.cumsum(line.mask, axis=1)], axis=1
        )
        self._masks: dict[tuple[int, int], NDArray[np.bool_]] = {}
        self.candidates = self._found(bounded)
        self._spans = [(each.first, each.end) for each in self.candidates]
        self._before = beam_search.before(self._spans)
        self._shapes = np.array([self._shape(each) for each in self.candidates])
        self._cuts = [
            np.array([self._cut_features(left, at) for left in lefts]).reshape(
                -1, len(CUT_FEATURES)
            )
            for at, lefts in enumerate(self._before)
        ]

    @property
    def seams(self) -> NDArray[np.int64]:
        """Of each seam and row the first column to its right, the line's ends among them."""
        return self._seams.columns

    @property
    def before(self) -> list[list[int]]:
        """For each candidate those that may stand on its left."""
        return self._before

    @property
    def last(self) -> list[int]:
        """The candidates that end the line."""
        return beam_search.last(self._spans)

    def crop(self, each: Candidate) -> Raster:
        """The ink of a candidate, and what is around it between its seams."""
        x0, y0, x1, y1 = each.box
        height, width = self._line.ink.shape
        rows, columns = (
            slice(max(y0 - 2, 0), min(y1 + 2, height)),
            slice(max(x0 - 2, 0), min(x1 + 2, width)),
        )
        at = np.arange(columns.start, columns.stop)
        left, right = (self.seams[seam][rows, None] for seam in (each.first, each.end))
        return np.where((at >= left) & (at < right), self._line.ink[rows, columns], np.float32(0))

    def compact(self, each: Candidate) -> bool:
        """Whether a candidate is no wider than a digit is, and in one piece or nearly so."""
        wide = (each.box[2] - each.box[0]) / self._line.tall
        return wide <= _COMPACT and self._gap(each) <= _BROKEN

    def box(self, each: Candidate) -> Box:
        """The box of a candidate, in pixels of the picture's ink."""
        (x, y), scale = self._line.corner, self._line.scale
        x0, y0, x1, y1 = each.box
        return ((x + x0) * scale, (y + y0) * scale, (x + x1) * scale, (y + y1) * scale)

    def features(self, predictions: Predictions) -> tuple[Array, list[Array]]:
        """What is weighed.

        Args:
            predictions: of the network, for each candidate.

        Returns:
            Shape (candidates, len(GROUP_FEATURES)); and for each candidate one of shape (those
            before it, len(CUT_FEATURES)).
        """
        return np.concatenate([evidence(predictions), self._shapes], axis=1), self._cuts

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
        count = len(self._seams)
        whole = self._candidate(0, count - 1)
        found = [] if whole is None else [whole]
        for first in range(count - 1):
            nearest = True  # however wide: it may be that nothing cuts it
            for end in range(first + 1, count - (first == 0)):
                each = self._candidate(first, end)
                if each is None:
                    continue
                if not bounded or nearest or self._fits(each):
                    found.append(each)
                elif (each.box[2] - each.box[0]) > 2 * _WIDEST * self._line.tall:
                    break
                nearest = False
        return sorted(found)

    def _candidate(self, first: int, end: int) -> Candidate | None:
        """What is between two seams; None where they cross, or where there is hardly any ink."""
        left, right = self.seams[first], self.seams[end]
        if (left > right).any():
            return None
        rows = np.arange(len(left))
        ink = self._sums[rows, right] - self._sums[rows, left]
        if ink.sum() < _LEAST_INK * self._line.tall**2:
            return None
        filled = np.flatnonzero(ink)
        low, high = int(left.min()), int(right.max())
        part = self._line.mask[filled[0] : filled[-1] + 1, low:high]
        at = np.arange(low, high)
        between = (at >= left[filled[0] : filled[-1] + 1, None]) & (
            at < right[filled[0] : filled[-1] + 1, None]
        )
        columns = (part & between).any(axis=0)
        self._masks[first, end] = columns
        places = np.flatnonzero(columns)
        return Candidate(
            first,
            end,
            (low + int(places[0]), int(filled[0]), low + int(places[-1]) + 1, int(filled[-1]) + 1),
        )

    def _fits(self, each: Candidate) -> bool:
        wide = (each.box[2] - each.box[0]) / self._line.tall
        return wide <= _WIDEST and self._gap(each) <= WIDEST_GAP

    def _gap(self, each: Candidate) -> float:
        """The widest room inside, from side to side, in heights."""
        places = np.flatnonzero(self._masks[each.first, each.end])
        return float(max(0, int(np.diff(places).max(initial=1)) - 1) / self._line.tall)

    def _shape(self, each: Candidate) -> tuple[float, ...]:
        wide = (each.box[2] - each.box[0]) / self._line.tall
        tall = (each.box[3] - each.box[1]) / self._line.tall
        size = math.log(max(tall, 0.3 * wide, 1e-3))
        inside = self._inside(each)
        crossed = self._seams.crossed[inside]
        return (
            min(size + 0.4, 0.0) ** 2,
            max(wide - 1.1, 0.0),
            max(0.25 - wide, 0.0),
            self._gap(each),
            float(self._seams.open[inside].sum()),
            float(np.maximum(_THICK - crossed, 0).max(initial=0) / _THICK),
            float(each.first == 0 and each.end == len(self._seams) - 1),
        )

    def _inside(self, each: Candidate) -> NDArray[np.int64]:
        """The seams inside a candidate."""
        left, right = self.seams[each.first], self.seams[each.end]
        own = self.seams[each.first + 1 : each.end]
        return each.first + 1 + np.flatnonzero(((own >= left) & (own <= right)).all(axis=1))

    def _cut_features(self, left: int, right: int) -> tuple[float, ...]:
        one, other = self.candidates[left], self.candidates[right]
        gap = (other.box[0] - one.box[2]) / self._line.tall
        narrow = min(one.box[2] - one.box[0], other.box[2] - other.box[0]) / self._line.tall
        overlap = max(min(gap, 0.0) / max(narrow, 0.25), -1.0)
        crossed = float(self._seams.crossed[one.end])
        return (
            min(max(gap, -1.0), 0.6),
            float(gap > 0.25),
            overlap,
            overlap**2,
            float(not self._seams.open[one.end]),
            crossed,
            max(crossed - _THICK, 0.0),
        )
