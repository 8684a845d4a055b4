"""Marks on a sheet that nobody reads: specks, stamps, holes, signatures, folds."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from training.augmentation.paths import curve
from training.synthetic.sheets.draft import Area, Draft

_EACH = 0.07  # share of the sheets that each kind stands on
_SPECKLED = 0.35  # share of the sheets with specks of dirt
_LARGE_SPECKS = 0.3  # share of those whose specks may be as large as a small digit


def add_marks(draft: Draft, whole: Area) -> None:
    """Draws some of them.

    Args:
        draft: the sheet.
        whole: the part of it that shows.
    """
    rng = draft.rng
    for mark in (_stamp, _holes, _signature, _fold, _tear_off):
        if rng.random() < _EACH:
            mark(draft, whole, rng)
    if rng.random() < _SPECKLED:
        _specks(draft, whole, rng)


def _specks(draft: Draft, whole: Area, rng: np.random.Generator) -> None:
    """Specks of dirt or crumbs, as large as a decimal point, now and then larger."""
    most = max(0.12 * draft.tall, 0.8)
    if rng.random() < _LARGE_SPECKS:
        most = max(most, rng.uniform(2, 9))
    for _ in range(int(np.exp(rng.uniform(0.7, 3.7)))):
        middle = rng.uniform((whole.left, whole.top), (whole.right, whole.bottom))
        radius = rng.uniform(0.4, 1) * rng.uniform(0.4, most)
        draft.canvas.disc((float(middle[0]), float(middle[1])), radius)


def _stamp(draft: Draft, whole: Area, rng: np.random.Generator) -> None:
    radius = rng.uniform(1.2, 4) * draft.tall
    middle = rng.uniform((whole.left, whole.top), (whole.right, whole.bottom))
    turn = np.linspace(0, 2 * np.pi, 40)
    ring = np.stack([np.cos(turn), np.sin(turn)], axis=1) * radius
    for inner in (1.0, 0.9):
        draft.canvas.rule((ring * inner + middle).astype(np.float32), 1.0, 0.7)


def _holes(draft: Draft, whole: Area, rng: np.random.Generator) -> None:
    radius = rng.uniform(0.015, 0.03) * whole.height
    x = whole.left + 2.5 * radius
    for y in (0.3, 0.7):
        draft.canvas.disc((x, whole.top + y * whole.height), radius)


def _signature(draft: Draft, whole: Area, rng: np.random.Generator) -> None:
    count = int(rng.integers(5, 14))
    size = np.array([rng.uniform(2, 6), rng.uniform(0.8, 2)]) * draft.tall
    steps = np.sort(rng.uniform(0, 1, count))
    knots = np.stack([steps + rng.normal(0, 0.1, count), rng.uniform(0, 1, count)], axis=1)
    place = rng.uniform((whole.left, whole.top), (whole.right, whole.bottom))
    points: NDArray[np.float64] = curve(knots, 16 * count) * size + place
    free = not any(_near(corners, points) for corners in draft.lines)
    if free:
        draft.canvas.rule(points.astype(np.float32), draft.hand.style.line * draft.tall)


def _near(corners: NDArray[np.float64], points: NDArray[np.float64]) -> bool:
    low, high = corners.min(axis=0) - 3, corners.max(axis=0) + 3
    return bool(((points >= low) & (points <= high)).all(axis=1).any())


def _fold(draft: Draft, whole: Area, rng: np.random.Generator) -> None:
    y = rng.uniform(whole.top, whole.bottom)
    draft.rule(whole.left, y, whole.right, y + rng.normal(0, 2), 1.0)


def _tear_off(draft: Draft, whole: Area, rng: np.random.Generator) -> None:
    x = rng.uniform(whole.left, whole.right)
    draft.rule(x, whole.top, x, whole.bottom, float(rng.choice([1, 2, 4])))
