"""Layout: where the characters of a line stand, and which of them touch."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np

from training.synthetic.lines.glyphs import Glyphs, Points, Source, mark
from training.synthetic.lines.signs import NAMED_SIGNS

DIGITS = "0123456789"
MARKS = ".,-/:"
SPACE = 0.9
"""Heights of a digit: a gap at least this wide is a space."""

_WIDEST_GAP = 0.55  # of those that are none


@dataclass(frozen=True)
class Placed:
    """A character at its place, in heights of a digit; a space has no points."""

    symbol: str
    points: Points


@dataclass(frozen=True)
class Style:
    """How one person writes on one occasion.

    Attributes:
        line: width of the pen's line.
        gap: usual distance between characters.
        uneven: how much sizes, heights and gaps differ.
        stretch: factor of the width.
        slant: how far the top leans to the right.
        joined: share of the characters whose pen is not lifted before the next.
        pitch: distance between the middles of boxes with a character each; None without boxes.
    """

    line: float
    gap: float
    uneven: float
    stretch: float
    slant: float
    joined: float
    pitch: float | None

    @classmethod
    def choose(cls, rng: np.random.Generator, boxes: bool) -> Style:
        """A style."""
        kind = rng.random()
        line = rng.uniform(0.035, 0.09) if kind < 0.65 else rng.uniform(0.08, 0.2)
        gap = rng.uniform(-0.06, 0.1) if rng.random() < 0.35 else rng.uniform(0.05, 0.4)
        return cls(
            line=line,
            gap=gap + 0.6 * line,
            uneven=rng.uniform(0.3, 1.6),
            stretch=float(np.exp(rng.normal(0, 0.16))),
            slant=rng.uniform(-0.12, 0.6) if rng.random() < 0.6 else rng.normal(0, 0.08),
            joined=rng.uniform(0.1, 0.5) if rng.random() < 0.15 else 0.0,
            pitch=rng.uniform(0.95, 1.5) if boxes else None,
        )


def lay_out(text: str, glyphs: Glyphs, style: Style, rng: np.random.Generator) -> list[Placed]:
    """Characters from left to right; the digits stand on y = 1 and reach up to y = 0."""
    draw = glyphs.source(rng)
    placed: list[Placed] = []
    right, gap = 0.0, 0.0
    for at, symbol in enumerate(text):
        if symbol == " ":
            gap = rng.uniform(SPACE, 2.2)
            placed.append(Placed(" ", np.zeros((0, 2), np.float32)))
            continue
        points = _drawn(symbol, glyphs, draw, style, rng)
        low, high = float(points[:, 0].min()), float(points[:, 0].max())
        if style.pitch is not None:
            left = at * style.pitch - (high - low) / 2 + rng.normal(0, 0.06 * style.uneven)
        else:
            left = right + gap
        points = points + np.array([left - low, 0], np.float32)
        placed.append(Placed("?" if symbol in NAMED_SIGNS else symbol, points))
        right = left + high - low
        narrow = 0.03 * (symbol in MARKS)
        gap = style.gap - narrow + rng.normal(0, 0.05 * style.uneven)
        gap = float(np.clip(gap, -0.12, _WIDEST_GAP)) + (style.line if symbol in MARKS else 0)
        if symbol in "./:," and rng.random() < 0.3:
            gap = rng.uniform(0.2, _WIDEST_GAP)
    if style.joined:
        placed = _joined(placed, style, rng)
    return [Placed(one.symbol, _slanted(one.points, style.slant)) for one in placed]


def _drawn(
    symbol: str, glyphs: Glyphs, draw: Source, style: Style, rng: np.random.Generator
) -> Points:
    if symbol in DIGITS:
        points = draw(int(symbol), rng)
    elif symbol in MARKS:
        points = mark(symbol, style.line, rng)
    else:
        points = glyphs.character(symbol, rng)
    uneven = style.uneven
    turn, lean = rng.normal(0, 0.04 * uneven), rng.normal(0, 0.05 * uneven)
    size = float(np.exp(rng.normal(0, 0.06 * uneven)))
    wide = size * style.stretch * float(np.exp(rng.normal(0, 0.07 * uneven)))
    foot = np.array([0.3, 1.0], np.float32)
    cos, sin = np.cos(turn), np.sin(turn)
    linear = np.array([[cos * wide, -sin * size - lean], [sin * wide, cos * size]], np.float32)
    points = np.asarray((points - foot) @ linear.T + foot, np.float32)
    if symbol in DIGITS and rng.random() < 0.5:
        points = points + _bent(points, rng)
    moved: Points = points + np.array([0, rng.normal(0, 0.04 * uneven)], np.float32)
    return moved.astype(np.float32)


def _bent(points: Points, rng: np.random.Generator) -> Points:
    """A smooth displacement, as of another hand."""
    phase, waves = rng.uniform(0, 6.3, 4), rng.uniform(1.5, 4.5, 4)
    much = rng.normal(0, 0.03, 4)
    x, y = points.T
    return np.stack(
        [
            much[0] * np.sin(waves[0] * y + phase[0]) + much[1] * np.sin(waves[1] * x + phase[1]),
            much[2] * np.sin(waves[2] * x + phase[2]) + much[3] * np.sin(waves[3] * y + phase[3]),
        ],
        axis=1,
    ).astype(np.float32)


def _joined(placed: list[Placed], style: Style, rng: np.random.Generator) -> list[Placed]:
    """Some characters with a line to the next one, as of a pen that was not lifted."""
    joined = list(placed)
    for at, (one, other) in enumerate(itertools.pairwise(placed)):
        both = one.symbol in DIGITS and other.symbol in DIGITS
        if not both or rng.random() > style.joined:
            continue
        high = rng.uniform(-0.6, 0.6)
        start = one.points[(one.points @ np.array([1, -high], np.float32)).argmax()]
        end = other.points[(other.points @ np.array([1, high], np.float32)).argmin()]
        if np.hypot(*(end - start)) > 0.8:
            continue
        along = np.linspace(0, 1, 20, dtype=np.float32)[:, None]
        sag = np.array([0, rng.uniform(-0.05, 0.12)], np.float32)
        line = start + along * (end - start) + 4 * along * (1 - along) * sag
        joined[at] = Placed(one.symbol, np.concatenate([one.points, line[:10]]))
        joined[at + 1] = Placed(other.symbol, np.concatenate([joined[at + 1].points, line[10:]]))
    return joined


def _slanted(points: Points, slant: float) -> Points:
    if not len(points):
        return points
    slanted = points.copy()
    slanted[:, 0] += np.float32(slant) * (1 - points[:, 1])
    return slanted
