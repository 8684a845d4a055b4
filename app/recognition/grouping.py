"""Which strokes, or which columns of a picture, belong to one digit.

Digits are told apart by the gaps between them. A gap is measured against the height of the whole
drawing, so that the result doesn't change with its size.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from app.recognition.ink import Stroke

Interval = tuple[float, float]

GAP = 0.25
"""Smallest gap between two digits, in heights of the drawing, where their number is not told. The
widest gap inside one of the 7,494 UCI pen digits (30 writers) is 0.247; only four pass 0.12."""


class ReadingError(ValueError):
    """A drawing can't be read as it was asked for. The message says why."""


def group_strokes(strokes: Sequence[Stroke], digits: int | None) -> list[tuple[int, ...]]:
    """Groups strokes into digits, from left to right.

    Args:
        strokes: none of them empty.
        digits: how many digits there are; None to find out.

    Returns:
        For each digit the indices of its strokes, rising.

    Raises:
        ReadingError: where the strokes can't make that many digits.
    """
    spans = [(min(x for x, _ in stroke), max(x for x, _ in stroke)) for stroke in strokes]
    heights = [y for stroke in strokes for _, y in stroke]
    return group_spans(spans, max(heights) - min(heights), digits)


def group_spans(
    spans: Sequence[Interval], height: float, digits: int | None
) -> list[tuple[int, ...]]:
    """Groups intervals (left, right) at the gaps between them; see `group_strokes`."""
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
