"""The networks: a small convolutional one, and the dense one that every tutorial begins with."""

from __future__ import annotations

from collections.abc import Callable

import keras
from keras import layers


def convolutional() -> keras.Model:
    """A convolutional network of five layers and global pooling, about 71,000 parameters.

    Input (28, 28, 1) in [0, 1]; output softmax over ten digits.
    """
    inputs = keras.Input((28, 28, 1), name="ink")
    x = inputs
    for index, (filters, stride) in enumerate(((16, 1), (32, 2), (32, 1), (64, 2), (64, 1)), 1):
        x = layers.Conv2D(
            filters, 3, strides=stride, padding="same", use_bias=False, name=f"conv{index}"
        )(x)
        x = layers.BatchNormalization(momentum=0.9, name=f"norm{index}")(x)
        x = layers.ReLU(name=f"relu{index}")(x)
    x = layers.GlobalAveragePooling2D(name="embedding")(x)
    x = layers.Dropout(0.2, name="dropout")(x)
    outputs = layers.Dense(10, activation="softmax", name="digits")(x)
    return keras.Model(inputs, outputs, name="convolutional")


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
