"""Ten digits drawn for the tests, by nobody in the training data."""

from __future__ import annotations

import itertools
from math import cos, pi, sin

from digitrec.recognition.ink import Ink, Point, Stroke


def arc(cx: float, cy: float, rx: float, ry: float, start: float, end: float) -> list[Point]:
    """Points of an ellipse's arc, angles in degrees, clockwise from the right as seen on screen."""
    steps = max(int(abs(end - start) / 12), 2)
    angles = [pi / 180 * (start + (end - start) * i / steps) for i in range(steps + 1)]
    return [(cx + rx * cos(angle), cy + ry * sin(angle)) for angle in angles]


def line(*points: Point) -> list[Point]:
    """Points along a polyline, about five units apart, as a mouse would give them."""
    walked: list[Point] = [points[0]]
    for (x0, y0), (x1, y1) in itertools.pairwise(points):
        steps = max(int(max(abs(x1 - x0), abs(y1 - y0)) / 5), 1)
        walked += [(x0 + (x1 - x0) * i / steps, y0 + (y1 - y0) * i / steps) for i in
                   range(1, steps + 1)]  # fmt: skip
    return walked


STROKES: dict[int, tuple[list[Point], ...]] = {
    0: (arc(50, 60, 32, 48, -80, 282),),
    1: (line((34, 34), (54, 12), (52, 108)),),
    2: (arc(50, 38, 28, 27, -165, 35) + line((72, 54), (24, 106), (82, 104)),),
    3: (arc(46, 35, 26, 24, -150, 85) + arc(46, 82, 30, 26, -85, 150),),
    4: (line((52, 10), (20, 72), (84, 70)), line((64, 42), (60, 112))),
    5: (line((34, 14), (30, 54)) + arc(48, 78, 30, 30, -125, 140), line((34, 14), (78, 12))),
    6: (arc(76, 62, 54, 54, -105, -180) + arc(50, 80, 28, 28, -180, 185),),
    7: (line((20, 16), (78, 14), (42, 110)), line((34, 62), (74, 58))),
    8: (
        arc(50, 34, 22, 22, -20, -270)
        + arc(50, 82, 27, 26, -90, 270)
        + arc(50, 34, 22, 22, 90, -20),
    ),
    9: (arc(50, 38, 26, 26, -10, -350) + line((76, 36), (72, 70), (60, 110)),),
}


def digit(number: int, x: float = 0, y: float = 0, scale: float = 1) -> Ink:
    """A digit of the ten, moved and scaled: at most 90 wide and 112 high before."""
    strokes: list[Stroke] = [
        tuple((x + scale * px, y + scale * py) for px, py in stroke) for stroke in STROKES[number]
    ]
    return Ink(tuple(strokes), id=f"sample-{number}", label=str(number))


def number(text: str, gap: float = 40) -> Ink:
    """A number of the ten digits in a row."""
    inks = [digit(int(letter), x=index * (90 + gap)) for index, letter in enumerate(text)]
    return Ink(tuple(stroke for ink in inks for stroke in ink.strokes), label=text)


MARKS: dict[str, tuple[list[Point], ...]] = {
    ".": (line((0, 104), (3, 106)),),
    ",": (line((8, 98), (6, 112), (-2, 128)),),
    "-": (line((0, 62), (34, 60)),),
    "/": (line((52, -6), (0, 124)),),
    ":": (line((2, 44), (4, 47)), line((0, 98), (3, 100))),
}


def marked(text: str, gap: float = 24) -> Ink:
    """A number of the ten digits and of marks in a row; a space is a clear gap."""
    strokes: list[Stroke] = []
    right = 0.0
    for letter in text:
        if letter == " ":
            right += 160
            continue
        drawn = MARKS.get(letter) or STROKES[int(letter)]
        left = min(x for stroke in drawn for x, _ in stroke)
        strokes += [tuple((x + right - left, y) for x, y in stroke) for stroke in drawn]
        right = max(x for x, _ in strokes[-1])
        right = max(right, *(x for stroke in strokes[-len(drawn) :] for x, _ in stroke)) + gap
    return Ink(tuple(strokes), label=text)
