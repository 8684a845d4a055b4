"""Forms of digits that MNIST and the pen digits hold few of, each drawn from random numbers.

The 1 with a long, steep flag and the 7 with a level bar, which are easily taken for each other; the
9 whose loop is open, the 4 in one stroke, the closed 6, the 0 with a slash, a bar or a dot, the 2
with a loop (Wikipedia, "Regional handwriting variation in digits"). A digit is as high as 1, y
downwards.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from training.augmentation.paths import curve
from training.augmentation.variation import Stroke

Form = Callable[[np.random.Generator], list[Stroke]]

_DOWN = np.array([0.0, 1.0])


def flagged_one(rng: np.random.Generator) -> list[Stroke]:
    """A 1 whose flag falls steeply from the tip and may be long; now and then with a foot."""
    tip, foot = np.zeros(2), np.array([rng.uniform(-0.35, 0.2), 1.0])
    long = rng.uniform(0.15, 0.9)
    start = long * np.array([foot[0] - rng.uniform(0.2, 1.2), 1.0])
    middle = (start + tip) / 2 + rng.normal(0, 0.12 * long, 2)
    flag = np.stack([start, middle, tip])
    flag = curve(flag, 10) if rng.random() < 0.5 else flag[::2]
    stem = np.stack([tip, (tip + foot) / 2 + rng.normal(0, 0.015, 2), foot])
    strokes = [np.concatenate([flag, stem[1:]])] if rng.random() < 0.65 else [flag, stem]
    if rng.random() < 0.2:
        half = rng.uniform(0.12, 0.4)
        strokes.append(foot + np.stack([[-half, half], rng.normal(0, 0.02, 2)], axis=1))
    return strokes


def level_seven(rng: np.random.Generator) -> list[Stroke]:
    """A 7 whose bar is level; often crossed, now and then with a serif."""
    wide = rng.uniform(0.4, 0.85)
    start, corner = np.zeros(2), np.array([wide, rng.uniform(-0.08, 0.08)])
    foot = np.array([wide * rng.uniform(-0.05, 0.75), 1.0])
    bend = (corner + foot) / 2 + np.array([rng.uniform(-0.12, 0.06), rng.normal(0, 0.03)])
    middle = (start + corner) / 2 + np.array([0.0, rng.uniform(-0.06, 0.06)])
    bar = curve(np.stack([start, middle, corner]), 8)
    line = np.concatenate([bar, curve(np.stack([corner, bend, foot]), 14)[1:]])
    if rng.random() < 0.2:
        serif = start + np.array([[rng.uniform(-0.03, 0.03), rng.uniform(0.08, 0.22)]])
        line = np.concatenate([serif, line])
    if rng.random() >= 0.45:
        return [line]
    half = rng.uniform(0.15, 0.35)
    left = np.array([-half, rng.uniform(-0.05, 0.08)])
    right = np.array([half, rng.uniform(-0.08, 0.05)])
    return [line, np.array([bend[0], rng.uniform(0.4, 0.62)]) + np.stack([left, right])]


def open_nine(rng: np.random.Generator) -> list[Stroke]:
    """A 9 whose loop does not close, like the upper half of a 3."""
    gap, radius = rng.uniform(0.3, 1.1), rng.uniform(0.22, 0.32)
    turn = -gap - rng.uniform(1.3, 1.75) * np.pi
    loop = _arc((0.4, radius), (radius * rng.uniform(0.9, 1.3), radius), -gap, turn, 24)
    side = np.array([0.4 + radius * 1.1, radius * rng.uniform(0.3, 1.0)])
    foot = np.array([0.4 + rng.uniform(-0.25, 0.3), 1.0])
    middle = (side + foot) / 2 + np.array([rng.uniform(0, 0.1), 0.0])
    return [np.concatenate([loop, curve(np.stack([loop[-1], side, middle, foot]), 18)[1:]])]


def one_stroke_four(rng: np.random.Generator) -> list[Stroke]:
    """A 4 without a lift of the pen: open and drawn downwards at the end, or closed."""
    kind = rng.random()
    if kind < 0.5:
        left = np.array([0.0, rng.uniform(0.5, 0.7)])
        right = np.array([rng.uniform(0.55, 0.9), left[1] + rng.normal(0, 0.04)])
        top = np.array([rng.uniform(0.45, 0.65), rng.uniform(-0.05, 0.3)])
        foot = top + np.array([rng.normal(0, 0.05), 1 - top[1]])
        return [np.stack([np.array([0.25 + rng.normal(0, 0.08), 0.0]), left, right, top, foot])]
    top = np.array([rng.uniform(0.45, 0.7), 0.0])
    left = np.array([0.0, rng.uniform(0.55, 0.75)])
    right = np.array([rng.uniform(0.75, 1.0), left[1]])
    if kind < 0.8:
        return [np.stack([top + _DOWN, top, left, right])]
    down = np.stack([top, left, right, top + np.array([0.05, 0.35]), top + _DOWN])
    return [curve(down, 24)]


def closed_six(rng: np.random.Generator) -> list[Stroke]:
    """A 6 whose loop is closed."""
    radius = rng.uniform(0.2, 0.34)
    top = np.array([rng.uniform(0.3, 0.75), 0.0])
    wide = radius * rng.uniform(0.9, 1.3)
    start, end = -np.pi * rng.uniform(0.75, 1.0), -np.pi * rng.uniform(2.6, 3.2)
    ring = _arc((0.35, 1 - radius), (wide, radius), start, end, 26)
    middle = (top + ring[0]) / 2 - np.array([rng.uniform(0.05, 0.15), 0.0])
    return [np.concatenate([curve(np.stack([top, middle, ring[0]]), 12), ring[1:]])]


def zero(rng: np.random.Generator) -> list[Stroke]:
    """A 0 with a slash, a back-slash, an upright or a level bar, with a dot, or plain."""
    start = rng.uniform(0, 2 * np.pi)
    turn = (-1 if rng.random() < 0.75 else 1) * 2 * np.pi * rng.uniform(0.96, 1.08)
    wide = rng.uniform(0.25, 0.5)
    ring = _arc((0.5, 0.5), (wide, 0.5), start, start + turn, 34)
    kind = rng.random()
    if kind < 0.6:
        across = _ZERO_BARS[int(rng.choice(len(_ZERO_BARS), p=_ZERO_BAR_SHARES))]
        half = np.array(across) * (wide, 0.5) * rng.uniform(0.65, 1.25)
        half = half + rng.normal(0, 0.03, 2)
        middle = 0.5 + rng.normal(0, 0.03, 2)
        bar = middle + np.stack([half, -half])
        return [ring, bar if rng.random() < 0.7 else bar[::-1]]
    if kind < 0.85:
        centre, size = 0.5 + rng.normal(0, 0.05, 2), rng.uniform(0.005, 0.06)
        return [ring, np.stack([centre, centre + np.array([size, 0.3 * size])])]
    return [ring]


_ZERO_BARS = ((0.75, -0.76), (-0.75, -0.76), (0.05, -0.95), (0.95, -0.05))
"""Ends of a slash, a back-slash, an upright and a level bar, by half of a 0's size."""

_ZERO_BAR_SHARES = (0.45, 0.2, 0.17, 0.18)


def looped_two(rng: np.random.Generator) -> list[Stroke]:
    """A 2 with a loop at its lower left."""
    radius, small = rng.uniform(0.2, 0.34), rng.uniform(0.05, 0.13)
    start, end = -np.pi * rng.uniform(0.8, 1.1), np.pi * rng.uniform(0.1, 0.3)
    head = _arc((0.4, radius), (radius * 1.1, radius), start, end, 18)
    corner = np.array([rng.uniform(0.05, 0.2), rng.uniform(0.88, 1.0)])
    middle = corner + small * np.array([0.3, -0.4])
    turn = np.pi * rng.uniform(1.9, 2.3)
    loop = _arc((middle[0], middle[1]), (small, small * 0.8), np.pi * 0.4, turn, 14)
    foot = np.array([rng.uniform(0.75, 1.0), rng.uniform(0.88, 1.03)])
    between, last = (head[-1] + loop[0]) / 2, (loop[-1] + foot) / 2 + 0.03 * _DOWN
    return [curve(np.stack([*head[::3], between, *loop[::2], last, foot]), 60)]


FORMS: dict[int, Form] = {
    0: zero,
    1: flagged_one,
    2: looped_two,
    4: one_stroke_four,
    6: closed_six,
    7: level_seven,
    9: open_nine,
}
"""By digit; the others are written in much the same way everywhere."""


def _arc(
    centre: tuple[float, float], radii: tuple[float, float], start: float, end: float, count: int
) -> Stroke:
    """Points on an ellipse, from one angle to another."""
    angle = np.linspace(start, end, count)
    return np.stack(
        [centre[0] + radii[0] * np.cos(angle), centre[1] + radii[1] * np.sin(angle)], axis=1
    )
