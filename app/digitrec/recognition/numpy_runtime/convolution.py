"""Convolutions and pooling of (n, h, w, channels), as LiteRT defines them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.numpy_runtime.product import multiply

Values = NDArray[np.float32]
Pair = tuple[int, int]
"""Of the vertical axis and of the horizontal one."""

_VALID = 1  # Padding in LiteRT's schema; 0 is SAME
_PIECE = 4_000_000  # numbers of the patches that lie in memory at once: 16 MB


def convolve(
    values: Values,
    kernel: Values,
    strides: Pair,
    dilations: Pair,
    padding: int,
) -> Values:
    """A convolution, as one product of matrices for a few rows of the picture at a time.

    Args:
        values: (n, h, w, c).
        kernel: (filters, height, width, c).
        strides: downwards, to the right.
        dilations: distance between the kernel's points, downwards and to the right.
        padding: as numbered in LiteRT's schema.

    Returns:
        (n, h', w', filters).
    """
    filters, height, width, channels = kernel.shape
    if values.shape[3] != channels:
        raise ValueError("grouped convolutions are not supported")
    matrix = kernel.reshape(filters, -1)
    if (height, width) == (1, 1) and strides == (1, 1):
        return multiply(values.reshape(-1, channels), matrix).reshape(*values.shape[:3], filters)
    patches = _patches(values, (height, width), strides, dilations, padding, 0.0)
    count, rows, columns = patches.shape[:3]
    if patches.size <= _PIECE:
        return multiply(patches.reshape(-1, matrix.shape[1]), matrix).reshape(
            count, rows, columns, filters
        )
    found = np.empty((count, rows, columns, filters), np.float32)
    step = max(1, _PIECE // max(1, count * columns * matrix.shape[1]))
    for top in range(0, rows, step):
        part = patches[:, top : top + step]
        product = multiply(part.reshape(-1, matrix.shape[1]), matrix)
        found[:, top : top + step] = product.reshape(*part.shape[:3], filters)
    return found


def convolve_depthwise(
    values: Values,
    kernel: Values,
    strides: Pair,
    dilations: Pair,
    padding: int,
) -> Values:
    """A convolution of each channel with filters of its own: one product for each kernel point.

    Args:
        values: (n, h, w, c).
        kernel: (1, height, width, c · filters of each channel).
        strides: see `convolve`.
        dilations: see `convolve`.
        padding: see `convolve`.
    """
    _, height, width, filters = kernel.shape
    values = np.repeat(values, filters // values.shape[3], axis=3)
    patches = _patches(values, (height, width), strides, dilations, padding, 0.0)
    found = np.zeros((*patches.shape[:3], filters), np.float32)
    for row in range(height):
        for column in range(width):
            found += patches[:, :, :, row, column] * kernel[0, row, column]
    return found


def pool(values: Values, size: Pair, strides: Pair, padding: int, maximum: bool) -> Values:
    """The maximum or the mean of each window; points outside of the picture don't count."""
    outside = -np.inf if maximum else np.nan
    patches = _patches(values, size, strides, (1, 1), padding, outside)
    reduce: Callable[..., Any] = np.max if maximum else np.nanmean
    found: Values = reduce(patches, axis=(3, 4)).astype(np.float32)
    return found


def _patches(
    values: Values,
    size: Pair,
    strides: Pair,
    dilations: Pair,
    padding: int,
    outside: float,
) -> Values:
    """The windows of a picture, as a view of it: (n, h', w', height, width, c)."""
    reach = [(length - 1) * apart + 1 for length, apart in zip(size, dilations, strict=True)]
    sides = values.shape[1:3]
    if padding == _VALID:
        values = np.ascontiguousarray(values)
    else:
        totals = [
            max(0, (-(-side // stride) - 1) * stride + needed - side)
            for side, needed, stride in zip(sides, reach, strides, strict=True)
        ]
        values = _padded(values, totals, outside)
    shape = [
        (side - needed) // stride + 1
        for side, needed, stride in zip(values.shape[1:3], reach, strides, strict=True)
    ]
    if min(shape) < 1:
        raise ValueError("the input is smaller than a window")
    one, down, right, channel = values.strides
    return np.ndarray(
        (len(values), *shape, *size, values.shape[3]),
        values.dtype,
        values,
        strides=(
            *(one, strides[0] * down, strides[1] * right),
            *(dilations[0] * down, dilations[1] * right, channel),
        ),
    )


def _padded(values: Values, totals: Sequence[int], outside: float) -> Values:
    """A picture with as many rows and columns more, half of them before it."""
    count, rows, columns, channels = values.shape
    padded = np.full(
        (count, rows + totals[0], columns + totals[1], channels), outside, values.dtype
    )
    top, left = totals[0] // 2, totals[1] // 2
    padded[:, top : top + rows, left : left + columns] = values
    return padded
