"""The lattice of a line in a picture: what lies between two seams is a candidate for a digit."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.ink import Box
from digitrec.recognition.picture.segmentation.seams import Seams
from digitrec.recognition.picture.segmentation.text_lines import TextLine
from digitrec.recognition.raster import Raster
from digitrec.recognition.segmentation.lattice import Lattice
from digitrec.recognition.segmentation.weights import PICTURE_FEATURES

MAX_GAP = 0.5
"""Inside a digit, in heights."""

_MAX_WIDTH = 1.9  # digit, in heights
_COMPACT_WIDTH, _COMPACT_GAP = 1.5, 0.2  # of what the network may call a single digit
_MIN_INK = 0.01  # square heights, of a digit
_STROKE_WIDTH = 0.15  # heights of ink: what a seam crosses if it cuts one line only


class PictureCandidate(NamedTuple):
    """What lies between two seams, and may be a digit.

    Attributes:
        first: index of the seam on its left.
        end: index of the seam on its right.
        box: around its ink, in pixels of the line.
    """

    first: int
    end: int
    box: tuple[int, int, int, int]


class PictureLattice(Lattice[PictureCandidate]):
    """The candidates of one line of a picture, and the cuts between them.

    Args:
        line: of the picture.
        seams: where the line may be cut.
        bounded: whether very wide candidates and those with a wide gap are left out. A line whose
            number of digits is given may need them.
    """

    feature_names = PICTURE_FEATURES

    def __init__(self, line: TextLine, seams: Seams, bounded: bool = True) -> None:
        self._line = line
        self._seams = seams
        self._sums = np.concatenate(
            [np.zeros((len(line.mask), 1), np.int64), np.cumsum(line.mask, axis=1)], axis=1
        )
        self._masks: dict[tuple[int, int], NDArray[np.bool_]] = {}
        super().__init__(self._find_candidates(bounded))

    @property
    def seams(self) -> NDArray[np.int64]:
        """For each seam and row, the first column to its right; the line's ends are included."""
        return self._seams.columns

    def crop(self, candidate: PictureCandidate) -> Raster:
        """The ink of a candidate with a margin, as far as its seams allow."""
        x0, y0, x1, y1 = candidate.box
        height, width = self._line.ink.shape
        rows, columns = (
            slice(max(y0 - 2, 0), min(y1 + 2, height)),
            slice(max(x0 - 2, 0), min(x1 + 2, width)),
        )
        at = np.arange(columns.start, columns.stop)
        left, right = (self.seams[seam][rows, None] for seam in (candidate.first, candidate.end))
        return np.where((at >= left) & (at < right), self._line.ink[rows, columns], np.float32(0))

    def is_compact(self, candidate: PictureCandidate) -> bool:
        """Whether a candidate is no wider than a digit, and in one piece or nearly so."""
        return self._width(candidate) <= _COMPACT_WIDTH and self._gap(candidate) <= _COMPACT_GAP

    def box(self, candidate: PictureCandidate) -> Box:
        """The box of a candidate, in pixels of the picture's ink."""
        (x, y), scale = self._line.corner, self._line.scale
        x0, y0, x1, y1 = candidate.box
        return ((x + x0) * scale, (y + y0) * scale, (x + x1) * scale, (y + y1) * scale)

    def _find_candidates(self, bounded: bool) -> list[PictureCandidate]:
        count = len(self._seams)
        whole = self._candidate(0, count - 1)
        found = [] if whole is None else [whole]
        for first in range(count - 1):
            nearest = True  # kept however wide it is: there may be no seam that cuts it
            for end in range(first + 1, count - (first == 0)):
                each = self._candidate(first, end)
                if each is None:
                    continue
                if not bounded or nearest or self._fits(each):
                    found.append(each)
                elif (each.box[2] - each.box[0]) > 2 * _MAX_WIDTH * self._line.digit_height:
                    break
                nearest = False
        return sorted(found)

    def _candidate(self, first: int, end: int) -> PictureCandidate | None:
        """What is between two seams; None if they cross, or if there is hardly any ink."""
        left, right = self.seams[first], self.seams[end]
        if (left > right).any():
            return None
        rows = np.arange(len(left))
        ink = self._sums[rows, right] - self._sums[rows, left]
        if ink.sum() < _MIN_INK * self._line.digit_height**2:
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
        return PictureCandidate(
            first,
            end,
            (low + int(places[0]), int(filled[0]), low + int(places[-1]) + 1, int(filled[-1]) + 1),
        )

    def _fits(self, candidate: PictureCandidate) -> bool:
        return self._width(candidate) <= _MAX_WIDTH and self._gap(candidate) <= MAX_GAP

    def _width(self, candidate: PictureCandidate) -> float:
        return (candidate.box[2] - candidate.box[0]) / self._line.digit_height

    def _gap(self, candidate: PictureCandidate) -> float:
        """The widest gap between columns with ink, in heights."""
        columns = np.flatnonzero(self._masks[candidate.first, candidate.end])
        widest = int(np.diff(columns).max(initial=1)) - 1
        return float(max(0, widest) / self._line.digit_height)

    def _shape(self, candidate: PictureCandidate) -> tuple[float, ...]:
        width = self._width(candidate)
        height = (candidate.box[3] - candidate.box[1]) / self._line.digit_height
        size = math.log(max(height, 0.3 * width, 1e-3))
        inside = self._seams_inside(candidate)
        crossed = self._seams.crossed[inside]
        return (
            min(size + 0.4, 0.0) ** 2,
            max(width - 1.1, 0.0),
            max(0.25 - width, 0.0),
            self._gap(candidate),
            float(self._seams.open[inside].sum()),
            float(np.maximum(_STROKE_WIDTH - crossed, 0).max(initial=0) / _STROKE_WIDTH),
            float(candidate.first == 0 and candidate.end == len(self._seams) - 1),
        )

    def _seams_inside(self, candidate: PictureCandidate) -> NDArray[np.int64]:
        left, right = self.seams[candidate.first], self.seams[candidate.end]
        own = self.seams[candidate.first + 1 : candidate.end]
        inside = ((own >= left) & (own <= right)).all(axis=1)
        return candidate.first + 1 + np.flatnonzero(inside)

    def _cut(self, left: PictureCandidate, right: PictureCandidate) -> tuple[float, ...]:
        gap = (right.box[0] - left.box[2]) / self._line.digit_height
        narrow = (
            min(left.box[2] - left.box[0], right.box[2] - right.box[0]) / self._line.digit_height
        )
        overlap = max(min(gap, 0.0) / max(narrow, 0.25), -1.0)
        crossed = float(self._seams.crossed[left.end])
        return (
            min(max(gap, -1.0), 0.6),
            float(gap > 0.25),
            overlap,
            overlap**2,
            float(not self._seams.open[left.end]),
            crossed,
            max(crossed - _STROKE_WIDTH, 0.0),
        )
