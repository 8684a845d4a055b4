"""Hit testing: which strokes the eraser touches on its path. Knows no window."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from digitrec.recognition.ink import Point, Stroke


def touched(strokes: Sequence[Stroke], start: Point, end: Point, reach: float) -> list[int]:
    """Indices of the strokes that come nearer than `reach` to the path from start to end."""
    return [
        index
        for index, stroke in enumerate(strokes)
        if _near_box(stroke, start, end, reach) and _touches(stroke, start, end, reach)
    ]


def _near_box(stroke: Stroke, start: Point, end: Point, reach: float) -> bool:
    """A quick check first: most strokes are far away."""
    for axis in (0, 1):
        low, high = sorted((start[axis], end[axis]))
        values = [point[axis] for point in stroke]
        if min(values) > high + reach or max(values) < low - reach:
            return False
    return True


def _touches(stroke: Stroke, start: Point, end: Point, reach: float) -> bool:
    for a, b in zip(stroke, stroke[1:] or stroke, strict=False):
        if _crosses(a, b, start, end):
            return True
        pairs = ((a, start, end), (b, start, end), (start, a, b), (end, a, b))
        if any(_distance(*pair) < reach for pair in pairs):
            return True
    return False


def _distance(point: Point, a: Point, b: Point) -> float:
    """From a point to the nearest point of a segment."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    square = dx * dx + dy * dy
    along = 0.0
    if square:
        along = ((point[0] - a[0]) * dx + (point[1] - a[1]) * dy) / square
        along = min(max(along, 0.0), 1.0)
    x, y = point[0] - a[0] - along * dx, point[1] - a[1] - along * dy
    return float((x * x + y * y) ** 0.5)


def _crosses(a: Point, b: Point, c: Point, d: Point) -> bool:
    def side(p: Point, q: Point, r: Point) -> float:
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0
