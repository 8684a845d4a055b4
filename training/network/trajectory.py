"""The trajectory network: reads the path of the pen, where the other network reads its picture."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import keras
import numpy as np
from keras import layers
from numpy.typing import NDArray

from digitrec.recognition.trajectory import CHANNELS, POINTS, trajectories
from training.augmentation.forms import FORMS
from training.augmentation.paths import PathVariation, vary_path
from training.augmentation.styles import draw_form, restyle
from training.augmentation.variation import Stroke, Variation, as_arrays, vary_strokes
from training.data.datasets import Images, PenDigits, Strokes
from training.network.architectures import EMBEDDING, EVIDENCE
from training.network.batches import CLASSES
from training.synthetic.outliers import Outliers

_MOMENTUM = 0.97  # of batch normalisation's averages: over some 30 batches
_FILTERS = ((32, 5, 1), (48, 5, 1), (64, 5, 2), (80, 5, 1), (96, 3, 2), (96, 3, 1))
_UNITS = 80
_OWN_FORMS = 0.75  # of the drawn forms, those of `forms`; the rest are those of `styles`


@dataclass(frozen=True)
class TrajectoryRecipe:
    """What decides how a trajectory network comes out.

    Attributes:
        epochs: passes over the training data.
        batch_size: drawings in a step.
        learning_rate: the highest; it falls to zero along half a cosine.
        weight_decay: of AdamW, for all but biases and batch normalisation.
        repeats: variations of each pen digit in an epoch.
        form_share: of the digits, those that are drawn from a form.
        style_share: of the digits, those that are rewritten in another style.
        outlier_share: of an epoch, drawings that are not digits.
        variation: how far the ink is varied.
        path: how often the path is varied.
        seed: of the weights, the order and the variations.
    """

    epochs: int = 40
    batch_size: int = 256
    learning_rate: float = 3e-3
    weight_decay: float = 0.05
    repeats: int = 12
    form_share: float = 0.1
    style_share: float = 0.15
    outlier_share: float = 0.22
    variation: Variation = field(default_factory=Variation)
    path: PathVariation = field(default_factory=PathVariation)
    seed: int = 1


def trajectory(width: float = 1.0) -> keras.Model:
    """Six one-dimensional convolutions and a dense layer, 226,604 parameters.

    Input (64, 9), of `recognition.trajectory.trajectories`; output twelve logits, as those of the
    layer `evidence` of the picture classifier: the ten digits, "not a digit" and "several digits".

    Args:
        width: factor of the numbers of filters and units.
    """
    x = inputs = keras.Input((POINTS, CHANNELS), name="path")
    for number, (filters, kernel, stride) in enumerate(_FILTERS, 1):
        x = layers.Conv1D(
            round(width * filters),
            kernel,
            strides=stride,
            padding="same",
            use_bias=False,
            name=f"conv{number}",
        )(x)
        x = layers.BatchNormalization(momentum=_MOMENTUM, name=f"norm{number}")(x)
        x = layers.ReLU(name=f"relu{number}")(x)
    x = layers.Flatten(name="flat")(x)
    x = layers.Dropout(0.2, name="flat_dropout")(x)
    x = layers.Dense(round(width * _UNITS), use_bias=False, name="dense")(x)
    x = layers.BatchNormalization(momentum=_MOMENTUM, name="dense_norm")(x)
    x = layers.ReLU(name=EMBEDDING)(x)
    x = layers.Dropout(0.3, name="dropout")(x)
    return keras.Model(inputs, layers.Dense(CLASSES, name=EVIDENCE)(x), name="trajectory")


class TrajectoryBatches(keras.utils.PyDataset):  # type: ignore[misc]
    """Shuffled batches of the paths of digits and of outliers.

    A batch is x (n, 64, 9) float32 and y (n, 12), one-hot but for several digits, which are not a
    single digit either. It depends on the seed, the epoch and its number alone, so that an
    interrupted training goes on as if it had not been interrupted.

    Args:
        pen: digits to train on.
        recipe: how much of each, and how it is varied.
        characters: drawings of other scripts' characters, to train against.
    """

    def __init__(
        self, pen: PenDigits, recipe: TrajectoryRecipe, characters: tuple[Strokes, ...] = ()
    ) -> None:
        super().__init__(workers=2, use_multiprocessing=False, max_queue_size=16)
        self._pen = [as_arrays(strokes) for strokes in pen.strokes]
        self._labels = pen.labels
        self._recipe = recipe
        nothing = Images(np.zeros((0, 28, 28), np.uint8), np.zeros(0, np.uint8))
        self._outliers = Outliers(characters, pen, nothing)
        self._digits = recipe.repeats * len(pen)
        share = recipe.outlier_share
        self._size = self._digits + round(self._digits * share / (1 - share))
        self.start_epoch(0)

    def start_epoch(self, epoch: int) -> None:
        """Takes up another epoch's order and variations."""
        self._epoch = epoch
        self._order = np.random.default_rng((self._recipe.seed, epoch)).permutation(self._size)

    def __len__(self) -> int:
        return math.ceil(self._size / self._recipe.batch_size)

    def __getitem__(self, number: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        recipe = self._recipe
        rng = np.random.default_rng((recipe.seed, self._epoch, number))
        picked = self._order[number * recipe.batch_size : (number + 1) * recipe.batch_size]
        rows = np.zeros((len(picked), CLASSES), np.float32)
        drawings = []
        for row, at in zip(rows, picked, strict=True):
            if at < self._digits:
                strokes, label = self._digit(int(at) % len(self._pen), rng)
                row[label] = 1.0
            else:
                strokes, several = self._outliers.drawing(rng)
                row[CLASSES - 2 :] = 1.0, several
            drawings.append(
                vary_path(vary_strokes(strokes, rng, recipe.variation), rng, recipe.path)
            )
        return trajectories(drawings), rows

    def _digit(self, at: int, rng: np.random.Generator) -> tuple[list[Stroke], int]:
        strokes, label = self._pen[at], int(self._labels[at])
        kind = rng.random()
        if kind < self._recipe.form_share:
            own = FORMS.get(label)
            if own is not None and rng.random() < _OWN_FORMS:
                return own(rng), label
            return draw_form(label, rng) or strokes, label
        if kind < self._recipe.form_share + self._recipe.style_share:
            return restyle(strokes, label, rng), label
        return strokes, label
