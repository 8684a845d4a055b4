"""Camera: colours, light, blur, noise and compression of a line that lies before it."""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

Layer = NDArray[np.float32]
"""Shape (h, w), in [0, 1]: how much of its colour a layer gives to each point."""


@dataclass(frozen=True)
class Layers:
    """What lies on the sheet: print of the paper, rules and frames, ink. Of equal shapes."""

    texture: Layer
    rules: Layer
    ink: Layer


def take(layers: Layers, rng: np.random.Generator) -> NDArray[np.uint8]:
    """The picture of a line.

    Args:
        layers: of the sheet.
        rng: source of the conditions.

    Returns:
        Shape (h, w, 3), or (h, w) if the picture is grey.
    """
    return photograph(coloured(layers, rng), rng)


def coloured(layers: Layers, rng: np.random.Generator) -> Layer:
    """The sheet in its colours: shape (h, w, 3), or (h, w, 1) if they are grey."""
    tinted = rng.random() < 0.35
    paper, ink, rules, texture = _colours(tinted, rng)
    return _composed(layers, (paper, texture, rules, ink))


def photograph(
    page: Layer, rng: np.random.Generator, coarsest: float = 0.35, softest: float = 1.4
) -> NDArray[np.uint8]:
    """The picture of a page.

    Args:
        page: (h, w, 3) or (h, w, 1), the colours of its points.
        rng: source of the conditions.
        coarsest: least resolution of a scan, where that of the picture is 1.
        softest: most blur, the standard deviation in pixels.
    """
    page = _lit(page, rng)
    image = Image.fromarray(np.uint8(np.clip(page, 0, 1) * 255 + 0.5).squeeze())
    image = _focused(image, rng, coarsest, softest)
    return _stored(image, rng)


Colour = NDArray[np.float32]


def _colours(tinted: bool, rng: np.random.Generator) -> tuple[Colour, Colour, Colour, Colour]:
    """Paper, ink, rules and print."""
    if rng.random() < 0.12:
        paper, ink = rng.uniform(0.02, 0.35), rng.uniform(0.6, 1.0)
    else:
        paper = rng.uniform(0.45, 1.0)
        ink = paper * (1 - rng.uniform(0.3, 1.0))
    rules = paper + (ink - paper) * rng.uniform(0.3, 1.2)
    texture = paper + (ink - paper) * rng.uniform(0.05, 0.55) * (1 if rng.random() < 0.85 else -0.4)
    greys = [np.array([one], np.float32) for one in (paper, ink, rules, texture)]
    if not tinted:
        return greys[0], greys[1], greys[2], greys[3]
    tints = [0.05, 0.35, 0.3, 0.2] if rng.random() < 0.6 else [0.3, 0.4, 0.4, 0.3]
    made = [grey + _tint(much, rng) for grey, much in zip(greys, tints, strict=True)]
    if rng.random() < 0.12:  # ink as bright as the paper, in another colour
        tint = _tint(0.5, rng)
        made[0] = np.clip(made[0], 0.25, 0.75)
        made[1] = made[0] + tint * (0.3 / max(float(np.abs(tint).max()), 0.05))
    clear = [np.clip(one, 0, 1).astype(np.float32) for one in made]
    return clear[0], _visible(clear[1], clear[0]), clear[2], clear[3]


def _visible(ink: Colour, paper: Colour) -> Colour:
    """The ink, further from the paper's colour if it can't be told from it."""
    away = ink - paper
    least = _LEAST_CONTRAST / max(float(np.abs(away).max()), 0.02)
    if least <= 1:
        return ink
    further = paper + away * np.float32(least)
    return np.asarray(np.clip(further, 0, 1), np.float32)


_LEAST_CONTRAST = 0.2
_LUMA = np.array([0.299, 0.587, 0.114])


def _tint(much: float, rng: np.random.Generator) -> NDArray[np.float64]:
    """A change of colour that leaves the brightness."""
    tint = rng.uniform(-1, 1, 3)
    tint -= tint @ _LUMA
    return np.asarray(tint * much * rng.random())


def _composed(layers: Layers, colours: tuple[Colour, Colour, Colour, Colour]) -> Layer:
    paper, *others = colours
    page = np.broadcast_to(paper, (*layers.ink.shape, len(paper)))
    for layer, colour in zip((layers.texture, layers.rules, layers.ink), others, strict=True):
        page = page + layer[..., None] * (colour - page)
    return np.asarray(page, np.float32)


def _lit(page: Layer, rng: np.random.Generator) -> Layer:
    """The page in uneven light: a gradient, the edge of a shadow, a reflection."""
    height, width = page.shape[:2]
    x = np.linspace(-1, 1, width, dtype=np.float32)[None, :, None]
    y = np.linspace(-1, 1, height, dtype=np.float32)[:, None, None]
    if rng.random() < 0.5:
        page = page * (
            1 + np.float32(rng.normal(0, 0.12)) * x + np.float32(rng.normal(0, 0.06)) * y
        )
    if rng.random() < 0.12:
        turn, soft = rng.uniform(0, 2 * np.pi), rng.uniform(0.02, 0.6)
        away = (x * np.cos(turn) + y * np.sin(turn) * 0.4 - rng.uniform(-0.8, 0.8)) / soft
        page = page * (1 - np.float32(rng.uniform(0.15, 0.55)) / (1 + np.exp(-3 * away)))
    if rng.random() < 0.05:
        away = ((x - rng.uniform(-1, 1)) / rng.uniform(0.1, 0.5)) ** 2 + (
            y - rng.uniform(-1, 1)
        ) ** 2
        page = page + (1 - page) * np.float32(rng.uniform(0.2, 0.7)) * np.exp(-away)
    return np.asarray(page, np.float32)


def _focused(
    image: Image.Image, rng: np.random.Generator, coarsest: float, softest: float
) -> Image.Image:
    """The image at the resolution of its scan, or as sharp as the camera was."""
    kind = rng.random()
    if kind < 0.35:
        factor = rng.uniform(coarsest, 0.95)
        small = max(8, round(image.width * factor)), max(8, round(image.height * factor))
        down = (Image.Resampling.BOX, Image.Resampling.BILINEAR, Image.Resampling.NEAREST)
        up = (Image.Resampling.BILINEAR, Image.Resampling.BICUBIC, Image.Resampling.NEAREST)
        first, second = rng.choice(3, p=(0.45, 0.5, 0.05)), rng.choice(3, p=(0.5, 0.42, 0.08))
        return image.resize(small, down[first]).resize(image.size, up[second])
    if kind < 0.7:
        return image.filter(ImageFilter.GaussianBlur(rng.uniform(0.3, softest)))
    if kind < 0.78:
        return image.filter(
            ImageFilter.UnsharpMask(rng.uniform(0.5, 2), int(rng.integers(50, 250)))
        )
    return image


def _stored(image: Image.Image, rng: np.random.Generator) -> NDArray[np.uint8]:
    """The image with the sensor's noise, stored in black and white, as JPEG or as it is."""
    if rng.random() < 0.6:
        pixels = np.asarray(image, np.float32)
        noise = rng.standard_normal(pixels.shape, np.float32) * np.float32(rng.uniform(1, 14))
        image = Image.fromarray(np.uint8(np.clip(pixels + noise, 0, 255)))
    if rng.random() < 0.05:
        smooth = image.convert("L").filter(ImageFilter.GaussianBlur(0.7))
        pixels = np.asarray(smooth, np.float32)
        around = np.asarray(smooth.filter(ImageFilter.BoxBlur(24)), np.float32)
        low, high = np.quantile(pixels - around, (0.03, 0.97))
        level = around + low + (high - low) * rng.uniform(0.3, 0.6)
        return np.where(pixels > level, 255, 0).astype(np.uint8)
    if rng.random() < 0.4:
        stream = io.BytesIO()
        image.save(stream, "JPEG", quality=int(rng.integers(25, 95)))
        return np.asarray(Image.open(stream))
    return np.asarray(image)
