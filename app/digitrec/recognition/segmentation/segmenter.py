"""Which strokes, or which columns of a picture, belong to one digit, and which digits to a line.

Strokes are parted by a lattice of candidates that the network has read (`lattice`); a picture's
columns by the gaps between them, measured against the height, so that size changes nothing.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from digitrec.recognition.predictions import Predictions
from digitrec.recognition.raster import Line
from digitrec.recognition.segmentation.stroke_lattice import Lattice
from digitrec.recognition.segmentation.stroke_measures import as_arrays, extents, height_of

Interval = tuple[float, float]
Group = tuple[int, ...]
"""Indices of one digit's strokes, rising."""

GAP = 0.25
"""Smallest gap between two digits of a picture, in heights of it, where their number is not told.
The widest gap inside one of the 7,494 UCI pen digits (30 writers) is 0.247; only four pass 0.12."""

LINE_GAP = 0.3
"""Smallest room between two lines, in heights of the tallest stroke. In the UCI pen digits there
are three digits with more between two strokes, and no two with both parts half as high as it."""

_LINE = 0.5  # least height of a line, in the same
_MOST_STROKES = 64  # a lattice has up to five candidates a stroke; more strokes go by their gaps
_MOST_UNBOUNDED = 24
_ALTERNATIVES = 3
_MOST_OF_ONE = 8  # strokes of what may surely be one digit
_SURE, _UNSURE = 0.95, 0.05  # probability of what is surely one digit; its doubts


class ReadingError(ValueError):
    """A drawing can't be read as it was asked for. The message says why."""


class Segmentation(NamedTuple):
    """A way to part a drawing.

    Attributes:
        lines: from top to bottom; of each the digits' strokes, from left to right.
        probability: that it is the right one.
    """

    lines: tuple[tuple[Group, ...], ...]
    probability: float


def segment(
    strokes: Sequence[Line], digits: int | None, read: Callable[[Sequence[Group]], Predictions]
) -> list[Segmentation]:
    """Parts a drawing into lines of digits: the likeliest ways, best first.

    Args:
        strokes: none of them empty, at least one; their order doesn't matter.
        digits: how many digits there are; None to find out.
        read: gives what the network says of groups of strokes. The first that is asked for is the
            whole drawing, unless the number of digits is told; then all candidates are.

    Raises:
        ReadingError: where the strokes can't make that many digits.
    """
    everything = tuple(range(len(strokes)))
    if digits == 1 or (digits is None and len(strokes) == 1):
        return [Segmentation(((everything,),), 1.0)]
    if digits is not None and digits > len(strokes):
        raise ReadingError(
            f"{digits} digits were asked for, but only {len(strokes)} separate parts are there"
        )
    if digits is None and len(strokes) <= _MOST_OF_ONE and _is_one(read([everything])):
        return [Segmentation(((everything,),), 1.0)]
    strokes = as_arrays(strokes)
    lines = split_lines(strokes)
    if digits is None or len(lines) > 1:
        ways = _join([_segment_line(strokes, line, None, read) for line in lines])
        if digits is None or sum(len(line) for line in ways[0].lines) == digits:
            return ways
    return _segment_line(strokes, everything, digits, read)


def _is_one(whole: Predictions) -> bool:
    """Whether what was drawn is surely one digit, so that its strokes needn't be parted.

    Of the held-out writers' 449 digits of several strokes 433 surely are, and one of 1,685 numbers.
    """
    sure = whole.probabilities.max() > _SURE
    return bool(sure and whole.rejection_score[0] < _UNSURE and whole.multi_digit[0] < _UNSURE)


def wanted(strokes: Sequence[Line], digits: int | None) -> list[Group]:
    """The groups that `segment` asks of first, so that many drawings' can be read together."""
    asked: list[Group] = []

    def note(groups: Sequence[Group]) -> Predictions:
        asked.extend(groups)
        raise _NotedError

    try:
        segment(strokes, digits, note)
    except _NotedError:
        return asked
    except ReadingError:
        return []
    return [tuple(range(len(strokes)))]


class _NotedError(Exception):
    """What was wanted is known, and nothing has been read."""


def given(strokes: Sequence[Line], numbers: Sequence[int], groups: Sequence[Group]) -> Segmentation:
    """The way to part a drawing that somebody has given; only its lines are found.

    Args:
        strokes: none of them empty, at least one.
        numbers: what the groups call each of these strokes.
        groups: from left to right; of several lines, the upper one's first.

    Raises:
        ReadingError: where a stroke is in no group, or in more than one.
    """
    if sorted(itertools.chain(*groups)) != sorted(numbers):
        raise ReadingError("each stroke belongs to one digit, but the groups have it otherwise")
    place = {number: at for at, number in enumerate(numbers)}
    local = [tuple(sorted(place[number] for number in group)) for group in groups if group]
    lines = [
        tuple(group for group in local if set(group) <= set(line)) for line in split_lines(strokes)
    ]
    kept = tuple(itertools.chain(*lines)) == tuple(local) and all(lines)
    return Segmentation(tuple(lines) if kept else (tuple(local),), 1.0)


def split_lines(strokes: Sequence[Line]) -> list[Group]:
    """Parts strokes into lines, from top to bottom.

    Lines have room between them from side to side, each is about as high as a digit, and they lie
    over each other: a number that was written uphill is one line.
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
    over = all(
        one[0][0] <= other[1][0] and other[0][0] <= one[1][0]
        for one, other in itertools.pairwise(boxes)
    )
    return (
        [tuple(sorted(line)) for line in lines] if tall and over else [tuple(range(len(strokes)))]
    )


def _segment_line(
    strokes: Sequence[Line],
    line: Group,
    digits: int | None,
    read: Callable[[Sequence[Group]], Predictions],
) -> list[Segmentation]:
    own = [strokes[at] for at in line]
    if len(own) > _MOST_STROKES:
        return [Segmentation((_by_gaps(own, line, digits),), 1.0)]
    bounds = (True, False) if digits is not None and len(own) <= _MOST_UNBOUNDED else (True,)
    for bounded in bounds:
        lattice = Lattice(own, bounded)
        groups = [tuple(line[at] for at in each.strokes) for each in lattice.candidates]
        ways = lattice.paths(read(groups), digits, _ALTERNATIVES)
        if ways:
            return [
                Segmentation((tuple(groups[at] for at in way.candidates),), way.probability)
                for way in ways
            ]
    return [Segmentation((_by_gaps(own, line, digits),), 1.0)]


def _by_gaps(own: Sequence[Line], line: Group, digits: int | None) -> tuple[Group, ...]:
    low, high = extents(as_arrays(own))
    spans = list(zip(low[:, 0].tolist(), high[:, 0].tolist(), strict=True))
    groups = group_spans(spans, height_of(low, high), digits)
    return tuple(tuple(line[at] for at in group) for group in groups)


def _join(lines: list[list[Segmentation]]) -> list[Segmentation]:
    """The likeliest ways for all lines together."""
    together = [
        Segmentation(
            tuple(way.lines[0] for way in ways), math.prod(way.probability for way in ways)
        )
        for ways in itertools.islice(itertools.product(*lines), _ALTERNATIVES**4)
    ]
    return sorted(together, key=lambda way: -way.probability)[:_ALTERNATIVES]


def group_spans(spans: Sequence[Interval], height: float, digits: int | None) -> list[Group]:
    """Groups intervals (left, right) at the gaps between them.

    Args:
        spans: at least one.
        height: of the drawing or the picture.
        digits: how many groups to make; None to find out.

    Returns:
        For each digit, from left to right, the indices of its intervals, rising.

    Raises:
        ReadingError: where there are fewer intervals than digits.
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
        raise ReadingError(
            f"{digits} digits were asked for, but only {len(spans)} separate parts are there"
        )
    else:
        widest = sorted(range(len(gaps)), key=lambda at: (-gaps[at], at))[: digits - 1]
        cuts = sorted(at + 1 for at in widest)
    edges = [0, *cuts, len(order)]
    return [tuple(sorted(order[a:b])) for a, b in itertools.pairwise(edges)]
