"""The kinds of operator that the NumPy runtime knows, by their numbers in LiteRT's schema.

Each takes the step's options and the values of its inputs, and gives the value of its output.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.numpy_runtime.convolution import convolve, convolve_depthwise, pool
from digitrec.recognition.numpy_runtime.flatbuffer import Table
from digitrec.recognition.numpy_runtime.product import multiply

Array = NDArray[Any]
Kind = Callable[[Table | None, Sequence[Array | None]], Array]

_ACTIVATIONS: dict[int, Callable[[Array], Array]] = {  # ActivationFunctionType
    0: lambda values: values,
    1: lambda values: np.maximum(values, 0),
    2: lambda values: np.clip(values, -1, 1),
    3: lambda values: np.clip(values, 0, 6),
    4: np.tanh,
}


def run_operator(kind: int, options: Table | None, inputs: Sequence[Array | None]) -> Array:
    """What an operator gives.

    Raises:
        ValueError: if its kind is not known, or its inputs don't fit.
    """
    if kind not in KINDS:
        raise ValueError(f"operator {kind} is not supported")
    return KINDS[kind](options, inputs)


def _option(options: Table | None, field: int, form: str, default: Any = 0) -> Any:
    return default if options is None else options.scalar(field, form, default)


def _activated(values: Array, options: Table | None, field: int) -> Array:
    number = _option(options, field, "b")
    if number not in _ACTIVATIONS:
        raise ValueError(f"activation {number} is not supported")
    return _ACTIVATIONS[number](values)


def _elementwise(function: Callable[..., Any], fused: bool = False) -> Kind:
    def run(options: Table | None, inputs: Sequence[Array | None]) -> Array:
        found = np.asarray(function(*inputs))
        return _activated(found, options, 0) if fused else found

    return run


def _convolution(options: Table | None, inputs: Sequence[Array | None]) -> Array:
    return _convolved(convolve, options, inputs, fused=3, dilation=4)


def _depthwise(options: Table | None, inputs: Sequence[Array | None]) -> Array:
    return _convolved(convolve_depthwise, options, inputs, fused=4, dilation=5)


def _convolved(
    function: Callable[..., Array],
    options: Table | None,
    inputs: Sequence[Array | None],
    fused: int,
    dilation: int,
) -> Array:
    values, kernel, bias = inputs
    right, down = (_option(options, field, "i") for field in (1, 2))
    apart = tuple(_option(options, dilation + at, "i", 1) for at in (1, 0))
    found = function(values, kernel, (down, right), apart, _option(options, 0, "b"))
    if bias is not None:
        found += bias
    return _activated(found, options, fused)


def _pooling(maximum: bool) -> Kind:
    def run(options: Table | None, inputs: Sequence[Array | None]) -> Array:
        right, down, width, height = (_option(options, field, "i") for field in (1, 2, 3, 4))
        padding = _option(options, 0, "b")
        found = pool(_first(inputs), (height, width), (down, right), padding, maximum)
        return _activated(found, options, 5)

    return run


def _fully_connected(options: Table | None, inputs: Sequence[Array | None]) -> Array:
    values, weights = _first(inputs), inputs[1]
    assert weights is not None  # noqa: S101 (the schema demands it)
    if not _option(options, 2, "?", default=False):
        values = values.reshape(-1, weights.shape[1])
    rows = np.ascontiguousarray(values.reshape(-1, weights.shape[1]))
    found = multiply(rows, weights).reshape(*values.shape[:-1], len(weights))
    bias = inputs[2] if len(inputs) > 2 else None
    if bias is not None:
        found += bias
    return _activated(found, options, 0)


def _softmax(options: Table | None, inputs: Sequence[Array | None]) -> Array:
    values = _first(inputs) * np.float32(_option(options, 0, "f"))
    odds = np.exp(values - values.max(axis=-1, keepdims=True))
    return np.asarray(odds / odds.sum(axis=-1, keepdims=True))


def _logistic(_: Table | None, inputs: Sequence[Array | None]) -> Array:
    return np.asarray(1 / (1 + np.exp(-_first(inputs))), np.float32)


def _reduction(function: Callable[..., Any]) -> Kind:
    def run(options: Table | None, inputs: Sequence[Array | None]) -> Array:
        values, axes = inputs
        keep = bool(_option(options, 0, "?", default=False))
        along = tuple(np.asarray(axes).reshape(-1).tolist())
        return np.asarray(function(values, axis=along, keepdims=keep))

    return run


def _reshape(_: Table | None, inputs: Sequence[Array | None]) -> Array:
    return _first(inputs).reshape(np.asarray(inputs[1]).tolist())


def _concatenation(options: Table | None, inputs: Sequence[Array | None]) -> Array:
    parts = [part for part in inputs if part is not None]
    return _activated(np.concatenate(parts, _option(options, 0, "i")), options, 1)


def _pack(options: Table | None, inputs: Sequence[Array | None]) -> Array:
    return np.stack([part for part in inputs if part is not None], _option(options, 1, "i"))


def _strided_slice(options: Table | None, inputs: Sequence[Array | None]) -> Array:
    values, begins, ends, steps = (np.asarray(each) for each in inputs)
    begin_mask, end_mask, ellipsis, new_axis, shrink = (
        _option(options, field, "i") for field in range(5)
    )
    if ellipsis or new_axis:
        raise ValueError("slices with an ellipsis or a new axis are not supported")
    picked: list[int | slice] = []
    rows = zip(begins.tolist(), ends.tolist(), steps.tolist(), strict=True)
    for axis, (begin, end, step) in enumerate(rows):
        bit = 1 << axis
        if shrink & bit:
            picked.append(begin)
        else:
            first, last = None if begin_mask & bit else begin, None if end_mask & bit else end
            picked.append(slice(first, last, step))
    return np.asarray(values[tuple(picked)])


def _expand_dims(_: Table | None, inputs: Sequence[Array | None]) -> Array:
    return np.expand_dims(_first(inputs), int(np.asarray(inputs[1]).reshape(())))


def _squeeze(options: Table | None, inputs: Sequence[Array | None]) -> Array:
    axes = () if options is None else tuple(options.numbers(0, "<i4").tolist())
    return np.squeeze(_first(inputs), axes or None)


def _pad(_: Table | None, inputs: Sequence[Array | None]) -> Array:
    return np.pad(_first(inputs), np.asarray(inputs[1]).tolist())


def _transpose(_: Table | None, inputs: Sequence[Array | None]) -> Array:
    return np.transpose(_first(inputs), np.asarray(inputs[1]).tolist())


def _first(inputs: Sequence[Array | None]) -> Array:
    return np.asarray(inputs[0])


KINDS: dict[int, Kind] = {
    0: _elementwise(np.add, fused=True),  # ADD
    1: _pooling(maximum=False),  # AVERAGE_POOL_2D
    2: _concatenation,  # CONCATENATION
    3: _convolution,  # CONV_2D
    4: _depthwise,  # DEPTHWISE_CONV_2D
    6: _elementwise(lambda values: values.astype(np.float32)),  # DEQUANTIZE
    9: _fully_connected,  # FULLY_CONNECTED
    14: _logistic,  # LOGISTIC
    17: _pooling(maximum=True),  # MAX_POOL_2D
    18: _elementwise(np.multiply, fused=True),  # MUL
    19: _elementwise(_ACTIVATIONS[1]),  # RELU
    21: _elementwise(_ACTIVATIONS[3]),  # RELU6
    22: _reshape,  # RESHAPE
    25: _softmax,  # SOFTMAX
    28: _elementwise(np.tanh),  # TANH
    34: _pad,  # PAD
    39: _transpose,  # TRANSPOSE
    40: _reduction(np.mean),  # MEAN
    41: _elementwise(np.subtract, fused=True),  # SUB
    42: _elementwise(np.divide, fused=True),  # DIV
    43: _squeeze,  # SQUEEZE
    45: _strided_slice,  # STRIDED_SLICE
    55: _elementwise(np.maximum),  # MAXIMUM
    57: _elementwise(np.minimum),  # MINIMUM
    70: _expand_dims,  # EXPAND_DIMS
    74: _reduction(np.sum),  # SUM
    75: _elementwise(np.sqrt),  # SQRT
    76: _elementwise(lambda values: 1 / np.sqrt(values)),  # RSQRT
    77: _elementwise(lambda values: np.array(values.shape, np.int32)),  # SHAPE
    82: _reduction(np.max),  # REDUCE_MAX
    83: _pack,  # PACK
    92: _elementwise(np.square),  # SQUARE
}

SHAPE = 77
SHAPED = frozenset((22, 34, 39, 40, 45, 70, 74, 82))
"""The kinds whose inputs but the first say how long, or along which axes, their output is."""
