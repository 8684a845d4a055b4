"""Pixel blocks: pictures whose few pixels were enlarged to squares, as an 8×8 picture shown large.

The corners of the squares are nothing that anybody wrote. The ink is looked for in the original
pixels, and enlarged smoothly to the picture's size, without the corners.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from digitrec.recognition.raster import Raster

_MIN_EDGES = 5  # across, and down: fewer may be edges of what is in the picture


class Blocks(NamedTuple):
    """The grid of blocks that a picture is made of.

    Attributes:
        side: of each block, in pixels.
        missing: pixels that the first block lacks, down and across.
        shape: of the picture.
    """

    side: int
    missing: tuple[int, int]
    shape: tuple[int, int]

    def reduce(self, picture: Raster) -> Raster:
        """The picture with one pixel for each block, (h, w)."""
        reduced: Raster = picture[self._centres(0)][:, self._centres(1)]
        return reduced

    def enlarge(self, values: Raster) -> Raster:
        """Values of the blocks, enlarged smoothly to the picture's size: (h, w) in [0, 1]."""
        size = (values.shape[1] * self.side, values.shape[0] * self.side)
        whole = Image.fromarray(values).resize(size, Image.Resampling.BICUBIC)
        (top, left), (height, width) = self.missing, self.shape
        part = np.asarray(whole, np.float32)[top : top + height, left : left + width]
        return np.clip(part, 0, 1)

    def _centres(self, axis: int) -> NDArray[np.int64]:
        """The centre of each block; for the last, which may be cut off, at most the last pixel."""
        length, missing = self.shape[axis], self.missing[axis]
        count = -(-(length + missing) // self.side)
        return np.clip(np.arange(count) * self.side + self.side // 2 - missing, 0, length - 1)


def find_blocks(picture: Raster) -> Blocks | None:
    """The blocks that a picture (h, w) is made of; None if it has no blocks."""
    edges = [
        np.flatnonzero((np.diff(picture, axis=axis) != 0).any(axis=1 - axis)) + 1 for axis in (0, 1)
    ]
    if min(map(len, edges)) < _MIN_EDGES:
        return None
    side = int(np.gcd.reduce(np.concatenate([np.diff(each) for each in edges])))
    if side < 2:
        return None
    down, across = (-int(each[0]) % side for each in edges)
    height, width = picture.shape
    return Blocks(side, (down, across), (height, width))
