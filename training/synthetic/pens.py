"""Pens: digits as a pen, a pencil or a piece of chalk draws them, in any size."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from digitrec.recognition.raster import BOX, Raster
from training.augmentation.variation import Stroke, round_corners
from training.data.datasets import Images, PenDigits

Draw = Callable[[float], Raster]
"""Draws one digit, given the height of a usual digit in pixels: (h, w) float32 in [0, 1]."""

_SUPERSAMPLING = 2  # lines are drawn larger by this factor and scaled down, which smooths them
_FAINTEST = 40  # of 255, in an MNIST image: a darker pixel is not ink


@dataclass(frozen=True)
class Pen:
    """A writing tool.

    Attributes:
        line: line width, in heights of a digit.
        pressure: how much the width varies along a stroke, as a share of it.
        grain: share of the paper's grain that stays blank: 0 for ink, more for pencil and chalk.
    """

    line: float
    pressure: float
    grain: float


def choose_pen(rng: np.random.Generator, chalk: bool) -> Pen:
    """A ballpoint, a fountain pen, a pencil, a felt pen or a marker, or else chalk."""
    if chalk:
        return Pen(rng.uniform(0.06, 0.16), rng.uniform(0, 0.3), rng.uniform(0.1, 0.35))
    kind = rng.random()
    if kind < 0.45:
        return Pen(rng.uniform(0.035, 0.08), rng.uniform(0, 0.25), 0.0)
    if kind < 0.65:
        return Pen(rng.uniform(0.03, 0.08), rng.uniform(0, 0.3), rng.uniform(0.05, 0.3))
    return Pen(rng.uniform(0.08, 0.19), rng.uniform(0, 0.15), 0.0)


def image_digits(images: Images, count: int, rng: np.random.Generator) -> tuple[list[Draw], str]:
    """Digits of MNIST's images, all equally crisp, and their labels as text."""
    picked = rng.integers(len(images), size=count)
    crisp = rng.uniform(0.1, 0.8)
    draws = [_image_drawer(images.x[at], crisp) for at in picked]
    return draws, "".join(str(images.y[at]) for at in picked)


def pen_digits(
    pen: PenDigits, count: int, rng: np.random.Generator, tool: Pen
) -> tuple[list[Draw], str]:
    """Digits of one writer, in the sizes that the writer gave them, and their labels as text."""
    writers = np.unique(pen.writers)
    own = np.flatnonzero(pen.writers == writers[int(rng.integers(len(writers)))])
    picked = rng.choice(own, count)
    digits = [[np.asarray(line, np.float64) for line in pen.strokes[at]] for at in picked]
    usual = float(np.median([np.ptp(np.concatenate(digit)[:, 1]) for digit in digits]))
    seeds = rng.integers(2**32, size=count)
    draws = [
        pen_drawer([line / max(usual, 1e-9) for line in digit], tool, int(seed))
        for digit, seed in zip(digits, seeds, strict=True)
    ]
    return draws, "".join(str(pen.labels[at]) for at in picked)


def _image_drawer(image: NDArray[np.uint8], crisp: float) -> Draw:
    rows, columns = (np.flatnonzero((image > _FAINTEST).any(axis=axis)) for axis in (1, 0))
    crop = np.pad(image[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1], 1)

    def draw(height: float) -> Raster:
        scale = height / BOX
        size = (max(1, round(crop.shape[1] * scale)), max(1, round(crop.shape[0] * scale)))
        large = Image.fromarray(crop).resize(size, Image.Resampling.BICUBIC)
        gain = max(1.0, scale * crisp)
        ink = (np.asarray(large, np.float32) / 255 - np.float32(0.45)) * gain + np.float32(0.45)
        return np.clip(ink, 0, 1).astype(np.float32)

    return draw


def pen_drawer(strokes: list[Stroke], tool: Pen, seed: int) -> Draw:
    """A digit drawn with a pen.

    Args:
        strokes: in heights of a usual digit.
        tool: that it is drawn with.
        seed: of what is not even about its lines.
    """
    lines = [round_corners(round_corners(line)) if len(line) > 2 else line for line in strokes]
    low = np.concatenate(lines).min(axis=0)
    extent = np.ptp(np.concatenate(lines), axis=0)

    def draw(height: float) -> Raster:
        rng = np.random.default_rng(seed)
        scale = height * _SUPERSAMPLING
        margin = tool.line * scale * 0.7 + 2 * _SUPERSAMPLING
        columns, rows = (
            int(side) // _SUPERSAMPLING * _SUPERSAMPLING + _SUPERSAMPLING
            for side in extent * scale + 2 * margin
        )
        image = Image.new("L", (columns, rows))
        pencil = ImageDraw.Draw(image)
        for line in lines:
            points = _dense((line - low) * scale + margin, max(tool.line * scale / 4, 1.0))
            wave = np.interp(
                np.linspace(0, 4, len(points)), range(5), rng.uniform(-1, 1, 5) * tool.pressure
            )
            for (x, y), wide in zip(points.tolist(), (1 + wave).tolist(), strict=True):
                radius = max(tool.line * scale * wide / 2, _SUPERSAMPLING / 2)
                pencil.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
        ink = np.asarray(image.reduce(_SUPERSAMPLING), np.float32) / np.float32(255)
        return ink * _grain(ink.shape, tool, rng) if tool.grain else ink

    return draw


def _dense(line: Stroke, step: float) -> Stroke:
    """Points along a stroke at equal distances."""
    run = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
    at = np.linspace(0.0, run[-1], max(2, int(run[-1] / step) + 1))
    return np.stack([np.interp(at, run, line[:, axis]) for axis in (0, 1)], axis=1)


def _grain(shape: tuple[int, ...], tool: Pen, rng: np.random.Generator) -> Raster:
    """How much ink each point of the paper's grain takes."""
    fine = rng.random(shape, np.float32)
    fine = fine + np.roll(fine, 1, 0) + np.roll(fine, 1, 1) + np.roll(fine, (1, 1), (0, 1))
    fine /= 4
    edge = float(np.quantile(fine, tool.grain))
    grain: Raster = np.clip((fine - np.float32(edge)) * 6 + np.float32(0.6), 0.15, 1).astype(
        np.float32
    )
    return grain
