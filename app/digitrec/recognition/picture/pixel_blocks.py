"""Squares: pictures whose few pixels were blown up to squares, as a picture of 8×8 shown large is.

A square's corners are nothing that anybody wrote. Ink is looked for in the pixels that there were,
and brought back to the picture's size without the corners.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from digitrec.recognition.raster import Raster

_FEWEST = 5  # seams across, and down: fewer may be edges of what is in the picture


class Squares(NamedTuple):
    """How a picture is made of squares.

    Attributes:
        side: of each, in pixels.
        before: pixels that the first square lacks, down and across.
        shape: of the picture.
    """

    side: int
    before: tuple[int, int]
    shape: tuple[int, int]

    def reduced(self, picture: Raster) -> Raster:
        """The picture with one pixel for each square, (h, w)."""
        reduced: Raster = picture[self._middles(0)][:, self._middles(1)]
        return reduced

    def enlarged(self, values: Raster) -> Raster:
        """Values of each square, smoothly brought to the picture's size: (h, w) in [0, 1]."""
        size = (values.shape[1] * self.side, values.shape[0] * self.side)
        whole = Image.fromarray(values).resize(size, Image.Resampling.BICUBIC)
        (top, left), (height, width) = self.before, self.shape
        part = np.asarray(whole, np.float32)[top : top + height, left : left + width]
        return np.clip(part, 0, 1)

    def _middles(self, axis: int) -> NDArray[np.int64]:
        """Where the squares' middles are; of the last, which may be cut off, the last pixel."""
        length, before = self.shape[axis], self.before[axis]
        count = -(-(length + before) // self.side)
        return np.clip(np.arange(count) * self.side + self.side // 2 - before, 0, length - 1)


def find_squares(picture: Raster) -> Squares | None:
    """The squares that a picture (h, w) is made of; None where it is of pixels."""
    seams = [
        np.flatnonzero((np.diff(picture, axis=axis) != 0).any(axis=1 - axis)) + 1 for axis in (0, 1)
    ]
    if min(map(len, seams)) < _FEWEST:
        return None
    side = int(np.gcd.reduce(np.concatenate([np.diff(each) for each in seams])))
    if side < 2:
        return None
    down, across = (-int(each[0]) % side for each in seams)
    height, width = picture.shape
    return Squares(side, (down, across), (height, width))
