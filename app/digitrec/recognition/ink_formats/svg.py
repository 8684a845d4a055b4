"""A drawing as SVG 1.1: a line through the points of each stroke."""

from __future__ import annotations

from html import escape
from typing import IO

from digitrec.recognition.ink import Ink, InkError

_PEN = 0.04  # of the larger side, as wide as an ordinary pen's line in handwriting


def write_svg(stream: IO[str], ink: Ink) -> None:
    """Writes a drawing as SVG, black on nothing, its label as the title.

    Raises:
        InkError: if nothing is drawn.
    """
    if ink.box is None:
        raise InkError("nothing is drawn")
    left, top, right, bottom = ink.box
    pen = _PEN * max(right - left, bottom - top) or 1.0
    view = left - 2 * pen, top - 2 * pen, right - left + 4 * pen, bottom - top + 4 * pen
    title = "" if ink.label is None else f"  <title>{escape(ink.label, quote=False)}</title>\n"
    stream.write(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{" ".join(map(_number, view))}">\n'
        f'{title}  <g fill="none" stroke="#000" stroke-width="{_number(pen)}" '
        'stroke-linecap="round" stroke-linejoin="round">\n'
    )
    for stroke in ink.strokes:
        # A line of no length gets a round end only if it goes somewhere.
        points = stroke if len(stroke) > 1 else (*stroke, (stroke[0][0] + pen / 1000, stroke[0][1]))
        line = " ".join(f"{_number(x)},{_number(y)}" for x, y in points)
        stream.write(f'    <polyline points="{line}"/>\n')
    stream.write("  </g>\n</svg>\n")


def _number(value: float) -> str:
    return f"{value:.8g}"
