"""The colour of the ink: the mixture of channels in which it stands out from the paper.

Brightness alone can't tell red ink from blue paper that is as bright. Paper is what most of a
picture consists of, ink is what differs from it; the mixture in which they differ most, for the
variation within the paper, is the linear discriminant (Fisher 1936, "The Use of Multiple
Measurements in Taxonomic Problems").
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from digitrec.recognition.raster import Raster

LUMA = np.array([0.299, 0.587, 0.114], np.float32)
"""Shares of red, green and blue in brightness: ITU-R BT.601, as in Pillow."""

_SIDE = 200  # pixels of the longer side, at which colours are compared
_GREY = 0.05  # differences between the channels of what counts as grey
_FAINTEST = 0.08  # distance from the paper, of a channel's range, below which nothing is ink
_NOISE = 4.0  # deviations of the paper's noise by which ink differs from it
_GRAIN = 0.02  # deviation of a channel that is always reckoned with
_ROUNDS = 5  # of fitting the paper's colour without the ink
_WORSE = 0.4
"""Brightness is used unless it has less than this share of the difference that the mixture has."""
_PAPER = 0.8  # brightness that the paper gets


def ink_channel(colours: Raster, luma: Raster) -> Raster:
    """The values in which ink stands out best: brightness, unless a mixture is much better.

    Args:
        colours: shape (h, w, 3), float32 in [0, 1]: red, green and blue.
        luma: shape (h, w), float32 in [0, 1]: brightness.

    Returns:
        Shape (h, w), float32 in [0, 1]: `luma` itself, or a mixture of the channels in which the
        ink is darker than the paper.
    """
    small = _small(colours)
    if float(np.quantile(np.ptp(small, axis=-1), 0.995)) < _GREY:
        return luma
    found = _discriminant(small)
    if found is None:
        return luma
    mixture, paper, difference = found
    if abs(float(LUMA @ difference)) >= _WORSE * float(mixture @ -difference):
        return luma
    values = colours @ mixture
    shown: Raster = np.clip(values - np.float32(mixture @ paper - _PAPER), 0, 1)
    return shown


def _discriminant(
    colours: Raster,
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]] | None:
    """Weights of the channels, the paper's colour, and how the ink's differs; None without ink.

    The weights have length 1, and the ink is darker in the mixture.
    """
    height, width = colours.shape[:2]
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    surface = np.stack([np.ones_like(x), x, y, x * y, x * x, y * y], -1).reshape(-1, 6)
    pixels = colours.reshape(-1, 3).astype(np.float64)
    rest = pixels - np.median(pixels, axis=0)
    for _ in range(_ROUNDS):  # light may fall unevenly: the paper's colour is a surface
        far = np.sqrt((rest**2).sum(axis=1))
        usual = max(float(np.median(far)), _GRAIN)
        weight = 1 / (1 + (far / (2 * usual)) ** 2) ** 2
        weighted = surface * weight[:, None]
        fit = np.linalg.solve(weighted.T @ surface + 1e-6 * np.eye(6), weighted.T @ pixels)
        rest = pixels - surface @ fit
    far = np.sqrt((rest**2).sum(axis=1))
    is_ink = far > max(_NOISE * 1.4826 * float(np.median(far)), _FAINTEST)
    if not is_ink.any() or is_ink.all():
        return None
    strong = is_ink & (far >= np.quantile(far[is_ink], 0.5))
    axis = np.linalg.eigh(rest[strong].T @ rest[strong])[1][:, -1]
    along = rest[strong] @ axis
    side = np.sign((along**3).sum()) or 1.0
    difference = rest[strong][along * side > 0].mean(axis=0)
    paper = rest[~is_ink]
    spread = paper.T @ paper / len(paper) + _GRAIN**2 * np.eye(3)
    mixture = -np.linalg.solve(spread, difference)
    mixture /= np.sqrt((mixture**2).sum())
    return (
        mixture.astype(np.float32),
        np.median(pixels[~is_ink], axis=0).astype(np.float32),
        difference.astype(np.float32),
    )


def _small(colours: Raster) -> Raster:
    factor = -(-max(colours.shape) // _SIDE)
    if factor == 1:
        return colours
    image = Image.fromarray(np.uint8(np.clip(colours, 0, 1) * 255 + np.float32(0.5)))
    return np.asarray(image.reduce(factor), np.float32) / np.float32(255)
