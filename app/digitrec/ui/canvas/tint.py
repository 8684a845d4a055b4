"""Tinted ink: its colours show which part of it speaks for the answer. Knows no window."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from digitrec.ui.canvas.antialiasing import Coverage, Patch, colours_between

Attribution = tuple[float, float, float]
"""A place x, y in pixels, and from -1 to 1 how strongly the ink there speaks for the answer."""

_STEPS = 12  # of colour, from plain ink to either end
_CELL = 4  # pixels across that share a colour: nobody sees it, and it costs a sixteenth


class Tint:
    """The colours of tinted ink.

    Args:
        background: its colour.
        ink: colour of ink that speaks neither for the answer nor against it.
        positive: colour of ink that speaks for it.
        negative: colour of ink that speaks against it.
    """

    def __init__(self, background: str, ink: str, positive: str, negative: str) -> None:
        ends = (negative, ink, positive)
        inks = [_mixed(ends[0], ends[1], step / _STEPS) for step in range(_STEPS)]
        inks += [_mixed(ends[1], ends[2], step / _STEPS) for step in range(_STEPS + 1)]
        self._colours = np.stack([colours_between(background, colour) for colour in inks])

    def paint(
        self, coverage: Coverage, patch: Patch, attributions: Sequence[Attribution]
    ) -> NDArray[np.uint8]:
        """Ink in its colours, each pixel in that of the attributions near it.

        Args:
            coverage: of all the ink.
            patch: the part of it to paint.
            attributions: at least one.

        Returns:
            Shape (height, width, 3) of the patch.
        """
        part = coverage[patch.y0 : patch.y1, patch.x0 : patch.x1]
        cells = _mean_by_cell(patch, np.asarray(attributions, np.float32))
        steps = np.rint((cells + 1) * _STEPS).astype(np.uint8)
        pixels = steps.repeat(_CELL, axis=0).repeat(_CELL, axis=1)[: part.shape[0], : part.shape[1]]
        return np.asarray(self._colours[pixels, part])


def _mean_by_cell(patch: Patch, attributions: NDArray[np.float32]) -> NDArray[np.float32]:
    """The mean attribution in each cell, weighted by a Gaussian of the distance."""
    xs = np.arange(patch.x0, patch.x1, _CELL, dtype=np.float32) + _CELL / 2
    ys = np.arange(patch.y0, patch.y1, _CELL, dtype=np.float32) + _CELL / 2
    x, y, share = attributions.T
    squares = (xs[None, :, None] - x) ** 2 + (ys[:, None, None] - y) ** 2
    squares -= squares.min(axis=2, keepdims=True)  # the nearest counts, however far away
    weights = np.exp(-squares / (2 * _width(attributions) ** 2))
    return np.asarray((weights * share).sum(axis=2) / weights.sum(axis=2))


def _width(attributions: NDArray[np.float32]) -> float:
    """Width of the Gaussian: each place has its own colour, which fades into the next."""
    if len(attributions) < 2:
        return 1.0
    steps = np.sort(np.hypot(*np.diff(attributions[:, :2], axis=0).T))
    return max(1.0, float(steps[len(steps) // 2]) / 3)  # np.median loads numpy.ma


def _mixed(one: str, other: str, share: float) -> str:
    """A colour between two: the first at 0, the second at 1."""
    pairs = [(int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(a + share * (b - a)):02x}" for a, b in pairs)
