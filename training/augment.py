"""Augmentation: other hands, other pens. In ink space for strokes, in image space for MNIST."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.recognition.raster import PEN, SIZE, Raster, render
from training.data import Strokes

ROTATION = 0.18  # radians, about 10 degrees each way
SLANT = 0.25
STRETCH = 0.12
SHIFT = 1.5  # pixels
BEND = 0.7  # pixels: standard deviation of the elastic grid's knots
PEN_RANGE = (0.75, 1.5)  # of the application's pen
JITTER = 0.012  # of the drawing's longer side: a mouse's unsteady hand
_KNOTS = 5


def vary_ink(strokes: Strokes, rng: np.random.Generator) -> Raster:
    """A drawing as another hand might have made it, rendered: (28, 28).

    Slanted, turned, stretched, jittered, sampled more coarsely, and drawn with another pen.
    """
    points = np.concatenate([np.asarray(stroke, np.float64) for stroke in strokes])
    side = float(np.ptp(points, axis=0).max()) or 1.0
    linear = _linear(rng, 1)[0]
    varied = []
    jitter = side * JITTER * rng.random() if rng.random() < 0.5 else 0.0
    keep = rng.uniform(0.5, 1.0) if rng.random() < 0.3 else 1.0
    for stroke in strokes:
        line = np.asarray(stroke, np.float64)
        if keep < 1 and len(line) > 4:
            kept = rng.random(len(line)) < keep
            kept[[0, -1]] = True
            line = line[kept]
        if jitter:
            line = line + rng.normal(0, jitter, line.shape)
        varied.append(line @ linear.T)
    return render(varied, PEN * rng.uniform(*PEN_RANGE))


def vary_images(images: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    """MNIST images turned, slanted, stretched, shifted and bent: (n, 28, 28) to the same.

    The bend is a displacement on a coarse grid, smooth in between (as in Simard, Steinkraus, Platt
    2003, "Best Practices for Convolutional Neural Networks").
    """
    n = len(images)
    middle = np.float32((SIZE - 1) / 2)
    axis = np.arange(SIZE, dtype=np.float32) - middle
    grid = np.stack(np.meshgrid(axis, axis)).reshape(2, -1)
    source = _linear(rng, n).astype(np.float32) @ grid  # (n, 2, 784)
    source += middle + rng.uniform(-SHIFT, SHIFT, (n, 2, 1)).astype(np.float32)
    source += rng.normal(0, BEND, (n, 2, _KNOTS * _KNOTS)).astype(np.float32) @ _BASIS
    return _sample(images, source)


def _linear(rng: np.random.Generator, n: int) -> NDArray[np.float64]:
    """N random matrices (2, 2): slant, then stretch, then rotation."""
    angle = rng.uniform(-ROTATION, ROTATION, n)
    slant = rng.uniform(-SLANT, SLANT, n)
    wide, tall = np.exp(rng.uniform(-STRETCH, STRETCH, (2, n)))
    cos, sin = np.cos(angle), np.sin(angle)
    return np.stack(
        [
            np.stack([cos * wide, cos * slant - sin * tall], axis=-1),
            np.stack([sin * wide, sin * slant + cos * tall], axis=-1),
        ],
        axis=-2,
    )


def _basis() -> NDArray[np.float32]:
    """Weights (knots, 784) that bring a grid of knots to every pixel, linearly in x and in y."""
    places = np.linspace(0, _KNOTS - 1, SIZE)
    weights = np.clip(1 - abs(places - np.arange(_KNOTS)[:, None]), 0, 1)
    products: NDArray[np.float64] = np.einsum("ky,lx->klyx", weights, weights)
    return products.reshape(-1, SIZE * SIZE).astype(np.float32)


def _sample(images: NDArray[np.float32], source: NDArray[np.float32]) -> NDArray[np.float32]:
    """Bilinear samples of images (n, 28, 28) at source (n, 2, 784), black outside."""
    n = len(images)
    side = SIZE + 2
    padded = np.zeros((n, side, side), np.float32)
    padded[:, 1:-1, 1:-1] = images
    flat = padded.reshape(-1)
    place = np.clip(source + np.float32(1), 0, np.float32(side - 1.001))
    corner = place.astype(np.int32)
    x, y = (place - corner.astype(np.float32)).transpose(1, 0, 2)
    firsts = np.arange(n, dtype=np.int32)[:, None] * (side * side)
    at = firsts + corner[:, 1] * side + corner[:, 0]
    upper = flat.take(at) * (1 - x) + flat.take(at + 1) * x
    lower = flat.take(at + side) * (1 - x) + flat.take(at + side + 1) * x
    mixed: NDArray[np.float32] = upper * (1 - y) + lower * y
    return mixed.reshape(n, SIZE, SIZE)


_BASIS = _basis()
