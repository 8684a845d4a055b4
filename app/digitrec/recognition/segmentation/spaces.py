"""Spaces: clear gaps between two numbers of a line."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from typing import NamedTuple

import numpy as np

from digitrec.recognition.ink import Box
from digitrec.recognition.segmentation.stroke_measures import Array

_LEAST = 0.02  # heights; keeps logarithms finite
_WIDTH = 0.5  # heights: the least that a digit counts as
_USUAL = 0.25  # heights: the gap that a number of two digits is taken to have


class Space(NamedTuple):
    """A clear gap between two digits.

    Attributes:
        at: how many digits of its line come before it.
        confidence: that it separates two numbers, 0 to 1.
        box: the gap, as high as both digits.
    """

    at: int
    confidence: float
    box: Box


def find_spaces(boxes: Sequence[Box], closed: Collection[int], weights: Array) -> list[Space]:
    """The spaces of a line.

    Args:
        boxes: around the digits, from left to right.
        closed: the places where a mark is: how many digits come before it.
        weights: of `SPACE_FEATURES`, shape (features of a gap,).
    """
    if len(boxes) < 2:
        return []
    odds = gap_features(boxes) @ weights
    return [
        Space(at, 1 / (1 + math.exp(-odd)), _between(boxes[at - 1], boxes[at]))
        for at, odd in enumerate(odds.tolist(), 1)
        if odd > 0 and at not in closed
    ]


def gap_features(boxes: Sequence[Box]) -> Array:
    """The features of the gaps between neighbours, as `SPACE_FEATURES` names them.

    Args:
        boxes: around the digits of a line, from left to right, at least two.

    Returns:
        Shape (gaps, features). Lengths are in heights of a digit. A narrow digit, as a 1, counts
        as wide as others: so it has its place in a form with a box for each. The usual gap of the
        line is the median of the smaller half of the others.
    """
    height = max(_median([box[3] - box[1] for box in boxes]), _least(boxes))
    middles = [(box[0] + box[2]) / 2 for box in boxes]
    halves = [max(box[2] - box[0], _WIDTH * height) / 2 for box in boxes]
    gaps = [
        (middles[at] - halves[at] - middles[at - 1] - halves[at - 1]) / height
        for at in range(1, len(boxes))
    ]
    rows = []
    for at, gap in enumerate(gaps):
        others = sorted(gaps[:at] + gaps[at + 1 :])
        smaller = others[: (len(others) + 1) // 2]
        usual = _median(smaller) if smaller else _USUAL
        clear = math.log(max(gap, _LEAST))
        rows.append((1.0, gap, gap - usual, clear, float(not others)))
    return np.array(rows)


def _median(values: Sequence[float]) -> float:
    # `statistics` loads decimals and fractions, and NumPy's median `numpy.ma`, for this alone.
    ordered, middle = sorted(values), len(values) // 2
    return ordered[middle] if len(values) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def _least(boxes: Sequence[Box]) -> float:
    return max(0.1 * max(box[2] - box[0] for box in boxes), 1e-300)


def _between(left: Box, right: Box) -> Box:
    return left[2], min(left[1], right[1]), right[0], max(left[3], right[3])
