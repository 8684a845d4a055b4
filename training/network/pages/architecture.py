"""The page network: convolutions over a reduced page of any size."""

from __future__ import annotations

from dataclasses import dataclass

import keras
from keras import layers

from digitrec.recognition.picture.pages.page_features import BLOCK, CELL_OUTPUTS

_MOMENTUM = 0.97  # of batch normalisation's averages: over some 30 batches
_STEM = ((16, 2), (32, 2), (32, 1), (48, 2))
"""Filters and stride. After them a pixel is a block, 8 wide."""

_BLOCKS = 5


@dataclass(frozen=True)
class PageRecipe:
    """What decides how a page network comes out.

    Attributes:
        epochs: rounds of training, each with new pages.
        steps: batches in a round.
        batch_size: tiles in a batch.
        tile: pixels of a tile's side.
        learning_rate: the highest; it falls to zero along half a cosine.
        weight_decay: of AdamW, for all but biases and batch normalisation.
        seed: of the weights and the pages.
    """

    epochs: int = 400
    steps: int = 50
    batch_size: int = 4
    tile: int = 256
    learning_rate: float = 2e-3
    weight_decay: float = 0.02
    seed: int = 1


def page_network(width: float = 1.0) -> keras.Model:
    """Four convolutions, then residual blocks that see 80 pixels to each side (Liu et al. 2022).

    There is no layer that makes its input larger, as its output's size would be known only when it
    runs: the last one gives the outputs of four cells instead.

    Input (h, w, 3), of `recognition.picture.pages.page_features`; output (h / 8, w / 8, 28): see
    there.

    Args:
        width: factor of the numbers of filters.
    """
    x = inputs = keras.Input((None, None, 3), name="page")
    for number, (usual, strides) in enumerate(_STEM, 1):
        filters = round(width * usual)
        x = layers.Conv2D(
            filters, 3, strides=strides, padding="same", use_bias=False, name=f"conv{number}"
        )(x)
        x = layers.BatchNormalization(momentum=_MOMENTUM, name=f"conv{number}_norm")(x)
        x = layers.ReLU(name=f"conv{number}_relu")(x)
    wide = round(width * _STEM[-1][0])
    for number in range(1, _BLOCKS + 1):
        y = layers.DepthwiseConv2D(5, padding="same", use_bias=False, name=f"around{number}")(x)
        y = layers.BatchNormalization(momentum=_MOMENTUM, name=f"around{number}_norm")(y)
        y = layers.Conv2D(2 * wide, 1, activation="relu", name=f"wider{number}")(y)
        y = layers.Conv2D(wide, 1, name=f"narrower{number}")(y)
        x = layers.Add(name=f"residual{number}")([x, y])
    x = layers.ReLU(name="last_relu")(x)
    outputs = layers.Conv2D(BLOCK**2 * CELL_OUTPUTS, 1, name="cells")(x)
    return keras.Model(inputs, outputs, name="pages")
