"""Papers: what is printed or grown on a sheet before anyone writes on it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from training.synthetic.lines.sheet import FINER
from training.synthetic.lines.typefaces import choose_font, words

Texture = NDArray[np.uint8]
"""Shape (h, w): how much of the print's colour each point takes, 0 to 255."""

Shape = tuple[int, int]
"""Rows and columns of a texture, in finer pixels."""


class Papers:
    """Textures, made once; each line takes a part of one of them.

    Args:
        seed: of the textures.
        count: of them.
        size: their height and width, in pixels of a picture.
    """

    def __init__(self, seed: int, count: int = 240, size: tuple[int, int] = (80, 600)) -> None:
        rng = np.random.default_rng((seed, 17))
        shape = size[0] * FINER, size[1] * FINER
        makers = [maker for maker, share in _MAKERS for _ in range(share)]
        self._textures: list[Texture] = [
            _reduced(makers[int(rng.integers(len(makers)))](rng, shape)) for _ in range(count)
        ]

    def part(self, height: int, width: int, rng: np.random.Generator) -> Texture:
        """A part of a texture, perhaps mirrored."""
        texture = self._textures[int(rng.integers(len(self._textures)))]
        top = int(rng.integers(texture.shape[0] - height + 1))
        left = int(rng.integers(texture.shape[1] - width + 1))
        part = texture[top : top + height, left : left + width]
        part = part[::-1] if rng.random() < 0.5 else part
        return part[:, ::-1] if rng.random() < 0.5 else part


def _reduced(texture: NDArray[np.float32]) -> Texture:
    """The texture in pixels of a picture; it is made finer, as it has fine lines."""
    image = Image.fromarray((255 * np.clip(texture, 0, 1)).astype(np.uint8))
    return np.asarray(image.reduce(FINER))


def _grid(shape: Shape) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    y, x = np.mgrid[: shape[0], : shape[1]].astype(np.float32)
    return x, y


def _lines(phase: NDArray[np.float32], share: float, soft: float) -> NDArray[np.float32]:
    """Lines where the phase is near a whole number; they cover about this share."""
    away = np.abs(phase - np.rint(phase)) * 2
    lines: NDArray[np.float32] = np.clip((share - away) / soft + 0.5, 0, 1)
    return lines


def waves(rng: np.random.Generator, shape: Shape) -> NDArray[np.float32]:
    """Security printing: one or two families of wavy lines."""
    x, y = _grid(shape)
    total = np.zeros_like(x)
    for _ in range(1 if rng.random() < 0.45 else 2):
        period = rng.uniform(7, 22)
        long, bow = rng.uniform(40, 400), rng.uniform(0, 0.14)
        second = rng.uniform(0.2, 0.9) * long
        turn = rng.normal(0, 0.25) if rng.random() < 0.7 else rng.uniform(-1.5, 1.5)
        up = y * np.cos(turn) + x * np.sin(turn)
        along = x * np.cos(turn) - y * np.sin(turn)
        wave = bow * long * np.sin(2 * np.pi * along / long + rng.uniform(0, 6))
        wave += 0.4 * bow * second * np.sin(2 * np.pi * along / second + up / rng.uniform(30, 200))
        total = np.maximum(
            total, rng.uniform(0.5, 1) * _lines((up + wave) / period, rng.uniform(0.1, 0.4), 0.3)
        )
    return total


def rosette(rng: np.random.Generator, shape: Shape) -> NDArray[np.float32]:
    """Security printing: circles around one or two distant centres."""
    x, y = _grid(shape)
    tall, wide = shape
    total = np.zeros_like(x)
    for _ in range(2):
        away = np.hypot(x - rng.uniform(-200, wide + 200), y - rng.uniform(-300, tall + 300))
        angle = np.arctan2(y - tall / 2, x - rng.uniform(0, wide))
        ripple = rng.uniform(0, 6) * np.sin(rng.integers(4, 40) * angle)
        total = np.maximum(total, _lines((away + ripple) / rng.uniform(6, 18), 0.25, 0.4))
    return total


def dots(rng: np.random.Generator, shape: Shape) -> NDArray[np.float32]:
    """A halftone screen, coarse or fine."""
    x, y = _grid(shape)
    period, turn = rng.uniform(4, 12), rng.uniform(0, 1.5)
    one = np.cos(2 * np.pi * (x * np.cos(turn) + y * np.sin(turn)) / period)
    other = np.cos(2 * np.pi * (y * np.cos(turn) - x * np.sin(turn)) / period)
    dotted: NDArray[np.float32] = np.clip((one + other) * 0.6 - rng.uniform(0, 0.6), 0, 1)
    return dotted


def clouds(rng: np.random.Generator, shape: Shape, octaves: int = 4) -> NDArray[np.float32]:
    """Recycled, blotched or crumpled paper."""
    total = np.zeros(shape, np.float32)
    size, weight = rng.uniform(30, 120), 1.0
    for _ in range(octaves):
        coarse = max(2, int(shape[0] / size) + 2), max(2, int(shape[1] / size) + 2)
        small = Image.fromarray(rng.random(coarse, np.float32))
        large = small.resize(shape[::-1], Image.Resampling.BICUBIC)
        total += weight * np.asarray(large, np.float32)
        size, weight = max(size / 3, 1.0), weight * rng.uniform(0.4, 0.9)
    low, high = np.quantile(total, (0.02, 0.98))
    return np.asarray((total - low) / max(float(high - low), 1e-6), np.float32)


def fibres(rng: np.random.Generator, shape: Shape) -> NDArray[np.float32]:
    """Wood, cloth or laid paper: fine noise drawn out along one direction."""
    across = rng.random() < 0.5
    coarse = (shape[0], shape[1] // 24) if across else (shape[0] // 8, shape[1])
    small = Image.fromarray(rng.random(coarse, np.float32))
    drawn = np.asarray(small.resize(shape[::-1], Image.Resampling.BICUBIC), np.float32)
    return 0.6 * drawn + 0.4 * clouds(rng, shape, 2)


def newsprint(rng: np.random.Generator, shape: Shape) -> NDArray[np.float32]:
    """Rows of small print, as on the back of thin paper or beside what was written."""
    height, width = shape
    image = Image.new("L", (width, height))
    draw = ImageDraw.Draw(image)
    size = int(rng.integers(12, 26))
    y = float(rng.uniform(-size, 0))
    font = choose_font(size, rng)
    while y < height:
        draw.text((rng.uniform(-40, 0), y), words(max(18, width // 66), rng), font=font, fill=255)
        y += size * rng.uniform(1.1, 2.5)
    if rng.random() < 0.6:  # from the back
        image = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    return np.asarray(np.asarray(image, np.float32) / (255 * rng.uniform(1, 3)), np.float32)


def speckles(rng: np.random.Generator, shape: Shape) -> NDArray[np.float32]:
    """Specks of dirt, or salt and pepper of a copier."""
    noise = rng.random(shape, np.float32) < rng.uniform(0.001, 0.02)
    wide = noise | np.roll(noise, 1, 0) | np.roll(noise, 1, 1)
    return np.asarray(np.maximum(wide, 0.3 * clouds(rng, shape, 2)), np.float32)


Maker = Callable[[np.random.Generator, Shape], NDArray[np.float32]]

_MAKERS: tuple[tuple[Maker, int], ...] = (
    (waves, 9),
    (rosette, 2),
    (dots, 2),
    (clouds, 5),
    (fibres, 2),
    (newsprint, 2),
    (speckles, 2),
)
"""Kinds of texture and how often each is made."""
