"""Variation of images: MNIST's scans as other writers, pens and scanners might have made them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.raster import SIZE
from training.augmentation.pixels import Images, blur, coarse, sample, soften, spread
from training.augmentation.variation import DEFAULT, KNOTS, Variation, linear_maps


def vary_images(images: Images, rng: np.random.Generator, how: Variation = DEFAULT) -> Images:
    """Images rotated, slanted, stretched, shifted, bent, made thicker or thinner: (n, 28, 28).

    The bend is an elastic deformation on a coarse grid, linear in between (as in Simard,
    Steinkraus, Platt 2003, "Best Practices for Convolutional Neural Networks").
    """
    n = len(images)
    middle = np.float32((SIZE - 1) / 2)
    axis = np.arange(SIZE, dtype=np.float32) - middle
    grid = np.stack(np.meshgrid(axis, axis)).reshape(2, -1)
    far = rng.uniform(how.mildest, 1, (n, 1, 1))
    linear = np.eye(2) + far * (linear_maps(rng, n, how, how.image_rotation) - np.eye(2))
    linear[:, 0] /= _widening(images, rng, how.square)[:, None]
    source = linear.astype(np.float32) @ grid  # (n, 2, 784)
    source += middle + (far * rng.uniform(-how.shift, how.shift, (n, 2, 1))).astype(np.float32)
    knots = far * rng.normal(0, how.bend, (n, 2, KNOTS * KNOTS))
    source += knots.astype(np.float32) @ _BASIS
    varied = soften(sample(images, source), rng.uniform(*how.soft, n))
    return _vary_pen(varied, rng, how.image_pen)


def _vary_pen(images: Images, rng: np.random.Generator, share: float) -> Images:
    """Some of the images by another pen or another scanner: (n, 28, 28)."""
    kind = rng.random(len(images)) * (DEFAULT.image_pen / share) if share else np.ones(len(images))
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


def _widening(images: Images, rng: np.random.Generator, share: float) -> NDArray[np.float64]:
    """Factors of the width (n,), most of them 1: some scans stretch the digit to fill a square."""
    widths = np.maximum((images.max(axis=1) > 0.2).sum(axis=1), 1)
    most = np.clip(20 / widths, 1, 2)
    return np.where(rng.random(len(images)) < share, 1 + (most - 1) * rng.random(len(images)), 1.0)


def _basis() -> NDArray[np.float32]:
    """Weights (knots, 784) that interpolate a grid of knots at every pixel, linearly in x and y."""
    places = np.linspace(0, KNOTS - 1, SIZE)
    weights = np.clip(1 - abs(places - np.arange(KNOTS)[:, None]), 0, 1)
    products: NDArray[np.float64] = np.einsum("ky,lx->klyx", weights, weights)
    return products.reshape(-1, SIZE * SIZE).astype(np.float32)


_BASIS = _basis()
