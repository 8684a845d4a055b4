"""Skeletons: the middle lines of MNIST's images, to be drawn again with any pen."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Points = NDArray[np.float32]

_FINER = 2  # an image is enlarged by this factor before it is thinned
_SIDE = 28 * _FINER
_INK = 110  # of 255, in the enlarged image
_ROUNDS = 20  # of thinning, at most; strokes of MNIST are gone after 8
_SMOOTHINGS = 3
_CHUNK = 250


def skeletons(images: NDArray[np.uint8]) -> list[Points]:
    """The points along the middle of the ink of images (n, 28, 28), white on black.

    Returns:
        For each image (k, 2), x and y in pixels of the image, at most 0.5 apart along the ink.
    """
    found: list[Points] = []
    for first in range(0, len(images), _CHUNK):
        chunk = images[first : first + _CHUNK]
        large = np.stack(
            [
                np.asarray(Image.fromarray(one).resize((_SIDE, _SIDE), Image.Resampling.BICUBIC))
                for one in chunk
            ]
        )
        found += [_points(one) for one in thinned(large > _INK)]
    return found


def thinned(ink: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Images (n, h, w), thinned to lines of one pixel (Zhang and Suen 1984)."""
    padded = np.pad(ink, ((0, 0), (1, 1), (1, 1))).astype(np.uint8)
    height, width = ink.shape[1:]
    inner = padded[:, 1:-1, 1:-1]
    for _ in range(_ROUNDS):
        before = int(inner.sum())
        for table in _REMOVABLE:
            neighbours = np.zeros(ink.shape, np.uint8)
            for place, (down, right) in enumerate(_RING):
                beside = padded[:, 1 + down : 1 + down + height, 1 + right : 1 + right + width]
                neighbours |= beside << place
            inner[table[neighbours]] = 0
        if int(inner.sum()) == before:
            break
    return inner.astype(bool)


def _removable() -> NDArray[np.bool_]:
    """For both halves of a round, which pixels go: by their eight neighbours as bits, clockwise."""
    table = np.zeros((2, 256), bool)
    for bits in range(256):
        ring = [bits >> place & 1 for place in range(8)]
        north, east, south, west = ring[0], ring[2], ring[4], ring[6]
        changes = sum(
            not one and next_ for one, next_ in zip(ring, [*ring[1:], ring[0]], strict=True)
        )
        if 2 <= sum(ring) <= 6 and changes == 1:
            table[0, bits] = not (north and east and south) and not (east and south and west)
            table[1, bits] = not (north and east and west) and not (north and south and west)
    return table


_RING = ((-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1))
_REMOVABLE = _removable()


def _points(skeleton: NDArray[np.bool_]) -> Points:
    """The pixels of a skeleton and the middles between neighbours, smoothed along the line."""
    y, x = np.nonzero(skeleton)
    places = np.stack([x, y], axis=1).astype(np.float64)
    if len(places) < 2:
        return ((places + 0.5) / _FINER).astype(np.float32)
    apart = np.abs(places[:, None] - places[None]).max(axis=2)
    one, other = np.nonzero(np.triu(apart == 1))
    ends = np.concatenate([one, other])
    others = np.concatenate([other, one])
    count = 2 + np.bincount(ends, minlength=len(places))
    for _ in range(_SMOOTHINGS):
        beside = [np.bincount(ends, places[others, axis], len(places)) for axis in (0, 1)]
        places = (2 * places + np.stack(beside, axis=1)) / count[:, None]
    both = np.concatenate([places, (places[one] + places[other]) / 2])
    return ((both + 0.5) / _FINER).astype(np.float32)
