"""Drawing file: a drawing as a PNG picture or as SVG, black ink on white paper in either theme."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape
from typing import IO, NamedTuple

from digitrec.recognition.ink import Stroke
from digitrec.ui.canvas import antialiasing
from digitrec.ui.canvas.curve import middle

MARGIN = 16
"""Paper left around the ink, in logical pixels."""

DENSITY = 3
"""Pixels of a picture to one of the screen: 288 to an inch on a usual screen, good for print."""

MOST_PIXELS = 20_000_000
"""Of a picture; what is larger is drawn less dense, also so that Digitrec itself can open it."""


class Cutting(NamedTuple):
    """A drawing cut out of its paper, with a margin, in logical pixels.

    Attributes:
        strokes: in the cutting, whose corner is (0, 0).
        width: of the cutting.
        height: of the cutting.
        pen: width of the pen.
    """

    strokes: tuple[Stroke, ...]
    width: float
    height: float
    pen: float


def cut_out(strokes: Sequence[Stroke], pen: float, scale: float = 1.0) -> Cutting:
    """Cuts a drawing out of its paper.

    Args:
        strokes: in screen pixels; at least one point.
        pen: width of the pen, in logical pixels.
        scale: screen pixels to a logical pixel.
    """
    points = [point for stroke in strokes for point in stroke]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    rim = MARGIN + pen / 2
    left, top = rim - min(xs) / scale, rim - min(ys) / scale
    return Cutting(
        tuple(tuple((left + x / scale, top + y / scale) for x, y in line) for line in strokes),
        (max(xs) - min(xs)) / scale + 2 * rim,
        (max(ys) - min(ys)) / scale + 2 * rim,
        pen,
    )


def write_png(cutting: Cutting, stream: IO[bytes], scale: float = 1.0) -> None:
    """Writes a drawing as a PNG picture that is as large in print as it was on the screen.

    Args:
        cutting: the drawing.
        stream: takes the bytes.
        scale: screen pixels to a logical pixel.
    """
    density = DENSITY * scale
    density = min(density, math.sqrt(MOST_PIXELS / (cutting.width * cutting.height)))
    size = math.ceil(cutting.width * density), math.ceil(cutting.height * density)
    strokes = [tuple((density * x, density * y) for x, y in line) for line in cutting.strokes]
    write_coverage(
        antialiasing.coverage_of(strokes, size, density * cutting.pen), stream, 96 * density
    )


def write_coverage(
    coverage: antialiasing.Coverage, stream: IO[bytes], per_inch: float = 96
) -> None:
    """Writes ink as a PNG picture, black on white.

    Args:
        coverage: the ink.
        stream: takes the bytes.
        per_inch: how many of its pixels are an inch in print.
    """
    from PIL import Image

    Image.fromarray(255 - coverage).save(stream, "PNG", dpi=(per_inch, per_inch))


def svg(cutting: Cutting, title: str) -> str:
    """A drawing as SVG, a path for each stroke: the very curves that are on the screen.

    Args:
        cutting: the drawing.
        title: what a screen reader says in its place.
    """
    width, height = _number(cutting.width), _number(cutting.height)
    paths = "".join(f'    <path d="{_path(stroke)}"/>\n' for stroke in cutting.strokes if stroke)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" role="img"
    width="{width}" height="{height}" viewBox="0 0 {width} {height}">
  <title>{escape(title, quote=False)}</title>
  <rect width="100%" height="100%" fill="#fff"/>
  <g fill="none" stroke="#000" stroke-width="{_number(cutting.pen)}"
      stroke-linecap="round" stroke-linejoin="round">
{paths}  </g>
</svg>
"""


def _path(stroke: Stroke) -> str:
    """The stroke's curve, as `curve.smooth` has it; see SVG 1.1, 8.3 on M, L, Q and h."""
    if len(stroke) == 1:
        return f"M{_pair(stroke[0])}h.01"  # some programs draw no line that has no length
    bends = [
        f"Q{_pair(stroke[at])} {_pair(middle(stroke[at], stroke[at + 1]))}"
        for at in range(1, len(stroke) - 1)
    ]
    first = [f"L{_pair(middle(*stroke[:2]))}"] if bends else []
    return "".join([f"M{_pair(stroke[0])}", *first, *bends, f"L{_pair(stroke[-1])}"])


def _pair(point: tuple[float, float]) -> str:
    return f"{_number(point[0])},{_number(point[1])}"


def _number(value: float) -> str:
    """With two decimals, a two hundredth of a pixel being more than anyone sees."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
