"""Half precision: rounds a trained network's weights so that 16-bit floats hold them exactly.

An archive holds the weights twice, for Keras and in the graph. With half precision, the zero half
of Keras's copy compresses to nothing, and the graph needs two bytes a weight, so that a network
almost twice as large fits. The weights are rounded after the scale of batch normalisation has been
moved into them, as the graph's compiler does too. So both copies are exactly the same.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

Weights = NDArray[np.float32]


def to_half(network: keras.Model) -> None:
    """Rounds a network's weights in place. Its output hardly changes, and `is_half` becomes true.

    A batch normalisation stays, with a scale of 1 in inference. The network can be trained further,
    because its averages are scaled like the weights before it.
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
    # Filters are the last axis, and the last but one of a convolution of each channel by itself.
    by_filter = scale[:, None] if isinstance(layer, keras.layers.DepthwiseConv2D) else scale
    layer.set_weights([rounded(layer.get_weights()[0] * by_filter)])
    mean, variance = mean * scale, variance * scale**2
    bias = rounded(beta - mean)
    norm.set_weights([np.sqrt(variance + norm.epsilon), mean + bias, mean, variance])


def rounded(weights: Any) -> Weights:
    """The nearest half-precision numbers."""
    return np.asarray(weights, np.float16).astype(np.float32)
