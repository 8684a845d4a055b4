"""Strays: dots and short smears that a palm, a click or a slip leaves, and that are no digit's.

A dot far from everything is one. Of other small strokes away from the rest the networks are asked:
they are strays if neither they nor the strokes that they are grouped with are a digit, and what
remains is read with more certainty. A dot above a 1 stays, as both are an i.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.raster import Line
from digitrec.recognition.segmentation.mark_lattice import likely_marks
from digitrec.recognition.segmentation.mark_weights import MarkWeights
from digitrec.recognition.segmentation.segmenter import Asking, Group, Question, Segmentation
from digitrec.recognition.segmentation.stray_marks import (
    ACCENT,
    BESIDE,
    SMALL,
    Mark,
    find_marks,
    vertical_gaps,
)
from digitrec.recognition.segmentation.stroke_measures import Array, as_arrays, extents

Segment = Callable[[Group], Asking[list[Segmentation]]]
"""Gives the likeliest segmentations of some of a drawing's strokes, best first."""

# In heights of the drawing, as in `stray_marks`.
_APART = 0.25  # from the rest of its digit: no stroke of the pen digits is so far away
_CLOSE_ACCENT = 0.45
_LEAST_ONE, _LEAST_DIGIT = 0.25, 0.12  # a short line reads as a 1, however short it is


def find_strays(
    strokes: Sequence[Line],
    digits: int | None,
    segment: Segment,
    threshold: float,
    weights: MarkWeights | None = None,
) -> Asking[Group]:
    """The indices of the strays among the strokes of a drawing.

    Args:
        strokes: none of them empty, at least one.
        digits: how many digits they are; None if that is not known.
        segment: gives segmentations of some of the strokes, into that many digits, without marks.
        threshold: the outlier score above which a group is no digit.
        weights: by which marks are told, such as a decimal point, which are no strays; None if
            there are none.
    """
    spare = len(strokes) - (digits or 1)  # each digit has a stroke
    marks, height = find_marks(strokes) if spare > 0 else ([], 0.0)
    if not 0 < len(marks) <= spare:
        return ()
    written = frozenset() if weights is None else likely_marks(strokes, weights)
    marks = [mark for mark in marks if mark.stroke not in written]
    plain = {mark.stroke for mark in marks if mark.plain}
    doubtful = [mark for mark in marks if not mark.plain]
    if doubtful:
        kept = [at for at in range(len(strokes)) if at not in plain and at not in written]
        judge = _Judge(strokes, height, segment, threshold)
        plain |= yield from _refused(doubtful, kept, judge)
    return tuple(sorted(plain))


def _refused(marks: Sequence[Mark], kept: Sequence[int], judge: _Judge) -> Asking[set[int]]:
    """The strokes of those marks that the networks refuse.

    Args:
        marks: that are doubtful.
        kept: the strokes of the drawing, without those that are strays in any case.
        judge: asks the networks.
    """

    def without(left_out: Collection[int]) -> Asking[_Judgement]:
        return judge.segmented([at for at in kept if at not in left_out])

    own = {mark.stroke for mark in marks}
    before = yield from without(())
    suspects = {mark.stroke for mark in marks if before.doubts(mark, own)}
    if not suspects:
        return set()
    after = yield from without(suspects)
    parts = [tuple(at for at in group if at in suspects) for group in before.groups]
    alone = yield from judge.grouped([*after.groups, *filter(None, parts)])
    strays = {
        mark.stroke
        for mark in marks
        if mark.stroke in suspects and alone.doubts(mark, own) and not after.has_accent(mark)
    }
    if strays and strays != suspects:
        after = yield from without(strays)
    if strays and after.surer_than(before):
        return strays
    found: set[int] = set()
    for stroke in sorted(strays) if len(strays) > 1 else ():
        after = yield from without(found | {stroke})
        if after.surer_than(before):
            found, before = found | {stroke}, after
    return found


class _Judgement(NamedTuple):
    """What the networks say of groups of strokes; lengths are in heights of the drawing.

    Attributes:
        groups: the strokes of each.
        low: the least x and y of each: (n, 2).
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

    def doubts(self, mark: Mark, marks: AbstractSet[int]) -> bool:
        """Whether a mark's group may be no digit.

        Args:
            mark: in one of the groups.
            marks: the strokes that are marks.
        """
        at = next(at for at, group in enumerate(self.groups) if mark.stroke in group)
        if self.refused[at]:
            return True
        if not marks >= set(self.groups[at]):
            return mark.distance >= _APART and not mark.inside
        size = float((self.high[at] - self.low[at]).max())
        return size < (_LEAST_ONE if self.ones[at] else _LEAST_DIGIT) or self._off_the_line(at)

    def surer_than(self, other: _Judgement) -> bool:
        """Whether confidence is higher, with fewer groups that are refused, or fewer in all."""
        refused, before = int(self.refused.sum()), int(other.refused.sum())
        fewer = refused < before or len(self.groups) < len(other.groups) or refused == 0
        return refused <= before and fewer and self.log_confidence > other.log_confidence

    def has_accent(self, mark: Mark) -> bool:
        """Whether a mark is so close above or below a digit that both may be a letter.

        In a number a letter is less likely: there only a 1 has an accent.
        """
        single = len(self.groups) == 1
        beside = BESIDE if single else 0.0
        above, below = vertical_gaps(mark.low, mark.high, self.low, self.high, beside)
        close = np.where(self.ones | single, _CLOSE_ACCENT, 0.0)
        high = np.where(self.ones & single, ACCENT, close)
        return bool((((above >= 0) & (above < high)) | ((below >= 0) & (below < close))).any())

    def _off_the_line(self, group: int) -> bool:
        """Whether a group is above or below all those that are as high as a digit."""
        tall = (self.high - self.low).max(axis=1) >= SMALL
        return bool(
            self.high[group, 1] < self.low[tall, 1].min(initial=np.inf)
            or self.low[group, 1] > self.high[tall, 1].max(initial=-np.inf)
        )


class _Judge:
    """Asks the networks about the strokes of a drawing; the arguments are those of `find_strays`.

    Args:
        strokes: of the drawing.
        height: of the drawing.
        segment: gives segmentations of some of the strokes.
        threshold: the outlier score above which a group is no digit.
    """

    def __init__(
        self,
        strokes: Sequence[Line],
        height: float,
        segment: Segment,
        threshold: float,
    ) -> None:
        self._strokes = as_arrays(strokes)
        self._height = height
        self._segment = segment
        self._threshold = threshold

    def segmented(self, strokes: Iterable[int]) -> Asking[_Judgement]:
        """What the networks say of some strokes in their likeliest groups."""
        best, *_ = yield from self._segment(tuple(strokes))
        groups = [group for line in best.lines for group in line]
        return (yield from self.grouped(groups, best.probability))

    def grouped(self, groups: Sequence[Group], probability: float = 1.0) -> Asking[_Judgement]:
        """What the networks say of groups, which are right with this probability."""
        found = yield Question(groups, closely=True)
        boxes = [extents([np.concatenate([self._strokes[at] for at in group])]) for group in groups]
        shares = found.probabilities.max(axis=1) * np.clip(1 - found.outlier_score, 1e-9, 1)
        return _Judgement(
            tuple(groups),
            np.concatenate([low for low, _ in boxes]) / self._height,
            np.concatenate([high for _, high in boxes]) / self._height,
            found.outlier_score > self._threshold,
            found.probabilities.argmax(axis=1) == 1,
            math.log(max(probability, 1e-9)) + float(np.log(shares).sum()),
        )
