"""Signs that are neither digits nor marks, each drawn from random numbers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from training.augmentation.paths import curve


def _cross(angle: float, size: float = 0.3) -> NDArray[np.float64]:
    middle = np.array([0.35, 0.55])
    half = size * np.array([np.cos(angle), np.sin(angle)])
    return np.stack([middle - half, middle + half])


def _star(rng: np.random.Generator) -> list[NDArray[np.float64]]:
    turn, size = rng.uniform(0, 1), rng.uniform(0.2, 0.4)
    return [_cross(turn + step * np.pi / 3, size) for step in range(3)]


def _plus(rng: np.random.Generator) -> list[NDArray[np.float64]]:
    size = rng.uniform(0.2, 0.4)
    return [_cross(rng.normal(0, 0.08), size), _cross(np.pi / 2 + rng.normal(0, 0.08), size)]


def _equals(rng: np.random.Generator) -> list[NDArray[np.float64]]:
    wide, apart, slope = rng.uniform(0.35, 0.9), rng.uniform(0.14, 0.3), rng.normal(0, 0.06)
    top = rng.uniform(0.35, 0.6)
    return [np.array([[0, y + rng.normal(0, 0.02)], [wide, y + slope]]) for y in (top, top + apart)]


def _hash(rng: np.random.Generator) -> list[NDArray[np.float64]]:
    lean = rng.uniform(0, 0.25)
    return [
        *(np.array([[x + lean, 0.1], [x, 0.95]]) for x in (0.2, 0.45)),
        *(np.array([[0.0, y], [0.8, y - 0.03]]) for y in (0.38, 0.66)),
    ]


def _euro(rng: np.random.Generator) -> list[NDArray[np.float64]]:
    turn = np.linspace(-0.8, -5.5, 18)
    ring = np.stack([0.5 + 0.4 * np.cos(turn), 0.5 + 0.5 * np.sin(turn)], axis=1)
    return [ring, *(np.array([[-0.05, y], [rng.uniform(0.4, 0.6), y]]) for y in (0.42, 0.6))]


def _dollar(rng: np.random.Generator) -> list[NDArray[np.float64]]:
    body = np.array([[0.6, 0.2], [0.3, 0.1], [0.1, 0.3], [0.35, 0.5], [0.6, 0.7], [0.3, 0.92],
                     [0.0, 0.8]])  # fmt: skip
    x = rng.uniform(0.28, 0.4)
    return [curve(body, 30), np.array([[x, -0.08], [x, 1.08]])]


def _percent(rng: np.random.Generator) -> list[NDArray[np.float64]]:
    turn, small = np.linspace(0, 2 * np.pi, 14), rng.uniform(0.12, 0.18)
    ring = small * np.stack([np.cos(turn), np.sin(turn)], axis=1)
    return [
        ring + np.array([0.15, 0.2]),
        ring + np.array([0.75, 0.8]),
        np.array([[0.8, 0.0], [0.1, 1.0]]),
    ]


def _house(rng: np.random.Generator) -> list[NDArray[np.float64]]:
    wide, roof = rng.uniform(0.6, 1.0), rng.uniform(0.3, 0.5)
    walls = np.array([[0, 1], [0, roof], [wide, roof], [wide, 1], [0, 1]], float)
    return [walls, np.array([[0, roof], [wide / 2, 0], [wide, roof]])]


def _face(rng: np.random.Generator) -> list[NDArray[np.float64]]:
    turn = np.linspace(0, 2 * np.pi * rng.uniform(0.9, 1.05), 24)
    ring = 0.5 + 0.5 * np.stack([np.cos(turn), np.sin(turn)], axis=1)
    mouth = np.array([[0.3, 0.65], [0.5, 0.78], [0.7, 0.65]])
    eyes = [np.array([[x, 0.35], [x, 0.42]]) for x in (0.35, 0.65)]
    return [ring, curve(mouth, 8), *eyes]


def _scribble(rng: np.random.Generator) -> list[NDArray[np.float64]]:
    count = int(rng.integers(5, 14))
    return [curve(rng.uniform(0, 1, (count, 2)) * [rng.uniform(0.5, 1.4), 1], 8 * count)]


def _crossed_out(rng: np.random.Generator) -> list[NDArray[np.float64]]:
    wide = rng.uniform(0.4, 0.9)
    return [np.array([[0, 0], [wide, 1]], float), np.array([[wide, 0], [0, 1]], float)]


SIGNS = (_star, _plus, _equals, _hash, _euro, _dollar, _percent, _house, _face, _scribble,
         _crossed_out)  # fmt: skip
"""Drawings of signs that are not digits."""

NAMED_SIGNS = {"=": _equals, "*": _star, "#": _hash}
"""Signs that stand around amounts, by their character."""
