"""Digit marks: a light line and the reading at each digit; a click on one selects it."""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Sequence

from digitrec.recognition.reading import REJECTED, Reading
from digitrec.session.selection import letters
from digitrec.session.sheets import Sheet
from digitrec.ui.canvas.drawing_area import DrawingArea
from digitrec.ui.canvas.mark_layout import MarkMetrics, MarkPosition, lay_out_marks
from digitrec.ui.widgets.theme import Look

# In logical pixels.
_LETTER = 17
_GAP = 5
_MIN_WIDTH = 13
_SPACING = 4
_HIT_MARGIN = 5
"""How far from a mark a click still hits it."""

_CLICK_TOLERANCE = 4
"""How far the pen may move for a press to be a click; beyond that it draws."""

_TAG = "DigitrecMarks"


class DigitMarks:
    """Shows which ink was read as which digit, if there are several digits.

    While a stroke is being drawn the marks stay unchanged, so that only the ink moves.

    A press on a mark is held back. If the pen is lifted there, it selects the digit; if the pen
    moves on, it draws, from the first point on.

    Args:
        area: the drawing area.
        look: colours and scale.
        on_pick: called with the index of the digit whose mark was clicked.
    """

    def __init__(self, area: DrawingArea, look: Look, on_pick: Callable[[int], None]) -> None:
        self._area = area
        self._look = look
        self._on_pick = on_pick
        self._items: list[tuple[int, int]] = []  # a line and a letter for each mark
        self._drawn: list[tuple[object, ...]] = []  # what these show
        self._positions: Sequence[MarkPosition] = ()
        self._pressed: tuple[int, int, int] | None = None
        area.bindtags((_TAG, *area.bindtags()))
        for sequence, call in (
            ("<ButtonPress-1>", self._press),
            ("<B1-Motion>", self._drag),
            ("<ButtonRelease-1>", self._release),
            ("<Motion>", self._hover),
        ):
            area.bind_class(_TAG, sequence, call)

    def mark_digits(
        self, sheet: Sheet, reading: Reading | None, growing: bool, selected: int | None
    ) -> None:
        """Marks the digits of a reading, if there are several.

        Args:
            sheet: what was read.
            reading: its reading; None shows no marks.
            growing: whether a stroke is being drawn.
            selected: index of the digit to highlight.
        """
        if growing and reading is not None:
            return
        if reading is None or len(reading.digits) < 2:
            self.hide()
            return
        px = self._look.px
        boxes = [digit.box for digit in reading.digits]
        padding = self._area.pen / 2  # the box is that of the middle of the pen
        gap = padding + px(_GAP)
        width, height = self._area.winfo_width(), self._area.winfo_height()
        metrics = MarkMetrics(
            width, height, padding, gap, px(_LETTER + 2), px(_MIN_WIDTH), px(_SPACING)
        )
        self._positions = lay_out_marks(boxes, reading.lines, metrics)
        shown = letters(reading, sheet.corrected)
        for at, (position, letter) in enumerate(zip(self._positions, shown, strict=True)):
            self._draw(at, position, letter, at == selected)
        self._hide_from(len(self._positions))

    def hide(self) -> None:
        """Hides all marks."""
        self._positions = ()
        self._hide_from(0)
        self._area.set_clickable(False)

    def apply_theme(self, look: Look) -> None:
        """Applies other colours when marks are shown next."""
        self._look = look

    def _draw(self, at: int, position: MarkPosition, letter: str, selected: bool) -> None:
        area, colours = self._area, self._look.palette
        if at == len(self._items):
            self._items.append((area.create_line(0, 0, 0, 0), area.create_text(0, 0, anchor="s")))
            self._drawn.append(())
        line, text = self._items[at]
        colour = colours.alarm if letter == REJECTED else colours.quiet
        colour = colours.accent if selected else colour
        left, _, right, bottom = map(round, position.box)
        corners = left, bottom, right, bottom
        showing = position.x, position.y, corners, letter, colour, selected, self._look
        if showing == self._drawn[at]:
            return
        self._drawn[at] = showing
        area.coords(text, round(position.x), round(position.y))
        area.coords(line, *corners)
        weight = "bold" if selected else "normal"
        font = self._look.font(_LETTER, weight)
        area.itemconfigure(text, text=letter, fill=colour, font=font, state="normal")
        fill = colours.accent if selected else colours.border
        width = max(1, self._look.px(2 if selected else 1))
        area.itemconfigure(line, fill=fill, width=width, state="normal")

    def _hide_from(self, first: int) -> None:
        for at in range(first, len(self._items)):
            if self._drawn[at] != (None,):
                self._drawn[at] = (None,)
                for item in self._items[at]:
                    self._area.itemconfigure(item, state="hidden")

    def _digit_at(self, x: float, y: float) -> int | None:
        """The digit whose mark is there: its letter or its line."""
        if len(self._positions) < 2:
            return None
        px = self._look.px
        margin = px(_HIT_MARGIN)
        for at, position in enumerate(self._positions):
            left, _, right, bottom = position.box
            level = position.y - px(_LETTER) - margin <= y <= position.y + margin
            on_letter = level and abs(x - position.x) <= px(_MIN_WIDTH) / 2 + margin
            if on_letter or (left <= x <= right and abs(y - bottom) <= margin):
                return at
        return None

    def _press(self, event: tkinter.Event[tkinter.Misc]) -> str | None:
        at = self._digit_at(event.x, event.y)
        if at is None:
            return None
        self._pressed = at, event.x, event.y
        return "break"

    def _drag(self, event: tkinter.Event[tkinter.Misc]) -> str | None:
        if self._pressed is None:
            return None
        _, x, y = self._pressed
        if max(abs(event.x - x), abs(event.y - y)) <= self._look.px(_CLICK_TOLERANCE):
            return "break"
        self._pressed = None
        self._area.press(x, y)
        return None  # the drawing area handles this event: the stroke goes on from there

    def _release(self, _: tkinter.Event[tkinter.Misc]) -> str | None:
        pressed, self._pressed = self._pressed, None
        if pressed is None:
            return None
        self._on_pick(pressed[0])
        return "break"

    def _hover(self, event: tkinter.Event[tkinter.Misc]) -> None:
        """Shows that a click here would select a digit."""
        self._area.set_clickable(self._digit_at(event.x, event.y) is not None)
