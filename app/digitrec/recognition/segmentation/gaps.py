"""What the gaps between strokes say alone: where lines end, and where digits may.

Gaps are measured against the height, so that size makes no difference. Between digits they serve
only if a line has more strokes than a lattice can hold.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

import numpy as np

from digitrec.recognition.raster import Line
from digitrec.recognition.segmentation.stroke_measures import as_arrays, extents, height_of

Interval = tuple[float, float]
Group = tuple[int, ...]
"""Indices of one digit's strokes, rising."""

GAP = 0.25
"""Smallest gap between two digits, in heights, if there are too many strokes for a lattice and the
number of digits isn't given. The widest gap inside one of the 7,494 UCI pen digits (30 writers) is
0.247; only four are above 0.12."""

LINE_GAP = 0.3
"""Smallest vertical gap between two lines, in heights of the tallest stroke. Three of the UCI pen
digits have more between two strokes, and none has that with both parts half as high as it."""

_LINE = 0.5  # least height of a line, in the same unit


class ReadingError(ValueError):
    """A drawing can't be read as requested. The message says why."""


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


def group_by_gaps(own: Sequence[Line], line: Group, digits: int | None) -> tuple[Group, ...]:
    """Groups the strokes of a line at its gaps; see `group_spans`."""
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
        raise too_few_parts(digits, len(spans))
    else:
        widest = sorted(range(len(gaps)), key=lambda at: (-gaps[at], at))[: digits - 1]
        cuts = sorted(at + 1 for at in widest)
    edges = [0, *cuts, len(order)]
    return [tuple(sorted(order[a:b])) for a, b in itertools.pairwise(edges)]


def too_few_parts(digits: int, parts: int) -> ReadingError:
    """The error if a drawing has fewer parts than the digits that were asked for."""
    return ReadingError(
        f"{digits} digits were asked for, but there are only {parts} separate parts"
    )
