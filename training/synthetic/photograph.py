"""Synthetic photograph: a sheet with ink on it, as a camera or a scanner would show it."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from digitrec.recognition.raster import Raster

_MARGIN = 0.12  # of the longer side: sheet beyond the edges, which a rotation brings into view


@dataclass(frozen=True)
class Sheet:
    """A sheet, larger than the photograph that is taken of it.

    Attributes:
        size: of the photograph, (width, height).
        tall: height of a digit in pixels.
        ink: shape (h, w), float32 in [0, 1].
        owner: for each pixel, which digit's ink is there, counted from 1; 0 for none.
    """

    size: tuple[int, int]
    tall: float
    ink: Raster
    owner: NDArray[np.uint8]

    @classmethod
    def blank(cls, size: tuple[int, int], tall: float) -> Sheet:
        """An empty sheet."""
        more = 2 * margin_of(size)
        shape = size[1] + more, size[0] + more
        return cls(size, tall, np.zeros(shape, np.float32), np.zeros(shape, np.uint8))

    def put(self, drawn: Raster, x: float, y: float, digit: int) -> None:
        """Draws a digit with its upper left corner at (x, y) of the photograph."""
        more = margin_of(self.size)
        left, top = max(round(x) + more, 0), max(round(y) + more, 0)
        place = np.s_[top : top + drawn.shape[0], left : left + drawn.shape[1]]
        here = self.ink[place]
        drawn = drawn[: here.shape[0], : here.shape[1]]
        self.owner[place][(drawn > 0.4) & (drawn > here)] = digit
        np.maximum(here, drawn, out=here)


@dataclass(frozen=True)
class Photograph:
    """A synthetic photograph.

    Attributes:
        content: of the picture file.
        owner: for each pixel, which digit's ink is there, counted from 1; 0 for none.
        conditions: that it was taken under, in words.
    """

    content: bytes
    owner: NDArray[np.uint8]
    conditions: frozenset[str]


def margin_of(size: tuple[int, int]) -> int:
    """Pixels of sheet beyond each edge of a photograph of this size."""
    return math.ceil(_MARGIN * max(size))


def photograph(sheet: Sheet, chalk: bool, rng: np.random.Generator) -> Photograph:
    """A photograph of a sheet: ruled lines, perspective, dirt, light, blur, noise, compression.

    Args:
        sheet: with ink on it.
        chalk: whether the sheet is a board with light ink.
        rng: source of the conditions.
    """
    conditions = {"light on dark" if chalk else "dark on light"}
    rules = _rules(sheet, rng, conditions)
    ink, rules, owner = _in_perspective(sheet, rules, rng, conditions)
    ink = np.maximum(ink, _dirt(sheet, rng, conditions))
    page = _reflected(ink, rules, chalk, rng)
    page *= _light(sheet.size, rng, conditions)
    image = Image.fromarray(np.uint8(np.clip(page, 0, 1) * 255 + 0.5))
    if rng.random() < 0.7:
        radius = rng.uniform(0.2, min(0.035 * sheet.tall, 2.5))
        image = image.filter(ImageFilter.GaussianBlur(radius))
        conditions |= {"blur"} if radius > 1 else set()
    little, much = rng.uniform(0.005, 0.02), rng.uniform(0.02, 0.06)
    noise = rng.choice([0.0, little, much], p=[0.15, 0.5, 0.35])
    conditions |= {"noise"} if noise >= 0.02 else set()
    return Photograph(_stored(image, noise, rng, conditions), owner, frozenset(conditions))


def _rules(sheet: Sheet, rng: np.random.Generator, conditions: set[str]) -> Raster | None:
    """Lines of ruled or squared paper, as their darkness from 0 to 1."""
    kind = rng.choice(["plain", "ruled", "squared"], p=[0.5, 0.28, 0.22])
    conditions.add(str(kind))
    if kind == "plain":
        return None
    rules = np.zeros_like(sheet.ink)
    apart = sheet.tall * (rng.uniform(1.1, 2.2) if kind == "ruled" else rng.uniform(0.3, 1.2))
    apart = max(apart, 10.0)
    thick = max(1, round(min(rng.uniform(0.01, 0.035) * sheet.tall, apart / 8)))
    dark = rng.uniform(0.08, 0.55)
    for axis in (0, 1) if kind == "squared" else (0,):
        first = rng.uniform(0, apart)
        for at in np.arange(first, rules.shape[axis], apart).astype(int):
            lines = rules if axis == 0 else rules.T
            lines[at : at + thick] = dark
    if kind == "ruled" and rng.random() < 0.25:  # the line of a margin
        at = int(rng.uniform(0.1, 0.22) * rules.shape[1])
        rules[:, at : at + thick] = dark
    return rules


def _in_perspective(
    sheet: Sheet, rules: Raster | None, rng: np.random.Generator, conditions: set[str]
) -> tuple[Raster, Raster | None, NDArray[np.uint8]]:
    """The sheet in perspective: rotated by up to 4°, and not seen exactly from above."""
    width, height = sheet.size
    angle = math.radians(rng.uniform(-4, 4)) if rng.random() < 0.7 else 0.0
    tilt = rng.normal(0, 0.015, 8) if rng.random() < 0.5 else np.zeros(8)
    conditions |= {"turned"} if abs(angle) > math.radians(1.5) else set()
    middle = np.array([width, height]) / 2
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64)
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    on_sheet = (corners - middle) @ turn.T * (1 + tilt.reshape(4, 2))
    on_sheet = on_sheet * 0.97 + middle + margin_of(sheet.size)
    found = _projection(corners, on_sheet)

    def projected(layer: NDArray[np.float32] | NDArray[np.uint8], how: int) -> Image.Image:
        image = Image.fromarray(layer)
        return image.transform(sheet.size, Image.Transform.PERSPECTIVE, found, how)

    def smooth(layer: Raster) -> Raster:
        layer_shown = projected((layer * 255).astype(np.uint8), Image.Resampling.BICUBIC)
        return np.asarray(layer_shown, np.float32) / np.float32(255)

    owner = np.asarray(projected(sheet.owner, Image.Resampling.NEAREST))
    return smooth(sheet.ink), None if rules is None else smooth(rules), owner


def _projection(shown: NDArray[np.float64], source: NDArray[np.float64]) -> tuple[float, ...]:
    """The eight coefficients by which Pillow finds the source of each point that is shown."""
    rows, right = [], []
    for (x, y), (u, v) in zip(shown.tolist(), source.tolist(), strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        right += [u, v]
    return tuple(np.linalg.solve(np.array(rows), np.array(right)).tolist())


def _dirt(sheet: Sheet, rng: np.random.Generator, conditions: set[str]) -> Raster:
    """Specks, all of them much smaller than a digit."""
    image = Image.new("L", sheet.size)
    if rng.random() < 0.35:
        conditions.add("dirt")
        draw = ImageDraw.Draw(image)
        for _ in range(int(rng.integers(3, 25))):
            x, y = rng.uniform(0, 1, 2) * sheet.size
            radius = max(rng.uniform(0.004, 0.03) * sheet.tall, 0.6)
            dark = int(rng.uniform(60, 230))
            draw.ellipse((x - radius, y - radius * 0.8, x + radius, y + radius), fill=dark)
    return np.asarray(image, np.float32) / np.float32(255)


def _reflected(ink: Raster, rules: Raster | None, chalk: bool, rng: np.random.Generator) -> Raster:
    """Reflectance of the sheet with its ink and its ruled lines."""
    paper = rng.uniform(0.06, 0.3) if chalk else rng.uniform(0.7, 0.97)
    line = rng.uniform(0.65, 0.95) if chalk else rng.uniform(0.03, 0.45)
    texture = _smooth_noise(ink.shape, rng.uniform(1, 4), rng) * rng.uniform(0, 0.025)
    page: Raster = (paper * (1 + texture)).astype(np.float32)
    if rules is not None:
        page = page + rules * (np.float32(0.5) * (line - page) if chalk else -page)
    return np.asarray(page + ink * (np.float32(line) - page), np.float32)


def _light(size: tuple[int, int], rng: np.random.Generator, conditions: set[str]) -> Raster:
    """Illumination: a gradient, a vignette, a shadow."""
    width, height = size
    x = np.linspace(-1, 1, width, dtype=np.float32)[None]
    y = np.linspace(-1, 1, height, dtype=np.float32)[:, None]
    light = np.full((height, width), rng.uniform(0.75, 1.05), np.float32)
    if rng.random() < 0.6:
        angle, fall = rng.uniform(0, 2 * math.pi), rng.uniform(0.05, 0.5)
        along = x * np.float32(math.cos(angle)) + y * np.float32(math.sin(angle))
        light *= 1 - np.float32(fall / 2) * (along / 1.42 + 1)
        conditions |= {"gradient"} if fall > 0.2 else set()
    if rng.random() < 0.35:
        light *= 1 - np.float32(rng.uniform(0.1, 0.4)) * (x * x + y * y) / 2
        conditions.add("vignette")
    if rng.random() < 0.3:
        light *= 1 - np.float32(rng.uniform(0.15, 0.5)) * _shadow(size, rng)
        conditions.add("shadow")
    return light


def _shadow(size: tuple[int, int], rng: np.random.Generator) -> Raster:
    """The shadow of a hand, a head or a phone: 0 to 1."""
    small = 160, max(8, round(160 * size[1] / size[0]))
    image = Image.new("L", small)
    draw = ImageDraw.Draw(image)
    if rng.random() < 0.5:
        angle, off = rng.uniform(0, 2 * math.pi), rng.uniform(-0.4, 0.4) * 80
        along, over = (
            np.array([math.cos(angle), math.sin(angle)]),
            np.array([-math.sin(angle), math.cos(angle)]),
        )
        middle = np.array(small) / 2 + off * over
        corners = [middle - 400 * along, middle + 400 * along, middle + 400 * (along + over),
                   middle + 400 * (over - along)]  # fmt: skip
        draw.polygon([(float(px), float(py)) for px, py in corners], fill=255)
    else:
        x, y = rng.uniform(0, 1, 2) * small
        wide, tall = rng.uniform(0.3, 0.9, 2) * 100
        draw.ellipse((x - wide, y - tall, x + wide, y + tall), fill=255)
    soft = image.filter(ImageFilter.GaussianBlur(rng.uniform(2, 14)))
    large = soft.resize(size, Image.Resampling.BICUBIC)
    return np.asarray(large, np.float32) / np.float32(255)


def _smooth_noise(shape: tuple[int, ...], coarse: float, rng: np.random.Generator) -> Raster:
    """Noise of standard deviation 1 with a grain `coarse` pixels wide."""
    height, width = (max(2, int(side / coarse)) for side in shape)
    small = Image.fromarray(rng.standard_normal((height, width), np.float32))
    return np.asarray(small.resize((shape[1], shape[0]), Image.Resampling.BICUBIC), np.float32)


def _stored(
    image: Image.Image, noise: float, rng: np.random.Generator, conditions: set[str]
) -> bytes:
    """The picture file, in colour, with the camera's noise."""
    grey = np.asarray(image, np.float32)
    tint = 1 - np.abs(rng.normal(0, 0.05, 3))
    colour = np.empty((*grey.shape, 3), np.float32)
    for channel in range(3):
        colour[..., channel] = grey * tint[channel]
        if noise:
            colour[..., channel] += rng.standard_normal(grey.shape, np.float32) * (255 * noise)
    picture = Image.fromarray(np.uint8(np.clip(colour, 0, 255)))
    stream = io.BytesIO()
    if rng.random() < 0.1:
        picture.save(stream, "PNG", compress_level=1)
    else:
        quality = int(rng.integers(30, 91))
        conditions |= {"strong JPEG"} if quality < 50 else set()
        picture.save(stream, "JPEG", quality=quality)
    return stream.getvalue()
