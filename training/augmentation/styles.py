"""Styles: ways to write digits that are rare in MNIST and the pen digits.

People cross the 7 or not, give the 1 a flag and a foot, slash the 0 (Wikipedia, "Regional
handwriting variation"; Cajori 1928, "A History of Mathematical Notations"). Here such strokes are
added to a digit or removed from it, and whole digits are drawn: from a handful of points, their
places moved at random, or by the generators of `forms`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from training.augmentation.forms import FORMS
from training.augmentation.variation import Stroke, round_corners

_GENERATED = 0.75  # share of the drawn forms that come from `forms`, for the digits that it has

_FORMS: dict[int, tuple[tuple[tuple[tuple[float, float], ...], ...], ...]] = {
    0: (
        (((0.5, 0), (0.15, 0.2), (0.1, 0.6), (0.4, 1), (0.75, 0.8), (0.8, 0.3), (0.5, 0)),),
        (((0.7, 0.1), (0.3, 0), (0.1, 0.4), (0.2, 0.9), (0.6, 1), (0.8, 0.5), (0.6, 0),
          (0.4, 0.1)),),
    ),
    1: (
        (((0.1, 0.35), (0.45, 0), (0.45, 1)),),
        (((0.1, 0.35), (0.45, 0), (0.45, 1)), ((0.05, 1), (0.9, 1))),
        (((0.0, 0.6), (0.45, 0), (0.45, 1)),),
    ),
    2: (
        (((0.1, 0.2), (0.4, 0), (0.75, 0.2), (0.6, 0.6), (0.2, 0.95), (0.05, 0.85), (0.2, 0.75),
          (0.5, 0.95), (0.85, 0.95)),),
        (((0.1, 0.25), (0.45, 0), (0.75, 0.25), (0.1, 1), (0.85, 1)),),
    ),
    3: ((((0.1, 0), (0.8, 0), (0.4, 0.4), (0.8, 0.65), (0.5, 1), (0.1, 0.85)),),),
    4: (
        (((0.3, 0), (0.15, 0.55), (0.8, 0.55)), ((0.65, 0.1), (0.6, 1))),
        (((0.65, 0), (0.05, 0.65), (0.85, 0.65)), ((0.62, 0.0), (0.62, 1))),
        (((0.6, 1), (0.6, 0), (0.0, 0.7), (0.9, 0.7)),),
        (((0.1, 0), (0.1, 0.45), (0.7, 0.45)), ((0.7, 0), (0.7, 1))),
    ),
    5: (
        (((0.2, 0), (0.15, 0.45), (0.5, 0.4), (0.8, 0.65), (0.55, 0.98), (0.05, 0.9)),
         ((0.2, 0), (0.8, 0))),
        (((0.85, 0), (0.25, 0), (0.2, 0.4), (0.6, 0.4), (0.8, 0.7), (0.5, 1), (0.1, 0.9)),),
    ),
    6: ((((0.7, 0), (0.3, 0.3), (0.1, 0.75), (0.4, 1), (0.75, 0.8), (0.55, 0.55), (0.15, 0.7)),),),
    7: (
        (((0.05, 0), (0.8, 0), (0.35, 1)), ((0.2, 0.5), (0.8, 0.5))),
        (((0.1, 0.15), (0.1, 0), (0.85, 0), (0.4, 0.5), (0.35, 1)),),
    ),
    9: (
        (((0.75, 0.15), (0.4, 0), (0.15, 0.25), (0.4, 0.5), (0.75, 0.2), (0.75, 0.8), (0.45, 1),
          (0.15, 0.85)),),
        (((0.75, 0.15), (0.4, 0), (0.15, 0.3), (0.4, 0.5), (0.75, 0.15), (0.7, 1)),),
        (((0.75, 0.1), (0.3, 0.05), (0.2, 0.4), (0.75, 0.35), (0.8, 0.1), (0.75, 0.7), (0.1, 1)),),
    ),
}  # fmt: skip


def restyle(strokes: list[Stroke], label: int, rng: np.random.Generator) -> list[Stroke]:
    """A digit written in another style; unchanged if there is none for it."""
    points = np.concatenate(strokes)
    low, size = points.min(axis=0), np.maximum(np.ptp(points, axis=0), 1e-9)
    tall = size[1]
    if label == 7:
        return _crossed(strokes, points, rng)
    if label == 1 and len(strokes) == 1 and size[0] < 0.35 * tall:
        top, foot = points[points[:, 1].argmin()], points[points[:, 1].argmax()]
        added = []
        flag, footed = rng.random() < 0.7, rng.random() < 0.5
        if flag:
            added.append(
                top + np.array([[-rng.uniform(0.15, 0.4), rng.uniform(0.12, 0.4)], [0, 0]]) * tall
            )
        if footed:
            added.append(foot + np.array([[-1, 0], [1, 0]]) * rng.uniform(0.15, 0.35) * tall)
        return [*strokes, *added]
    if label == 0 and size[0] > 0.4 * tall:
        over = rng.uniform(-0.1, 0.15)
        slash = np.array([[1 + over, -over], [-over, 1 + over]]) * size + low
        return [*strokes, slash if rng.random() < 0.8 else _mirrored(slash, low, size)]
    return strokes


def draw_form(label: int, rng: np.random.Generator) -> list[Stroke] | None:
    """A digit drawn from a form; None for a digit without a form."""
    generate = FORMS.get(label)
    if generate is not None and rng.random() < _GENERATED:
        return generate(rng)
    forms = _FORMS.get(label)
    if forms is None:
        return None
    form = forms[int(rng.integers(len(forms)))]
    strokes = [np.array(stroke) + rng.normal(0, 0.045, (len(stroke), 2)) for stroke in form]
    return [
        round_corners(round_corners(stroke)) if len(stroke) > 3 or rng.random() < 0.4 else stroke
        for stroke in strokes
    ]


def _crossed(
    strokes: list[Stroke], points: NDArray[np.float64], rng: np.random.Generator
) -> list[Stroke]:
    """A 7 with a bar, or without the one that it has."""
    if len(strokes) == 2 and np.ptp(strokes[1][:, 1]) < 0.25 * np.ptp(points[:, 1]):
        return strokes[:1]
    if len(strokes) > 1:
        return strokes
    low, size = points.min(axis=0), np.ptp(points, axis=0)
    height = low[1] + size[1] * rng.uniform(0.4, 0.65)
    near = points[np.abs(points[:, 1] - height).argmin()]
    half = np.array([rng.uniform(0.2, 0.4) * size[0], rng.uniform(-0.08, 0.08) * size[1]])
    middle = np.array([near[0], height])
    return [*strokes, np.stack([middle - half, middle + half])]


def _mirrored(line: Stroke, low: NDArray[np.float64], size: NDArray[np.float64]) -> Stroke:
    mirrored: Stroke = np.stack([2 * low[0] + size[0] - line[:, 0], line[:, 1]], axis=1)
    return mirrored
