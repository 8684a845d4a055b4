"""Smooth curves through the points of a stroke, all at once or as the stroke grows.

A curve is a quadratic B-spline: parabolas that run from the middle of one segment to the middle of
the next, with the point between the two as their control point. Each piece depends on three points
only, so a growing stroke never changes what is already drawn.
"""

from __future__ import annotations

TYPE_CHECKING = False  # the first paint waits 5 ms for typing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digitrec.recognition.ink import Point

STEP = 5.0
"""Pixels between two corners of a drawn curve."""

MOST_CORNERS = 12
"""Most corners of one piece, if the pointer jumps."""


def smooth(points: Sequence[Point]) -> list[float]:
    """The whole stroke as a flat list x, y, x, y, … that begins and ends where the stroke does."""
    flat = list(points[0])
    for index in range(1, len(points) - 1):
        piece = bend(points[index - 1], points[index], points[index + 1])
        flat += piece if index == 1 else piece[2:]
    if len(points) > 1:
        flat += points[-1]
    return flat


def bend(before: Point, at: Point, after: Point) -> list[float]:
    """The piece around `at`, from the middle of the segment before it to that of the one after."""
    x0, y0 = middle(before, at)
    x2, y2 = middle(at, after)
    x1, y1 = at
    length = abs(x2 - x0) + abs(y2 - y0)
    corners = min(MOST_CORNERS, max(1, round(length / STEP)))
    flat = [x0, y0]
    for corner in range(1, corners + 1):
        t = corner / corners
        a, b, c = (1 - t) * (1 - t), 2 * t * (1 - t), t * t
        flat += (a * x0 + b * x1 + c * x2, a * y0 + b * y1 + c * y2)
    return flat


def growth(points: Sequence[Point]) -> tuple[list[float], list[float]]:
    """What the last point adds to a growing stroke: a piece that stays, and the tail after it.

    Both are flat. The tail runs up to the pen; the next point's piece and tail replace it.
    """
    if len(points) < 3:
        return [], [coordinate for point in points for coordinate in point]
    before, at, last = points[-3:]
    piece = bend(before, at, last)
    if len(points) == 3:
        piece = [*before, *piece]
    return piece, [*middle(at, last), *last]


def middle(a: Point, b: Point) -> Point:
    """The point halfway between two."""
    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2
