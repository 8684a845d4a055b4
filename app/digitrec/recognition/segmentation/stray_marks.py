"""Stray marks: dots and short smears away from the digits, as a palm or a slip of the pen leaves.

Small strokes away from all others are taken for marks. A dot far from everything is left out at
once. Of other marks the networks are asked: they are left out if the strokes that they are grouped
with are no digit, and what remains is read with more certainty. A dot above a 1 stays, as in an i.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.raster import Line
from digitrec.recognition.segmentation.segmenter import Group, Read, Segmentation
from digitrec.recognition.segmentation.stroke_measures import Array, as_arrays, extents

Segment = Callable[[Group], Sequence[Segmentation]]
"""Gives the likeliest segmentations of some of a drawing's strokes, best first."""

# In heights of the drawing, which is that of its tallest stroke.
_SMALL = 0.3
_DOT = 0.12
_LEAST_DIGIT = 0.2
_NEAR, _FAR = 0.15, 0.35
_BESIDE = 0.2
_ACCENT, _CLOSE_ACCENT = 0.8, 0.45

_MAX_MARKS = 16  # more small strokes are no accident
_MAX_POINTS = 8  # of a mark, from which its distance is measured


class Mark(NamedTuple):
    """A small stroke away from the others; lengths are in heights of the drawing.

    Attributes:
        stroke: its index.
        low: its least x and y.
        high: its greatest x and y.
        plain: whether it is a dot so far from everything that the networks need not be asked.
    """

    stroke: int
    low: Array
    high: Array
    plain: bool

    @property
    def size(self) -> float:
        """Its longer side."""
        return float((self.high - self.low).max())


def find_strays(
    strokes: Sequence[Line], digits: int | None, segment: Segment, read: Read, threshold: float
) -> Group:
    """The indices of the stray marks among the strokes of a drawing.

    Args:
        strokes: none of them empty, at least one.
        digits: how many digits they are; None if that is not known.
        segment: gives the likeliest segmentations of some of them, into that many digits.
        read: gives the networks' predictions for groups of strokes.
        threshold: the outlier score above which a group is no digit.
    """
    spare = len(strokes) - (digits or 1)  # each digit has a stroke
    marks, height = find_marks(strokes) if spare > 0 else ([], 0.0)
    strays = {mark.stroke for mark in marks if mark.plain}
    doubtful = [mark for mark in marks if not mark.plain]
    if len(strays) > spare:
        return ()
    if doubtful and len(strays) + len(doubtful) <= spare:
        rest = [at for at in range(len(strokes)) if at not in strays]

        def judge(left_out: Collection[Mark]) -> _Judgement:
            without = {mark.stroke for mark in left_out}
            segmentation, *_ = segment(tuple(at for at in rest if at not in without))
            return _judgement(segmentation, strokes, height, read, threshold)

        strays |= {mark.stroke for mark in _refused(doubtful, judge)}
    return tuple(sorted(strays))


def find_marks(strokes: Sequence[Line]) -> tuple[list[Mark], float]:
    """The strokes whose size and place are those of stray marks, and the drawing's height.

    Args:
        strokes: none of them empty, at least one.
    """
    sides = []
    for stroke in strokes:
        xs, ys = zip(*stroke, strict=True)
        sides.append((max(xs) - min(xs), max(ys) - min(ys)))
    height = max(max(tall, wide / 2) for wide, tall in sides)
    small = [at for at, side in enumerate(sides) if max(side) < _SMALL * height]
    if not 0 < len(small) <= _MAX_MARKS:
        return [], height
    lines = [line / height for line in as_arrays(strokes)]
    low, high = extents(lines)
    away = _away(lines, small)
    others = [at for at in range(len(lines)) if at not in away]
    marks = []
    for at, distance in away.items():
        gaps = _vertical_gaps(low[at], high[at], low[others], high[others])
        dot = float((high[at] - low[at]).max()) <= _DOT
        plain = dot and distance >= _FAR and float(gaps.min()) >= _ACCENT
        marks.append(Mark(at, low[at], high[at], plain))
    return marks, height


def _away(lines: Sequence[Array], small: Sequence[int]) -> dict[int, float]:
    """The small strokes that are away from the others, and their distances from these.

    A small stroke near one that is not away is not away either.
    """
    away = dict.fromkeys(small, math.inf)
    found = [at for at in range(len(lines)) if at not in away]
    while found and away:
        for at in away:
            points = lines[at][:: max(1, len(lines[at]) // _MAX_POINTS)]
            away[at] = min(away[at], *(_distance(points, lines[other]) for other in found))
        found = [at for at, distance in away.items() if distance < _NEAR]
        for at in found:
            del away[at]
    return away


def _distance(points: Array, line: Array) -> float:
    """The least distance of some points from a line."""
    starts, ends = (line[:-1], line[1:]) if len(line) > 1 else (line, line)
    steps = ends - starts
    squares = np.maximum((steps**2).sum(axis=1), 1e-300)
    along = ((points[:, None] - starts) * steps).sum(axis=2) / squares
    nearest = starts + np.clip(along, 0, 1)[:, :, None] * steps
    return math.sqrt(float(((points[:, None] - nearest) ** 2).sum(axis=2).min()))


def _vertical_gaps(low: Array, high: Array, lows: Array, highs: Array) -> Array:
    """How far a mark is above or below each of some boxes; infinite if it is beside one.

    Args:
        low: the mark's least x and y.
        high: its greatest x and y.
        lows: the same of the boxes: (n, 2).
        highs: the same.
    """
    middle = (low[0] + high[0]) / 2
    beside = (middle < lows[:, 0] - _BESIDE) | (highs[:, 0] + _BESIDE < middle)
    gaps: Array = np.where(beside, np.inf, np.maximum(lows[:, 1] - high[1], low[1] - highs[:, 1]))
    return gaps


class _Judgement(NamedTuple):
    """What the networks say of a segmentation.

    Attributes:
        groups: the strokes of each digit.
        low: the least x and y of each, in heights of the drawing.
        high: the greatest.
        refused: whether each is no digit.
        ones: whether each is a 1, if it is a digit.
        log_confidence: logarithm of the probability that all of it is right.
    """

    groups: tuple[Group, ...]
    low: Array
    high: Array
    refused: NDArray[np.bool_]
    ones: NDArray[np.bool_]
    log_confidence: float

    def doubts(self, mark: Mark) -> bool:
        """Whether a mark's group is no digit: refused, or the mark alone and too small for one."""
        at = next(at for at, group in enumerate(self.groups) if mark.stroke in group)
        return bool(self.refused[at]) or (len(self.groups[at]) == 1 and mark.size < _LEAST_DIGIT)

    def surer_than(self, other: _Judgement) -> bool:
        """Whether fewer groups are refused, or there are fewer in all, and confidence is higher."""
        refused, groups = int(self.refused.sum()), len(self.groups)
        less = int(other.refused.sum()) - refused, len(other.groups) - groups
        return min(less) >= 0 < max(less) and self.log_confidence > other.log_confidence

    def accents(self, mark: Mark) -> bool:
        """Whether a mark belongs to a digit below or above it, so that both may be a letter.

        The dot of an i is up to 0.77 heights above it (Omniglot's Latin letters). In a number a
        letter is less likely.
        """
        alone = len(self.groups) == 1
        gaps = _vertical_gaps(mark.low, mark.high, self.low, self.high)
        reach = np.where(self.ones, _ACCENT, _CLOSE_ACCENT) if alone else self.ones * _CLOSE_ACCENT
        return bool(((gaps >= 0) & (gaps < reach)).any())


def _judgement(
    segmentation: Segmentation,
    strokes: Sequence[Line],
    height: float,
    read: Read,
    threshold: float,
) -> _Judgement:
    groups = tuple(group for line in segmentation.lines for group in line)
    found = read(groups)
    boxes = [
        extents([np.concatenate(as_arrays([strokes[at] for at in group]))]) for group in groups
    ]
    shares = found.probabilities.max(axis=1) * np.clip(1 - found.outlier_score, 1e-9, 1)
    return _Judgement(
        groups,
        np.concatenate([low for low, _ in boxes]) / height,
        np.concatenate([high for _, high in boxes]) / height,
        found.outlier_score > threshold,
        found.probabilities.argmax(axis=1) == 1,
        math.log(max(segmentation.probability, 1e-9)) + float(np.log(shares).sum()),
    )


def _refused(
    marks: Sequence[Mark], judge: Callable[[Collection[Mark]], _Judgement]
) -> Sequence[Mark]:
    """Those of the marks without which the drawing is read with more certainty."""
    before = judge(())
    suspects = [mark for mark in marks if before.doubts(mark)]
    if not suspects:
        return ()
    after = judge(suspects)
    strays = [mark for mark in suspects if not after.accents(mark)]
    if strays and len(strays) < len(suspects):
        after = judge(strays)
    if strays and after.surer_than(before):
        return strays
    strays = []
    for mark in suspects if len(suspects) > 1 else ():
        after = judge([*strays, mark])
        if after.surer_than(before) and not after.accents(mark):
            strays, before = [*strays, mark], after
    return strays
