"""The raster of a picture of one digit: the image that the network knows, as `raster` explains it.

It is apart from `raster`, as drawings need no Pillow, whose import takes time and memory.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from digitrec.recognition.raster import BOX, SIZE, STROKE_WIDTH, Raster

FAINTEST = 0.2
"""Share of a picture's strongest ink below which a pixel counts as paper."""

_EDGE = 0.03  # like FAINTEST, for the pixel next to a stroke
_FINE = 4  # working pixels in a pixel of the result, while the stroke width is corrected
_ENLARGEMENT = 6  # of pictures in which a digit has fewer pixels than the network's image
_THINNEST, _THICKEST = 1.2, 4.5  # stroke widths that occur in MNIST and aren't corrected


def render_picture(ink: Raster) -> Raster:
    """Scales a picture of one digit to the size and the place that the network knows.

    Args:
        ink: shape (h, w), float32 in [0, 1], white ink on black, as `find_ink` in
            `picture.segmentation.ink` gives it.

    Returns:
        Shape (28, 28), float32 in [0, 1]. Black if there is no ink.
    """
    strongest = float(ink.max(initial=0.0))
    box = ink_box(ink)
    if box is None:
        return np.zeros((SIZE, SIZE), np.float32)
    x0, y0, x1, y1 = box
    crop = ink[y0:y1, x0:x1] / strongest
    if max(crop.shape) < BOX:
        return render_picture(_enlarged(crop))
    scale = BOX / max(crop.shape)
    width, height = (max(1, round(side * scale)) for side in (x1 - x0, y1 - y0))
    image = Image.fromarray(np.uint8(np.rint(crop * 255)))
    small = _scale(image, width, height)
    return _place(np.asarray(small, np.float32) / np.float32(255))


def ink_box(ink: Raster) -> tuple[int, int, int, int] | None:
    """Box (x0, y0, x1, y1) in pixels around the ink of a picture, or None if there is none.

    One pixel more on each side includes the soft edge of an antialiased stroke, if it has one.
    """
    strongest = float(ink.max(initial=0.0))
    mask = ink > FAINTEST * strongest
    columns, rows = np.flatnonzero(mask.any(axis=0)), np.flatnonzero(mask.any(axis=1))
    if not len(columns):
        return None
    x0, y0 = max(int(columns[0]) - 1, 0), max(int(rows[0]) - 1, 0)
    edge = ink[y0 : int(rows[-1]) + 2, x0 : int(columns[-1]) + 2] > _EDGE * strongest
    columns, rows = np.flatnonzero(edge.any(axis=0)), np.flatnonzero(edge.any(axis=1))
    return (
        x0 + int(columns[0]),
        y0 + int(rows[0]),
        x0 + int(columns[-1]) + 1,
        y0 + int(rows[-1]) + 1,
    )


def _scale(image: Image.Image, width: int, height: int) -> Image.Image:
    """Scales to (width, height), with hairlines thickened and the strokes of markers thinned."""
    target = image.resize((width, height), Image.Resampling.BOX if image.width > width else
                          Image.Resampling.BICUBIC)  # fmt: skip
    pad = 2 * _FINE
    fine = image.resize((width * _FINE, height * _FINE), Image.Resampling.BILINEAR)
    framed = Image.new("L", (fine.width + 2 * pad, fine.height + 2 * pad))
    framed.paste(fine, (pad, pad))
    width_found = mean_stroke_width(np.asarray(framed) > 127) / _FINE
    if width_found == 0 or _THINNEST <= width_found <= _THICKEST:
        return target
    change = round(abs(STROKE_WIDTH - width_found) * _FINE / 2)  # on each side
    if change == 0:
        return target
    extreme = np.maximum if width_found < STROKE_WIDTH else np.minimum
    corrected = Image.fromarray(spread(np.asarray(framed), change, extreme))
    inner = corrected.getbbox()
    if inner is None:
        return target
    cut = corrected.crop(inner)
    scale = BOX / max(cut.size)
    return cut.resize(
        (max(1, round(cut.width * scale)), max(1, round(cut.height * scale))), Image.Resampling.BOX
    )


def spread(
    values: NDArray[np.uint8], reach: int, extreme: Callable[..., NDArray[np.uint8]]
) -> NDArray[np.uint8]:
    """The least or the greatest of the square around each value, edges repeated.

    Pillow's filters give the same, but their time grows with the square's area: a picture of 200
    bytes took 6 s. Here windows of one length make those of twice the length.
    """
    for axis in (0, 1):
        values = np.pad(values, [(reach, reach) if at == axis else (0, 0) for at in (0, 1)], "edge")
        window = 1
        while window < 2 * reach + 1:
            step = min(window, 2 * reach + 1 - window)
            values = extreme(*_shifted(values, step, axis))
            window += step
    return values


def _shifted(values: NDArray[np.uint8], by: int, axis: int) -> tuple[NDArray[np.uint8], ...]:
    """The values without the last rows or columns, and without the first."""
    return (values[:-by], values[by:]) if axis == 0 else (values[:, :-by], values[:, by:])


def _enlarged(crop: Raster) -> Raster:
    """A tiny picture enlarged smoothly, so that its ink can end between pixels."""
    framed = np.pad(crop, 1)
    size = (framed.shape[1] * _ENLARGEMENT, framed.shape[0] * _ENLARGEMENT)
    smooth = Image.fromarray(framed).resize(size, Image.Resampling.BICUBIC)
    return np.clip(np.asarray(smooth, np.float32), 0, 1)


def mean_stroke_width(mask: NDArray[np.bool_]) -> float:
    """Mean width of the strokes in a mask, in its pixels: twice the area over the outline.

    The outline counted along pixel edges is 4/pi times the true one, averaged over directions.
    """
    outline = np.count_nonzero(mask[1:] != mask[:-1]) + np.count_nonzero(
        mask[:, 1:] != mask[:, :-1]
    )
    return 2 * np.count_nonzero(mask) / (outline * np.pi / 4) if outline else 0.0


def _place(digit: Raster) -> Raster:
    """The digit, at most 20×20, in 28×28, with its centre of mass in the middle."""
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
