"""Sheets of paper with the samples' digits on them, and what a careless camera makes of them."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from tests.samples import digit

TALL = 112
"""Height of a sample at scale 1."""


def written(
    text: str, size: tuple[int, int] = (700, 260), tall: float = 110, gap: float = 0.25,
    pen: float = 0.09, corner: tuple[float, float] | None = None, slope: float = 0.0,
) -> np.ndarray:  # fmt: skip
    """The ink of numbers, a line a number: shape (h, w), float32 from 0 to 1.

    Args:
        text: lines joined by line breaks.
        size: width and height of the sheet.
        tall: height of a digit, in pixels.
        gap: from one digit's ink to the next, in heights.
        pen: width of the line, in heights.
        corner: of the first digit; None puts a tenth of the sheet around.
        slope: by which the line falls.
    """
    image = Image.new("L", (2 * size[0], 2 * size[1]))
    draw = ImageDraw.Draw(image)
    scale = tall / TALL
    left, top = corner or (size[0] * 0.1, size[1] * 0.1)
    for number, row in enumerate(text.split("\n")):
        right, y = left, top + number * 1.7 * tall
        for letter in row:
            ink = digit(int(letter), 0, 0, scale)
            x = right - ink.box[0]
            for stroke in ink.strokes:
                points = [(2 * (px + x), 2 * (py + y + slope * x)) for px, py in stroke]
                draw.line(points, fill=255, width=round(2 * pen * tall), joint="curve")
            right = x + ink.box[2] + (gap + pen) * tall
    return np.asarray(image.reduce(2), np.float32) / np.float32(255)


def ruled(shape: tuple[int, int], apart: int, thick: int = 2, slope: float = 0.0, squared=False):
    """Rules of paper: shape (h, w), true where they lie."""
    y, x = np.indices(shape)
    rules = (y - (slope * x).astype(int) + apart // 2) % apart < thick
    return (
        rules | ((x + (slope * y).astype(int) + apart // 2) % apart < thick) if squared else rules
    )


def lit(ink: np.ndarray, rules=None, light: bool = False) -> np.ndarray:
    """A sheet's brightness in light that falls off to a corner: from 0 to 1."""
    height, width = ink.shape
    paper = np.full(ink.shape, 0.15 if light else 0.85, np.float32)
    if rules is not None:
        paper[rules] = 0.3 if light else 0.55
    page = paper + ink * (np.float32(0.9 if light else 0.15) - paper)
    y, x = np.mgrid[0 : 1 : height * 1j, 0 : 1 : width * 1j]
    return (page * (1 - 0.45 * (x + y) / 2)).astype(np.float32)


def photographed(page: np.ndarray, seed: int = 0, noise: float = 0.03, blur: float = 1.0):
    """A JPEG file of a page, with a camera's noise and blur."""
    noisy = page + np.random.default_rng(seed).normal(0, noise, page.shape)
    image = Image.fromarray(np.uint8(np.clip(noisy, 0, 1) * 255))
    stream = io.BytesIO()
    image.filter(ImageFilter.GaussianBlur(blur)).save(stream, "JPEG", quality=50)
    stream.seek(0)
    return stream
