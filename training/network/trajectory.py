"""The trajectory network: reads the path of the pen, where the other network reads its picture."""

from __future__ import annotations

from dataclasses import dataclass, field

import keras
import numpy as np
from keras import layers
from numpy.typing import NDArray

from digitrec.recognition.trajectory import CHANNELS, POINTS, trajectories
from training.augmentation.paths import PathVariation, vary_path
from training.augmentation.variation import vary_strokes
from training.data.datasets import Images, PenDigits, Strokes
from training.network.architectures import EMBEDDING, EVIDENCE
from training.network.batches import CLASSES, Batch, PenSource, ShuffledBatches
from training.network.recipe import Hyperparameters
from training.synthetic.outliers import Outliers

_MOMENTUM = 0.97  # of batch normalisation's averages: over some 30 batches
_FILTERS = ((32, 5, 1), (48, 5, 1), (64, 5, 2), (80, 5, 1), (96, 3, 2), (96, 3, 1))
_UNITS = 80


@dataclass(frozen=True)
class TrajectoryRecipe(Hyperparameters):
    """All that decides what the training of a trajectory network yields.

    Attributes:
        path: how often the path is varied.
    """

    epochs: int = 40
    batch_size: int = 256
    pen_repeats: int = 12
    outlier_share: float = 0.22
    path: PathVariation = field(default_factory=PathVariation)


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


class TrajectoryBatches(ShuffledBatches):
    """Shuffled batches of the paths of digits and of outliers: x is (n, 64, 9).

    Args:
        pen: digits to train on.
        recipe: how much of each, and how it is varied.
        characters: drawings of other scripts' characters, to train against.
    """

    def __init__(
        self, pen: PenDigits, recipe: TrajectoryRecipe, characters: tuple[Strokes, ...] = ()
    ) -> None:
        self._pen = PenSource(pen, recipe)
        self._recipe = recipe
        nothing = Images(np.zeros((0, 28, 28), np.uint8), np.zeros(0, np.uint8))
        self._outliers = Outliers(characters, pen, nothing)
        self._digits = recipe.pen_repeats * len(pen)
        super().__init__(recipe, self._digits, workers=2)

    def make(self, picked: NDArray[np.integer], rng: np.random.Generator) -> Batch:
        """The paths of digits and of outliers."""
        rows = np.zeros((len(picked), CLASSES), np.float32)
        drawings = []
        for row, at in zip(rows, picked.tolist(), strict=True):
            if at < self._digits:
                one = at % len(self._pen)
                strokes = self._pen.draw(one, rng)
                row[self._pen.labels[one]] = 1.0
            else:
                strokes, several = self._outliers.drawing(rng)
                row[CLASSES - 2 :] = 1.0, several
            varied = vary_strokes(strokes, rng, self._recipe.variation)
            drawings.append(vary_path(varied, rng, self._recipe.path))
        return trajectories(drawings), rows
