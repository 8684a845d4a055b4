"""Raster: ink or a picture of one digit in, the 28×28 image that the network sees out.

The image is made as MNIST's were (LeCun, Cortes, Burges: "The MNIST database of handwritten
digits", yann.lecun.com/exdb/mnist): fitted into a box of 20×20 with its proportions kept, and
placed in 28×28 so that the centre of its mass lies in the middle. Ink is scaled as vectors and
drawn with one pen, so that neither size nor place nor brush changes what the network sees. Training
calls these same functions.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from app.recognition.ink import Point

Raster = NDArray[np.float32]
"""An image of ink: shape (height, width), float32 in [0, 1], white ink on black."""

Line = Sequence[Point] | NDArray[np.float64]
"""A stroke: its points, or the same as an array of shape (n, 2)."""

SIZE = 28
BOX = 20.0
PEN = 2.5
"""Pen width in pixels of the 28×28. With it pen digits are as bright as MNIST's training images:
0.132 on average against 0.131 (2.4 gives 0.127, 2.6 gives 0.136; UCI pen digits)."""

VIEWS = (1.7, PEN)
"""Pen widths of the renderings that a drawing is read from. What the network says of a thin line
and of a usual one, averaged, is right more often than what it says of either."""

CENTRE = 14.5
"""Where the centre of mass goes, counted from the edge. In MNIST it lies between 14 and 15 in every
image, evenly, 14.50 on average: its makers moved digits by whole pixels."""

_STEP = 0.25  # distance of the dots that a stroke is drawn with: off by 0.01 of a level at most
_MOST_DOTS = 16_384
_MARGIN = (SIZE - BOX) / 2


def render(strokes: Sequence[Line], pen: float = PEN) -> Raster:
    """Draws strokes, antialiased, at one size and one pen width.

    Args:
        strokes: points (x, y) in any unit, y downwards; the order of the strokes doesn't matter.
        pen: width of the pen in pixels of the result.

    Returns:
        Shape (28, 28), float32 in [0, 1]. Black where there is no point at all.
    """
    return _drawn(_distances(strokes, pen), pen)


def render_views(strokes: Sequence[Line]) -> Raster:
    """Draws strokes with each of the pens that they are read with, the last as `render` does.

    Args:
        strokes: as `render` takes them.

    Returns:
        Shape (views, 28, 28), float32 in [0, 1]: size and place are the same in all of them.
    """
    distances = _distances(strokes, PEN)
    return np.stack([_drawn(distances, pen) for pen in VIEWS])


def places(strokes: Sequence[Line]) -> list[NDArray[np.float64]]:
    """Where the strokes' points lie in the image that `render` draws of them.

    Args:
        strokes: as `render` takes them.

    Returns:
        For each stroke an array (n, 2), x and y in pixels; (0, 0) is the image's corner.
    """
    dots = _placed(strokes, PEN)
    counts = [len(stroke) for stroke in strokes]
    return np.split(dots[: sum(counts)], np.cumsum(counts)[:-1]) if counts else []


def _distances(strokes: Sequence[Line], pen: float) -> Raster:
    """Every pixel's distance to the middle of the nearest line, drawn where MNIST would have it."""
    return _nearest(_placed(strokes, pen))


def _placed(strokes: Sequence[Line], pen: float) -> NDArray[np.float64]:
    """Dots along the strokes, their own points first, where MNIST would have them: (n, 2)."""
    dots = _dots(strokes, BOX - pen)
    if not len(dots):
        return dots
    return dots + _shift_to_centre(_drawn(_nearest(dots), pen))


def _drawn(distances: Raster, pen: float) -> Raster:
    """Every pixel's share of ink, taken from its distance to the nearest line."""
    drawn: Raster = np.clip(np.float32(pen / 2 + 0.5) - distances, 0, 1)
    return drawn


def _dots(strokes: Sequence[Line], box: float) -> NDArray[np.float64]:
    """Points along the strokes at most `_STEP` apart, the longer side fitted to `box`: (n, 2)."""
    lines = [np.asarray(stroke, np.float64).reshape(-1, 2) for stroke in strokes if len(stroke)]
    if not lines:
        return np.empty((0, 2))
    points = np.concatenate(lines)
    low, high = points.min(axis=0), points.max(axis=0)
    extent = (high - low).max()
    points = (points - low / 2 - high / 2) * (box / extent if extent > 0 else 0.0) + SIZE / 2
    firsts = np.cumsum([0] + [len(line) for line in lines[:-1]])
    inner = np.ones(len(points) - 1, bool)
    inner[firsts[1:] - 1] = False  # no ink between the end of a stroke and the next one's start
    starts, steps = points[:-1][inner], np.diff(points, axis=0)[inner]
    lengths = np.hypot(steps[:, 0], steps[:, 1])
    step = max(_STEP, lengths.sum() / _MOST_DOTS)
    # A whole number of steps must stay one under rounding, or a scaled drawing would differ.
    pieces = np.maximum(np.ceil(lengths / step - 1e-6).astype(int), 1)
    owner = np.repeat(np.arange(len(pieces)), pieces)
    within = np.arange(len(owner)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    along = starts[owner] + steps[owner] * (within / pieces[owner])[:, None]
    return np.concatenate([points, along])


def _nearest(dots: NDArray[np.float64]) -> Raster:
    """Every pixel's distance to the nearest dot."""
    middles = np.arange(SIZE, dtype=np.float32) + np.float32(0.5)
    places = dots.astype(np.float32)
    nearest = np.full((SIZE, SIZE), np.inf, np.float32)
    for start in range(0, len(places), 512):
        x, y = places[start : start + 512].T
        across = (middles[:, None] - x) ** 2
        down = (middles[:, None] - y) ** 2
        np.minimum(nearest, (down[:, None, :] + across[None, :, :]).min(axis=2), out=nearest)
    return np.sqrt(nearest)


def _shift_to_centre(image: Raster) -> NDArray[np.float64]:
    """How far (x, y) to move the image's mass to the middle, without moving ink over the edge."""
    middles = np.arange(SIZE) + 0.5
    total = image.sum(dtype=np.float64)
    x = (image.sum(axis=0, dtype=np.float64) * middles).sum() / total
    y = (image.sum(axis=1, dtype=np.float64) * middles).sum() / total
    return np.clip(CENTRE - np.array([x, y]), -_MARGIN, _MARGIN)


FAINTEST = 0.2
"""Share of a picture's strongest ink under which a pixel counts as paper."""

_RIM = 0.03  # as FAINTEST, for the pixel beside a line
_FINE = 4  # working pixels in a pixel of the result, while the pen width is mended
_THINNEST, _THICKEST = 1.2, 4.5  # pen widths that MNIST holds and that are left as they are


def render_picture(ink: Raster) -> Raster:
    """Brings a picture of one digit to the size and the place that the network knows.

    Args:
        ink: shape (h, w), float32 in [0, 1], white ink on black, as `page.open_picture` gives it.

    Returns:
        Shape (28, 28), float32 in [0, 1]. Black where there is no ink.
    """
    strongest = float(ink.max(initial=0.0))
    box = ink_box(ink)
    if box is None:
        return np.zeros((SIZE, SIZE), np.float32)
    x0, y0, x1, y1 = box
    crop = ink[y0:y1, x0:x1] / strongest
    scale = BOX / max(crop.shape)
    width, height = (max(1, round(side * scale)) for side in (x1 - x0, y1 - y0))
    image = Image.fromarray(np.uint8(np.rint(crop * 255)))
    small = _crisper(_one_pen(image, width, height), scale)
    return _place(np.asarray(small, np.float32) / np.float32(255))


def ink_box(ink: Raster) -> tuple[int, int, int, int] | None:
    """Box (x0, y0, x1, y1) in pixels around the ink of a picture, or None where there is none.

    One pixel more on each side takes in the soft rim of an antialiased line, where there is one.
    """
    strongest = float(ink.max(initial=0.0))
    mask = ink > FAINTEST * strongest
    columns, rows = np.flatnonzero(mask.any(axis=0)), np.flatnonzero(mask.any(axis=1))
    if not len(columns):
        return None
    x0, y0 = max(int(columns[0]) - 1, 0), max(int(rows[0]) - 1, 0)
    rim = ink[y0 : int(rows[-1]) + 2, x0 : int(columns[-1]) + 2] > _RIM * strongest
    columns, rows = np.flatnonzero(rim.any(axis=0)), np.flatnonzero(rim.any(axis=1))
    return (
        x0 + int(columns[0]),
        y0 + int(rows[0]),
        x0 + int(columns[-1]) + 1,
        y0 + int(rows[-1]) + 1,
    )


def _one_pen(image: Image.Image, width: int, height: int) -> Image.Image:
    """Scales to (width, height); hairlines get thicker and markers thinner on the way."""
    target = image.resize((width, height), Image.Resampling.BOX if image.width > width else
                          Image.Resampling.BICUBIC)  # fmt: skip
    pad = 2 * _FINE
    fine = image.resize((width * _FINE, height * _FINE), Image.Resampling.BILINEAR)
    framed = Image.new("L", (fine.width + 2 * pad, fine.height + 2 * pad))
    framed.paste(fine, (pad, pad))
    pen = _pen_width(np.asarray(framed) > 127) / _FINE
    if pen == 0 or _THINNEST <= pen <= _THICKEST:
        return target
    rim = round(abs(PEN - pen) * _FINE / 2)  # to add or take on each side
    if rim == 0:
        return target
    mended = framed.filter(
        ImageFilter.MaxFilter(2 * rim + 1) if pen < PEN else ImageFilter.MinFilter(2 * rim + 1)
    )
    inner = mended.getbbox()
    if inner is None:
        return target
    cut = mended.crop(inner)
    scale = BOX / max(cut.size)
    return cut.resize(
        (max(1, round(cut.width * scale)), max(1, round(cut.height * scale))), Image.Resampling.BOX
    )


def _crisper(image: Image.Image, scale: float) -> Image.Image:
    """More contrast for a picture that was drawn up `scale` times, which blurs its lines.

    In 8 pixels a line is hardly ever black and white; drawn up from there, what has less than 8 %
    of the strongest ink becomes black, and what has more than 60 % white. From 20 pixels on nothing
    changes.
    """
    blur = min((scale - 1) / 1.5, 1.0)
    strongest = image.getextrema()[1]
    if blur <= 0 or not isinstance(strongest, int | float) or strongest == 0:
        return image
    low, high = strongest * 0.08 * blur, strongest * (1 - 0.4 * blur)
    return image.point([round(255 * (v - low) / (high - low)) for v in range(256)])


def _pen_width(mask: NDArray[np.bool_]) -> float:
    """Mean width of the lines in a mask, in its pixels: twice the area over the outline.

    The outline counted along pixel edges is 4/pi times the true one, averaged over directions.
    """
    outline = np.count_nonzero(mask[1:] != mask[:-1]) + np.count_nonzero(
        mask[:, 1:] != mask[:, :-1]
    )
    return 2 * np.count_nonzero(mask) / (outline * np.pi / 4) if outline else 0.0


def _place(digit: Raster) -> Raster:
    """The digit, at most 20×20, in 28×28, its mass in the middle."""
    height, width = digit.shape
    total = float(digit.sum())
    if total <= 0:
        return np.zeros((SIZE, SIZE), np.float32)
    x = float((digit.sum(axis=0) * (np.arange(width) + 0.5)).sum()) / total
    y = float((digit.sum(axis=1) * (np.arange(height) + 0.5)).sum()) / total
    # As in MNIST: by whole pixels, the centre of mass less than a pixel past the middle.
    left = min(max(math.ceil(SIZE / 2 - x), 0), SIZE - width)
    top = min(max(math.ceil(SIZE / 2 - y), 0), SIZE - height)
    image = np.zeros((SIZE, SIZE), np.float32)
    image[top : top + height, left : left + width] = digit
    return image
