"""Batches: MNIST and rendered pen digits, varied anew in every epoch."""

from __future__ import annotations

import math

import keras
import numpy as np
from numpy.typing import NDArray

from training.augment import vary_images, vary_ink
from training.data import Split, to_float
from training.recipe import Recipe


class MixedBatches(keras.utils.PyDataset):  # type: ignore[misc]
    """Shuffled batches of MNIST images and of pen digits, each drawn `pen_repeats` times an epoch.

    A batch is x (n, 28, 28, 1) float32 in [0, 1] and y (n, 10) one-hot. It depends on the seed, the
    epoch and its number alone, so that an interrupted training goes on as if it had not been.
    """

    def __init__(self, split: Split, recipe: Recipe) -> None:
        super().__init__(workers=1, use_multiprocessing=False, max_queue_size=8)
        self._split = split
        self._batch_size = recipe.batch_size
        self._clean_share = recipe.clean_share
        self._seed = recipe.seed
        self._pen_from = len(split.images)
        self._size = self._pen_from + recipe.pen_repeats * len(split.pen)
        self.start_epoch(0)

    def start_epoch(self, epoch: int) -> None:
        """Takes up another epoch's order and variations."""
        self._epoch = epoch
        self._order = np.random.default_rng((self._seed, epoch)).permutation(self._size)

    def __len__(self) -> int:
        return math.ceil(self._size / self._batch_size)

    def __getitem__(self, number: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        rng = np.random.default_rng((self._seed, self._epoch, number))
        picked = self._order[number * self._batch_size : (number + 1) * self._batch_size]
        images = picked[picked < self._pen_from]
        pens = (picked[picked >= self._pen_from] - self._pen_from) % max(len(self._split.pen), 1)
        plain = to_float(self._split.images.x[images])
        clean = rng.random((len(plain), 1, 1)) < self._clean_share
        parts = [np.where(clean, plain, vary_images(plain, rng))]
        parts += [vary_ink(self._split.pen.strokes[at], rng)[None] for at in pens]
        labels = np.concatenate([self._split.images.y[images], self._split.pen.labels[pens]])
        return np.concatenate(parts)[..., None], one_hot(labels)


def one_hot(labels: NDArray[np.integer]) -> NDArray[np.float32]:
    """Labels (n,) as rows (n, 10) with a single 1."""
    rows: NDArray[np.float32] = np.eye(10, dtype=np.float32)[labels]
    return rows
