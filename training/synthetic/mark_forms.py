"""Marks as one hand draws them: points, commas, dashes, slashes and colons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from training.augmentation.paths import curve
from training.augmentation.variation import Stroke

Strokes = list[Stroke]


@dataclass(frozen=True)
class MarkHand:
    """How one person draws marks; lengths are in heights of a digit.

    Attributes:
        dot: kind of a dot: `touch`, `tick` or `ring`.
        dot_size: its longer side.
        tick: direction of a tick, as an angle.
        comma: length of a comma.
        comma_lean: how far its tip is to the left, as a share of its length.
        comma_bow: how far it bends, in the same unit.
        dash: length of a dash.
        dash_height: its distance from the base line.
        dash_slope: how much it rises or falls, as a share of its length.
        slash_lean: how far the top of a slash is to the right of its foot.
        slash_reach: how far it reaches above and below the digits.
        slash_bow: how far it bends.
    """

    dot: str
    dot_size: float
    tick: float
    comma: float
    comma_lean: float
    comma_bow: float
    dash: float
    dash_height: float
    dash_slope: float
    slash_lean: float
    slash_reach: tuple[float, float]
    slash_bow: float

    @classmethod
    def choose(cls, rng: np.random.Generator) -> MarkHand:
        """A hand."""
        short = rng.random() < 0.75
        return cls(
            dot=str(rng.choice(["touch", "tick", "ring"], p=[0.5, 0.3, 0.2])),
            dot_size=rng.uniform(0.02, 0.13),
            tick=rng.uniform(0, np.pi),
            comma=rng.uniform(0.16, 0.5),
            comma_lean=rng.uniform(-0.05, 0.75),
            comma_bow=rng.normal(0, 0.1) if rng.random() < 0.5 else rng.uniform(0.05, 0.3),
            dash=rng.uniform(0.15, 0.55) if short else rng.uniform(0.5, 1.1),
            dash_height=rng.uniform(0.3, 0.65),
            dash_slope=rng.normal(0, 0.12),
            slash_lean=rng.uniform(0.25, 1.0),
            slash_reach=(rng.uniform(-0.12, 0.4), rng.uniform(-0.12, 0.45)),
            slash_bow=rng.normal(0, 0.05),
        )

    def draw(self, mark: str, rng: np.random.Generator) -> Strokes:
        """One of `.`, `,`, `-`, `/` and `:`; digits reach from y = 0 down to y = 1.

        The left side of a mark is near x = 0. It is another one each time.
        """
        if mark == ".":
            return [_at(self._dot(rng), 0.0, 1 - rng.uniform(-0.05, 0.18))]
        if mark == ":":
            top, bottom = rng.uniform(0.15, 0.5), rng.uniform(0.72, 1.0)
            lean = rng.normal(0, 0.04)
            return [_at(self._dot(rng), lean, top), _at(self._dot(rng), 0.0, bottom)]
        size = np.exp(rng.normal(0, 0.15))
        if mark == ",":
            return [self._comma(self.comma * size, rng)]
        if mark == "-":
            return [self._dash(self.dash * size, rng)]
        return [self._slash(size, rng)]

    def _dot(self, rng: np.random.Generator) -> Stroke:
        size = self.dot_size * np.exp(rng.normal(0, 0.25))
        if self.dot == "touch":
            count = int(rng.integers(1, 5))
            touch: Stroke = np.cumsum(rng.normal(0, 0.15 * size, (count, 2)), axis=0)
            return touch
        if self.dot == "tick":
            angle = self.tick + rng.normal(0, 0.3)
            end = size * np.array([np.cos(angle), np.sin(angle)])
            tick: Stroke = np.linspace(0, 1, int(rng.integers(2, 5)))[:, None] * end - end / 2
            return tick
        turn = np.linspace(0, rng.uniform(5, 8), int(rng.integers(6, 14))) + rng.uniform(0, 7)
        ring = size / 2 * np.stack([np.cos(turn), np.sin(turn)], axis=1)
        return _at(ring * rng.uniform(0.7, 1, 2), 0.0, 0.0)

    def _comma(self, long: float, rng: np.random.Generator) -> Stroke:
        lean = self.comma_lean + rng.normal(0, 0.12)
        bow = self.comma_bow + rng.normal(0, 0.04)
        head = np.array([0.0, rng.uniform(0.82, 1.02)])
        middle = head + long * np.array([-lean / 2 + bow, 0.5])
        tip = head + long * np.array([-lean, 1.0])
        return _walked([head, middle, tip], rng)

    def _dash(self, long: float, rng: np.random.Generator) -> Stroke:
        y = 1 - self.dash_height + rng.normal(0, 0.05)
        rise = long * (self.dash_slope + rng.normal(0, 0.06))
        middle = [long / 2, y + rise / 2 + long * rng.normal(0, 0.05)]
        return _walked([[0, y], middle, [long, y + rise]], rng)

    def _slash(self, size: float, rng: np.random.Generator) -> Stroke:
        above, below = np.array(self.slash_reach) + rng.normal(0, 0.05, 2)
        lean = self.slash_lean * size
        bow = self.slash_bow + rng.normal(0, 0.02)
        middle = [lean / 2 + bow, (1 + below - above) / 2]
        return _walked([[lean, -above], middle, [0, 1 + below]], rng)


def _at(stroke: Stroke, x: float, y: float) -> Stroke:
    moved: Stroke = stroke + np.array([x, y])
    return moved


def _walked(ends: Sequence[Stroke | Sequence[float]], rng: np.random.Generator) -> Stroke:
    """A bent line as a pen follows it, from either end."""
    path = curve(np.array(ends, np.float64), int(rng.integers(3, 14)))
    path = path + rng.normal(0, 0.006, path.shape)
    return path if rng.random() < 0.8 else path[::-1]
