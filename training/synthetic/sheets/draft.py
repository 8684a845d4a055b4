"""Draft: a sheet that is being filled, and what is to be found on it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PIL import ImageFont

from training.synthetic.lines.texts import KINDS
from training.synthetic.lines.typefaces import words
from training.synthetic.sheets.canvas import Canvas, thinned
from training.synthetic.sheets.hands import Hand

Corners = NDArray[np.float64]
"""Shape (4, 2): top left, top right, bottom right and bottom left, as read."""

_NUMBERS = {kind: share for kind, (_, share) in KINDS.items() if kind not in ("letters", "nothing")}


@dataclass(frozen=True)
class Area:
    """A rectangle of the sheet, in its pixels."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    def meets(self, other: Area) -> bool:
        """Whether both have a place in common."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def grown(self, by: float) -> Area:
        """The rectangle with a margin."""
        return Area(self.left - by, self.top - by, self.right + by, self.bottom + by)


@dataclass
class Draft:
    """A sheet, one person's hand and the place to write on.

    Attributes:
        canvas: of the sheet.
        hand: that writes.
        area: to write on.
        tall: height of a digit, in pixels.
        rng: source of everything.
        font: with which the numbers are printed; None if they are written by hand.
        lines: corners of the lines of numbers.
        texts: what they say.
        unsure: corners of what may be taken for a line or not.
    """

    canvas: Canvas
    hand: Hand
    area: Area
    tall: float
    rng: np.random.Generator
    font: ImageFont.FreeTypeFont | None = None
    lines: list[Corners] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    unsure: list[Corners] = field(default_factory=list)

    def text(self, widest: float = 99.0) -> str:
        """A number, date or amount, about as many heights wide at most."""
        kinds = list(_NUMBERS)
        shares = np.array(list(_NUMBERS.values()))
        kind = kinds[int(self.rng.choice(len(kinds), p=shares / shares.sum()))]
        text = KINDS[kind][0](self.rng)[: max(1, int(widest / 0.75))].strip()
        return text if any(one.isdigit() for one in text) else str(self.rng.integers(10))

    def write(
        self,
        text: str,
        x: float,
        base: float,
        *,
        slope: float = 0.0,
        pitch: float | None = None,
        counts: bool | None = True,
    ) -> Area:
        """Writes a text and gives its place.

        Args:
            text: what to write.
            x: its left end.
            base: its base line there.
            slope: of the base line.
            pitch: distance between the middles of boxes, in heights.
            counts: whether it is a line to be found; None if it may be or not.
        """
        characters = text.replace("?", "")
        if self.font is not None and characters:
            return self._print_number(characters, self.font, (x, base), pitch, counts)
        script = self.hand.write(text, self.rng, pitch)
        tall = self.tall * float(np.exp(self.rng.normal(0, 0.03)))
        width = self.hand.style.line * tall
        points = thinned(script.points, tall, width) * np.float32(tall)
        points = np.asarray(points + np.array([x, base - tall], np.float32), np.float32)
        points[:, 1] += np.float32(slope) * (points[:, 0] - np.float32(x))
        self.canvas.write(points, width)
        wide = (len(text) * pitch if pitch else script.right) * tall
        top = base - tall + script.top * tall - width / 2
        bottom = base - tall + script.bottom * tall + width / 2
        fall = slope * wide
        self.note(
            np.array([[x, top], [x + wide, top + fall], [x + wide, bottom + fall], [x, bottom]]),
            script.text,
            counts,
        )
        return Area(x, min(top, top + fall), x + wide, max(bottom, bottom + fall))

    def _print_number(
        self,
        text: str,
        font: ImageFont.FreeTypeFont,
        place: tuple[float, float],
        pitch: float | None,
        counts: bool | None,
    ) -> Area:
        if pitch is None:
            boxes = [self.canvas.printed(text, place, font)]
        else:  # a box has one character
            first, apart = place[0] + 0.2 * self.tall, pitch * self.tall
            boxes = [
                self.canvas.printed(character, (first + at * apart, place[1]), font)
                for at, character in enumerate(text)
            ]
        sides = np.array(boxes)
        (left, top), (right, bottom) = sides[:, :2].min(axis=0), sides[:, 2:].max(axis=0)
        self.note(
            np.array([[left, top], [right, top], [right, bottom], [left, bottom]]), text, counts
        )
        return Area(left, top, right, bottom)

    def note(self, corners: Corners, text: str, counts: bool | None) -> None:
        """Keeps what is to be found, or what may be."""
        if counts:
            self.lines.append(corners)
            self.texts.append(text)
        elif counts is None:
            self.unsure.append(corners)

    def width(self, text: str) -> float:
        """About how wide a text will be, in pixels."""
        spaces = text.count(" ")
        usual = 0.55 * self.hand.style.stretch + max(self.hand.style.gap, 0.05)
        return self.tall * (usual * (len(text) - spaces) + 1.6 * spaces)

    def print(self, x: float, base: float, size: float, most: int = 4) -> Area:
        """Prints words, which are not to be found."""
        text = words(int(self.rng.integers(1, most + 1)), self.rng)
        return Area(*self.canvas.printed(text, (x, base), self.canvas.font(size, self.rng)))

    def rule(self, x0: float, y0: float, x1: float, y1: float, line: float = 1.0) -> None:
        """Draws a straight rule."""
        self.canvas.rule(np.array([[x0, y0], [x1, y1]], np.float32), line)

    def frame(self, area: Area, line: float = 1.0) -> None:
        """Draws a rectangle."""
        corners = [[area.left, area.top], [area.right, area.top], [area.right, area.bottom],
                   [area.left, area.bottom], [area.left, area.top]]  # fmt: skip
        self.canvas.rule(np.array(corners, np.float32), line)
