"""Surroundings: rules, frames, boxes, stamps and parts of neighbours around what is written."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from training.synthetic.lines.glyphs import Glyphs, Points
from training.synthetic.lines.sheet import FINER, Sheet
from training.synthetic.lines.typefaces import choose_font, words


@dataclass(frozen=True)
class Written:
    """What was written on a sheet, in pixels.

    Attributes:
        left, top, right, bottom: its extent; the base line is its bottom.
        tall: height of a digit.
        line: width of the pen's line.
        middles: of the boxes, if each character has one.
    """

    left: float
    top: float
    right: float
    bottom: float
    tall: float
    line: float
    middles: tuple[float, ...] | None


def surround(
    sheet: Sheet,
    written: Written,
    size: tuple[int, int],
    glyphs: Glyphs,
    rng: np.random.Generator,
) -> None:
    """Draws what lies around, under and over the writing."""
    height, width = size
    line = float(rng.choice([1, 1, 1.5, 2, 3]))
    if written.middles is not None:
        _boxes(sheet, written, line, rng)
    elif rng.random() < 0.3:
        _ruled(sheet, written, size, line, rng)
    elif rng.random() < 0.25:
        _frame(sheet, written, size, line, rng)
    if rng.random() < 0.12:
        _stamp(sheet, size, rng)
    if rng.random() < 0.12:
        font = choose_font(int(rng.integers(8, 17)) * FINER // 2, rng)
        place = rng.uniform(-20, width), rng.uniform(4, height + 4)
        sheet.printed(words(int(rng.integers(1, 4)), rng), place, font, ink=False)
    if rng.random() < 0.22:
        _neighbours(sheet, written, size, glyphs, rng)
    if rng.random() < 0.12:
        _specks(sheet, written, size, rng)


def blot(sheet: Sheet, size: tuple[int, int], rng: np.random.Generator) -> None:
    """A round speck of dirt that was taken for a line, as high as a digit would be."""
    height, width = size
    radius = rng.uniform(0.1, 0.42) * height
    middle = np.array([rng.uniform(0.3, 0.7) * width, rng.uniform(0.35, 0.65) * height])
    turn = np.linspace(0, 2 * np.pi, 12)
    rim = np.stack([np.cos(turn), rng.uniform(0.7, 1.1) * np.sin(turn)], axis=1) * 0.1 * radius
    sheet.write((middle + rim).astype(np.float32), 1.8 * radius, 0.1, rng)


def _specks(
    sheet: Sheet, written: Written, size: tuple[int, int], rng: np.random.Generator
) -> None:
    """Small specks of dirt, where they are no decimal points."""
    height, width = size
    for _ in range(int(rng.integers(1, 9))):
        x, y = rng.uniform(0, width), rng.uniform(0, height)
        if written.left - 6 < x < written.right + 6 and y > written.top + 0.4 * written.tall:
            continue
        line = rng.uniform(0.3, max(0.09 * written.tall, 0.4))
        sheet.write(np.array([[x, y]], np.float32), line, 0.0, rng)


def _level(left: float, right: float, y: float, rng: np.random.Generator) -> Points:
    slope = rng.normal(0, 0.008)
    ends = [[left, y - slope * (right - left) / 2], [right, y + slope * (right - left) / 2]]
    return np.array(ends, np.float32)


def _steep(x: float, top: float, bottom: float, rng: np.random.Generator) -> Points:
    lean = rng.normal(0, 0.02) * (bottom - top)
    return np.array([[x + lean, top], [x - lean, bottom]], np.float32)


def _ruled(
    sheet: Sheet, written: Written, size: tuple[int, int], line: float, rng: np.random.Generator
) -> None:
    """An underline, ruled or squared paper, or a line right through."""
    height, width = size
    kind = rng.random()
    if kind < 0.5:
        y = written.bottom + rng.normal(0.08, 0.1) * written.tall
        ends = (-2.0, width + 2.0) if rng.random() < 0.6 else (written.left - 4, written.right + 4)
        sheet.rule(_level(*ends, y, rng), line)
        if rng.random() < 0.3:
            above = written.top - rng.uniform(0, 0.2) * written.tall
            sheet.rule(_level(*ends, above, rng), line)
        return
    if kind < 0.6:  # right through, thinner than the writing
        y = rng.uniform(written.top, written.bottom)
        sheet.rule(_level(-2, width + 2, y, rng), min(line, 0.6 * written.line))
        return
    apart = written.tall * (rng.uniform(0.3, 1.1) if kind < 0.85 else rng.uniform(0.8, 1.5))
    apart = max(apart, 5.0)
    for y in np.arange(rng.uniform(0, apart), height, apart):
        sheet.rule(_level(-2, width + 2, y, rng), 1.0)
    if kind < 0.85:
        for x in np.arange(rng.uniform(0, apart), width, apart):
            sheet.rule(_steep(x, -2, height + 2, rng), 1.0)


def _frame(
    sheet: Sheet, written: Written, size: tuple[int, int], line: float, rng: np.random.Generator
) -> None:
    """Up to four sides of a frame around the writing, or at the rim of the picture."""
    height, width = size
    if rng.random() < 0.35:
        edge = rng.uniform(0, 2.5)
        left, top, right, bottom = edge, edge, width - edge, height - edge
    else:
        left, top = written.left, written.top
        right, bottom = written.right, written.bottom
        left -= rng.uniform(0.1, 0.6) * written.tall
        right += rng.uniform(0.1, 0.6) * written.tall
        top -= rng.uniform(0.02, 0.25) * written.tall
        bottom += rng.uniform(0.02, 0.25) * written.tall
    beyond = rng.uniform(0, 12)
    sides = rng.random(4) < rng.choice([0.4, 0.7, 1.0])
    if sides[0]:
        sheet.rule(_level(left - beyond, right + beyond, top, rng), line)
    if sides[1]:
        sheet.rule(_level(left - beyond, right + beyond, bottom, rng), line)
    if sides[2]:
        sheet.rule(_steep(left, top - beyond, bottom + beyond, rng), line)
    if sides[3]:
        sheet.rule(_steep(right, top - beyond, bottom + beyond, rng), line)


def _boxes(sheet: Sheet, written: Written, line: float, rng: np.random.Generator) -> None:
    """A box around each character: closed, open at the top, or combs of short bars."""
    middles = written.middles or ()
    pitch = middles[1] - middles[0] if len(middles) > 1 else rng.uniform(1, 1.5) * written.tall
    apart = rng.uniform(0.05, 0.2) * pitch if rng.random() < 0.25 else 0.0
    top = written.top - rng.uniform(0.0, 0.25) * written.tall
    bottom = written.bottom + rng.uniform(0.0, 0.25) * written.tall
    kind = rng.random()
    comb = top if kind < 0.7 else bottom - rng.uniform(0.15, 0.6) * (bottom - top)
    before = int(rng.integers(0, 3)) if rng.random() < 0.3 else 0
    after = int(rng.integers(0, 3)) if rng.random() < 0.3 else 0
    first = middles[0] if middles else written.left
    for number in range(-before, max(len(middles), 1) + after):
        left = first + (number - 0.5) * pitch + apart / 2
        right = left + pitch - apart
        sheet.rule(_steep(left, comb, bottom, rng), line)
        sheet.rule(_steep(right, comb, bottom, rng), line)
        sheet.rule(_level(left, right, bottom, rng), line)
        if kind < 0.55:
            sheet.rule(_level(left, right, top, rng), line)


def _stamp(sheet: Sheet, size: tuple[int, int], rng: np.random.Generator) -> None:
    """A part of a round stamp, or of a signature."""
    height, width = size
    turn = np.linspace(0, 2 * np.pi, 40)
    if rng.random() < 0.5:
        radius = rng.uniform(0.6, 2.5) * height
        middle = rng.uniform(0, width), height / 2 + rng.choice([-1, 1]) * radius
        ring = np.stack([np.cos(turn), np.sin(turn)], axis=1) * radius + middle
        for inner in (1.0, 0.93):
            sheet.rule(((ring - middle) * inner + middle).astype(np.float32), 1.0, 0.6)
        return
    x = np.linspace(rng.uniform(0, width), rng.uniform(0, width), 40)
    y = rng.choice([0, height]) + rng.uniform(2, 7) * np.sin(turn * rng.uniform(1, 5))
    sheet.rule(np.stack([x, y], axis=1).astype(np.float32), 1.0, 0.8)


def _neighbours(
    sheet: Sheet,
    written: Written,
    size: tuple[int, int],
    glyphs: Glyphs,
    rng: np.random.Generator,
) -> None:
    """Parts of what stands above, below or beside, cut off by the rim of the picture."""
    height, width = size
    draw = glyphs.source(rng)
    for _ in range(int(rng.integers(1, 4))):
        points = draw(int(rng.integers(10)), rng) * np.float32(written.tall)
        seen = rng.uniform(0.04, 0.3) * written.tall
        low, high = points.min(axis=0), points.max(axis=0)
        side = rng.random()
        if side < 0.4:
            moved = points + np.array([rng.uniform(0, width), seen - high[1]])
            crosses = seen > written.top - 2
        elif side < 0.8:
            moved = points + np.array([rng.uniform(0, width), height - seen - low[1]])
            crosses = height - seen < written.bottom + 2
        else:
            left = rng.random() < 0.5
            shown = seen * 0.6
            across = shown - high[0] if left else width - shown - low[0]
            moved = points + np.array([across, written.bottom - written.tall])
            crosses = shown > (written.left if left else width - written.right) - 2
        if not crosses:
            sheet.write(moved.astype(np.float32), written.line, 0.1, rng)
