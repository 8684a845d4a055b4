"""Half precision: a trained network whose weights a half-precision number holds exactly.

An archive holds its weights twice, for Keras and in the graph. In half precision, half of the first
deflates to nothing and the second takes two bytes a weight, so that a network nearly twice as large
fits. The weights are rounded after batch normalisation's scale has been moved into them, as the
graph's compiler does it too: both copies stay the same to the last digit.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

Weights = NDArray[np.float32]


def to_half(network: keras.Model) -> None:
    """Rounds a network's weights in place; what it computes hardly changes, and `is_half` holds.

    A batch normalisation stays, its scale being 1 in inference. It normalises a further training as
    before: its averages are scaled like the weights before it.
    """
    for layer, after in pairwise([*network.layers, None]):
        names = [weights.name for weights in layer.weights]
        if names == ["kernel"] and isinstance(after, keras.layers.BatchNormalization):
            _with_norm(layer, after)
        elif "kernel" in names:
            layer.set_weights([rounded(weights) for weights in layer.get_weights()])


def is_half(network: Any) -> bool:
    """Whether half precision holds each of a Keras model's kernels exactly."""
    kernels = [each.numpy() for each in network.weights if each.name == "kernel"]
    return bool(kernels) and all(np.array_equal(each, rounded(each)) for each in kernels)


def _with_norm(layer: Any, norm: Any) -> None:
    gamma, beta, mean, variance = (np.asarray(each, np.float64) for each in norm.get_weights())
    scale = gamma / np.sqrt(variance + norm.epsilon)
    layer.set_weights([rounded(layer.get_weights()[0] * scale)])  # filters are the last axis
    mean, variance = mean * scale, variance * scale**2
    bias = rounded(beta - mean)
    norm.set_weights([np.sqrt(variance + norm.epsilon), mean + bias, mean, variance])


def rounded(weights: Any) -> Weights:
    """The nearest numbers of half precision."""
    return np.asarray(weights, np.float16).astype(np.float32)
