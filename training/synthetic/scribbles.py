"""Random drawings that nobody would take for a digit: characters, scribbles and signs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from training.augmentation.variation import Stroke, round_corners


def random_character(rng: np.random.Generator) -> list[Stroke]:
    """Two to five lines, arcs, hooks and loops between the points of a coarse grid."""
    columns, rows = rng.integers(2, 5, 2)
    strokes = []
    for _ in range(int(rng.integers(2, 6))):
        corners = int(rng.integers(2, 5))
        places = np.stack(
            [
                rng.integers(columns, size=corners) / columns,
                rng.integers(rows, size=corners) / rows,
            ],
            axis=1,
        )
        line = places * (rng.uniform(0.6, 1.2), 1.0) + rng.normal(0, 0.04, places.shape)
        if corners > 2 and rng.random() < 0.6:
            for _ in range(3):
                line = round_corners(line)
        if rng.random() < 0.12:  # a small ring
            angle = np.linspace(0, 2 * np.pi, 16)
            line = line[0] + rng.uniform(0.08, 0.2) * np.stack([np.cos(angle), np.sin(angle)], 1)
        strokes.append(line)
    return strokes


def scribble(rng: np.random.Generator) -> list[Stroke]:
    """A scribble: back and forth, in circles, or at random."""
    strokes = []
    for _ in range(1 if rng.random() < 0.7 else 2):
        turns = int(rng.integers(5, 22))
        kind = rng.random()
        if kind < 0.4:  # at random
            line = rng.random((turns, 2)) * (1, rng.uniform(0.3, 1.3))
        elif kind < 0.7:  # back and forth
            across = np.where(np.arange(turns) % 2, 0.9, 0.1) + rng.normal(0, 0.08, turns)
            line = np.stack([across, np.linspace(0, rng.uniform(0.2, 1.2), turns)], axis=1)
            line = rotated(line, rng.uniform(0, np.pi))
        else:  # in circles
            angle = np.linspace(0, rng.uniform(3.2, 9) * np.pi, 60) + rng.uniform(0, 6.28)
            radius = np.linspace(rng.uniform(0.05, 0.7), 1, 60) + rng.normal(0, 0.02, 60)
            drift = np.linspace(0, rng.uniform(0, 2), 60)
            line = np.stack([radius * np.cos(angle) + drift, radius * np.sin(angle)], axis=1)
            line = rotated(line, rng.uniform(0, np.pi))
        for _ in range(2 if rng.random() < 0.7 else 0):
            line = round_corners(line)
        strokes.append(line)
    return strokes


def sign(rng: np.random.Generator) -> list[Stroke]:
    """A simple sign: dashes, rays, a polygon, a grid, an arrow, a wheel."""
    return _SIGNS[int(rng.integers(len(_SIGNS)))](rng)


def rotated(line: Stroke, angle: float) -> Stroke:
    """A line rotated about the origin by an angle in radians."""
    cos, sin = np.cos(angle), np.sin(angle)
    result: Stroke = line @ np.array([[cos, sin], [-sin, cos]])
    return result


def _dashes(rng: np.random.Generator) -> list[Stroke]:
    dash = np.array([[0.0, 0.0], [1.0, rng.uniform(-0.3, 0.3)]])
    if rng.random() < 0.5:
        return [dash]
    return [dash, dash + np.array([0.0, rng.uniform(0.2, 0.6)])]


def _rays(rng: np.random.Generator) -> list[Stroke]:
    """Lines through one point: +, ×, *."""
    count = int(rng.integers(2, 5))
    angles = np.arange(count) * np.pi / count + rng.uniform(0, np.pi / count, count) * 0.5
    angles += rng.uniform(0, np.pi)
    ends = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    return [np.stack([-end, end]) * rng.uniform(0.7, 1.1) for end in ends]


def _polygon(rng: np.random.Generator) -> list[Stroke]:
    """A triangle or a rectangle, some with a diagonal."""
    corners = int(rng.integers(3, 5))
    ring = _circle(np.arange(corners + 1) * 2 * np.pi / corners + rng.uniform(0, 2))
    ring = ring * np.array([rng.uniform(0.7, 1.3), 1])
    return [ring] if rng.random() < 0.6 else [ring, np.stack([ring[0], ring[2]])]


def _grid(rng: np.random.Generator) -> list[Stroke]:
    across, down = rng.integers(2, 4, 2)
    return [np.array([[0.1, y], [0.9, y]]) for y in np.linspace(0.2, 0.8, across)] + [
        np.array([[x, 0.1], [x, 0.9]]) for x in np.linspace(0.2, 0.8, down)
    ]


def _arrow(rng: np.random.Generator) -> list[Stroke]:
    head = np.array([[-0.3, -0.25], [0.0, 0.0], [-0.3, 0.25]]) * rng.uniform(0.6, 1.3)
    angle = float(rng.uniform(0, 2 * np.pi))
    return [rotated(np.array([[-1.0, 0.0], [0.0, 0.0]]), angle), rotated(head, angle)]


def _wheel(rng: np.random.Generator) -> list[Stroke]:
    """A ring with marks in it, like a face or a clock."""
    marks = [rng.uniform(-0.5, 0.5, (2, 2)) for _ in range(int(rng.integers(2, 4)))]
    return [_circle(np.linspace(0, 2 * np.pi, 24)), *marks]


def _circle(angles: NDArray[np.float64]) -> Stroke:
    return np.stack([np.cos(angles), np.sin(angles)], axis=1)


_SIGNS = (_dashes, _rays, _polygon, _grid, _arrow, _wheel)
