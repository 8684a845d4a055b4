"""Robustness: how the same digits are read in other sizes and with other pens.

Pen digits of the held-out writers are drawn as a person with a mouse would have drawn them in some
size, or turned into a picture as a scanner of some resolution would have made it. They are then
read in the same way as in the application.
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
from digitrec.recognition.picture.picture_raster import render_picture
from digitrec.recognition.raster import STROKE_WIDTH, Raster, render, render_views
from training.data.datasets import PenDigits, Strokes
from training.evaluation.metrics import wilson_interval
from training.evaluation.reader import Reader
from training.terminal.progress import shown

PENS = (1.2, 1.6, 2.0, STROKE_WIDTH, 3.0, 3.6, 4.4, 5.4)
"""Pen widths in pixels of the 28×28; the application draws with `STROKE_WIDTH`."""

HEIGHTS = (10, 14, 20, 28, 50, 100, 300)
"""Longer sides of a digit, in pixels, as drawn and in pictures."""

SHARES = (0.015, 0.03, 0.06, 0.1, 0.14, 0.2, 0.28)
"""Line widths in pictures, in longer sides of the digit. `STROKE_WIDTH` in 20 pixels is 0.14."""

Render = Callable[[Strokes, float], Raster]
"""Renders a digit with a size or a line width: (views, 28, 28)."""

_FEW = 500  # fewer drawings than this are rendered before another process has even started
_HEIGHT = 100  # pixels of a digit in the pictures whose line width is varied
_SUPERSAMPLING = 4  # pictures are drawn larger by this factor and scaled down, which smooths lines


@dataclass(frozen=True)
class Point:
    """How digits of one size or one line width are read.

    Attributes:
        at: the size, or the line width.
        drawings: how many there are.
        accuracy: share that is read correctly, rejected or not.
        interval: the 95 % confidence interval of this share.
        rejected: share that is rejected.
    """

    at: float
    drawings: int
    accuracy: float
    interval: tuple[float, float]
    rejected: float


@dataclass(frozen=True)
class Robustness:
    """The held-out writers' digits drawn in other ways: a list of points for each of them.

    All are read by the picture classifier alone.
    """

    by_pen: list[Point]
    by_drawn_size: list[Point]
    by_line_in_pictures: list[Point]
    by_size_in_pictures: list[Point]


def measure_robustness(reader: Reader, pen: PenDigits) -> Robustness:
    """Draws digits in other sizes and line widths, and reads them."""
    found = []
    for title, measure in (
        ("by pen width", by_pen),
        ("by size of the drawing", by_drawn_size),
        ("by line width in pictures", by_line_in_pictures),
        ("by size of the picture", by_size_in_pictures),
    ):
        reader.report(f"pen digits {title}: {len(pen)}")
        found.append(measure(reader, pen))
    return Robustness(*found)


def by_pen(reader: Reader, pen: PenDigits) -> list[Point]:
    """Digits drawn with pens other than the application's, in a single view."""
    return _points(reader, pen, PENS, _drawn_with, drawn=True)


def by_drawn_size(reader: Reader, pen: PenDigits) -> list[Point]:
    """Digits drawn at some height on a canvas of whole pixels."""
    return _points(reader, pen, HEIGHTS, _drawn, drawn=True)


def by_line_in_pictures(reader: Reader, pen: PenDigits) -> list[Point]:
    """Pictures of digits drawn with anything from a hairline to a thick marker."""
    return _points(reader, pen, SHARES, _pictured_with, drawn=False)


def by_size_in_pictures(reader: Reader, pen: PenDigits) -> list[Point]:
    """Pictures of digits from a few to hundreds of pixels high, with lines in proportion."""
    return _points(reader, pen, HEIGHTS, _pictured_at, drawn=False)


def _drawn_with(strokes: Strokes, width: float) -> Raster:
    return render(strokes, width)[None]


def _drawn(strokes: Strokes, height: float) -> Raster:
    return render_views(on_pixels(strokes, height))


def _pictured_with(strokes: Strokes, share: float) -> Raster:
    return render_picture(picture_of(strokes, _HEIGHT, share * _HEIGHT))[None]


def _pictured_at(strokes: Strokes, height: float) -> Raster:
    return render_picture(picture_of(strokes, height, STROKE_WIDTH / 20 * height))[None]


def on_pixels(strokes: Strokes, height: float) -> tuple[Stroke, ...]:
    """Strokes scaled so that the longer side is `height`, every point on a whole pixel."""
    return tuple(
        tuple((float(x), float(y)) for x, y in np.rint(line)) for line in _fitted(strokes, height)
    )


def picture_of(strokes: Strokes, height: float, line: float) -> Raster:
    """A picture of a digit: white ink on black, smooth, with a margin.

    Args:
        strokes: of the digit.
        height: longer side of the ink in pixels, including the line width.
        line: line width in pixels.
    """
    lines = _fitted(strokes, max(height - line, 1.0))
    margin = line / 2 + 4
    extent = np.concatenate(lines).max(axis=0) + 2 * margin
    size = tuple(int(np.ceil(side)) * _SUPERSAMPLING for side in extent)
    image = Image.new("L", (size[0], size[1]))
    draw = ImageDraw.Draw(image)
    radius = line * _SUPERSAMPLING / 2
    for points in lines:
        path = [(float(x), float(y)) for x, y in (points + margin) * _SUPERSAMPLING]
        draw.line(path, fill=255, width=max(round(2 * radius), 1))
        for x, y in path:  # round ends and joints
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    return np.asarray(image.reduce(_SUPERSAMPLING), np.float32) / np.float32(255)


def _fitted(strokes: Strokes, height: float) -> list[NDArray[np.float64]]:
    lines = [np.asarray(stroke, np.float64) for stroke in strokes]
    points = np.concatenate(lines)
    low = points.min(axis=0)
    extent = float(np.ptp(points, axis=0).max()) or 1.0
    return [(line - low) * (height / extent) for line in lines]


def _points(
    reader: Reader,
    pen: PenDigits,
    values: Sequence[float],
    make: Render,
    drawn: bool,
) -> list[Point]:
    card = reader.model.card
    rejection_threshold = (
        card.rejection_threshold if drawn else card.rejection_threshold_in_pictures
    )
    points = []
    rendered = zip(values, _rendered(pen.strokes, values, make), strict=True)
    for value, views in shown("drawing and reading them", rendered, len(values)):
        predictions = reader.read_views(views)
        share = float((predictions.probabilities.argmax(axis=1) == pen.labels).mean())
        rejection_score = predictions.outlier_score if drawn else predictions.rejection_score
        rejected = float((rejection_score > rejection_threshold).mean())
        interval = wilson_interval(share, len(pen))
        points.append(Point(float(value), len(pen), share, interval, rejected))
    return points


def _rendered(
    drawings: Sequence[Strokes], values: Sequence[float], make: Render
) -> Iterator[NDArray[np.float32]]:
    """All drawings, rendered with each of the values: (n, views, 28, 28) each.

    Uses every core if there are enough drawings.
    """
    task = partial(_render_all, make, drawings)
    if len(drawings) < _FEW:
        yield from map(task, values)
        return
    spawn = multiprocessing.get_context("spawn")  # a process with threads must not be forked
    with ProcessPoolExecutor(mp_context=spawn) as pool:
        yield from pool.map(task, values)


def _render_all(make: Render, drawings: Sequence[Strokes], value: float) -> NDArray[np.float32]:
    return np.stack([make(strokes, value) for strokes in drawings])
