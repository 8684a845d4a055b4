"""Variation of the pen's path: other orders, directions, joins and devices.

The picture of a drawing hides in which order and direction its strokes were drawn, and where the
pen was lifted. A network that reads the path has to learn that little depends on them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from training.augmentation.variation import Stroke


@dataclass(frozen=True)
class PathVariation:
    """How often each part of the path is varied.

    Attributes:
        smooth: share of the drawings whose points are joined by a smooth curve, as a quick device
            gives it; the others keep straight lines between few points.
        lift: share with a pen that is lifted within a stroke.
        join: share with two strokes joined by a line.
        hook: share with a hook at an end of a stroke, as of a pen that lands or leaves late.
        all_reversed: share with every stroke drawn backwards.
        some_reversed: share with each stroke drawn backwards or not, at random.
        reordered: share of the drawings of several strokes that are drawn in another order.
    """

    smooth: float = 0.5
    lift: float = 0.08
    join: float = 0.08
    hook: float = 0.15
    all_reversed: float = 0.15
    some_reversed: float = 0.12
    reordered: float = 0.25


USUAL = PathVariation()

_HOOK = 0.05  # standard deviation of a hook's end, in the drawing's longer side
_CURVE_POINTS = 4  # for each point of the stroke
_MOST_POINTS = 120


def vary_path(
    strokes: list[Stroke], rng: np.random.Generator, how: PathVariation = USUAL
) -> list[Stroke]:
    """The same drawing by a pen that took another way.

    Args:
        strokes: arrays (n, 2); at least one point in all.
        rng: where the variation comes from.
        how: how often each part is varied.
    """
    strokes = [stroke for stroke in strokes if len(stroke)]
    if rng.random() < how.smooth:
        strokes = [
            curve(stroke, min(_CURVE_POINTS * len(stroke), _MOST_POINTS))
            if len(stroke) > 2
            else stroke
            for stroke in strokes
        ]
    if rng.random() < how.lift:
        strokes = _lifted(strokes, rng)
    if len(strokes) > 1 and rng.random() < how.join:
        at = int(rng.integers(len(strokes) - 1))
        joined = np.concatenate([strokes[at], strokes[at + 1]])
        strokes = [*strokes[:at], joined, *strokes[at + 2 :]]
    if rng.random() < how.hook:
        strokes = _hooked(strokes, rng)
    kind = rng.random()
    if kind < how.all_reversed:
        strokes = [stroke[::-1] for stroke in strokes]
    elif kind < how.all_reversed + how.some_reversed:
        strokes = [stroke[::-1] if rng.random() < 0.5 else stroke for stroke in strokes]
    if len(strokes) > 1 and rng.random() < how.reordered:
        strokes = [strokes[at] for at in rng.permutation(len(strokes))]
    return strokes


def curve(points: Stroke, count: int) -> Stroke:
    """A smooth curve through points (n, 2), n at least 2: a Catmull-Rom spline of `count` points.

    Catmull, Rom 1974, "A Class of Local Interpolating Splines".
    """
    ends = 2 * points[[0, -1]] - points[[1, -2]]
    line = np.concatenate([ends[:1], points, ends[1:]])
    along = np.linspace(0, len(points) - 1 - 1e-9, count)
    at = along.astype(int)
    t = (along - at)[:, None]
    a, b, c, d = line[at], line[at + 1], line[at + 2], line[at + 3]
    through: Stroke = 0.5 * (
        2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3
    )
    return through


def _lifted(strokes: list[Stroke], rng: np.random.Generator) -> list[Stroke]:
    at = int(rng.integers(len(strokes)))
    stroke = strokes[at]
    if len(stroke) < 6:
        return strokes
    cut = int(rng.integers(2, len(stroke) - 2))
    return [*strokes[:at], stroke[:cut], stroke[cut:], *strokes[at + 1 :]]


def _hooked(strokes: list[Stroke], rng: np.random.Generator) -> list[Stroke]:
    at = int(rng.integers(len(strokes)))
    stroke = strokes[at]
    side = float(np.ptp(np.concatenate(strokes), axis=0).max()) or 1.0
    hook = rng.normal(0, _HOOK * side, (1, 2))
    ends = [stroke[:1] + hook, stroke] if rng.random() < 0.5 else [stroke, stroke[-1:] + hook]
    return [*strokes[:at], np.concatenate(ends), *strokes[at + 1 :]]
