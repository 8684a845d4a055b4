"""An opened picture: its pixels upright and in colour, ready to be read and shown."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.ink import Box


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A picture, upright, at the size at which it is read.

    Attributes:
        pixels: shape (h, w, 3), uint8: red, green and blue; or (h, w), if it is grey.
        scale: pixels of the picture as it was opened to one of these. Boxes of a reading are in
            pixels of the picture as it was opened.
    """

    pixels: NDArray[np.uint8]
    scale: float = 1.0

    def crop(self, box: Box) -> tuple[Picture, tuple[float, float]]:
        """The part in a box, and how far to move boxes in its reading to where they are here.

        Args:
            box: in pixels of the picture as it was opened; what lies outside of it is left out.
        """
        height, width = self.pixels.shape[:2]
        left, top = (max(0, math.floor(side / self.scale)) for side in box[:2])
        left, top = min(left, width - 1), min(top, height - 1)
        right, bottom = (math.ceil(side / self.scale) for side in box[2:])
        part = self.pixels[top : max(bottom, top + 1), left : max(right, left + 1)]
        return Picture(part, self.scale), (left * self.scale, top * self.scale)
