"""Glyphs: the characters of a line as points that a pen passes, in heights of a digit."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from training.augmentation.forms import FORMS
from training.augmentation.paths import curve
from training.augmentation.styles import draw_form, restyle
from training.augmentation.variation import round_corners
from training.data.datasets import Images, PenDigits, Strokes
from training.synthetic.lines.forms import CHEQUE_FORMS
from training.synthetic.lines.signs import NAMED_SIGNS, SIGNS
from training.synthetic.lines.skeletons import skeletons

Points = NDArray[np.float32]
"""Shape (n, 2): x to the right, y downwards; a usual digit reaches from y = 0 to y = 1."""

Source = Callable[[int, np.random.Generator], Points]
"""Gives one hand's drawing of a digit, another one each time."""

_SPACING = 0.025  # between points, in heights of a digit
_SKELETONS = 12_000  # images of MNIST that are thinned, which takes 2 ms each
_LONG_SLASH = 1.15  # heights of a digit
_BOX = 20.0  # pixels of a digit in MNIST


class Glyphs:
    """Draws digits, marks and other characters.

    Args:
        images: MNIST's images, to be thinned and drawn again.
        pen: pen digits of several writers.
        characters: drawings of other scripts' characters.
        most: images that are thinned, at most.
    """

    def __init__(
        self,
        images: Images,
        pen: PenDigits,
        characters: tuple[Strokes, ...] = (),
        most: int = _SKELETONS,
    ) -> None:
        labels = images.y[:most]
        self._scanned = skeletons(images.x[:most])
        self._scanned_rows = [np.flatnonzero(labels == digit) for digit in range(10)]
        self._pen = pen
        self._writers = np.unique(pen.writers)
        self._pen_rows = {
            (int(writer), digit): np.flatnonzero((pen.writers == writer) & (pen.labels == digit))
            for writer in self._writers
            for digit in range(10)
        }
        self._usual = {
            int(writer): float(
                np.median(
                    [
                        np.ptp(np.concatenate([np.asarray(line) for line in pen.strokes[at]])[:, 1])
                        for at in np.flatnonzero(pen.writers == writer)[:60]
                    ]
                )
            )
            for writer in self._writers
        }
        self._characters = characters

    def source(self, rng: np.random.Generator) -> Source:
        """A hand: scanned digits, one writer's pen digits, or forms; never all of one kind."""
        kind = rng.random()
        writer = int(rng.choice(self._writers))
        forms = rng.uniform(0.05, 0.35)
        scanned = 1.0 if kind < 0.6 else 0.0 if kind < 0.85 else 0.5

        def draw(digit: int, rng: np.random.Generator) -> Points:
            if rng.random() < forms:
                drawn = _form(digit, rng)
                if drawn is not None:
                    return dense(upright(drawn))
            rows = self._scanned_rows[digit]
            if len(rows) and rng.random() < scanned:
                return _upright_points(self._scanned[int(rng.choice(rows))] / np.float32(_BOX))
            own = self._pen_rows[writer, digit]
            if not len(own):
                own = np.flatnonzero(self._pen.labels == digit)
            return self._pen_digit(int(rng.choice(own)), rng)

        return draw

    def _pen_digit(self, at: int, rng: np.random.Generator) -> Points:
        strokes = [np.asarray(line, np.float64) for line in self._pen.strokes[at]]
        if rng.random() < 0.2:
            strokes = restyle(strokes, int(self._pen.labels[at]), rng)
        size = max(self._usual[int(self._pen.writers[at])], 1e-9)
        smooth = [round_corners(round_corners(line)) if len(line) > 2 else line for line in strokes]
        drawn = [line / size for line in smooth]
        everything = np.concatenate(drawn)
        low = np.array([everything[:, 0].min(), everything[:, 1].max() - 1])
        return dense([line - low for line in drawn])

    def character(self, symbol: str, rng: np.random.Generator) -> Points:
        """A character that is not a digit, by pen: a named sign; for `?` any character or sign."""
        if symbol in NAMED_SIGNS:
            return dense(NAMED_SIGNS[symbol](rng))
        if self._characters and rng.random() < 0.65:
            strokes = self._characters[int(rng.integers(len(self._characters)))]
            drawn = upright([np.asarray(line, np.float64) for line in strokes if len(line)])
            return dense(drawn) * np.float32(rng.uniform(0.7, 1.1))
        return dense(SIGNS[int(rng.integers(len(SIGNS)))](rng))


def upright(strokes: list[NDArray[np.float64]]) -> list[NDArray[np.float64]]:
    """Strokes moved and scaled so that they reach from y = 0 to y = 1, or are one wide."""
    everything = np.concatenate(strokes)
    low, size = everything.min(axis=0), float(np.ptp(everything, axis=0).max()) or 1.0
    scaled = [(stroke - low) / size for stroke in strokes]
    down = np.array([0, 1 - max(stroke[:, 1].max() for stroke in scaled)])
    return [stroke + down for stroke in scaled]


def dense(strokes: list[NDArray[np.float64]]) -> Points:
    """Points along strokes, at equal distances small enough for any pen."""
    rows = []
    for line in strokes:
        if len(line) == 1:
            rows.append(line)
            continue
        run = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
        at = np.linspace(0.0, run[-1], max(2, int(run[-1] / _SPACING) + 1))
        rows.append(np.stack([np.interp(at, run, line[:, axis]) for axis in (0, 1)], axis=1))
    return np.concatenate(rows).astype(np.float32)


def _upright_points(points: Points) -> Points:
    if not len(points):
        return np.array([[0.1, 0.0], [0.1, 1.0]], np.float32)
    low, high = points.min(axis=0), points.max(axis=0)
    moved: Points = (points - np.array([low[0], high[1] - 1], np.float32)).astype(np.float32)
    return moved


def _form(digit: int, rng: np.random.Generator) -> list[NDArray[np.float64]] | None:
    if digit in CHEQUE_FORMS and rng.random() < 0.6:
        own = CHEQUE_FORMS[digit]
        return own[int(rng.integers(len(own)))](rng)
    if digit in FORMS and rng.random() < 0.7:
        return FORMS[digit](rng)
    return draw_form(digit, rng)


def mark(symbol: str, line: float, rng: np.random.Generator) -> Points:
    """One of `.`, `,`, `-`, `/` and `:`.

    Args:
        symbol: the mark.
        line: line width in heights of a digit.
        rng: source of the form.
    """
    if symbol == ".":
        high = 0.97 if rng.random() < 0.75 else rng.uniform(0.45, 0.9)
        return _dot(0.0, high, line, rng)
    if symbol == ":":
        top, bottom = rng.uniform(0.2, 0.5), rng.uniform(0.75, 0.97)
        lean = rng.normal(0, 0.03)
        return np.concatenate([_dot(lean, top, line, rng), _dot(0.0, bottom, line, rng)])
    if symbol == ",":
        long = rng.uniform(0.16, 0.36)
        head = np.array([0.0, rng.uniform(0.82, 0.96)])
        side = rng.uniform(0.0, 0.6) * long
        bow = np.array([rng.uniform(-0.02, 0.06), 0.5 * long])
        tip = np.array([-side, long])
        return dense([curve(np.stack([head, head + bow, head + tip]), 8)])
    if symbol == "-":
        long = rng.uniform(0.2, 0.55) if rng.random() < 0.65 else rng.uniform(0.5, 1.5)
        high = rng.uniform(0.4, 0.72)
        middle = [long / 2, high + rng.normal(0, 0.04)]
        ends = [[0, high], middle, [long, high + rng.normal(0, 0.06)]]
        return dense([curve(np.array(ends), 8)])
    lean = rng.uniform(0.3, 0.75)
    top, bottom = rng.uniform(-0.3, 0.0), rng.uniform(1.0, 1.3)
    if bottom - top < _LONG_SLASH:  # no higher than a 1: it leans as no 1 does
        lean = rng.uniform(0.55, 0.8)
    middle = [lean / 2 + rng.normal(0, 0.03), 0.5]
    return dense([curve(np.array([[lean, top], middle, [0, bottom]]), 12)])


def _dot(x: float, y: float, line: float, rng: np.random.Generator) -> Points:
    """A dot: a touch of the pen, a short stroke or a small ring of it."""
    kind, size = rng.random(), line * rng.uniform(0.15, 0.7)
    if kind < 0.45:
        return np.array([[x, y], [x + 0.3 * size, y + 0.2 * size]], np.float32)
    if kind < 0.75:
        step = rng.uniform(-1.2, 1.2, 2) * size
        return dense([np.array([[x, y], [x + step[0], y + step[1]]])])
    turn = np.linspace(0, 2 * np.pi, 10)
    return dense([np.stack([x + size * np.cos(turn), y + size * np.sin(turn)], axis=1)])
