"""Augmentation: other hands, other pens. In ink space for strokes, in image space for images."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.raster import SIZE, STROKE_WIDTH, Line, Raster, render
from training.augmentation.pixels import Images, blur, coarse, sample, soften, spread

Stroke = NDArray[np.float64]


@dataclass(frozen=True)
class Variation:
    """How far drawings and images are varied. `ABLATION.md` has what each part is worth.

    Attributes:
        rotation: of drawings, radians each way.
        image_rotation: the same of images.
        slant: of the vertical, each way: dx/dy.
        stretch: logarithm of width and of height, each way.
        wide_stretch: the same of the width alone, for a tenth of the drawings.
        shift: of images, pixels each way.
        bend: of images, standard deviation of the elastic grid's knots in pixels.
        mildest: every image is turned, slanted, stretched, shifted and bent by a factor between
            this and 1 of what is said here.
        soft: range of what images are softened by (below 0: sharpened), as a share of a pixel that
            goes to each of its neighbours. Sampling softens by some 0.1, so this sharpens.
        ink_soft: the same of drawings. Ink that is always sharper than images would be told apart
            by that alone, and the images' digits read less well where they come as they are.
        pen: range of the pen's width in ink, of the application's pen.
        image_pen: share of the images drawn thicker, thinner, softer, without grey, or as scanned
            with few pixels.
        square: share of the images widened towards a square, as some scans are.
        ink_bend: as `bend`, in parts of the drawing's longer side.
        jitter: in parts of the longer side: a mouse's unsteady hand.
        wobble: the same, along a stroke: a hand that hurries and slows down.
        sparse: share of the drawings that lose up to half their points: a slow device.
        smooth: share of the drawings whose corners are rounded: a quick device.
        grid: share of the drawings that are rounded to a coarse grid: a small drawing.
        lifts: share of the drawings whose strokes are joined, or lose a very short one.
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


USUAL = Variation()

_KNOTS = 5


def vary_ink(strokes: list[Stroke], rng: np.random.Generator, how: Variation = USUAL) -> Raster:
    """A drawing as another hand might have made it, rendered: (28, 28)."""
    raster = render(vary_strokes(strokes, rng, how), STROKE_WIDTH * rng.uniform(*how.pen))
    softened: Raster = soften(raster[None], rng.uniform(*how.ink_soft, 1))[0]
    return softened


def vary_strokes(
    strokes: list[Stroke], rng: np.random.Generator, how: Variation = USUAL
) -> list[Stroke]:
    """Strokes slanted, turned, stretched, bent, and drawn by another hand with another device.

    Args:
        strokes: arrays (n, 2), at least one point in all.
        rng: where the variation comes from.
        how: how far they are varied.

    Returns:
        The same strokes, or all but a very short one, or two of them joined; in the same order.
    """
    everything = np.concatenate(strokes)
    low = everything.min(axis=0)
    side = float(np.ptp(everything, axis=0).max()) or 1.0
    linear = _linear_maps(rng, 1, how, how.rotation)[0]
    if rng.random() < 0.1:
        linear[0] *= np.exp(rng.uniform(-how.wide_stretch, how.wide_stretch))
    knots = rng.normal(0, how.ink_bend, (2, _KNOTS, _KNOTS))
    hand = _Hand(rng, how)
    varied = [hand((stroke - low) / side) for stroke in _lifted_otherwise(strokes, rng, how.lifts)]
    return [(line + _bend(line, knots)) @ linear.T for line in varied]


def vary_images(images: Images, rng: np.random.Generator, how: Variation = USUAL) -> Images:
    """Images turned, slanted, stretched, shifted, bent, drawn thicker or thinner: (n, 28, 28).

    The bend is a displacement on a coarse grid, smooth in between (as in Simard, Steinkraus, Platt
    2003, "Best Practices for Convolutional Neural Networks").
    """
    n = len(images)
    middle = np.float32((SIZE - 1) / 2)
    axis = np.arange(SIZE, dtype=np.float32) - middle
    grid = np.stack(np.meshgrid(axis, axis)).reshape(2, -1)
    far = rng.uniform(how.mildest, 1, (n, 1, 1))
    linear = np.eye(2) + far * (_linear_maps(rng, n, how, how.image_rotation) - np.eye(2))
    linear[:, 0] /= _widening(images, rng, how.square)[:, None]
    source = linear.astype(np.float32) @ grid  # (n, 2, 784)
    source += middle + (far * rng.uniform(-how.shift, how.shift, (n, 2, 1))).astype(np.float32)
    knots = far * rng.normal(0, how.bend, (n, 2, _KNOTS * _KNOTS))
    source += knots.astype(np.float32) @ _BASIS
    varied = soften(sample(images, source), rng.uniform(*how.soft, n))
    return _vary_pen(varied, rng, how.image_pen)


def _vary_pen(images: Images, rng: np.random.Generator, share: float) -> Images:
    """Some of the images with another pen, or by another scanner: (n, 28, 28)."""
    kind = rng.random(len(images)) * (USUAL.image_pen / share) if share else np.ones(len(images))
    amount = rng.uniform(0.2, 0.8, (len(images), 1, 1)).astype(np.float32)
    varied = images.copy()
    for low, high, change in (
        (0.00, 0.12, lambda x: spread(x, np.maximum)),
        (0.12, 0.20, lambda x: spread(x, np.minimum)),
        (0.20, 0.24, blur),
    ):
        picked = (kind >= low) & (kind < high)
        part = images[picked]
        varied[picked] = part + amount[picked] * (change(part) - part)
    hard = (kind >= 0.24) & (kind < 0.27)
    varied[hard] = images[hard] > amount[hard]
    for row in np.flatnonzero((kind >= 0.27) & (kind < 0.33)):
        black_and_white = rng.random() < 0.3
        level = rng.uniform(0.3, 0.6) if black_and_white else 0.0
        across = int(rng.integers(12 if black_and_white else 8, 17))
        varied[row] = coarse(images[row][None], across, level)[0]
    return varied


def _linear_maps(
    rng: np.random.Generator, n: int, how: Variation, rotation: float
) -> NDArray[np.float64]:
    """N random matrices (2, 2): slant, then stretch, then rotation by so much each way."""
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
    """How one drawing's strokes come out: smoother, coarser, shakier."""

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
    """Now and then a pen that was not lifted, or a very short stroke that was not drawn."""
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
    place = np.clip(line, 0, 1) * (_KNOTS - 1)
    corner = np.minimum(place.astype(int), _KNOTS - 2)
    x, y = (place - corner).T
    column, row = corner.T
    above = knots[:, row, column] * (1 - x) + knots[:, row, column + 1] * x
    below = knots[:, row + 1, column] * (1 - x) + knots[:, row + 1, column + 1] * x
    displaced: Stroke = (above * (1 - y) + below * y).T
    return displaced


def _widening(images: Images, rng: np.random.Generator, share: float) -> NDArray[np.float64]:
    """Factors (n,), most of them 1: some scans fill a square box, whatever the proportions were."""
    widths = np.maximum((images.max(axis=1) > 0.2).sum(axis=1), 1)
    most = np.clip(20 / widths, 1, 2)
    return np.where(rng.random(len(images)) < share, 1 + (most - 1) * rng.random(len(images)), 1.0)


def _basis() -> NDArray[np.float32]:
    """Weights (knots, 784) that bring a grid of knots to every pixel, linearly in x and in y."""
    places = np.linspace(0, _KNOTS - 1, SIZE)
    weights = np.clip(1 - abs(places - np.arange(_KNOTS)[:, None]), 0, 1)
    products: NDArray[np.float64] = np.einsum("ky,lx->klyx", weights, weights)
    return products.reshape(-1, SIZE * SIZE).astype(np.float32)


_BASIS = _basis()
