"""Segmentation of a drawing: which strokes belong to one digit, and which digits form a line.

Strokes are grouped with a lattice of candidates that the network has read. Drawings with very many
strokes are split at their gaps, measured against the height, so that size makes no difference.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from digitrec.recognition.predictions import Predictions
from digitrec.recognition.raster import Line
from digitrec.recognition.segmentation.stroke_lattice import StrokeLattice
from digitrec.recognition.segmentation.stroke_measures import as_arrays, extents, height_of
from digitrec.recognition.segmentation.weights import Weights

Interval = tuple[float, float]
Group = tuple[int, ...]
"""Indices of one digit's strokes, rising."""
Read = Callable[[Sequence[Group]], Predictions]
"""Gives the network's predictions for groups of strokes."""

GAP = 0.25
"""Smallest gap between two digits, in heights, if there are too many strokes for a lattice and the
number of digits isn't given. The widest gap inside one of the 7,494 UCI pen digits (30 writers) is
0.247; only four are above 0.12."""

LINE_GAP = 0.3
"""Smallest vertical gap between two lines, in heights of the tallest stroke. Three of the UCI pen
digits have more between two strokes, and none has that with both parts half as high as it."""

_LINE = 0.5  # least height of a line, in the same unit
_MAX_STROKES = 64  # a lattice has up to five candidates a stroke; more strokes go by their gaps
_MAX_UNBOUNDED = 24
_ALTERNATIVES = 3
_MAX_SINGLE = 8  # strokes of what may surely be one digit
_SURE, _REJECTION = 0.95, 0.05  # least probability and highest scores of what is surely one digit


class ReadingError(ValueError):
    """A drawing can't be read as requested. The message says why."""


class Segmentation(NamedTuple):
    """A segmentation of a drawing into digits.

    Attributes:
        lines: from top to bottom; of each the digits' strokes, from left to right.
        probability: that this segmentation is the right one.
    """

    lines: tuple[tuple[Group, ...], ...]
    probability: float


def segment(
    strokes: Sequence[Line], digits: int | None, read: Read, weights: Weights
) -> list[Segmentation]:
    """Splits a drawing into lines of digits: the likeliest segmentations, best first.

    Args:
        strokes: none of them empty, at least one; their order doesn't matter.
        digits: how many digits there are; None to find out.
        read: gives the network's predictions for groups of strokes. It is called first for the
            whole drawing, unless the number of digits is given; then for all candidates.
        weights: for the features of a `StrokeLattice`.

    Raises:
        ReadingError: if the strokes can't make that many digits.
    """
    everything = tuple(range(len(strokes)))
    if digits == 1 or (digits is None and len(strokes) == 1):
        return [Segmentation(((everything,),), 1.0)]
    if digits is not None and digits > len(strokes):
        raise _too_few_parts(digits, len(strokes))
    if digits is None and len(strokes) <= _MAX_SINGLE and _is_one(read([everything])):
        return [Segmentation(((everything,),), 1.0)]
    strokes = as_arrays(strokes)
    lines = split_lines(strokes)
    if digits is None or len(lines) > 1:
        found = _combine([_segment_line(strokes, line, None, read, weights) for line in lines])
        if digits is None or sum(len(line) for line in found[0].lines) == digits:
            return found
    return _segment_line(strokes, everything, digits, read, weights)


def segment_part(
    strokes: Sequence[Line], part: Group, digits: int | None, read: Read, weights: Weights
) -> list[Segmentation]:
    """Splits some strokes of a drawing into lines of digits, as `segment` does.

    Args:
        strokes: of the whole drawing; `read` and the result refer to these.
        part: the indices of those to split.
        digits: how many digits they are; None to find out.
        read: as for `segment`.
        weights: the same.

    Raises:
        ReadingError: as `segment` does.
    """

    def renamed(group: Group) -> Group:
        return tuple(part[at] for at in group)

    found = segment(
        [strokes[at] for at in part], digits, lambda some: read(list(map(renamed, some))), weights
    )
    return [
        Segmentation(tuple(tuple(map(renamed, line)) for line in each.lines), each.probability)
        for each in found
    ]


def _is_one(whole: Predictions) -> bool:
    """Whether a drawing is surely one digit, so that its strokes needn't be segmented.

    Of the held-out writers' 449 digits of several strokes 433 are, and one of 1,685 numbers.
    """
    sure = whole.probabilities.max() > _SURE
    return bool(
        sure and whole.rejection_score[0] < _REJECTION and whole.multi_digit[0] < _REJECTION
    )


def first_groups(strokes: Sequence[Line], digits: int | None, weights: Weights) -> list[Group]:
    """The groups that `segment` reads first, so that those of many drawings can be read at once."""
    asked: list[Group] = []

    def record(groups: Sequence[Group]) -> Predictions:
        asked.extend(groups)
        raise _RecordedError

    try:
        segment(strokes, digits, record, weights)
    except _RecordedError:
        return asked
    except ReadingError:
        return []
    return [tuple(range(len(strokes)))]


class _RecordedError(Exception):
    """The groups are recorded, and nothing has been read."""


def given_segmentation(
    strokes: Sequence[Line], numbers: Sequence[int], groups: Sequence[Group]
) -> Segmentation:
    """The segmentation that a person has chosen; only its lines are found.

    Args:
        strokes: none of them empty, at least one.
        numbers: how the groups refer to each of these strokes.
        groups: from left to right; of several lines, the upper one's first. Strokes that are in
            none of them are left out.

    Raises:
        ReadingError: if a group's stroke is not in the drawing, or is in another group as well.
    """
    chosen = list(itertools.chain(*groups))
    if not chosen or len(set(chosen)) < len(chosen) or not set(chosen) <= set(numbers):
        raise ReadingError("a stroke must be in the drawing, and in one group at most")
    place = {number: at for at, number in enumerate(numbers)}
    local = [tuple(sorted(place[number] for number in group)) for group in groups if group]
    lines = [
        tuple(group for group in local if set(group) <= set(line)) for line in split_lines(strokes)
    ]
    complete = tuple(itertools.chain(*lines)) == tuple(local) and all(lines)
    return Segmentation(tuple(lines) if complete else (tuple(local),), 1.0)


def split_lines(strokes: Sequence[Line]) -> list[Group]:
    """Splits strokes into lines, from top to bottom.

    Lines have a gap between them from side to side, each is about as high as a digit, and they
    overlap horizontally: a number that was written uphill is one line.
    """
    low, high = extents(as_arrays(strokes))
    height = height_of(low, high)
    lines: list[list[int]] = []
    reach = -math.inf
    for index in np.lexsort((high[:, 1], low[:, 1])):
        if low[index, 1] - reach > LINE_GAP * height:
            lines.append([])
        lines[-1].append(int(index))
        reach = max(reach, float(high[index, 1]))
    boxes = [(low[line].min(axis=0), high[line].max(axis=0)) for line in lines]
    tall = all(bottom[1] - top[1] >= _LINE * height for top, bottom in boxes)
    overlap = all(
        one[0][0] <= other[1][0] and other[0][0] <= one[1][0]
        for one, other in itertools.pairwise(boxes)
    )
    if tall and overlap:
        return [tuple(sorted(line)) for line in lines]
    return [tuple(range(len(strokes)))]


def _segment_line(
    strokes: Sequence[Line], line: Group, digits: int | None, read: Read, weights: Weights
) -> list[Segmentation]:
    own = [strokes[at] for at in line]
    if len(own) > _MAX_STROKES:
        return [Segmentation((_by_gaps(own, line, digits),), 1.0)]
    bounds = (True, False) if digits is not None and len(own) <= _MAX_UNBOUNDED else (True,)
    for bounded in bounds:
        lattice = StrokeLattice(own, bounded)
        groups = [tuple(line[at] for at in each.strokes) for each in lattice.candidates]
        paths = lattice.paths(read(groups), weights, digits, _ALTERNATIVES)
        if paths:
            return [
                Segmentation((tuple(groups[at] for at in path.candidates),), path.probability)
                for path in paths
            ]
    return [Segmentation((_by_gaps(own, line, digits),), 1.0)]


def _combine(lines: list[list[Segmentation]]) -> list[Segmentation]:
    """The likeliest segmentations of all lines, from those of each."""
    combined = [
        Segmentation(
            tuple(each.lines[0] for each in choice), math.prod(each.probability for each in choice)
        )
        for choice in itertools.islice(itertools.product(*lines), _ALTERNATIVES**4)
    ]
    return sorted(combined, key=lambda segmentation: -segmentation.probability)[:_ALTERNATIVES]


def _by_gaps(own: Sequence[Line], line: Group, digits: int | None) -> tuple[Group, ...]:
    low, high = extents(as_arrays(own))
    spans = list(zip(low[:, 0].tolist(), high[:, 0].tolist(), strict=True))
    groups = group_spans(spans, height_of(low, high), digits)
    return tuple(tuple(line[at] for at in group) for group in groups)


def group_spans(spans: Sequence[Interval], height: float, digits: int | None) -> list[Group]:
    """Groups intervals (left, right) at the gaps between them.

    Args:
        spans: at least one.
        height: of the drawing.
        digits: how many groups to make; None to find out.

    Returns:
        For each digit, from left to right, the indices of its intervals, rising.

    Raises:
        ReadingError: if there are fewer intervals than digits.
    """
    order = sorted(range(len(spans)), key=lambda index: spans[index])
    gaps = []
    reach = spans[order[0]][1]
    for index in order[1:]:
        left, right = spans[index]
        gaps.append(left - reach)
        reach = max(reach, right)
    if digits is None:
        cuts = [at for at, gap in enumerate(gaps, 1) if gap > GAP * height]
    elif digits - 1 > len(gaps):
        raise _too_few_parts(digits, len(spans))
    else:
        widest = sorted(range(len(gaps)), key=lambda at: (-gaps[at], at))[: digits - 1]
        cuts = sorted(at + 1 for at in widest)
    edges = [0, *cuts, len(order)]
    return [tuple(sorted(order[a:b])) for a, b in itertools.pairwise(edges)]


def _too_few_parts(digits: int, parts: int) -> ReadingError:
    return ReadingError(
        f"{digits} digits were asked for, but there are only {parts} separate parts"
    )
