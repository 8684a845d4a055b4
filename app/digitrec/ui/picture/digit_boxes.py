"""Boxes around the digits and marks of a picture, each with what was read above it.

Nobody knows the colours below them. A box has a line in the accent's colour and one in the paper's
around it, so that one of the two stands out, and a letter has paper of its own. They lie on the
picture, not on the window, and are light in the dark theme too. Doubt shows by colour and by form:
a dashed box, and the letter inverted.
"""

from __future__ import annotations

import tkinter
from collections.abc import Sequence
from typing import NamedTuple

from digitrec.recognition.ink import Box
from digitrec.recognition.reading import REJECTED
from digitrec.ui.picture.viewport import Viewport
from digitrec.ui.widgets.theme import DARK, LIGHT, Look

TAG = "picture-box"

# In logical pixels.
_FRAMED_FROM = 14
"""Height of the digits from which they are framed; smaller ones are underlined."""

_LETTERS_FROM = 14
"""Height of the digits from which each has its letter; of smaller ones only doubtful ones have."""

_LEAST_LETTER, _LARGEST_LETTER = 9, 15
_LETTER_SHARE = 0.5  # of the digit's height
_GAP = 3  # from the ink to its box, at most
_HIT_MARGIN = 3


DIGIT, MARK = "digit", "mark"

Name = tuple[str, int]
"""A digit or a mark of a reading: which of both it is, and its index."""


class Boxed(NamedTuple):
    """A digit or a mark of a picture.

    Attributes:
        name: of it.
        box: in the picture's pixels.
        letter: what was read or corrected.
        doubtful: whether it should be checked.
    """

    name: Name
    box: Box
    letter: str
    doubtful: bool


class _Position(NamedTuple):
    name: Name
    box: Box  # on the canvas, around the ink
    chip: Box | None  # the letter's paper


class DigitBoxes:
    """Draws the boxes of the digits and marks that are in the window.

    Args:
        canvas: to draw on.
        look: colours and scale.
    """

    def __init__(self, canvas: tkinter.Canvas, look: Look) -> None:
        self._canvas = canvas
        self._look = _on_paper(look)
        self._items: list[tuple[int, int, int, int]] = []  # see `_create`
        self._drawn: list[tuple[object, ...] | None] = []  # what these show
        self._positions: list[_Position] = []
        self._offset = 0.0

    def apply_theme(self, look: Look) -> None:
        """Applies other colours when boxes are drawn next."""
        self._look = _on_paper(look)

    def draw(
        self,
        boxed: Sequence[Boxed],
        selected: Name | None,
        viewport: Viewport,
        offset: float,
    ) -> None:
        """Draws the boxes where the digits and marks are now.

        Args:
            boxed: digits and marks of the picture.
            selected: the one to highlight.
            viewport: where the picture is.
            offset: of the window on the canvas.
        """
        scale, height = self._look.scale, 0.0
        heights = [one.box[3] - one.box[1] for one in boxed if one.name[0] == DIGIT]
        if heights:
            height = sorted(heights)[len(heights) // 2] * viewport.scale / scale
        self._positions = []
        self._offset = offset
        for one in boxed:
            box = self._around(viewport.to_screen(one.box), height)
            if _outside(box, viewport, self._look.px(2 * _LARGEST_LETTER)):
                continue
            chosen = one.name == selected
            lettered = height >= _LETTERS_FROM or one.doubtful or chosen
            chip = self._chip(box, height, viewport) if lettered else None
            self._draw(_Position(one.name, box, chip), one, chosen, height)
        self._hide_from(len(self._positions))

    def hide(self) -> None:
        """Hides all boxes."""
        self._positions = []
        self._hide_from(0)

    def name_at(self, x: float, y: float) -> Name | None:
        """The digit or mark whose box or letter is at a place of the canvas."""
        x, y = x - self._offset, y - self._offset
        margin = self._look.px(_HIT_MARGIN)
        for position in self._positions:
            for box in (position.box, position.chip):
                if box is not None and (
                    box[0] - margin <= x <= box[2] + margin
                    and box[1] - margin <= y <= box[3] + margin
                ):
                    return position.name
        return None

    def _around(self, box: Box, height: float) -> Box:
        gap = self._look.scale * min(_GAP, height / 8)
        return box[0] - gap, box[1] - gap, box[2] + gap, box[3] + gap

    def _chip(self, box: Box, height: float, viewport: Viewport) -> Box | None:
        """The paper of a letter: above the box, or inside or below if there is no room.

        There is none if only a rim of the box is in the window.
        """
        size = self._look.px(_letter_size(height))
        wide, high = size * 0.62 + self._look.px(4), size + self._look.px(2)
        middle, top = (box[0] + box[2]) / 2, box[1] - high
        if not 0 <= middle <= viewport.screen_width or top > viewport.screen_height:
            return None
        middle = min(max(middle, wide / 2), viewport.screen_width - wide / 2)
        if top < 0:
            if box[3] < 2 * high and box[1] < 0:
                return None
            top = 0.0 if box[3] >= 2 * high else box[3]
        return middle - wide / 2, top, middle + wide / 2, top + high

    def _draw(self, position: _Position, one: Boxed, selected: bool, height: float) -> None:
        at = len(self._positions)
        self._positions.append(position)
        while at >= len(self._items):
            self._create()
        framed = height >= _FRAMED_FROM or selected
        showing = position, one, selected, height, framed, self._look, self._offset
        if showing == self._drawn[at]:
            return
        self._drawn[at] = showing
        casing, line, paper, letter = self._items[at]
        self._draw_lines(casing, line, position.box, one.doubtful, selected, framed)
        if position.chip is None:
            for item in (paper, letter):
                self._canvas.itemconfigure(item, state="hidden")
        else:
            self._draw_letter(paper, letter, position.chip, one, selected, height)

    def _draw_lines(
        self, casing: int, line: int, box: Box, doubtful: bool, selected: bool, framed: bool
    ) -> None:
        canvas, px, colours = self._canvas, self._look.px, self._look.palette
        width = max(1, px(2 if selected or doubtful else 1))
        left, top, right, bottom = (round(side + self._offset) for side in box)
        colour = colours.alarm if doubtful and not selected else colours.accent
        canvas.coords(casing, left, top, right, bottom)
        canvas.itemconfigure(
            casing,
            outline=colours.paper,
            width=width + 2 * max(1, px(1)),
            state="normal" if framed else "hidden",
        )
        if framed:
            canvas.coords(line, left, top, right, top, right, bottom, left, bottom, left, top)
        else:
            canvas.coords(line, left, bottom, right, bottom)
        dash = (px(4), px(3)) if doubtful else ""
        canvas.itemconfigure(line, fill=colour, width=width, dash=dash, state="normal")

    def _draw_letter(
        self, paper: int, letter: int, chip: Box, one: Boxed, selected: bool, height: float
    ) -> None:
        canvas, colours = self._canvas, self._look.palette
        fill, text = colours.paper, colours.text
        if one.doubtful:
            fill, text = colours.alarm, colours.paper
        if selected:
            fill, text = colours.accent, colours.paper
        left, top, right, bottom = (round(side + self._offset) for side in chip)
        canvas.coords(paper, left, top, right, bottom)
        canvas.coords(letter, round((left + right) / 2), round((top + bottom) / 2))
        bold = "bold" if selected or one.letter == REJECTED else "normal"
        font = self._look.font(_letter_size(height), bold)
        canvas.itemconfigure(paper, fill=fill, outline=fill, state="normal")
        canvas.itemconfigure(letter, text=one.letter, fill=text, font=font, state="normal")

    def _create(self) -> None:
        canvas = self._canvas
        self._items.append(
            (
                canvas.create_rectangle(0, 0, 0, 0, tags=TAG),
                canvas.create_line(0, 0, 0, 0, capstyle="projecting", tags=TAG),
                canvas.create_rectangle(0, 0, 0, 0, width=1, tags=TAG),
                canvas.create_text(0, 0, anchor="center", tags=TAG),
            )
        )
        self._drawn.append(None)

    def _hide_from(self, first: int) -> None:
        for at in range(first, len(self._items)):
            if self._drawn[at] is not None:
                self._drawn[at] = None
                for item in self._items[at]:
                    self._canvas.itemconfigure(item, state="hidden")


def _on_paper(look: Look) -> Look:
    return look.with_palette(LIGHT) if look.palette is DARK else look


def _letter_size(height: float) -> int:
    return round(min(max(_LETTER_SHARE * height, _LEAST_LETTER), _LARGEST_LETTER))


def _outside(box: Box, viewport: Viewport, margin: float) -> bool:
    return (
        box[2] < -margin
        or box[3] < -margin
        or box[0] > viewport.screen_width + margin
        or box[1] > viewport.screen_height + margin
    )
