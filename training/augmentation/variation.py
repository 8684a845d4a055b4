"""Variation of ink: drawings as other writers, pens and devices might have made them.

`training.augmentation.images` does the same to images.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.raster import STROKE_WIDTH, Line, Raster, render
from training.augmentation.pixels import soften

Stroke = NDArray[np.float64]


@dataclass(frozen=True)
class Variation:
    """How much drawings and images are varied. `ABLATION.md` has what each part is worth.

    Attributes:
        rotation: of drawings, in radians to either side.
        image_rotation: the same for images.
        slant: of the vertical to either side: dx/dy.
        stretch: logarithm of the change of width and of height, either way.
        wide_stretch: the same for the width alone, for a tenth of the drawings.
        shift: of images, in pixels to either side.
        bend: of images, the standard deviation of the elastic grid's knots in pixels.
        mildest: each image's rotation, slant, stretch, shift and bend are multiplied by a factor
            between this and 1.
        soft: range of the softening of images (sharpening below 0), as the share of a pixel that
            goes to each of its neighbours. Sampling softens by about 0.1, so this sharpens.
        ink_soft: the same for drawings. If ink were always sharper than images, the network could
            tell them apart by that alone, and would read images that are not varied less well.
        pen: range of the pen width of drawings, as factors of the application's pen.
        image_pen: share of the images that become thicker, thinner, softer, black and white, or
            coarse like a scan with few pixels.
        square: share of the images that are widened towards a square, as some scans are.
        ink_bend: like `bend`, as a share of the drawing's longer side.
        jitter: as a share of the longer side: the unsteady hand of a mouse user.
        wobble: the same along a stroke: a hand that speeds up and slows down.
        sparse: share of the drawings that lose up to half of their points: a slow device.
        smooth: share of the drawings whose corners are rounded: a fast device.
        grid: share of the drawings that are rounded to a coarse grid: a small drawing.
        lifts: share of the drawings whose strokes are joined, or that lose a very short stroke.
    """

    rotation: float = 0.2
    image_rotation: float = 0.26
    slant: float = 0.3
    stretch: float = 0.15
    wide_stretch: float = 0.5
    shift: float = 2.5
    bend: float = 1.1
    mildest: float = 0.1
    soft: tuple[float, float] = (-0.14, 0.04)
    ink_soft: tuple[float, float] = (0.0, 0.1)
    pen: tuple[float, float] = (0.6, 1.5)
    image_pen: float = 0.33
    square: float = 0.1
    ink_bend: float = 0.03
    jitter: float = 0.012
    wobble: float = 0.025
    sparse: float = 0.3
    smooth: float = 0.4
    grid: float = 0.2
    lifts: float = 0.08


DEFAULT = Variation()

KNOTS = 5
"""Knots of the elastic grid in x and in y."""


def vary_ink(strokes: list[Stroke], rng: np.random.Generator, how: Variation = DEFAULT) -> Raster:
    """A drawing as another hand might have made it, as an image: (28, 28)."""
    raster = render(vary_strokes(strokes, rng, how), STROKE_WIDTH * rng.uniform(*how.pen))
    softened: Raster = soften(raster[None], rng.uniform(*how.ink_soft, 1))[0]
    return softened


def vary_strokes(
    strokes: list[Stroke], rng: np.random.Generator, how: Variation = DEFAULT
) -> list[Stroke]:
    """Strokes slanted, rotated, stretched, bent, and drawn by another hand with another device.

    Args:
        strokes: arrays (n, 2), with at least one point in total.
        rng: source of the variation.
        how: how much they are varied.

    Returns:
        The same strokes in the same order, or all but a very short one, or two of them joined.
    """
    everything = np.concatenate(strokes)
    low = everything.min(axis=0)
    side = float(np.ptp(everything, axis=0).max()) or 1.0
    linear = linear_maps(rng, 1, how, how.rotation)[0]
    if rng.random() < 0.1:
        linear[0] *= np.exp(rng.uniform(-how.wide_stretch, how.wide_stretch))
    knots = rng.normal(0, how.ink_bend, (2, KNOTS, KNOTS))
    hand = _Hand(rng, how)
    varied = [hand((stroke - low) / side) for stroke in _lifted_otherwise(strokes, rng, how.lifts)]
    return [(line + _bend(line, knots)) @ linear.T for line in varied]


def linear_maps(
    rng: np.random.Generator, n: int, how: Variation, rotation: float
) -> NDArray[np.float64]:
    """Random matrices (n, 2, 2): slant, then stretch, then rotation by up to `rotation`."""
    angle = rng.uniform(-rotation, rotation, n)
    slant = rng.uniform(-how.slant, how.slant, n)
    wide, tall = np.exp(rng.uniform(-how.stretch, how.stretch, (2, n)))
    cos, sin = np.cos(angle), np.sin(angle)
    return np.stack(
        [
            np.stack([cos * wide, cos * slant - sin * tall], axis=-1),
            np.stack([sin * wide, sin * slant + cos * tall], axis=-1),
        ],
        axis=-2,
    )


class _Hand:
    """What a hand and a device do to all strokes of a drawing: smoother, coarser, shakier."""

    def __init__(self, rng: np.random.Generator, how: Variation) -> None:
        self._rng = rng
        self._smooth = rng.random() < how.smooth
        self._keep = rng.uniform(0.5, 1.0) if rng.random() < how.sparse else 1.0
        self._wobble = how.wobble * rng.random() if rng.random() < 0.5 else 0.0
        self._jitter = how.jitter * rng.random() if rng.random() < 0.5 else 0.0
        self._grid = rng.uniform(20, 90) if rng.random() < how.grid else 0.0

    def __call__(self, line: Stroke) -> Stroke:
        rng = self._rng
        if self._keep < 1 and len(line) > 4:
            kept = rng.random(len(line)) < self._keep
            kept[[0, -1]] = True
            line = line[kept]
        if self._wobble and len(line) > 2:
            knots = rng.normal(0, self._wobble, (2, 5))
            along = np.linspace(0, 4, len(line))
            line = line + np.stack([np.interp(along, range(5), row) for row in knots], axis=1)
        if self._jitter:
            line = line + rng.normal(0, self._jitter, line.shape)
        if self._smooth and len(line) > 2:
            line = round_corners(round_corners(line))
        return np.rint(line * self._grid) / self._grid if self._grid else line


def round_corners(line: Stroke) -> Stroke:
    """A polyline with its corners cut, the ends kept (Chaikin 1974)."""
    cut = np.empty((2 * len(line) - 2, 2))
    cut[0::2] = 0.75 * line[:-1] + 0.25 * line[1:]
    cut[1::2] = 0.25 * line[:-1] + 0.75 * line[1:]
    return np.concatenate([line[:1], cut, line[-1:]])


def as_arrays(strokes: tuple[Line, ...]) -> list[Stroke]:
    """Strokes as arrays (n, 2), empty ones left out."""
    return [np.asarray(stroke, np.float64).reshape(-1, 2) for stroke in strokes if len(stroke)]


def _lifted_otherwise(
    strokes: list[Stroke], rng: np.random.Generator, share: float
) -> list[Stroke]:
    """Sometimes a pen that was not lifted, or a very short stroke that was not drawn."""
    if len(strokes) < 2 or rng.random() > share:
        return strokes
    at = int(rng.integers(len(strokes) - 1))
    if rng.random() < 0.5:
        return [
            *strokes[:at],
            np.concatenate([strokes[at], strokes[at + 1]]),
            *strokes[at + 2 :],
        ]
    lengths = [float(np.abs(np.diff(stroke, axis=0)).sum()) for stroke in strokes]
    shortest = int(np.argmin(lengths))
    if lengths[shortest] > 0.1 * sum(lengths):
        return strokes
    return strokes[:shortest] + strokes[shortest + 1 :]


def _bend(line: Stroke, knots: NDArray[np.float64]) -> Stroke:
    """Displacement (n, 2) of points in [0, 1]², linear between the knots (2, k, k) of a grid."""
    place = np.clip(line, 0, 1) * (KNOTS - 1)
    corner = np.minimum(place.astype(int), KNOTS - 2)
    x, y = (place - corner).T
    column, row = corner.T
    above = knots[:, row, column] * (1 - x) + knots[:, row, column + 1] * x
    below = knots[:, row + 1, column] * (1 - x) + knots[:, row + 1, column + 1] * x
    displaced: Stroke = (above * (1 - y) + below * y).T
    return displaced
