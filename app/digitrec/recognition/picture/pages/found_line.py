"""A line of numbers that was found on a page."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Corners = NDArray[np.float64]
"""Shape (4, 2): top left, top right, bottom right and bottom left as read; x and y in pixels."""


@dataclass(frozen=True, slots=True, eq=False)
class FoundLine:
    """A line of numbers on a page.

    Attributes:
        corners: (4, 2) float64, in pixels of the picture: top left, top right, bottom right and
            bottom left as the line is read. So they say its slant and whether it is turned. Its top
            and bottom are about those of its digits.
        row: number of its row on the page, from 0.
        cell: number of its cell in the row, from 0.
        score: mean probability of its middle, 0 to 1.
        upright: probability that it is read in this direction and not from the other end.
    """

    corners: Corners
    row: int = 0
    cell: int = 0
    score: float = 1.0
    upright: float = 1.0

    @property
    def direction(self) -> NDArray[np.float64]:
        """The direction of reading: (2,), of length 1, x to the right and y downwards."""
        along = self.corners[1] - self.corners[0] + self.corners[2] - self.corners[3]
        return np.asarray(along / max(float(np.hypot(*along)), 1e-9))

    @property
    def height(self) -> float:
        """From top to bottom, in pixels."""
        down = self.corners[3] - self.corners[0] + self.corners[2] - self.corners[1]
        return float(np.hypot(*down)) / 2

    @property
    def length(self) -> float:
        """From the left end to the right end, in pixels."""
        along = self.corners[1] - self.corners[0] + self.corners[2] - self.corners[3]
        return float(np.hypot(*along)) / 2

    @property
    def middle(self) -> NDArray[np.float64]:
        """The middle of the line: (2,)."""
        return np.asarray(self.corners.mean(axis=0))

    @property
    def turn(self) -> int:
        """By how much the line has to be turned to stand upright: 0, 90, 180 or 270 clockwise."""
        x, y = self.direction
        if abs(x) >= abs(y):
            return 0 if x > 0 else 180
        return 270 if y > 0 else 90

    def turned(self) -> FoundLine:
        """The same line, read from its other end."""
        return dataclasses.replace(
            self, corners=np.roll(self.corners, 2, axis=0), upright=1 - self.upright
        )
