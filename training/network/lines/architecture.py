"""The line network: convolutions over a line of any width, a row of outputs for each frame."""

from __future__ import annotations

from dataclasses import dataclass

import keras
from keras import layers

from digitrec.recognition.picture.line_decoding import OUTPUTS
from digitrec.recognition.picture.line_features import HEIGHT

_MOMENTUM = 0.97  # of batch normalisation's averages: over some 30 batches
_FILTERS = (
    (24, 5, (2, 2)),
    (40, 3, (2, 2)),
    (64, 3, (1, 1)),
    (64, 3, (2, 1)),
    (96, 3, (1, 1)),
    (96, 3, (2, 1)),
    (128, 3, (1, 1)),
)
"""Filters, kernel and stride. After them a line is 3 pixels high, and a pixel is 4 wide."""

_CONTEXT = 11  # frames that each of the last blocks sees
_CONTEXTS = 2


@dataclass(frozen=True)
class LineRecipe:
    """What decides how a line network comes out.

    Attributes:
        epochs: rounds of training, each with new lines.
        steps: batches in a round.
        batch_size: lines in a batch, all of one width.
        widths: pixels of the lines, and how often each is taken.
        learning_rate: the highest; it falls to zero along half a cosine.
        weight_decay: of AdamW, for all but biases and batch normalisation.
        seed: of the weights and the lines.
    """

    epochs: int = 400
    steps: int = 50
    batch_size: int = 32
    widths: tuple[tuple[int, float], ...] = (
        (48, 0.12),
        (96, 0.2),
        (144, 0.3),
        (192, 0.25),
        (272, 0.13),
    )
    learning_rate: float = 2.5e-3
    weight_decay: float = 0.02
    seed: int = 1


def line_network(width: float = 1.0) -> keras.Model:
    """Nine convolutions, a residual one along the line, and two that see further along it.

    The last two begin as no change, so that a network without them can be gone on from.

    Input (48, w, 1), of `recognition.picture.line_features`; output (w / 4, 22): the logits of the
    symbols and of the blank, then how far the sides of the character's box are from the frame:
    left and right of its middle, top and bottom from the line's top, in heights of the line.

    Args:
        width: factor of the numbers of filters.
    """
    x = inputs = keras.Input((HEIGHT, None, 1), name="line")
    for number, (filters, kernel, strides) in enumerate(_FILTERS, 1):
        x = _convolution(x, round(width * filters), kernel, strides, "same", f"conv{number}")
    last = round(width * _FILTERS[-1][0])
    x = _convolution(x, last, (3, 1), (1, 1), "valid", "column")
    y = _convolution(x, last, (1, 5), (1, 1), "same", "along")
    x = layers.Add(name="residual")([x, y])
    for number in range(1, _CONTEXTS + 1):
        x = _context(x, last, f"context{number}")
    x = layers.Dropout(0.1, name="dropout")(x)
    x = layers.Conv2D(OUTPUTS, 1, name="outputs")(x)
    return keras.Model(inputs, layers.Reshape((-1, OUTPUTS), name="frames")(x), name="lines")


def _convolution(
    x: keras.KerasTensor,
    filters: int,
    kernel: int | tuple[int, int],
    strides: tuple[int, int],
    padding: str,
    name: str,
) -> keras.KerasTensor:
    x = layers.Conv2D(filters, kernel, strides=strides, padding=padding, use_bias=False, name=name)(
        x
    )
    x = layers.BatchNormalization(momentum=_MOMENTUM, name=f"{name}_norm")(x)
    return layers.ReLU(name=f"{name}_relu")(x)


def _context(x: keras.KerasTensor, filters: int, name: str) -> keras.KerasTensor:
    """A residual block of a wide depthwise convolution along the line and one of single frames."""
    y = layers.DepthwiseConv2D((1, _CONTEXT), padding="same", use_bias=False, name=name)(x)
    y = layers.BatchNormalization(momentum=_MOMENTUM, name=f"{name}_norm")(y)
    y = layers.ReLU(name=f"{name}_relu")(y)
    y = layers.Conv2D(filters, 1, use_bias=False, name=f"{name}_mixed")(y)
    y = layers.BatchNormalization(
        momentum=_MOMENTUM, gamma_initializer="zeros", name=f"{name}_mixed_norm"
    )(y)
    return layers.Add(name=f"{name}_residual")([x, y])
