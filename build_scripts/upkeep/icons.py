"""Draws the program's icon in every format that a system needs, from one geometry.

`python -m build_scripts.upkeep.icons` writes the files in `app/digitrec/resources/icons`.
"""

from __future__ import annotations

import io
import math
from itertools import pairwise
from pathlib import Path

from PIL import Image, ImageDraw

FOLDER = Path(__file__).resolve().parents[2] / "app" / "digitrec" / "resources" / "icons"

SIDE = 256
"""Side of the square in units; one unit is one pixel in the SVG."""

INSET, CORNER = 12, 58
TOP, BOTTOM, INK = (0x6A, 0x7B, 0xF7), (0x35, 0x2F, 0xA6), (0xFF, 0xFF, 0xFF)

Point = tuple[float, float]

STROKE: tuple[Point, ...] = (
    *((83, 92), (96, 60), (166, 50), (166, 95)),
    *((166, 119), (142, 127), (116, 127)),
    *((150, 126), (177, 138), (175, 167)),
    *((172, 211), (103, 216), (77, 180)),
)
"""A three as a pen writes it: cubic Bézier curves, each starting where the last one ends."""

LIGHT, HEAVY = 10.0, 14.5
"""Half the pen's width in units: in strokes upwards and turns, and in strokes downwards."""

STEPS = 24
"""Points on each curve. At 1024 pixels a chord is less than half a pixel from its curve."""

PNG_SIDES = (64, 256, 512)
ICO_SIDES = (16, 20, 24, 32, 40, 48, 64, 256)
ICNS_SIDE = 1024


def centre_line() -> list[tuple[float, float, float]]:
    """The stroke as points, each with half the pen's width."""
    points = [STROKE[0]]
    for at in range(0, len(STROKE) - 1, 3):
        points += [_bezier(STROKE[at : at + 4], step / STEPS) for step in range(1, STEPS + 1)]
    line = []
    for before, here, after in zip(
        [points[0], *points], points, [*points[1:], points[-1]], strict=False
    ):
        run = math.hypot(after[0] - before[0], after[1] - before[1]) or 1.0
        down = max(0.0, (after[1] - before[1]) / run)
        line.append((*here, LIGHT + (HEAVY - LIGHT) * down))
    return _smooth_widths(line)


def _bezier(curve: tuple[Point, ...], t: float) -> Point:
    a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = curve
    return a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3


def _smooth_widths(line: list[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    """Widths averaged over neighbouring points, because a nib's width changes gradually."""
    reach = STEPS // 2
    smooth = []
    for at, (x, y, _) in enumerate(line):
        near = [width for *_, width in line[max(0, at - reach) : at + reach + 1]]
        smooth.append((x, y, sum(near) / len(near)))
    return smooth


def draw(side: int) -> Image.Image:
    """The icon as an RGBA image of this side in pixels, drawn four times as large and reduced."""
    scale = 4 * side / SIDE
    shape = Image.new("L", (4 * side, 4 * side))
    box = [INSET * scale, INSET * scale, (SIDE - INSET) * scale - 1, (SIDE - INSET) * scale - 1]
    ImageDraw.Draw(shape).rounded_rectangle(box, CORNER * scale, fill=255)
    ink = Image.new("L", shape.size)
    pen = ImageDraw.Draw(ink)
    thicker = 1.0 + 0.35 * max(0.0, 1 - side / 48)  # small icons need a thicker line to be legible
    line = [(x * scale, y * scale, w * scale * thicker) for x, y, w in centre_line()]
    for (x0, y0, w0), (x1, y1, w1) in pairwise(line):
        steps = max(1, math.ceil(math.hypot(x1 - x0, y1 - y0)))
        for step in range(steps + 1):
            t = step / steps
            x, y, w = x0 + t * (x1 - x0), y0 + t * (y1 - y0), w0 + t * (w1 - w0)
            pen.ellipse((x - w, y - w, x + w, y + w), fill=255)
    icon = _gradient(side)
    icon.paste(INK, mask=ink.resize((side, side), Image.Resampling.BOX))
    icon.putalpha(shape.resize((side, side), Image.Resampling.BOX))
    return icon


def _gradient(side: int) -> Image.Image:
    """A square that goes from the top colour to the bottom colour."""
    column = Image.new("RGB", (1, side))
    for y in range(side):
        t = (y + 0.5) / side
        low, high = zip(TOP, BOTTOM, strict=True), 1 - t
        red, green, blue = (round(high * a + t * b) for a, b in low)
        column.putpixel((0, y), (red, green, blue))
    return column.resize((side, side))


def svg() -> str:
    """The icon as SVG: the stroke's outline, there and back, with a dot at each bend."""
    left, right = [], []
    line = centre_line()
    for at, (x, y, width) in enumerate(line):
        (x0, y0, _), (x1, y1, _) = line[max(0, at - 1)], line[min(at + 1, len(line) - 1)]
        run = math.hypot(x1 - x0, y1 - y0) or 1.0
        across, along = (y1 - y0) / run * width, (x1 - x0) / run * width
        left.append(f"{x + across:.1f} {y - along:.1f}")
        right.append(f"{x - across:.1f} {y + along:.1f}")
    dots = "".join(
        f'\n    <circle cx="{x:.1f}" cy="{y:.1f}" r="{width:.1f}"/>'
        for x, y, width in line[::STEPS]
    )
    outline, square = " ".join([*left, *reversed(right)]), SIDE - 2 * INSET
    place = f'x="{INSET}" y="{INSET}" width="{square}" height="{square}" rx="{CORNER}"'
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}">
  <linearGradient id="paper" x2="0" y2="1">
    <stop stop-color="{_hex(TOP)}"/>
    <stop offset="1" stop-color="{_hex(BOTTOM)}"/>
  </linearGradient>
  <rect {place} fill="url(#paper)"/>
  <g fill="{_hex(INK)}">
    <path d="M{outline}Z"/>{dots}
  </g>
</svg>
"""


def _hex(colour: tuple[int, int, int]) -> str:
    return "#" + "".join(f"{part:02x}" for part in colour)


def files() -> dict[str, bytes]:
    """Name → content of every icon file."""
    made = {"digitrec.svg": svg().encode()}
    for side in PNG_SIDES:
        name = "digitrec.png" if side == SIDE else f"digitrec-{side}.png"
        made[name] = _saved(draw(side), "PNG", optimize=True)
    small = [draw(side) for side in ICO_SIDES]
    made["digitrec.ico"] = _saved(
        small[-1], "ICO", append_images=small[:-1], sizes=[icon.size for icon in small]
    )
    sides = (16, 32, 64, 128, 256, 512)
    made["digitrec.icns"] = _saved(
        draw(ICNS_SIDE), "ICNS", append_images=[draw(side) for side in sides]
    )
    return made


def _saved(icon: Image.Image, kind: str, **options: object) -> bytes:
    stream = io.BytesIO()
    icon.save(stream, kind, **options)
    return stream.getvalue()


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, content in files().items():
        (FOLDER / name).write_bytes(content)
        print(f"{name}: {len(content)} bytes")
