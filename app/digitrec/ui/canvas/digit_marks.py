"""Marks: each digit's place on the paper, lightly, with its reading; a click on one selects it."""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Sequence

from digitrec.recognition.ink import Box
from digitrec.recognition.reading import REJECTED, Reading
from digitrec.session.selection import letters
from digitrec.session.sheets import Sheet
from digitrec.ui.canvas.drawing_area import DrawingArea
from digitrec.ui.canvas.mark_layout import Place, Room, places
from digitrec.ui.widgets.theme import Look

_LETTER = 12
_AIR = 5
_APART = 10
_BETWEEN = 4
_REACH = 5
"""From a mark to where a click still hits it. All in logical pixels."""

_STILL = 4
"""Logical pixels within which a press is a click; a pen that goes further draws."""

_TAG = "DigitrecMarks"


class Marks:
    """Shows which ink was taken for which digit, where there are several, or a picture's.

    While the pen is down they stay as they are, so that nothing but the ink moves.

    A press on a mark waits: it selects the digit when the pen is lifted, but it is ink, from its
    first point on, when the pen moves on.

    Args:
        area: the paper.
        look: colours and scale.
        on_pick: called with the index of the digit whose mark was clicked; with None for a click
            elsewhere on a picture, which would be no more than a dot.
    """

    def __init__(
        self, area: DrawingArea, look: Look, on_pick: Callable[[int | None], None]
    ) -> None:
        self._area = area
        self._look = look
        self._on_pick = on_pick
        self._items: list[tuple[int, int]] = []  # a line and a letter each
        self._drawn: list[tuple[object, ...]] = []  # what they show
        self._places: Sequence[Place] = ()
        self._frames = False
        self._pressed: tuple[int | None, int, int] | None = None
        area.bindtags((_TAG, *area.bindtags()))
        for sequence, call in (
            ("<ButtonPress-1>", self._press),
            ("<B1-Motion>", self._drag),
            ("<ButtonRelease-1>", self._release),
            ("<Motion>", self._point),
        ):
            area.bind_class(_TAG, sequence, call)

    def follow(
        self, sheet: Sheet, reading: Reading | None, growing: bool, selected: int | None
    ) -> None:
        """Marks the digits of a reading; none where there is no more than one that was drawn.

        Args:
            sheet: that was read.
            reading: of it; None shows no marks.
            growing: whether a stroke is being drawn.
            selected: the digit that stands out.
        """
        picture = sheet.picture
        if growing and picture is None and reading is not None:
            return
        if growing:  # it begins a new drawing
            reading = None
        if reading is None or len(reading.digits) < (2 if picture is None else 1):
            self.hide()
            return
        px = self._look.px
        boxes = [digit.box for digit in reading.digits]
        if picture is None:
            side = self._area.pen / 2  # the box is that of the pen's way
            gap = side + px(_AIR)
        else:
            side = gap = px(_AIR)
            x, y, scale = picture.place(*self._area.room[2:])
            edge = self._area.room[0] - self._area.winfo_rootx()
            boxes = [_moved(box, x + edge, y + edge, scale * picture.scale) for box in boxes]
        width, height = self._area.winfo_width(), self._area.winfo_height()
        room = Room(width, height, side, gap, px(_LETTER + 2), px(_APART), px(_BETWEEN))
        self._places = places(boxes, reading.lines, room)
        self._frames = picture is not None
        told = letters(reading, sheet.corrected)
        for at, (place, letter) in enumerate(zip(self._places, told, strict=True)):
            self._draw(at, place, letter, at == selected)
        self._hide_from(len(self._places))

    def hide(self) -> None:
        """Shows no marks."""
        self._places = ()
        self._hide_from(0)
        self._area.point(False)

    def apply_theme(self, look: Look) -> None:
        """Takes on other colours, when marks are shown next."""
        self._look = look

    def _draw(self, at: int, place: Place, letter: str, selected: bool) -> None:
        area, colours = self._area, self._look.palette
        if at == len(self._items):
            self._items.append((area.create_line(0, 0, 0, 0), area.create_text(0, 0, anchor="s")))
            self._drawn.append(())
        line, text = self._items[at]
        colour = colours.alarm if letter == REJECTED else colours.quiet
        colour = colours.accent if selected else colour
        corners = tuple(map(round, self._corners(place.box)))
        showing = place.x, place.y, corners, letter, colour, selected, self._look
        if showing == self._drawn[at]:
            return
        self._drawn[at] = showing
        area.coords(text, round(place.x), round(place.y))
        area.coords(line, *corners)
        weight = "bold" if selected else "normal"
        font = self._look.font(_LETTER, weight)
        area.itemconfigure(text, text=letter, fill=colour, font=font, state="normal")
        fill = colours.accent if selected else colours.border
        wide = max(1, self._look.px(2 if selected else 1))
        area.itemconfigure(line, fill=fill, width=wide, state="normal")

    def _corners(self, box: Box) -> tuple[float, ...]:
        left, top, right, bottom = box
        if not self._frames:
            return left, bottom, right, bottom
        return left, top, right, top, right, bottom, left, bottom, left, top

    def _hide_from(self, first: int) -> None:
        for at in range(first, len(self._items)):
            if self._drawn[at] != (None,):
                self._drawn[at] = (None,)
                for item in self._items[at]:
                    self._area.itemconfigure(item, state="hidden")

    def _at(self, x: float, y: float) -> int | None:
        """The digit whose mark is there: its letter, its line, or all that its frame holds."""
        if len(self._places) < 2:
            return None
        px = self._look.px
        reach = px(_REACH)
        for at, place in enumerate(self._places):
            left, top, right, bottom = place.box
            high = place.y - px(_LETTER) - reach <= y <= place.y + reach
            on_letter = abs(x - place.x) <= px(_APART) / 2 + reach and high
            upper = top if self._frames else bottom
            if on_letter or (left <= x <= right and upper - reach <= y <= bottom + reach):
                return at
        return None

    def _press(self, event: tkinter.Event[tkinter.Misc]) -> str | None:
        at = self._at(event.x, event.y)
        if at is None and not (self._places and self._frames):
            return None
        self._pressed = at, event.x, event.y
        return "break"

    def _drag(self, event: tkinter.Event[tkinter.Misc]) -> str | None:
        if self._pressed is None:
            return None
        _, x, y = self._pressed
        if max(abs(event.x - x), abs(event.y - y)) <= self._look.px(_STILL):
            return "break"
        self._pressed = None
        if self._frames:
            self.hide()  # the picture makes way for the stroke
        self._area.press(x, y)
        return None  # the pen goes on from where it was set down

    def _release(self, _: tkinter.Event[tkinter.Misc]) -> str | None:
        pressed, self._pressed = self._pressed, None
        if pressed is None:
            return None
        self._on_pick(pressed[0])
        return "break"

    def _point(self, event: tkinter.Event[tkinter.Misc]) -> None:
        """Shows that a click here would select a digit."""
        self._area.point(self._at(event.x, event.y) is not None)


def _moved(box: Box, x: float, y: float, scale: float) -> Box:
    return x + scale * box[0], y + scale * box[1], x + scale * box[2], y + scale * box[3]
