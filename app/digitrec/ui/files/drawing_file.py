"""A drawing as a PNG picture or as SVG: black ink on white in either theme."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape
from typing import IO, NamedTuple

from digitrec.recognition.ink import Stroke
from digitrec.ui.canvas import antialiasing
from digitrec.ui.canvas.curve import middle

MARGIN = 16
"""Blank space around the ink, in logical pixels."""

DENSITY = 3
"""Pixels of the picture for each logical pixel: 288 per inch, good for print."""

MOST_PIXELS = 20_000_000
"""In a picture. Larger drawings get fewer pixels per inch, so that Digitrec can open the file."""


class Crop(NamedTuple):
    """A drawing cropped to its ink, with a margin, in logical pixels.

    Attributes:
        strokes: in the crop, whose corner is (0, 0).
        width: of the crop.
        height: of the crop.
        pen: width of the pen.
    """

    strokes: tuple[Stroke, ...]
    width: float
    height: float
    pen: float


def crop_drawing(strokes: Sequence[Stroke], pen: float, scale: float = 1.0) -> Crop:
    """Crops a drawing to its ink.

    Args:
        strokes: in screen pixels; at least one point.
        pen: width of the pen, in logical pixels.
        scale: screen pixels of a logical pixel.
    """
    points = [point for stroke in strokes for point in stroke]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    margin = MARGIN + pen / 2
    left, top = margin - min(xs) / scale, margin - min(ys) / scale
    return Crop(
        tuple(tuple((left + x / scale, top + y / scale) for x, y in line) for line in strokes),
        (max(xs) - min(xs)) / scale + 2 * margin,
        (max(ys) - min(ys)) / scale + 2 * margin,
        pen,
    )


def write_png(crop: Crop, stream: IO[bytes], scale: float = 1.0) -> None:
    """Writes a drawing as a PNG picture, as large in print as it was on the screen.

    Args:
        crop: the drawing.
        stream: to write to.
        scale: screen pixels of a logical pixel.
    """
    density = DENSITY * scale
    density = min(density, math.sqrt(MOST_PIXELS / (crop.width * crop.height)))
    size = math.ceil(crop.width * density), math.ceil(crop.height * density)
    strokes = [tuple((density * x, density * y) for x, y in line) for line in crop.strokes]
    write_coverage(
        antialiasing.coverage_of(strokes, size, density * crop.pen), stream, 96 * density
    )


def write_coverage(
    coverage: antialiasing.Coverage, stream: IO[bytes], per_inch: float = 96
) -> None:
    """Writes ink as a PNG picture, black on white.

    Args:
        coverage: the ink.
        stream: to write to.
        per_inch: its resolution in print.
    """
    from PIL import Image

    Image.fromarray(255 - coverage).save(stream, "PNG", dpi=(per_inch, per_inch))


def svg(crop: Crop, title: str) -> str:
    """A drawing as SVG: a path for each stroke, with the same curves as on the screen.

    Args:
        crop: the drawing.
        title: what a screen reader reads out.
    """
    width, height = _number(crop.width), _number(crop.height)
    paths = "".join(f'    <path d="{_path(stroke)}"/>\n' for stroke in crop.strokes if stroke)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" role="img"
    width="{width}" height="{height}" viewBox="0 0 {width} {height}">
  <title>{escape(title, quote=False)}</title>
  <rect width="100%" height="100%" fill="#fff"/>
  <g fill="none" stroke="#000" stroke-width="{_number(crop.pen)}"
      stroke-linecap="round" stroke-linejoin="round">
{paths}  </g>
</svg>
"""


def _path(stroke: Stroke) -> str:
    """The stroke's curve, the same as `curve.smooth` has; see SVG 1.1, 8.3 for M, L, Q and h."""
    if len(stroke) == 1:
        return f"M{_pair(stroke[0])}h.01"  # some programs draw nothing for a line of length 0
    bends = [
        f"Q{_pair(stroke[at])} {_pair(middle(stroke[at], stroke[at + 1]))}"
        for at in range(1, len(stroke) - 1)
    ]
    first = [f"L{_pair(middle(*stroke[:2]))}"] if bends else []
    return "".join([f"M{_pair(stroke[0])}", *first, *bends, f"L{_pair(stroke[-1])}"])


def _pair(point: tuple[float, float]) -> str:
    return f"{_number(point[0])},{_number(point[1])}"


def _number(value: float) -> str:
    """With at most two decimals: nobody sees an error of a two-hundredth of a pixel."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
