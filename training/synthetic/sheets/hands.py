"""Hands: one person's characters, drawn once, and the lines that are made of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.synthetic.lines.glyphs import Glyphs, Points
from training.synthetic.lines.layout import DIGITS, MARKS, SPACE, Style, lay_out
from training.synthetic.lines.signs import NAMED_SIGNS

_VARIANTS = {True: 3, False: 2}  # of digits, of other characters
_WIDEST_GAP = 0.55  # as in `lines.layout`


@dataclass(frozen=True)
class Script:
    """A written text, in heights of a digit; its left end is x = 0 and its base line y = 1.

    Attributes:
        text: `?` for a character that is neither digit nor mark.
        points: that the pen passes.
        top, bottom: of its digits, without the highest and lowest tenth of them.
        right: its right end.
        middles: of its characters' boxes, if it has them.
    """

    text: str
    points: Points
    top: float
    bottom: float
    right: float
    middles: tuple[float, ...] = ()


class Hand:
    """One person's writing on one occasion.

    Args:
        glyphs: all hands' characters.
        rng: source of the person.

    Attributes:
        style: of the writing.
    """

    def __init__(self, glyphs: Glyphs, rng: np.random.Generator) -> None:
        self.style = Style.choose(rng, False)
        self._drawn: dict[str, list[Points]] = {}
        symbols = DIGITS + MARKS + "".join(NAMED_SIGNS)
        several = "".join(one * _VARIANTS[one in DIGITS] for one in symbols)
        for symbol, one in zip(several, lay_out(several, glyphs, self.style, rng), strict=True):
            self._drawn.setdefault(symbol, []).append(_from_left(one.points))
        letters = lay_out("?" * 6, glyphs, self.style, rng)
        self._drawn["?"] = [_from_left(one.points) for one in letters]

    def write(self, text: str, rng: np.random.Generator, pitch: float | None = None) -> Script:
        """A text, with the unevenness of a hand.

        Args:
            text: of digits, marks, spaces and other characters.
            rng: source of the unevenness.
            pitch: distance between the middles of boxes with a character each.
        """
        style, uneven = self.style, self.style.uneven
        parts: list[Points] = []
        middles: list[float] = []
        right, gap = 0.0, 0.0
        for at, symbol in enumerate(text):
            if symbol == " ":
                gap = rng.uniform(SPACE, 2.2)
                continue
            variants = self._drawn[symbol]
            points = variants[int(rng.integers(len(variants)))]
            size = float(np.exp(rng.normal(0, 0.04 * uneven)))
            down = (1 - size) + rng.normal(0, 0.03 * uneven)
            points = points * size + np.array([0, down], np.float32)
            wide = float(points[:, 0].max())
            if pitch is not None:
                left = at * pitch + (pitch - wide) / 2 + rng.normal(0, 0.06 * uneven)
                middles.append((at + 0.5) * pitch)
            else:
                left = right + gap
            parts.append(np.asarray(points + np.array([left, 0], np.float32), np.float32))
            right = left + wide
            gap = float(np.clip(style.gap + rng.normal(0, 0.05 * uneven), -0.12, _WIDEST_GAP))
            if symbol in MARKS:
                gap += style.line
        solid = [one for one, symbol in zip(parts, text.replace(" ", ""), strict=True)
                 if symbol not in MARKS]  # fmt: skip
        top, bottom = _extent(solid or parts)
        shown = "".join("?" if symbol in NAMED_SIGNS else symbol for symbol in text)
        return Script(shown, np.concatenate(parts), top, bottom, right, tuple(middles))


def _from_left(points: Points) -> Points:
    moved: NDArray[np.float32] = points - np.array([points[:, 0].min(), 0], np.float32)
    return moved


def _extent(parts: list[Points]) -> tuple[float, float]:
    tops = [float(one[:, 1].min()) for one in parts]
    bottoms = [float(one[:, 1].max()) for one in parts]
    top, bottom = float(np.quantile(tops, 0.1)), float(np.quantile(bottoms, 0.9))
    least = 0.5 - (bottom - top)
    return (top - least / 2, bottom + least / 2) if least > 0 else (top, bottom)
