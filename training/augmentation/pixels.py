"""Operations on many images (n, 28, 28) at once, without randomness."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.raster import BOX, SIZE

Images = NDArray[np.float32]


def sample(images: Images, source: NDArray[np.float32]) -> Images:
    """Samples of images (n, 28, 28) at places source (n, 2, 784) in pixels, black outside.

    Bilinear in the images upscaled to twice the size by a cubic, so that moving an image by half a
    pixel doesn't blur it.
    """
    n = len(images)
    fine = np.clip(_FINER @ images @ _FINER.T, 0, 1)
    side = 2 * SIZE + 2
    padded = np.zeros((n, side, side), np.float32)
    padded[:, 1:-1, 1:-1] = fine
    flat = padded.reshape(-1)
    place = np.clip(2 * source + np.float32(1.5), 0, np.float32(side - 1.01))
    corner = place.astype(np.int32)
    x, y = (place - corner.astype(np.float32)).transpose(1, 0, 2)
    firsts = np.arange(n, dtype=np.int32)[:, None] * (side * side)
    at = firsts + corner[:, 1] * side + corner[:, 0]
    upper = flat.take(at) * (1 - x) + flat.take(at + 1) * x
    lower = flat.take(at + side) * (1 - x) + flat.take(at + side + 1) * x
    mixed: Images = upper * (1 - y) + lower * y
    return mixed.reshape(n, SIZE, SIZE)


def spread(images: Images, choose: Any) -> Images:
    """Dilation or erosion: every pixel the largest (or smallest) of itself and its neighbours."""
    padded = np.pad(images, ((0, 0), (1, 1), (1, 1)))
    across = choose(padded[:, 1:-1, :-2], padded[:, 1:-1, 2:])
    down = choose(padded[:, :-2, 1:-1], padded[:, 2:, 1:-1])
    spread: Images = choose(choose(across, down), images)
    return spread


def soften(images: Images, share: NDArray[np.float64]) -> Images:
    """Images (n, 28, 28) in which every pixel gives a share (n,) of itself to each neighbour."""
    padded = np.pad(images, ((0, 0), (1, 1), (1, 1)))
    across = padded[:, 1:-1, :-2] + padded[:, 1:-1, 2:]
    down = padded[:, :-2, 1:-1] + padded[:, 2:, 1:-1]
    shares = share.astype(np.float32)[:, None, None]
    softened: Images = np.clip(images + shares * (across + down - 4 * images), 0, 1)
    return softened


def blur(images: Images) -> Images:
    """Blurred images: each pixel is half itself and half its neighbours."""
    return np.asarray(_SOFT @ images @ _SOFT.T, np.float32)


def coarse(images: Images, across: int, level: float = 0.0) -> Images:
    """Images as if scanned with fewer pixels and upscaled again, as `render_picture` does.

    Args:
        images: (n, 28, 28).
        across: pixels of the scan along the digit's longer side, 8 to 16.
        level: above 0, the scan is black and white, with this share of its strongest ink as the
            threshold.
    """
    down, up = _SCANS[across]
    scan = down @ images @ down.T
    if level:
        scan = (scan > level * scan.max(axis=(1, 2), keepdims=True)).astype(np.float32)
    blurred = min((BOX / across - 1) / 1.5, 1.0)
    low, high = np.float32(0.08 * blurred), np.float32(1 - 0.4 * blurred)
    drawn: Images = np.clip((up @ scan @ up.T - low) / (high - low), 0, 1)
    return drawn


def _cubic(size: int, to: int) -> NDArray[np.float32]:
    """Matrix (to, size) that upscales a row of pixels by a cubic (Keys 1981, a = -0.5)."""
    matrix = np.zeros((to, size))
    for row in range(to):
        place = (row + 0.5) * size / to - 0.5
        first = int(np.floor(place))
        for column in range(first - 1, first + 3):
            d = abs(place - column)
            weight = (1.5 * d - 2.5) * d * d + 1 if d <= 1 else ((-0.5 * d + 2.5) * d - 4) * d + 2
            if 0 <= column < size:
                matrix[row, column] += weight
    return matrix.astype(np.float32)


def _means(size: int, to: int) -> NDArray[np.float32]:
    """Matrix (to, size) that downscales a row of pixels, each the mean of what it covers."""
    ends = np.linspace(0, size, to + 1)
    column = np.arange(size)
    covered = np.minimum(ends[1:, None], column + 1) - np.maximum(ends[:-1, None], column)
    shares = np.clip(covered, 0, 1) * to / size
    return np.asarray(shares, np.float32)


def _scan(across: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    pixels = round(SIZE * across / BOX)
    return _means(SIZE, pixels), _cubic(pixels, SIZE)


_FINER = _cubic(SIZE, 2 * SIZE)
_SCANS = {across: _scan(across) for across in range(8, 17)}
_SOFT: NDArray[np.float32] = (
    np.eye(SIZE) / 2 + np.eye(SIZE, k=1) / 4 + np.eye(SIZE, k=-1) / 4
).astype(np.float32)
