"""Batches of MNIST, rendered pen digits and outliers, varied differently in every epoch."""

from __future__ import annotations

import math
from abc import abstractmethod

import keras
import numpy as np
from numpy.typing import NDArray

from training.augmentation.images import vary_images
from training.augmentation.styles import draw_form, restyle
from training.augmentation.variation import Stroke, as_arrays, vary_ink
from training.data.datasets import PenDigits, Split, Strokes, to_float
from training.network.recipe import Hyperparameters, Recipe
from training.network.teachers import Teachers
from training.synthetic.form_images import draw_form_image
from training.synthetic.outliers import Outliers

CLASSES = 12
"""The ten digits, "this is not a single digit", and "these are several"."""

_OUTLIER_IMAGES = 0.2  # share of the outliers that are made from images instead of strokes

Batch = tuple[NDArray[np.float32], NDArray[np.float32]]


class ShuffledBatches(keras.utils.PyDataset):  # type: ignore[misc]
    """Batches of digits and of outliers, shuffled.

    A batch is x (n, …) float32 and y (n, 12), one-hot except for several digits, which are not a
    single digit either. It depends only on the seed, the epoch and its number, so that an
    interrupted training goes on as if it had not been interrupted.

    Args:
        recipe: size of a batch, share of the outliers, seed.
        digits: how many digits an epoch has.
        workers: threads that make batches, which come in order, however many there are.
    """

    def __init__(self, recipe: Hyperparameters, digits: int, workers: int) -> None:
        super().__init__(workers=workers, use_multiprocessing=False, max_queue_size=16)
        self._batch_size, self._seed = recipe.batch_size, recipe.seed
        share = recipe.outlier_share
        self._size = digits + round(digits * share / (1 - share))
        self.start_epoch(0)

    def start_epoch(self, epoch: int) -> None:
        """Switches to another epoch's order and variation."""
        self._epoch = epoch
        self._order = np.random.default_rng((self._seed, epoch)).permutation(self._size)

    def __len__(self) -> int:
        return math.ceil(self._size / self._batch_size)

    def __getitem__(self, number: int) -> Batch:
        rng = np.random.default_rng((self._seed, self._epoch, number))
        return self.make(
            self._order[number * self._batch_size : (number + 1) * self._batch_size], rng
        )

    @abstractmethod
    def make(self, picked: NDArray[np.integer], rng: np.random.Generator) -> Batch:
        """A batch.

        Args:
            picked: numbers of some of the epoch's drawings. The digits have the lowest.
            rng: source of the variation.
        """


class PenSource:
    """Pen digits: as they were drawn, in another style, or replaced by a drawn form.

    Args:
        pen: to choose from.
        recipe: the shares of styles and forms.
    """

    def __init__(self, pen: PenDigits, recipe: Hyperparameters) -> None:
        self._strokes = [as_arrays(strokes) for strokes in pen.strokes]
        self.labels = pen.labels
        self._forms, self._styles = recipe.form_share, recipe.style_share

    def __len__(self) -> int:
        return len(self._strokes)

    def draw(self, at: int, rng: np.random.Generator) -> list[Stroke]:
        """A drawing of the digit `labels[at]`."""
        strokes, label = self._strokes[at], int(self.labels[at])
        kind = rng.random()
        if kind < self._forms:
            return draw_form(label, rng) or strokes
        if kind < self._forms + self._styles:
            return restyle(strokes, label, rng)
        return strokes


class MixedBatches(ShuffledBatches):
    """Shuffled batches of MNIST images, of pen digits and of outliers: x is (n, 28, 28, 1), 0 to 1.

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
        self._images = split.images
        self._pen = PenSource(split.pen, recipe)
        self._recipe = recipe
        self._teachers = teachers
        self._outliers = Outliers(characters, split.pen, split.images)
        self._pen_from = len(split.images)
        self._outliers_from = self._pen_from + recipe.pen_repeats * len(split.pen)
        super().__init__(recipe, self._outliers_from, workers=1 if teachers is None else 2)

    def make(self, picked: NDArray[np.integer], rng: np.random.Generator) -> Batch:
        """Images, outliers made from images, pen digits and drawn outliers, in this order."""
        recipe = self._recipe
        images = picked[picked < self._pen_from]
        pens = picked[(picked >= self._pen_from) & (picked < self._outliers_from)] - self._pen_from
        pens %= max(len(self._pen), 1)
        outliers = int((picked >= self._outliers_from).sum())
        pictured = int(rng.binomial(outliers, _OUTLIER_IMAGES))
        digit_images, image_labels = self._digit_images(images, rng)
        outlier_images, side_by_side = self._outliers.images(pictured, rng)
        plain = np.concatenate([digit_images, outlier_images])
        clean = rng.random((len(plain), 1, 1)) < recipe.clean_share
        drawn = [self._pen.draw(int(at), rng) for at in pens]
        outlier_drawings = [self._outliers.drawing(rng) for _ in range(outliers - pictured)]
        drawn += [drawing for drawing, _ in outlier_drawings]
        x = [np.where(clean, plain, vary_images(plain, rng, recipe.variation))]
        x += [vary_ink(strokes, rng, recipe.variation)[None] for strokes in drawn]
        none = CLASSES - 2
        labels = np.concatenate(
            [
                image_labels,
                np.full(pictured, none),
                self._pen.labels[pens],
                np.full(outliers - pictured, none),
            ]
        )
        rows = one_hot(labels, CLASSES)
        multi_digit = len(images), len(images) + pictured, len(rows) - len(outlier_drawings)
        rows[multi_digit[0] : multi_digit[1], -1] = side_by_side
        rows[multi_digit[2] :, -1] = [each for _, each in outlier_drawings]
        together = np.concatenate(x)[..., None]
        return together, rows if self._teachers is None else self._teachers.teach(together, rows)

    def _digit_images(
        self, picked: NDArray[np.integer], rng: np.random.Generator
    ) -> tuple[NDArray[np.float32], NDArray[np.integer]]:
        """Images of digits and their labels: MNIST's, a few replaced by drawn forms."""
        x, y = to_float(self._images.x[picked]), self._images.y[picked]
        for at in np.flatnonzero(rng.random(len(x)) < self._recipe.form_image_share):
            drawn = draw_form_image(int(y[at]), rng)
            if drawn is not None:
                x[at] = drawn
        return x, y


def one_hot(labels: NDArray[np.integer], classes: int = 10) -> NDArray[np.float32]:
    """Labels (n,) as rows (n, classes) with a single 1."""
    rows: NDArray[np.float32] = np.eye(classes, dtype=np.float32)[labels]
    return rows
