"""Views: how a sheet lies before the camera, turned, slanted and in perspective."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Places = NDArray[np.float64]
"""Shape (n, 2): x to the right and y downwards."""

_MOST_SLANT = np.deg2rad(32)


@dataclass(frozen=True)
class View:
    """The way from a sheet to its picture.

    Attributes:
        matrix: (3, 3), from homogeneous pixels of the sheet to those of the picture.
        picture: height and width of the picture.
        sheet: height and width of the part of the sheet that the picture may show.
    """

    matrix: NDArray[np.float64]
    picture: tuple[int, int]
    sheet: tuple[int, int]

    @classmethod
    def choose(cls, picture: tuple[int, int], rng: np.random.Generator) -> View:
        """A view: half of them nearly level, others up to 32 degrees slanted."""
        kind = rng.random()
        if kind < 0.2:
            return cls(np.eye(3), picture, picture)
        turn = rng.normal(0, 0.025) if kind < 0.65 else rng.uniform(-1, 1) * _MOST_SLANT
        lean = rng.normal(0, 0.12, 2) if rng.random() < 0.4 else np.zeros(2)
        return cls.of(picture, float(turn), lean)

    @classmethod
    def of(cls, picture: tuple[int, int], turn: float, lean: NDArray[np.float64]) -> View:
        """A view that is turned (clockwise, radians) and in perspective.

        Args:
            picture: height and width.
            turn: angle.
            lean: (2,), how much smaller the sheet becomes to the right and downwards.
        """
        height, width = picture
        middle = np.array([[1, 0, width / 2], [0, 1, height / 2], [0, 0, 1]])
        cos, sin = np.cos(turn), np.sin(turn)
        turned = np.array([[cos, -sin, 0], [sin, cos, 0], [0, 0, 1]])
        far = np.eye(3)
        far[2, :2] = lean / max(picture)
        forth = middle @ far @ turned
        corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], float)
        seen = _mapped(corners, np.linalg.inv(forth))
        low, high = seen.min(axis=0), seen.max(axis=0)
        shift = np.array([[1, 0, low[0]], [0, 1, low[1]], [0, 0, 1]])
        across, down = np.ceil(np.minimum(high - low, 1.9 * max(picture))).astype(int)
        return cls(forth @ shift, picture, (int(down), int(across)))

    def places(self, places: Places) -> Places:
        """Where places of the sheet are in the picture."""
        return _mapped(places, self.matrix)

    def look(self, layer: Image.Image, finer: int) -> Image.Image:
        """The picture of a layer of the sheet; the layer has `finer` pixels for each of both."""
        height, width = self.picture
        scale = np.diag([finer, finer, 1.0])
        if self.picture == self.sheet and np.allclose(self.matrix, np.eye(3)):
            return layer
        back = scale @ np.linalg.inv(self.matrix) @ np.linalg.inv(scale)
        numbers = (back / back[2, 2]).ravel()[:8]
        return layer.transform(
            (width * finer, height * finer),
            Image.Transform.PERSPECTIVE,
            tuple(numbers),
            Image.Resampling.BILINEAR,
        )


def _mapped(places: Places, matrix: NDArray[np.float64]) -> Places:
    lifted = np.column_stack([places, np.ones(len(places))]) @ matrix.T
    mapped: Places = lifted[:, :2] / lifted[:, 2:]
    return mapped
