"""Outliers: drawings that are not digits, from which a network learns to reject.

Training against outliers also helps with kinds that were not among them (Hendrycks, Mazeika,
Dietterich 2019, "Deep Anomaly Detection with Outlier Exposure"). So there are many different ones:
characters of other scripts, random characters, scribbles, and digits that are mirrored, lie on
their side, on top of each other or next to each other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from training.augmentation.pixels import Images
from training.augmentation.variation import Stroke, as_arrays
from training.data.datasets import Images as LabelledImages
from training.data.datasets import PenDigits, Strokes
from training.synthetic.scribbles import random_character, rotated, scribble, sign

MIRRORED = (3, 4, 6, 7, 9)
"""Digits that are not digits when mirrored (a mirrored 2 or 5 is a 5 or 2 to many people)."""

ROTATED = (1, 2, 3, 4, 5, 6, 7, 8, 9)
"""Digits that are not digits when they lie on their side."""

SIDE_BY_SIDE = 0.14
"""Share of the outliers that are several digits. The network has to learn to tell them from single
characters."""

GAPS = (-0.1, 0.5)
"""Range of the gaps between such digits, in heights of a digit."""


class Outliers:
    """An endless supply of drawings and images that are not digits.

    Args:
        characters: strokes of other scripts' characters, none of which looks like a digit.
        pen: digits as strokes, to make outliers of.
        images: digits as images (n, 28, 28), to make outliers of.
    """

    def __init__(
        self, characters: Sequence[Strokes], pen: PenDigits, images: LabelledImages
    ) -> None:
        self._characters = [
            [_fewer_points(stroke) for stroke in as_arrays(strokes)] for strokes in characters
        ]
        self._pen = [as_arrays(strokes) for strokes in pen.strokes]
        self._labels = pen.labels
        self._images = images
        self._rotatable = np.flatnonzero(np.isin(pen.labels, ROTATED))
        self._mirrorable = np.flatnonzero(np.isin(pen.labels, MIRRORED))
        self._no_ones = np.flatnonzero(pen.labels != 1)
        self._strokes_to_cut = np.flatnonzero(pen.labels > 1)
        self._kinds: list[tuple[float, Callable[[np.random.Generator], list[Stroke]]]] = [
            (0.18, random_character),
            (0.10, scribble),
            (0.05, sign),
        ]
        if len(pen):
            self._kinds += [
                (0.06, self._mirrored),
                (0.08, self._rotated),
                (0.04, self._overlaid),
                (SIDE_BY_SIDE, self._side_by_side),
                (0.04, self._rearranged),
            ]
        if self._characters:
            self._kinds += [(0.27, self._character), (0.14, self._mixed)]
            self._many_strokes = [some for some in self._characters if len(some) > 2]
            if self._many_strokes:
                self._kinds += [(0.08, self._mirrored_character)]
        self._ends = np.cumsum([share for share, _ in self._kinds])

    def drawing(self, rng: np.random.Generator) -> tuple[list[Stroke], bool]:
        """One drawing, and whether it shows several digits next to each other.

        Its strokes (n, 2), y downwards, have at least two points in total.
        """
        kind = int(np.searchsorted(self._ends, rng.random() * self._ends[-1], "right"))
        make = self._kinds[min(kind, len(self._kinds) - 1)][1]
        return make(rng), make == self._side_by_side

    def images(self, n: int, rng: np.random.Generator) -> tuple[Images, NDArray[np.bool_]]:
        """Images (n, 28, 28) made from images of digits: rotated, mirrored, or cut and mixed.

        And whether each shows several digits next to each other: (n,).
        """
        size = len(self._images)
        found = np.zeros((n, 28, 28), np.float32)
        multi_digit = np.zeros(n, bool)
        for row in range(n):
            at, other = rng.integers(size, size=2)
            image, label = self._images.x[at], self._images.y[at]
            kind = rng.random()
            if kind < 0.3 and label in MIRRORED:
                image = image[:, ::-1]
            elif kind < 0.6 and label in ROTATED:
                image = np.rot90(image, 1 if rng.random() < 0.5 else 3)
            elif kind < 0.75 and label != 1 and self._images.y[other] != 1:
                image = np.maximum(image, self._images.x[other])
            elif kind < 0.85:
                image = np.concatenate([image[14:], image[:14]])  # the lower half on top
            else:  # two next to each other
                narrow = (image[:, ::2], self._images.x[other][:, ::2])
                image = np.concatenate(narrow, axis=1)
                multi_digit[row] = True
            found[row] = image
        return found / np.float32(255), multi_digit

    def _character(self, rng: np.random.Generator) -> list[Stroke]:
        strokes = self._any(rng)
        if rng.random() < 0.15:
            strokes = [rotated(stroke, rng.uniform(-0.6, 0.6)) for stroke in strokes]
        return strokes

    def _mixed(self, rng: np.random.Generator) -> list[Stroke]:
        """Strokes of two or three characters, each in a part of the square."""
        strokes: list[Stroke] = []
        for _ in range(int(rng.integers(2, 4))):
            size, corner = rng.uniform(0.35, 1.0, 2), rng.uniform(0, 0.5, 2)
            some = self._any(rng)
            kept = some[: max(1, int(rng.integers(1, len(some) + 1)))]
            strokes += _fitted(kept, corner, size)
        return strokes

    def _mirrored_character(self, rng: np.random.Generator) -> list[Stroke]:
        """A character of three strokes or more, mirrored or rotated: as if from another script."""
        strokes = self._many_strokes[int(rng.integers(len(self._many_strokes)))]
        if rng.random() < 0.5:
            strokes = [stroke * (-1.0, 1.0) for stroke in strokes]
        quarter = int(rng.integers(4))
        return [rotated(stroke, quarter * np.pi / 2) for stroke in strokes]

    def _rearranged(self, rng: np.random.Generator) -> list[Stroke]:
        """A digit in two or three pieces, mirrored and moved, every second one on its side."""
        line = np.concatenate(
            _fitted(self._digit(self._strokes_to_cut, rng), np.zeros(2), np.ones(2))
        )
        if len(line) < 6:
            return random_character(rng)
        cuts = rng.uniform(0.25, 0.75, int(rng.integers(1, 3)))
        strokes = []
        for number, piece in enumerate(np.split(line, np.sort((cuts * len(line)).astype(int)))):
            if len(piece) > 1:
                middle = piece.mean(axis=0)
                mirror = (rng.choice((-1.0, 1.0)), rng.choice((-1.0, 1.0)))
                lying = rotated((piece - middle) * mirror, (number + 1) % 2 * np.pi / 2)
                strokes.append(lying + middle + rng.normal(0, 0.1, 2))
        return strokes

    def _any(self, rng: np.random.Generator) -> list[Stroke]:
        return self._characters[int(rng.integers(len(self._characters)))]

    def _digit(self, which: NDArray[np.int64], rng: np.random.Generator) -> list[Stroke]:
        return self._pen[int(which[rng.integers(len(which))])]

    def _mirrored(self, rng: np.random.Generator) -> list[Stroke]:
        return [stroke * (-1.0, 1.0) for stroke in self._digit(self._mirrorable, rng)]

    def _rotated(self, rng: np.random.Generator) -> list[Stroke]:
        angle = (np.pi / 2 + rng.uniform(-0.25, 0.25)) * (1 if rng.random() < 0.5 else -1)
        return [rotated(stroke, angle) for stroke in self._digit(self._rotatable, rng)]

    def _overlaid(self, rng: np.random.Generator) -> list[Stroke]:
        nothing, whole = np.zeros(2), np.ones(2)
        one, two = (_fitted(self._digit(self._no_ones, rng), nothing, whole) for _ in range(2))
        return one + [stroke + rng.uniform(-0.2, 0.2, 2) for stroke in two]

    def _side_by_side(self, rng: np.random.Generator) -> list[Stroke]:
        strokes: list[Stroke] = []
        right, on_a_line = 0.0, rng.random() < 0.5
        for _ in range(2 if rng.random() < 0.7 else 3):
            tall = rng.uniform(0.8, 1.2)
            digit = self._pen[int(rng.integers(len(self._pen)))]
            points = np.concatenate(digit)
            low, high = points.min(axis=0), points.max(axis=0)
            scale = tall / max(high[1] - low[1], 0.3 * (high[0] - low[0]), 1e-9)
            corner = (right, rng.normal(0, 0.05) - on_a_line * tall)
            strokes += [(stroke - low) * scale + corner for stroke in digit]
            right += (high[0] - low[0]) * scale + rng.uniform(*GAPS)
        return strokes


def _fewer_points(line: Stroke) -> Stroke:
    """At most 40 points: a mouse gives one for every pixel, which looks the same and is slower."""
    if len(line) <= 40:
        return line
    fewer: Stroke = line[np.linspace(0, len(line) - 1, 40).round().astype(int)]
    return fewer


def _fitted(
    strokes: list[Stroke], corner: NDArray[np.float64], size: NDArray[np.float64]
) -> list[Stroke]:
    """Strokes stretched to fill a box."""
    points = np.concatenate(strokes)
    low, extent = points.min(axis=0), np.maximum(np.ptp(points, axis=0), 1e-9)
    return [(stroke - low) / extent * size + corner for stroke in strokes]
