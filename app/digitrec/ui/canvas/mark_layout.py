"""The layout of digit marks: where each line or frame, and its letter, goes. Knows no window."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple

from digitrec.recognition.ink import Box

_LEVEL = 0.4
"""Share of the tallest digit's height: if the tops, or the bottoms, differ by no more than this,
the digits are marked in one row."""


class MarkMetrics(NamedTuple):
    """The sizes and gaps of marks, in screen pixels.

    Attributes:
        width: of the drawing area.
        height: of the drawing area.
        padding: from a digit's box to the left and the right end of its mark.
        gap: from a digit's box to its marks above and below: half the pen, and some space.
        letter: height of a letter.
        min_width: width that a letter needs, and the least width of a mark.
        spacing: between the lines of two neighbours.
    """

    width: float
    height: float
    padding: float
    gap: float
    letter: float
    min_width: float
    spacing: float


class MarkPosition(NamedTuple):
    """Where the mark of one digit is.

    Attributes:
        x: the letter's middle.
        y: the letter's bottom.
        box: left, top, right, bottom of the frame; a line is its bottom side.
    """

    x: float
    y: float
    box: Box


def lay_out_marks(
    boxes: Sequence[Box], lines: Sequence[int], metrics: MarkMetrics
) -> list[MarkPosition]:
    """Where the marks of digits go.

    Args:
        boxes: around the digits, on the drawing area.
        lines: how many digits each line has; empty if there is one line.
        metrics: sizes and gaps.
    """
    found: list[MarkPosition] = []
    start = 0
    boxes = [(box[0] - metrics.padding, box[1], box[2] + metrics.padding, box[3]) for box in boxes]
    for count in lines or (len(boxes),):
        found += _lay_out_line(boxes[start : start + count], metrics)
        start += count
    return found


def _lay_out_line(boxes: Sequence[Box], metrics: MarkMetrics) -> list[MarkPosition]:
    if not boxes:
        return []
    spans = _spans(boxes, metrics)
    tops, bottoms = _rows(boxes, spans)
    inset = metrics.min_width / 2
    return [
        MarkPosition(
            min(max((left + right) / 2, inset), metrics.width - inset),
            *_heights(left, top - metrics.gap, right, bottom + metrics.gap, metrics),
        )
        for (left, right), top, bottom in zip(spans, tops, bottoms, strict=True)
    ]


def _heights(
    left: float, top: float, right: float, bottom: float, metrics: MarkMetrics
) -> tuple[float, Box]:
    """A letter's bottom, and the frame. If there is no room above, the letter goes below."""
    bottom = min(bottom, metrics.height - 2)
    top = max(top, 1.0)
    y = top - 1
    if y < metrics.letter:
        below = bottom + 2 + metrics.letter
        y = below if below <= metrics.height else metrics.letter
    return y, (left, top, right, bottom)


def _spans(boxes: Sequence[Box], metrics: MarkMetrics) -> list[tuple[float, float]]:
    """Left and right of each mark: as wide as the digit, but clear of its neighbours."""
    middles = _middles([(box[0] + box[2]) / 2 for box in boxes], metrics)
    half = metrics.min_width / 2
    ends = [
        [min(box[0], middle - half), max(box[2], middle + half)]
        for box, middle in zip(boxes, middles, strict=True)
    ]
    for at, (one, other) in enumerate(itertools.pairwise(ends)):
        if one[1] + metrics.spacing > other[0]:  # cut where both overlap, but keep each middle
            cut = (min(one[1], other[1]) + max(one[0], other[0])) / 2
            cut = min(max(cut, middles[at] + half), middles[at + 1] - half)
            one[1], other[0] = cut - metrics.spacing / 2, cut + metrics.spacing / 2
    return [(left, right) for left, right in ends]


def _rows(
    boxes: Sequence[Box], spans: Sequence[tuple[float, float]]
) -> tuple[list[float], list[float]]:
    """The tops and bottoms for the marks: the same for all if the number is level."""
    height = max(box[3] - box[1] for box in boxes)
    tops, bottoms = [box[1] for box in boxes], [box[3] for box in boxes]
    near = [[box for box in boxes if box[0] <= right and box[2] >= left] for left, right in spans]
    if max(tops) - min(tops) <= _LEVEL * height:
        tops = [min(tops)] * len(tops)
    else:  # above anything that reaches over the digit, such as a neighbour's bar
        tops = [min([top, *(box[1] for box in over)]) for top, over in zip(tops, near, strict=True)]
    if max(bottoms) - min(bottoms) <= _LEVEL * height:
        bottoms = [max(bottoms)] * len(bottoms)
    else:
        bottoms = [
            max([bottom, *(box[3] for box in under)])
            for bottom, under in zip(bottoms, near, strict=True)
        ]
    return tops, bottoms


def _middles(wanted: Sequence[float], metrics: MarkMetrics) -> list[float]:
    """The middles of the marks: clear of each other, and inside the drawing area if they fit."""
    middles = list(wanted)
    least = metrics.min_width / 2
    for at, middle in enumerate(middles):
        middles[at] = max(middle, least)
        least = middles[at] + metrics.min_width
    most = metrics.width - metrics.min_width / 2
    for at in reversed(range(len(middles))):
        middles[at] = min(middles[at], most)
        most = middles[at] - metrics.min_width
    return middles
