"""Pointer events: how a person would draw ink on the screen, as commands for xdotool."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Sequence

from digitrec.recognition.ink import Ink, Point

Pixel = tuple[int, int]
Canvas = Sequence[int]
"""x, y, width and height of the drawing area on the screen, as in the trace."""

SIZES = (0.35, 0.85)
"""Smallest and largest height of a drawing, as fractions of the drawing area's."""

MARGIN = 0.04
"""What stays empty at the edge, as a fraction of the drawing area's sides."""

EVENT_SECONDS = 0.0085
"""Between two pointer events: 118 per second; a mouse sends 100 to 125."""

STRIDE = 12.0
"""Most pixels between two events: 1,400 per second, a fast hand."""

LIFTED = (0.12, 0.3)
"""Shortest and longest time in seconds from pen-up to pen-down within a drawing."""


def lay_out(ink: Ink, canvas: Canvas, rng: random.Random) -> list[list[Pixel]]:
    """The strokes at a random size and position on the screen, inside the drawing area.

    A drawing that would be too wide, such as a long number, becomes smaller.
    """
    box = ink.box
    if box is None:
        return []
    left, top, *sides = canvas
    sizes = box[2] - box[0], box[3] - box[1]
    room = [side * (1 - 2 * MARGIN) for side in sides]
    scale = min(rng.uniform(*SIZES) * sides[1] / max(sizes[1], 1e-9), room[0] / max(sizes[0], 1e-9))
    if max(sizes) <= 0:
        scale = 1.0
    x, y = (
        start + side * MARGIN + rng.random() * (free - scale * size)
        for start, side, free, size in zip((left, top), sides, room, sizes, strict=True)
    )
    return [
        _stepped([(x + scale * (px - box[0]), y + scale * (py - box[1])) for px, py in stroke])
        for stroke in ink.strokes
    ]


def _stepped(points: Sequence[Point]) -> list[Pixel]:
    """The pixels of a stroke's events: no repetitions, and no step longer than `STRIDE`."""
    path: list[Point] = [points[0]]
    for (x0, y0), (x1, y1) in itertools.pairwise(points):
        steps = max(1, math.ceil(math.dist((x0, y0), (x1, y1)) / STRIDE))
        path += [
            (x0 + (x1 - x0) * n / steps, y0 + (y1 - y0) * n / steps) for n in range(1, steps + 1)
        ]
    pixels = [(round(x), round(y)) for x, y in path]
    return [pixel for pixel, _ in itertools.groupby(pixels)]


def commands(
    strokes: Sequence[Sequence[Pixel]], rng: random.Random, between: float = EVENT_SECONDS
) -> list[str]:
    """Lines for xdotool that draw the strokes, by default at a person's speed.

    Args:
        strokes: their pixels.
        rng: for the pauses while the pen is up.
        between: seconds between two events.
    """
    lines = []
    for stroke in strokes:
        x, y = stroke[0]
        lines.append(f"mousemove {x} {y} sleep {rng.uniform(*LIFTED):.3f}")
        lines.append(f"mousedown 1 sleep {between}")
        lines += [f"mousemove {x} {y} sleep {between}" for x, y in stroke[1:]]
        lines.append("mouseup 1")
    return lines
