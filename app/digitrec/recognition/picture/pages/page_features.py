"""Features of a page: its pixels as the page network takes them, and the cells of its output.

Training and application share these functions, so that both see a page in the same way.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

STEP = 4
"""Pixels of the network's input along a side of a cell."""

BLOCK = 2
"""Cells along a side of a block; the network's last layer has a row of outputs for each block."""

CELL_OUTPUTS = 7
"""Of each cell: logit of the middle of a line; how far below it the cell is, in heights; logarithm
to base 2 of the height in `UNIT`; cosine and sine of twice the direction; cosine and sine of the
direction. The direction is that of reading, 0 to the right and growing clockwise."""

UNIT = 16.0
"""Pixels of the network's input: the height that heights are compared with."""

MULTIPLE = STEP * BLOCK
"""Sides of the network's input are multiples of this."""

_SMALLEST_CONTRAST = 0.02  # standard deviation of brightness, 0 to 1
_LIMIT = 4.0  # standard deviations

Pixels = NDArray[np.float32]


def reduced(pixels: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    """A picture whose longest side has at most so many pixels.

    Args:
        pixels: (h, w, 3), red, green and blue; or (h, w), grey.
        side: in pixels.
    """
    height, width = pixels.shape[:2]
    scale = side / max(height, width)
    if scale >= 1:
        return pixels
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return np.asarray(Image.fromarray(pixels).resize(size, Image.Resampling.HAMMING))


def page_features(pixels: NDArray[np.uint8]) -> Pixels:
    """A page as the network's input.

    Args:
        pixels: (h, w, 3), red, green and blue; or (h, w), grey.

    Returns:
        Shape (h', w', 3), float32: each colour with mean 0, all with standard deviation 1; extended
        to multiples of `MULTIPLE` by the last row and column.

    Raises:
        ValueError: if the page has no pixels.
    """
    if not pixels.size:
        raise ValueError("a page without pixels")
    values = np.asarray(pixels, np.float32) / np.float32(255)
    if values.ndim == 2:
        values = np.repeat(values[..., None], 3, axis=2)
    values = values - values.mean(axis=(0, 1))
    spread = max(float(np.sqrt(np.mean(values * values))), _SMALLEST_CONTRAST)
    page = np.clip(values / np.float32(spread), -_LIMIT, _LIMIT)
    height, width = page.shape[:2]
    beyond = ((0, -height % MULTIPLE), (0, -width % MULTIPLE), (0, 0))
    padded: Pixels = np.pad(page, beyond, mode="edge")
    return padded


def as_cells(blocks: NDArray[np.float32]) -> NDArray[np.float32]:
    """The outputs of each cell.

    Args:
        blocks: (h, w, 4 · n), of each block its four cells row by row.

    Returns:
        Shape (2 · h, 2 · w, n).
    """
    height, width, channels = blocks.shape
    apart = blocks.reshape(height, width, BLOCK, BLOCK, channels // BLOCK**2)
    return apart.transpose(0, 2, 1, 3, 4).reshape(height * BLOCK, width * BLOCK, -1)


def as_blocks(cells: NDArray[np.float32]) -> NDArray[np.float32]:
    """The opposite of `as_cells`."""
    height, width, channels = cells.shape
    apart = cells.reshape(height // BLOCK, BLOCK, width // BLOCK, BLOCK, channels)
    joined = apart.transpose(0, 2, 1, 3, 4)
    return joined.reshape(height // BLOCK, width // BLOCK, BLOCK**2 * channels)
