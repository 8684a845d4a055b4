"""Batches of MNIST, rendered pen digits and outliers, varied differently in every epoch."""

from __future__ import annotations

import math

import keras
import numpy as np
from numpy.typing import NDArray

from training.augmentation.images import vary_images
from training.augmentation.styles import draw_form, restyle
from training.augmentation.variation import Stroke, as_arrays, vary_ink
from training.data.datasets import Split, Strokes, to_float
from training.network.recipe import Recipe
from training.network.teachers import Teachers
from training.synthetic.outliers import Outliers

CLASSES = 12
"""The ten digits, "this is not a single digit", and "these are several"."""

_OUTLIER_IMAGES = 0.2  # share of the outliers that are made from images instead of strokes


class MixedBatches(keras.utils.PyDataset):  # type: ignore[misc]
    """Shuffled batches of MNIST images, of pen digits and of outliers.

    A batch is x (n, 28, 28, 1) float32 in [0, 1] and y (n, 12), one-hot except for several digits,
    which are not a single digit either. It depends only on the seed, the epoch and its number, so
    that an interrupted training goes on as if it had not been interrupted.

    Args:
        split: what is trained on.
        recipe: how many there are of each kind, and how they are varied.
        characters: drawings of other scripts' characters, to train against.
        teachers: models whose predictions are mixed into the labels.
    """

    def __init__(
        self,
        split: Split,
        recipe: Recipe,
        characters: tuple[Strokes, ...] = (),
        teachers: Teachers | None = None,
    ) -> None:
        workers = 1 if teachers is None else 2  # batches come in order, however many there are
        super().__init__(workers=workers, use_multiprocessing=False, max_queue_size=16)
        self._images = split.images
        self._pen = [as_arrays(strokes) for strokes in split.pen.strokes]
        self._pen_labels = split.pen.labels
        self._recipe = recipe
        self._teachers = teachers
        self._outliers = Outliers(characters, split.pen, split.images)
        self._pen_from = len(split.images)
        self._outliers_from = self._pen_from + recipe.pen_repeats * len(split.pen)
        share = recipe.outlier_share
        self._size = self._outliers_from + round(self._outliers_from * share / (1 - share))
        self.start_epoch(0)

    def start_epoch(self, epoch: int) -> None:
        """Switches to another epoch's order and variation."""
        self._epoch = epoch
        self._order = np.random.default_rng((self._recipe.seed, epoch)).permutation(self._size)

    def __len__(self) -> int:
        return math.ceil(self._size / self._recipe.batch_size)

    def __getitem__(self, number: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        recipe = self._recipe
        rng = np.random.default_rng((recipe.seed, self._epoch, number))
        picked = self._order[number * recipe.batch_size : (number + 1) * recipe.batch_size]
        images = picked[picked < self._pen_from]
        pens = picked[(picked >= self._pen_from) & (picked < self._outliers_from)] - self._pen_from
        pens %= max(len(self._pen), 1)
        outliers = int((picked >= self._outliers_from).sum())
        pictured = int(rng.binomial(outliers, _OUTLIER_IMAGES))
        outlier_images, side_by_side = self._outliers.images(pictured, rng)
        plain = np.concatenate([to_float(self._images.x[images]), outlier_images])
        clean = rng.random((len(plain), 1, 1)) < recipe.clean_share
        drawn = [self._digit(int(at), rng) for at in pens]
        outlier_drawings = [self._outliers.drawing(rng) for _ in range(outliers - pictured)]
        drawn += [drawing for drawing, _ in outlier_drawings]
        x = [np.where(clean, plain, vary_images(plain, rng, recipe.variation))]
        x += [vary_ink(strokes, rng, recipe.variation)[None] for strokes in drawn]
        none = CLASSES - 2
        labels = np.concatenate(
            [
                self._images.y[images],
                np.full(pictured, none),
                self._pen_labels[pens],
                np.full(outliers - pictured, none),
            ]
        )
        rows = one_hot(labels, CLASSES)
        multi_digit = len(images), len(images) + pictured, len(rows) - len(outlier_drawings)
        rows[multi_digit[0] : multi_digit[1], -1] = side_by_side
        rows[multi_digit[2] :, -1] = [each for _, each in outlier_drawings]
        together = np.concatenate(x)[..., None]
        return together, rows if self._teachers is None else self._teachers.teach(together, rows)

    def _digit(self, at: int, rng: np.random.Generator) -> list[Stroke]:
        strokes, label = self._pen[at], int(self._pen_labels[at])
        kind = rng.random()
        if kind < self._recipe.form_share:
            return draw_form(label, rng) or strokes
        if kind < self._recipe.form_share + self._recipe.style_share:
            return restyle(strokes, label, rng)
        return strokes


def one_hot(labels: NDArray[np.integer], classes: int = 10) -> NDArray[np.float32]:
    """Labels (n,) as rows (n, classes) with a single 1."""
    rows: NDArray[np.float32] = np.eye(classes, dtype=np.float32)[labels]
    return rows
