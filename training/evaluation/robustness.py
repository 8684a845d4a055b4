"""Robustness: the same digits in other sizes and with other pens, and how many are still right.

A pen digit of the held-out writers is drawn as a person with a mouse would have drawn it at some
size, or made a picture of, as a scanner at some resolution would have; then it goes the way that
the application takes.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from digitrec.recognition.ink import Stroke
from digitrec.recognition.raster import STROKE_WIDTH, Raster, render, render_picture, render_views
from training.data.datasets import PenDigits, Strokes
from training.evaluation.evaluate import Reader
from training.evaluation.metrics import wilson_interval

PENS = (1.2, 1.6, 2.0, STROKE_WIDTH, 3.0, 3.6, 4.4, 5.4)
"""Pen widths in pixels of the 28×28; the application draws with `STROKE_WIDTH`."""

HEIGHTS = (10, 14, 20, 28, 50, 100, 300)
"""Longer sides of a digit, in pixels, as drawn and in pictures."""

SHARES = (0.015, 0.03, 0.06, 0.1, 0.14, 0.2, 0.28)
"""Line widths in pictures, in longer sides of the digit. `STROKE_WIDTH` in 20 pixels is 0.14."""

Make = Callable[[Strokes, float], Raster]

_FEW = 500  # so many drawings are made before another process has even started
_TALL = 100  # pixels of a digit in the pictures whose line width is varied
_FINE = 4  # a picture's lines are drawn so many times finer and scaled down, which smooths them


@dataclass(frozen=True)
class Point:
    """What a model reads of digits that were made one way.

    Attributes:
        at: the size, or the width of the line.
        drawings: how many.
        accuracy: share that is read right, rejected or not.
        interval: that holds the true share with 95 % probability.
        rejected: share that is taken for no digit.
    """

    at: float
    drawings: int
    accuracy: float
    interval: tuple[float, float]
    rejected: float


def by_pen(reader: Reader, pen: PenDigits) -> list[Point]:
    """Digits drawn once, with other pens than the application's, straight into the network."""
    return _points(reader, pen, PENS, _drawn_with, drawn=True)


def by_drawn_size(reader: Reader, pen: PenDigits) -> list[Point]:
    """Digits drawn at some height on a canvas that knows whole pixels only."""
    return _points(reader, pen, HEIGHTS, _drawn, drawn=True)


def by_line_in_pictures(reader: Reader, pen: PenDigits) -> list[Point]:
    """Pictures of digits drawn with hairlines up to thick markers."""
    return _points(reader, pen, SHARES, _pictured_with, drawn=False)


def by_size_in_pictures(reader: Reader, pen: PenDigits) -> list[Point]:
    """Pictures of digits from a few pixels to hundreds, the line in proportion."""
    return _points(reader, pen, HEIGHTS, _pictured_at, drawn=False)


def _drawn_with(strokes: Strokes, width: float) -> Raster:
    return render(strokes, width)[None]


def _drawn(strokes: Strokes, tall: float) -> Raster:
    return render_views(on_pixels(strokes, tall))


def _pictured_with(strokes: Strokes, share: float) -> Raster:
    return render_picture(picture_of(strokes, _TALL, share * _TALL))[None]


def _pictured_at(strokes: Strokes, tall: float) -> Raster:
    return render_picture(picture_of(strokes, tall, STROKE_WIDTH / 20 * tall))[None]


def on_pixels(strokes: Strokes, tall: float) -> tuple[Stroke, ...]:
    """Strokes scaled so that the longer side is `tall`, every point on a whole pixel."""
    return tuple(
        tuple((float(x), float(y)) for x, y in np.rint(line)) for line in _fitted(strokes, tall)
    )


def picture_of(strokes: Strokes, tall: float, line: float) -> Raster:
    """A picture of a digit: white ink on black, smooth, with a margin.

    Args:
        strokes: of the digit.
        tall: longer side of the ink, the line's width included, in pixels.
        line: width of the line in pixels.
    """
    lines = _fitted(strokes, max(tall - line, 1.0))
    margin = line / 2 + 4
    extent = np.concatenate(lines).max(axis=0) + 2 * margin
    width, height = (int(np.ceil(side)) for side in extent)
    image = Image.new("L", (width * _FINE, height * _FINE))
    draw = ImageDraw.Draw(image)
    radius = line * _FINE / 2
    for points in lines:
        path = [(float(x), float(y)) for x, y in (points + margin) * _FINE]
        draw.line(path, fill=255, width=max(round(2 * radius), 1))
        for x, y in path:  # round ends and joints
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    return np.asarray(image.reduce(_FINE), np.float32) / np.float32(255)


def _fitted(strokes: Strokes, tall: float) -> list[NDArray[np.float64]]:
    lines = [np.asarray(stroke, np.float64) for stroke in strokes]
    points = np.concatenate(lines)
    low = points.min(axis=0)
    extent = float(np.ptp(points, axis=0).max()) or 1.0
    return [(line - low) * (tall / extent) for line in lines]


def _points(
    reader: Reader,
    pen: PenDigits,
    values: Sequence[float],
    make: Make,
    drawn: bool,
) -> list[Point]:
    card = reader.model.card
    rejection_threshold = (
        card.rejection_threshold if drawn else card.rejection_threshold_in_pictures
    )
    points = []
    for value, views in zip(values, _rendered(pen.strokes, values, make), strict=True):
        predictions = reader.read_views(views)
        share = float((predictions.probabilities.argmax(axis=1) == pen.labels).mean())
        rejection_score = predictions.outlier_score if drawn else predictions.rejection_score
        rejected = float((rejection_score > rejection_threshold).mean())
        interval = wilson_interval(share, len(pen))
        points.append(Point(float(value), len(pen), share, interval, rejected))
    return points


def _rendered(
    drawings: Sequence[Strokes], values: Sequence[float], make: Make
) -> Iterator[NDArray[np.float32]]:
    """All drawings made with each of the values: (n, views, 28, 28) each.

    On every core, where it pays.
    """
    task = partial(_render_all, make, drawings)
    if len(drawings) < _FEW:
        yield from map(task, values)
        return
    spawn = multiprocessing.get_context("spawn")  # a process with threads must not be forked
    with ProcessPoolExecutor(mp_context=spawn) as pool:
        yield from pool.map(task, values)


def _render_all(make: Make, drawings: Sequence[Strokes], value: float) -> NDArray[np.float32]:
    return np.stack([make(strokes, value) for strokes in drawings])
