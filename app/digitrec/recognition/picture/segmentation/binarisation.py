"""Binarisation: separates ink from paper, whichever is darker, in even light or not.

In even light the paper has one brightness, and whatever differs from it is ink. Otherwise the
paper's brightness is found around every pixel by a closing (Serra 1982, "Image Analysis and
Mathematical Morphology"), which fills in whatever is narrower than a window. Ink is what takes a
share of the light away; how much of that is noise is estimated from the paper.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from digitrec.recognition.picture.segmentation.connected_components import components
from digitrec.recognition.picture.segmentation.ruled_lines import remove_ruled_lines
from digitrec.recognition.picture.segmentation.tight_crop import find_tones, is_light_paper
from digitrec.recognition.raster import Raster

FAINTEST_CONTRAST = 0.06
"""Difference from the paper, of the full range, below which a picture counts as blank."""

_SMALL = 64  # pixels of a side; a larger picture has a border of paper, or shadows in its corners
_STRIP = 8  # pixels of a side; less is too narrow to separate light from ink
_THUMB = 160  # pixels of the longer side, at which the paper's brightness is found
_WINDOW = 0.22  # of the shorter side: no stroke is wider
_BORDER_PARTS, _CROSSED = 6, 2  # of each side; of all, those that ink may darken or light brighten
_EVEN = 0.035  # differences of the paper's brightness in even light
_QUIET = 0.012  # deviation of the noise in a clean picture
_DARK = 0.12  # light added everywhere: where there is hardly any, shares of it mean little
_LOUD = 0.03  # deviation of noise that needs strong smoothing
_AROUND = (0.05, 0.1, 0.2)  # of the longer side: sizes of a pixel's neighbourhood
_NOISE = 4.0  # deviations of the noise by which ink stands out
_RULED = 2.5  # the same for ruled lines, which are long
_STRONG, _WEAK = 0.5, 0.28  # of the ink's usual strength: what makes a stroke, what belongs to it


def ink_on(grey: Raster) -> Raster:
    """The ink in a picture.

    Args:
        grey: shape (h, w), float32: brightness, 0 to 1.

    Returns:
        The same shape, float32 in [0, 1]: the ink, white on black, the strongest at 1. All zero if
        the picture is blank.
    """
    if max(grey.shape) <= _SMALL:
        return _scaled(_difference(grey, _border_brightness(grey)))
    small = _thumb(grey)
    noise = _noise(grey) if min(grey.shape) >= _STRIP else 0.0
    tones = find_tones(small)
    if tones is not None:
        ink = _difference(_smoothed(grey, noise), tones.paper, tones.light)
        if noise >= _QUIET:
            return _cleaned(np.where(ink > max(_NOISE * noise, FAINTEST_CONTRAST), ink, 0))
    else:
        found = _on_uneven_paper(grey, small, noise)
        if found is not None:
            return found
        ink = _difference(grey, _border_brightness(grey))
    return _scaled(remove_ruled_lines(np.where(ink > FAINTEST_CONTRAST / 2, ink, 0)))


def _scaled(ink: Raster) -> Raster:
    """The ink, the strongest at 1; none if even that is too faint."""
    strongest = float(ink.max(initial=0.0))
    if strongest < FAINTEST_CONTRAST:
        return np.zeros_like(ink)
    return np.divide(ink, strongest, dtype=np.float32)


def _difference(grey: Raster, paper: float, light: bool | None = None) -> Raster:
    """What is lighter than the paper, or darker; by default whichever is more."""
    difference = grey - np.float32(paper)
    darker: Raster = np.clip(-difference, 0, None)
    lighter: Raster = np.clip(difference, 0, None)
    if light is None:
        light = bool((darker**2).sum() < (lighter**2).sum())
    return lighter if light else darker


def _border_brightness(grey: Raster) -> float:
    """Brightness of the paper: the median along the picture's border, which little ink crosses.

    A small picture may be cropped so tightly that there is more ink than paper on its border. Its
    corners, which few digits reach, then count as much as the whole border.
    """
    border = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
    if max(grey.shape) <= _SMALL:
        middle = (float(grey.min()) + float(grey.max())) / 2
        border = border[(border > middle) == is_light_paper(grey > middle)]
    return _median(border)


def _on_uneven_paper(grey: Raster, small: Raster, noise: float) -> Raster | None:
    """The ink on paper of uneven brightness; None if the brightness is even."""
    if min(grey.shape) < _STRIP:
        return None
    light = _is_light(small)
    paper = _paper(1 - small if light else small)
    if noise < _QUIET and float(np.ptp(paper)) < _EVEN:
        return None
    grey = _smoothed(grey, noise)
    full = Image.fromarray(paper).resize((grey.shape[1], grey.shape[0]), Image.Resampling.BILINEAR)
    below = np.asarray(full, np.float32)
    lit = 1 - below if light else below
    lit = lit + np.float32(max(_DARK, _DARK * float(lit.max())))
    share = (below - (1 - grey if light else grey)) / lit
    share -= _median(share[:: max(1, len(share) // 200)])
    deviation = _deviation(share * lit) / lit
    share = np.where(share > np.maximum(_RULED * deviation, FAINTEST_CONTRAST / 2), share, 0)
    share = remove_ruled_lines(share)
    return _cleaned(np.where(share > np.maximum(_NOISE * deviation, FAINTEST_CONTRAST), share, 0))


def _cleaned(ink: Raster) -> Raster:
    """Ink without noise: what is faint stays only if it is connected to what is strong."""
    above = ink[ink > 0]
    if not len(above):
        return ink
    usual = float(np.quantile(above, 0.9))
    pieces = components(ink > _WEAK * usual)
    if not len(pieces):
        return np.zeros_like(ink)
    kept = pieces.where((pieces.greatest(ink) > _STRONG * usual) & (pieces.areas > 2))
    grown = Image.fromarray(np.uint8(kept)).filter(ImageFilter.MaxFilter(3))
    cleaned: Raster = np.clip(ink / np.float32(usual), 0, 1) * np.asarray(grown, np.float32)
    return cleaned


def _thumb(grey: Raster) -> Raster:
    factor = -(-max(grey.shape) // _THUMB)
    image = Image.fromarray(grey)
    return np.asarray(image.reduce(factor) if factor > 1 else image, np.float32)


def _is_light(small: Raster) -> bool:
    """Whether the ink is lighter than the paper around it.

    Ink covers less than paper does, so the brightness in a neighbourhood is skewed towards the ink.
    """
    skew = 0.0
    for share in _AROUND:
        soft = _image(small).filter(ImageFilter.BoxBlur(max(1, share * max(small.shape))))
        mean = np.asarray(soft, np.float32) / np.float32(255)
        skew += float(((small - mean) ** 3).sum())
    return skew > 0


def _paper(small: Raster) -> Raster:
    """The brightness of the paper in a picture whose ink is darker.

    If it is the same all along the border, it is taken to be the same everywhere. Then even strokes
    thicker than the window of the closing stay ink.
    """
    border = (
        small[:2].mean(axis=0),
        small[-2:].mean(axis=0),
        small[:, :2].mean(axis=1),
        small[:, -2:].mean(axis=1),
    )
    levels = np.sort(
        [_median(part) for side in border for part in np.array_split(side, _BORDER_PARTS)]
    )
    if levels[-1 - _CROSSED] - levels[_CROSSED] < _EVEN:
        return np.full_like(small, levels[len(levels) // 2])
    return _closed(small)


def _closed(small: Raster) -> Raster:
    """The brightness of the paper, with the ink filled in."""
    window = max(3, round(_WINDOW * min(small.shape)))
    padded = np.pad(
        small, window, mode="edge"
    )  # or light that falls off to the border would be ink
    closed = -_greatest(-_greatest(padded, window), window)
    return closed[window:-window, window:-window]


def _greatest(values: Raster, window: int) -> Raster:
    """The greatest value in a square window around each pixel."""
    for axis in (0, 1):
        values = np.moveaxis(values, axis, 0)
        before = window // 2
        padded = np.full((len(values) + window - 1, values.shape[1]), -np.inf, np.float32)
        padded[before : before + len(values)] = values
        reach = 1
        while reach < window:  # the maxima of windows of one length give those of twice that length
            step = min(reach, window - reach)
            padded = np.maximum(padded[: len(padded) - step], padded[step:])
            reach += step
        values = np.moveaxis(padded, 0, axis)
    return values


def _noise(grey: Raster) -> float:
    """Deviation of the noise (Immerkær 1996, "Fast Noise Variance Estimation"), by the median."""
    across = grey[:, :-2] - 2 * grey[:, 1:-1] + grey[:, 2:]
    both = across[:-2] - 2 * across[1:-1] + across[2:]
    return 1.4826 * _median(np.abs(both).reshape(-1)[:: max(1, both.size // 50_000)]) / 6


def _smoothed(grey: Raster, noise: float) -> Raster:
    """Less noise, at the cost of a little sharpness; unchanged if there is hardly any."""
    if noise < _QUIET:
        return grey
    soft = _image(grey).filter(ImageFilter.GaussianBlur(0.7 if noise < _LOUD else 1.0))
    return np.asarray(soft, np.float32) / np.float32(255)


def _image(grey: Raster) -> Image.Image:
    """In the form that Pillow's filters take."""
    return Image.fromarray(np.uint8(np.clip(grey, 0, 1) * 255 + np.float32(0.5)))


def _deviation(values: Raster) -> float:
    """Deviation of what is not ink, by the median."""
    return 1.4826 * _median(np.abs(values).reshape(-1)[:: max(1, values.size // 50_000)])


def _median(values: NDArray[np.float32]) -> float:
    flat = values.reshape(-1)
    return float(np.partition(flat, len(flat) // 2)[len(flat) // 2])  # np.median loads numpy.ma
