"""Where the marks of a number's digits stand: a line or a frame, and a letter. Knows no window."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple

from digitrec.recognition.ink import Box

_LEVEL = 0.4
"""Of the tallest digit: tops, or bottoms, no further apart than this are marked in one row."""


class Room(NamedTuple):
    """What marks have to keep to, in screen pixels.

    Attributes:
        width: of the paper.
        height: of the paper.
        side: by which ink reaches out of a digit's box, or a frame stands off, left and right.
        gap: from a digit's box to its marks above and below: half the pen, and some air.
        letter: height of a letter.
        apart: width that a letter needs, and the least width of a mark.
        between: two neighbours' lines.
    """

    width: float
    height: float
    side: float
    gap: float
    letter: float
    apart: float
    between: float


class Place(NamedTuple):
    """Where the mark of one digit stands.

    Attributes:
        x: the letter's middle.
        y: the letter's lower end.
        box: left, top, right, bottom of the frame; a line is its bottom.
    """

    x: float
    y: float
    box: Box


def places(boxes: Sequence[Box], lines: Sequence[int], room: Room) -> list[Place]:
    """Where the marks of digits stand.

    Args:
        boxes: around the digits, as they lie on the paper.
        lines: how many digits each line has; empty where there is one line.
        room: to keep to.
    """
    found: list[Place] = []
    start = 0
    boxes = [(box[0] - room.side, box[1], box[2] + room.side, box[3]) for box in boxes]
    for count in lines or (len(boxes),):
        found += _line(boxes[start : start + count], room)
        start += count
    return found


def _line(boxes: Sequence[Box], room: Room) -> list[Place]:
    if not boxes:
        return []
    spans = _spans(boxes, room)
    tops, bottoms = _rows(boxes, spans)
    rim = room.apart / 2
    return [
        Place(
            min(max((left + right) / 2, rim), room.width - rim),
            *_heights(left, top - room.gap, right, bottom + room.gap, room),
        )
        for (left, right), top, bottom in zip(spans, tops, bottoms, strict=True)
    ]


def _heights(left: float, top: float, right: float, bottom: float, room: Room) -> tuple[float, Box]:
    """A letter's lower end, and the frame: where there is no room above, the letter is below."""
    bottom = min(bottom, room.height - 2)
    top = max(top, 1.0)
    y = top - 1
    if y < room.letter:
        below = bottom + 2 + room.letter
        y = below if below <= room.height else room.letter
    return y, (left, top, right, bottom)


def _spans(boxes: Sequence[Box], room: Room) -> list[tuple[float, float]]:
    """Left and right of each mark: as wide as the digit, but no neighbours run together."""
    middles = _middles([(box[0] + box[2]) / 2 for box in boxes], room)
    half = room.apart / 2
    ends = [
        [min(box[0], middle - half), max(box[2], middle + half)]
        for box, middle in zip(boxes, middles, strict=True)
    ]
    for at, (one, other) in enumerate(itertools.pairwise(ends)):
        if one[1] + room.between > other[0]:  # cut where both overlap, but leave each its middle
            cut = (min(one[1], other[1]) + max(one[0], other[0])) / 2
            cut = min(max(cut, middles[at] + half), middles[at + 1] - half)
            one[1], other[0] = cut - room.between / 2, cut + room.between / 2
    return [(left, right) for left, right in ends]


def _rows(
    boxes: Sequence[Box], spans: Sequence[tuple[float, float]]
) -> tuple[list[float], list[float]]:
    """The tops and bottoms that marks go by: the same for all, where the number is level."""
    height = max(box[3] - box[1] for box in boxes)
    tops, bottoms = [box[1] for box in boxes], [box[3] for box in boxes]
    near = [[box for box in boxes if box[0] <= right and box[2] >= left] for left, right in spans]
    if max(tops) - min(tops) <= _LEVEL * height:
        tops = [min(tops)] * len(tops)
    else:  # above all that reaches over the digit, such as a neighbour's bar
        tops = [min([top, *(box[1] for box in over)]) for top, over in zip(tops, near, strict=True)]
    if max(bottoms) - min(bottoms) <= _LEVEL * height:
        bottoms = [max(bottoms)] * len(bottoms)
    else:
        bottoms = [
            max([bottom, *(box[3] for box in under)])
            for bottom, under in zip(bottoms, near, strict=True)
        ]
    return tops, bottoms


def _middles(wanted: Sequence[float], room: Room) -> list[float]:
    """The middles of the marks, none nearer to the next or to the paper's rim than it needs."""
    middles = list(wanted)
    least = room.apart / 2
    for at, middle in enumerate(middles):
        middles[at] = max(middle, least)
        least = middles[at] + room.apart
    most = room.width - room.apart / 2
    for at in reversed(range(len(middles))):
        middles[at] = min(middles[at], most)
        most = middles[at] - room.apart
    return middles
