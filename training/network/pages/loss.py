"""The loss of the page network, and its targets: what each cell should say."""

from __future__ import annotations

from typing import Any

import numpy as np
from keras import ops
from numpy.typing import NDArray

from digitrec.recognition.picture.pages.page_features import (
    BLOCK,
    CELL_OUTPUTS,
    STEP,
    UNIT,
    as_blocks,
)

TARGETS = 5
"""Of each cell: whether it is in the middle of a line (-1 where it doesn't count), offset, height,
cosine and sine; see `CELL_OUTPUTS`."""

_CORE, _MARGIN = 0.22, 0.42  # of a line's height, above and below its middle: counted; unsure
_LEAST = 2.2  # pixels of the core, so that each line has a cell
_TOO_LARGE = 100.0  # pixels: higher lines are seen in a smaller copy of the page, and not here
_BEYOND = 0.2  # of its height, before and after it: unsure
_OFFSET, _HEIGHT, _AXIS, _SENSE, _OVERLAP = 2.0, 1.0, 0.5, 0.5, 1.0  # weights of the parts


def page_target(
    lines: NDArray[np.float64], unsure: NDArray[np.float64], size: tuple[int, int]
) -> NDArray[np.float32]:
    """What the network should say of a page: (h / 4, w / 4, 5).

    Args:
        lines: (n, 4, 2), corners of the lines in pixels of the network's input.
        unsure: (m, 4, 2), of what may be taken for a line or not.
        size: height and width of the network's input.
    """
    rows, columns = size[0] // STEP, size[1] // STEP
    target = np.zeros((rows, columns, TARGETS), np.float32)
    for corners in unsure:
        place, along, _, half, height = _placed(corners, rows, columns)
        if place is not None:
            near = (np.abs(along[0]) <= half + height / 2) & (np.abs(along[1]) <= height * 0.7)
            target[place][near, 0] = -1
    parts = [(corners, *_placed(corners, rows, columns)) for corners in lines]
    parts = [part for part in parts if part[-1] <= _TOO_LARGE]
    for _, place, along, _, half, height in parts:
        if place is not None:
            near = np.abs(along[1]) <= max(_MARGIN * height, _LEAST)
            near &= np.abs(along[0]) <= max(half + _BEYOND * height, _LEAST + 1)
            target[place][near, 0] = -1
    for _, place, along, direction, half, height in parts:
        if place is None:
            continue
        core = (np.abs(along[1]) <= max(_CORE * height, _LEAST)) & (
            np.abs(along[0]) <= max(half, _LEAST)
        )
        own = target[place]
        own[core, 0] = 1
        own[core, 1] = along[1][core] / height
        own[core, 2] = np.log2(height / UNIT)
        own[core, 3:] = direction
    return target


def _placed(corners: NDArray[np.float64], rows: int, columns: int) -> tuple[Any, ...]:
    """The cells near a line, their places along and across it, its direction and size."""
    along = (corners[1] - corners[0] + corners[2] - corners[3]) / 2
    length = float(np.hypot(*along))
    direction = along / max(length, 1e-9)
    across = np.array([-direction[1], direction[0]])
    height = float((corners[3] - corners[0] + corners[2] - corners[1]) @ across) / 2
    margin = 0.5 * height + STEP
    low = np.maximum(np.floor((corners.min(axis=0) - margin) / STEP).astype(int), 0)
    high = np.minimum(np.ceil((corners.max(axis=0) + margin) / STEP).astype(int), (columns, rows))
    if (high <= low).any() or height <= 0:
        return None, None, None, 0.0, 1.0
    y, x = np.mgrid[low[1] : high[1], low[0] : high[0]]
    away = np.stack([x, y]) * STEP + STEP / 2 - corners.mean(axis=0)[:, None, None]
    places = np.tensordot(np.stack([direction, across]), away, 1)
    return np.s_[low[1] : high[1], low[0] : high[0]], places, direction, length / 2, height


def turned_target(target: NDArray[np.float32], turns: int) -> NDArray[np.float32]:
    """The target of a page that is turned by `np.rot90`, so often."""
    turned = np.rot90(target, turns).copy()
    cos, sin = turned[..., 3].copy(), turned[..., 4].copy()
    # np.rot90 turns counterclockwise, angles grow clockwise: (x, y) becomes (y, -x) each time.
    for _ in range(turns % 4):
        cos, sin = sin, -cos
    turned[..., 3], turned[..., 4] = cos, sin
    return turned


def blocks(target: NDArray[np.float32]) -> NDArray[np.float32]:
    """A target as `page_loss` takes it: (h / 8, w / 8, 20)."""
    return as_blocks(target)


def page_loss(target: Any, outputs: Any) -> Any:
    """Mean over the cells of a batch.

    Args:
        target: (n, h, w, 20), of `blocks`.
        outputs: (n, h, w, 28), the network's.
    """
    shape = ops.shape(outputs)
    cells = shape[0], shape[1] * shape[2] * BLOCK**2
    target = ops.reshape(target, (*cells, TARGETS))
    outputs = ops.reshape(outputs, (*cells, CELL_OUTPUTS))
    core = ops.cast(target[..., 0] > 0.5, "float32")
    counted = ops.cast(target[..., 0] > -0.5, "float32")
    logit = outputs[..., 0]
    each = counted * (ops.softplus(logit) - core * logit)
    lines = ops.sum(core) + 1.0
    # Cells of lines are few, so they weigh more.
    weight = 1.0 + 2.0 * core
    seen = ops.sum(each * weight) / (ops.sum(counted) * 0.2 + 2.0 * lines)
    probability = ops.sigmoid(logit) * counted
    common = 2 * ops.sum(probability * core) + 1.0
    overlap = 1 - common / (ops.sum(probability) + ops.sum(core) + 1.0)
    cos, sin = target[..., 3], target[..., 4]
    twice = ops.stack([cos * cos - sin * sin, 2 * sin * cos], axis=-1)
    offset = ops.sum(ops.abs(outputs[..., 1] - target[..., 1]) * core) / lines
    height = ops.sum(ops.abs(outputs[..., 2] - target[..., 2]) * core) / lines
    axis = ops.sum(ops.sum(ops.square(outputs[..., 3:5] - twice), -1) * core) / lines
    sense = ops.sum(ops.sum(ops.square(outputs[..., 5:7] - target[..., 3:5]), -1) * core) / lines
    return (
        seen + _OVERLAP * overlap + _OFFSET * offset + _HEIGHT * height + _AXIS * axis
        + _SENSE * sense
    )  # fmt: skip
