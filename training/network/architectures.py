"""Architectures: a small convolutional network, and the dense one of every tutorial."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import keras
from keras import layers

_MOMENTUM = 0.97  # of batch normalisation's averages: over about 30 batches

EVIDENCE = "evidence"
"""Name of the layer with twelve logits: for the ten digits, "this is not a single digit", and
"these are several digits"."""

EMBEDDING = "embedding"
"""Name of the layer before the logits. Drawings that look alike lie close to each other in it."""

PROTOTYPES = "prototypes"
"""Name of the layer that compares an embedding with those of typical digits. Its weights stay 0
until `training.network.prototypes` sets them; they don't change which digit is read."""

LIKENESS = "likeness"
"""Name of the layer with the cosine to the nearest prototype: (n, 1)."""

PROTOTYPES_OF_A_DIGIT = 10


def convolutional(width: float = 1.0) -> keras.Model:
    """A network of six convolutional layers and a dense one, with about 257,000 trained parameters.

    Input (28, 28, 1) in [0, 1]; output softmax over ten digits. Convolutions with stride 2 and a
    5×5 kernel replace pooling (Springenberg et al. 2014, "Striving for Simplicity"). The layer
    `evidence` has two more logits, which are not part of the output: for drawings that are not a
    single digit, and for those that are several. Nor is the likeness to prototypes.

    Args:
        width: factor for the numbers of filters and units.
    """
    filters = [round(width * number) for number in (16, 16, 32, 64, 64, 64)]
    inputs = keras.Input((28, 28, 1), name="ink")
    x = _block(inputs, filters[0], 3, name="1a")
    x = _block(x, filters[1], 3, name="1b")
    x = _block(x, filters[2], 5, stride=2, name="1c")
    x = _block(x, filters[3], 3, name="2a")
    x = _block(x, filters[4], 3, name="2b")
    x = _block(x, filters[5], 5, stride=2, name="2c")
    x = layers.Flatten(name="flat")(x)
    x = layers.Dropout(0.2, name="flat_dropout")(x)
    x = layers.Dense(round(80 * width), use_bias=False, name="dense")(x)
    x = layers.BatchNormalization(momentum=_MOMENTUM, name="dense_norm")(x)
    embedding = layers.ReLU(name=EMBEDDING)(x)
    x = layers.Dropout(0.3, name="dropout")(embedding)
    evidence = layers.Dense(12, name=EVIDENCE)(x)
    predictions = layers.Concatenate(name="answers")([evidence, _likeness(embedding)])
    outputs = layers.Softmax(name="digits")(columns(predictions, 0, 10, name="digits"))
    return keras.Model(inputs, outputs, name="convolutional")


def columns(x: Any, first: int, end: int, name: str) -> Any:
    """Columns first…end-1 of a Keras tensor (n, m), by layers that every Keras can load.

    The layers get explicit names: Keras numbers its own from the start in each process, and a
    loaded network would have them already.
    """
    x = layers.Reshape((x.shape[1], 1), name=f"{name}_rows")(x)
    x = layers.Cropping1D((first, x.shape[1] - end), name=f"{name}_cut")(x)
    return layers.Reshape((end - first,), name=f"{name}_columns")(x)


def _likeness(embedding: Any) -> Any:
    """The largest cosine between an embedding and a prototype: (n, 1)."""
    count = 10 * PROTOTYPES_OF_A_DIGIT
    x = layers.UnitNormalization(name="direction")(embedding)
    x = layers.Dense(
        count, use_bias=False, kernel_initializer="zeros", trainable=False, name=PROTOTYPES
    )(x)
    x = layers.Reshape((count, 1), name="cosines")(x)
    return layers.GlobalMaxPooling1D(name=LIKENESS)(x)


def _block(x: Any, filters: int, kernel: int, name: str, stride: int = 1) -> Any:
    """Convolution, batch normalisation, ReLU; padded if strided, so that 24 halves to 12."""
    padding = "same" if stride > 1 else "valid"
    x = layers.Conv2D(
        filters, kernel, strides=stride, padding=padding, use_bias=False, name=f"conv{name}"
    )(x)
    x = layers.BatchNormalization(momentum=_MOMENTUM, name=f"norm{name}")(x)
    return layers.ReLU(name=f"relu{name}")(x)


def dense() -> keras.Model:
    """The tutorial's network, 784-64-64-10: input (784,) in [0, 1], softmax over ten digits."""
    return keras.Sequential(
        [
            keras.Input((784,), name="pixels"),
            layers.Dense(64, activation="relu"),
            layers.Dense(64, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ],
        name="dense",
    )


NETWORKS: dict[str, Callable[[], keras.Model]] = {"convolutional": convolutional, "dense": dense}
