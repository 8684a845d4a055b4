"""Forms of digits as they are written on cheques, besides those of `augmentation.forms`."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from training.augmentation.paths import curve

Strokes = list[NDArray[np.float64]]


def tailed_zero(rng: np.random.Generator) -> Strokes:
    """A 0 whose pen begins or ends outside of its ring, as in a row of noughts."""
    wide, start = rng.uniform(0.25, 0.5), rng.uniform(-2.2, -0.6)
    turn = np.linspace(start, start - 2 * np.pi * rng.uniform(0.95, 1.1), 30)
    ring = np.stack([0.5 + wide * np.cos(turn), 0.5 + 0.5 * np.sin(turn)], axis=1)
    reach = rng.uniform(0.1, 0.45)
    out = ring[-1] + np.array(
        [[0.5 * reach, rng.uniform(-0.05, 0.12)], [reach, rng.normal(0, 0.12)]]
    )
    return [curve(np.concatenate([ring[::3], out]), 50)]


def curled_nine(rng: np.random.Generator) -> Strokes:
    """A 9 whose stem ends in a curl to the left, like a g."""
    radius = rng.uniform(0.2, 0.3)
    turn = np.linspace(-0.4, -0.4 - 2 * np.pi * rng.uniform(0.9, 1.02), 18)
    ring = np.stack([0.4 + 1.1 * radius * np.cos(turn), radius + radius * np.sin(turn)], axis=1)
    right, deep = 0.4 + 1.1 * radius, rng.uniform(0.1, 0.3)
    foot = np.array(
        [
            [right + rng.normal(0, 0.03), 0.55],
            [right - 0.05, 0.85],
            [right - 0.25, 1.0],
            [right - rng.uniform(0.4, 0.6), 1 - deep],
        ]
    )
    if rng.random() < 0.4:
        foot = np.concatenate([foot, foot[-1] + np.array([[0.1, -0.12], [0.4, -0.25]])])
    return [curve(np.concatenate([ring[::2], foot]), 50)]


def flagged_five(rng: np.random.Generator) -> Strokes:
    """A 5 whose bar is a stroke of its own, and whose bow is hardly one."""
    bend = rng.uniform(0.1, 0.6)
    body = np.array(
        [
            [0.25 + rng.normal(0, 0.04), 0.05],
            [0.2 + rng.normal(0, 0.04), 0.4],
            [0.25 + bend, 0.5 + rng.normal(0, 0.05)],
            [0.25 + bend, 0.85],
            [0.0, 1.0 - rng.uniform(0, 0.15)],
        ]
    )
    bar = np.array(
        [[rng.uniform(0.15, 0.3), 0.05], [rng.uniform(0.6, 1.0), rng.uniform(-0.1, 0.08)]]
    )
    return [curve(body, 30), bar]


def root_five(rng: np.random.Generator) -> Strokes:
    """A 5 like the sign of a root: the bow is a hook at the lower left."""
    foot, lean = rng.uniform(0.1, 0.3), rng.uniform(0.0, 0.3)
    top = np.array([foot + lean, rng.uniform(0.0, 0.15)])
    hook = np.array([[foot - rng.uniform(0.15, 0.35), rng.uniform(0.6, 0.85)], [foot, 1.0]])
    bar = top + np.array([rng.uniform(0.25, 0.7), rng.normal(0, 0.06)])
    if rng.random() < 0.4:
        hook = curve(np.stack([hook[0], (hook[0] + hook[1]) / 2 + [0.0, 0.06], hook[1]]), 8)
    line = np.concatenate([hook, [top]])
    return [np.concatenate([line, [bar]])] if rng.random() < 0.7 else [line, np.stack([top, bar])]


def stemmed_nine(rng: np.random.Generator) -> Strokes:
    """A 9 like a P, or like an l with a loop: the loop is to the right of the stem or above it."""
    kind, deep = rng.random(), rng.uniform(0.4, 0.55)
    wide, foot = rng.uniform(0.35, 0.6), rng.uniform(-0.08, 0.15)
    if kind < 0.4:
        top = rng.uniform(0.0, 0.15)
        bow = [[0, top], [0.6 * wide, 0.0], [wide, 0.4 * deep], [0.7 * wide, deep], [0.05, deep]]
        stem = np.array([[0.0, top], [foot / 2, 0.5], [foot, 1.0]])
        return [curve(np.array(bow), 24), stem]
    if kind < 0.7:
        loop = [[-0.05, deep + 0.05], [0.7 * wide, 0.7 * deep], [wide, 0.3 * deep],
                [0.6 * wide, 0.0], [0.1, 0.5 * deep], [0.05, 0.75], [foot + 0.1, 1.0]]  # fmt: skip
        return [curve(np.array(loop), 40)]
    turn = np.linspace(1.4, 1.4 + 2 * np.pi * rng.uniform(0.95, 1.05), 24)
    ring = np.stack([0.7 * wide * np.cos(turn), deep / 2 * (1 + np.sin(turn))], axis=1)
    stem = np.stack([ring[-1], ring[-1] + [foot / 2, 0.2], [ring[-1][0] + foot - 0.1, 1.0]])
    return [np.concatenate([ring, curve(stem, 8)[1:]])]


CHEQUE_FORMS: dict[int, tuple[Callable[[np.random.Generator], Strokes], ...]] = {
    0: (tailed_zero,),
    5: (flagged_five, root_five),
    9: (curled_nine, stemmed_nine),
}
"""By digit."""
