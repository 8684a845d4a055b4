"""Made strays: the dots and smears of a palm, a click or a slip, added to a drawing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from training.augmentation.variation import Stroke

Make = Callable[[np.random.Generator], Stroke]
"""Makes a stray of a drawing that is as high as 1, anywhere."""

_NEAREST, _FURTHEST = 0.3, 1.3  # from the drawing, in its heights
_TRIES = 1000


def dot(rng: np.random.Generator) -> Stroke:
    """A click, which moved by a hundredth of the drawing's height at most."""
    path: Stroke = np.cumsum(rng.normal(0, 0.006, (int(rng.integers(1, 5)), 2)), axis=0)
    return path


def smear(rng: np.random.Generator) -> Stroke:
    """A short line in any direction."""
    angle, count = rng.uniform(0, 2 * np.pi), int(rng.integers(2, 9))
    end = rng.uniform(0.05, 0.3) * np.array([np.cos(angle), np.sin(angle)])
    path: Stroke = np.linspace(0, 1, count)[:, None] * end + rng.normal(0, 0.004, (count, 2))
    return path


def hook(rng: np.random.Generator) -> Stroke:
    """A short arc."""
    start, turn = rng.uniform(0, 2 * np.pi), rng.uniform(0.6, 2.6) * rng.choice([-1, 1])
    angle = np.linspace(start, start + turn, 10)
    path: Stroke = rng.uniform(0.06, 0.2) * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return path


SINGLE: dict[str, Make] = {"dot": dot, "smear": smear, "hook": hook}


def add_stray(
    strokes: Sequence[Stroke], make: Make, rng: np.random.Generator
) -> tuple[list[Stroke], set[int]]:
    """A drawing with one stray, anywhere around it.

    Args:
        strokes: of the drawing.
        make: makes the stray.
        rng: chooses its place, and its place in the order of strokes.

    Returns:
        The strokes, and the indices of those that were added.
    """
    height, low, high = _extent(strokes)
    stray = _centred(make(rng)) * height
    for _ in range(_TRIES):
        placed = stray + rng.uniform(low - 1.4 * height, high + 1.4 * height)
        if _NEAREST * height < _distance(placed, strokes) < _FURTHEST * height:
            break
    return _inserted(strokes, [placed], rng)


def add_palm(strokes: Sequence[Stroke], rng: np.random.Generator) -> tuple[list[Stroke], set[int]]:
    """A drawing with the marks of a palm that rested below it; see `add_stray`."""
    height, low, high = _extent(strokes)
    middle = np.array(
        [rng.uniform(low[0], high[0] + 1.2 * height), high[1] + rng.uniform(0.7, 1.5) * height]
    )
    makes = list(SINGLE.values())
    marks = []
    for _ in range(int(rng.integers(2, 7))):
        mark = _centred(makes[int(rng.integers(len(makes)))](rng)) * height
        mark = mark + middle + rng.normal(0, 0.25 * height, 2)
        if _distance(mark, strokes) > _NEAREST * height:
            marks.append(mark)
    return _inserted(strokes, marks, rng)


def _inserted(
    strokes: Sequence[Stroke], added: Sequence[Stroke], rng: np.random.Generator
) -> tuple[list[Stroke], set[int]]:
    """Strokes with others among them or, half of the time, after them."""
    at = len(strokes)
    if rng.random() < 0.5:
        at = int(rng.integers(0, at + 1))
    return [*strokes[:at], *added, *strokes[at:]], set(range(at, at + len(added)))


def _extent(strokes: Sequence[Stroke]) -> tuple[float, NDArray[np.float64], NDArray[np.float64]]:
    """The height of the tallest stroke, or half the width of the widest, and the drawing's box."""
    wide, tall = np.max([np.ptp(stroke, axis=0) for stroke in strokes], axis=0)
    points = np.concatenate(strokes)
    return max(float(tall), float(wide) / 2, 1e-9), points.min(axis=0), points.max(axis=0)


def _centred(stroke: Stroke) -> Stroke:
    centred: Stroke = stroke - stroke.mean(axis=0)
    return centred


def _distance(mark: Stroke, strokes: Sequence[Stroke]) -> float:
    """The least distance between the points of a mark and those of strokes, drawn finely."""
    fine = []
    for stroke in strokes:
        steps = np.linspace(0, len(stroke) - 1, 8 * len(stroke))
        fine += [np.interp(steps, np.arange(len(stroke)), column) for column in stroke.T]
    points = np.stack([np.concatenate(fine[0::2]), np.concatenate(fine[1::2])], axis=1)
    return float(np.sqrt(((mark[:, None] - points) ** 2).sum(axis=2)).min())
