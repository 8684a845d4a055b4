"""Strokes that may be stray marks: small ones, away from the others. Knows no network.

Lengths are in heights of the drawing, which is that of its tallest stroke. The bounds come from the
UCI pen digits of the training writers, in which 2,970 strokes belong to digits of several strokes:
18 of them are smaller than 0.36 and 0.12 or more away from the rest of the digit. Three are 0.25 or
more away, and a look at them shows that a palm or a slip has left these.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from digitrec.recognition.raster import Line
from digitrec.recognition.segmentation.stroke_measures import Array, as_arrays, extents

SMALL = 0.36
"""Longer side of what may be a mark. In one writer's numbers, digits are down to 0.24 small."""

ACCENT = 0.8
"""How far above a 1 a dot may be that makes an i of it: up to 0.77 in Omniglot's Latin letters."""

BESIDE = 0.2
"""How far to the left or right of the 1 it may be."""

_DOT = 0.12
_NEAR, _FAR = 0.15, 0.35
_MAX_MARKS = 16  # more small strokes are no accident
_MAX_POINTS = 8  # of a mark, from which its distance is measured


class Mark(NamedTuple):
    """A small stroke away from the others.

    Attributes:
        stroke: its index.
        low: its least x and y.
        high: its greatest x and y.
        distance: from the nearest stroke that is no mark.
        inside: whether such a stroke surrounds it, as a 0 does its dot.
        plain: whether it is a dot so far from everything that it belongs to nothing.
    """

    stroke: int
    low: Array
    high: Array
    distance: float
    inside: bool
    plain: bool


def find_marks(strokes: Sequence[Line]) -> tuple[list[Mark], float]:
    """The strokes that may be stray marks, and the height of the drawing in its own units.

    Args:
        strokes: none of them empty, at least one.
    """
    sides = []
    for stroke in strokes:
        xs, ys = zip(*stroke, strict=True)
        sides.append((max(xs) - min(xs), max(ys) - min(ys)))
    height = max(max(tall, wide / 2) for wide, tall in sides)
    small = [at for at, side in enumerate(sides) if max(side) < SMALL * height]
    if not 0 < len(small) <= _MAX_MARKS:
        return [], height
    lines = [line / height for line in as_arrays(strokes)]
    low, high = extents(lines)
    away = _away(lines, small)
    others = [at for at in range(len(lines)) if at not in away]
    lows, highs = low[others], high[others]
    marks = []
    for at, distance in away.items():
        middle = (low[at] + high[at]) / 2
        inside = bool(((lows < middle) & (middle < highs)).all(axis=1).any())
        gaps = np.maximum(*vertical_gaps(low[at], high[at], lows, highs, BESIDE))
        dot = float((high[at] - low[at]).max()) <= _DOT
        plain = dot and distance >= _FAR and float(gaps.min()) >= ACCENT
        marks.append(Mark(at, low[at], high[at], distance, inside, plain))
    return marks, height


def vertical_gaps(
    low: Array, high: Array, lows: Array, highs: Array, beside: float
) -> tuple[Array, Array]:
    """How far a mark is above each of some boxes, and below it; infinite if it is beside one.

    Args:
        low: the mark's least x and y.
        high: its greatest x and y.
        lows: the same of the boxes: (n, 2).
        highs: the same.
        beside: how far from a box's left or right side the mark's middle may be.
    """
    middle = (low[0] + high[0]) / 2
    out = (middle < lows[:, 0] - beside) | (highs[:, 0] + beside < middle)
    above = np.where(out, np.inf, lows[:, 1] - high[1])
    return above, np.where(out, np.inf, low[1] - highs[:, 1])


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
