"""Mark letters: what was read as a decimal point, a slash or the like, small above its ink."""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Sequence

from digitrec.recognition.reading import MARKS, Reading
from digitrec.session.selection import mark_letters
from digitrec.ui.canvas.drawing_area import DrawingArea
from digitrec.ui.widgets.theme import Look

# In logical pixels.
_LETTER = 12
_GAP = 5
_HIT_MARGIN = 8

_TAG = "DigitrecMarkLetters"


class MarkLetters:
    """Shows the marks of a drawn number; a click on one selects it.

    Args:
        area: the drawing area.
        look: colours and scale.
        on_pick: called with the index of the mark that was clicked.
    """

    def __init__(self, area: DrawingArea, look: Look, on_pick: Callable[[int], None]) -> None:
        self._area = area
        self._look = look
        self._on_pick = on_pick
        self._items: list[int] = []
        self._places: list[tuple[int, float, float]] = []  # index, and the letter's foot
        self._pressed = False
        area.bindtags((_TAG, *area.bindtags()))
        area.bind_class(_TAG, "<ButtonPress-1>", self._press)
        area.bind_class(_TAG, "<B1-Motion>", lambda _: "break" if self._pressed else None)
        area.bind_class(_TAG, "<ButtonRelease-1>", self._release)

    def show(self, reading: Reading, corrected: str | None, selected: int | None) -> None:
        """Shows the marks of a reading.

        Args:
            reading: of the drawing.
            corrected: what a person says that it is.
            selected: index of the mark to highlight.
        """
        px, colours = self._look.px, self._look.palette
        shown = mark_letters(reading, corrected)
        places = [at for at, mark in enumerate(reading.marks) if mark.mark in MARKS]
        while len(self._items) < len(places):
            self._items.append(self._area.create_text(0, 0, anchor="s"))
        self._places = []
        for item, at in zip(self._items, places, strict=False):
            mark = reading.marks[at]
            middle = (mark.box[0] + mark.box[2]) / 2
            foot = max(_top(reading, at) - self._area.pen / 2 - px(_GAP) - 1, px(_LETTER + 2))
            self._places.append((at, middle, foot))
            self._area.coords(item, round(middle), round(foot))
            self._area.itemconfigure(
                item,
                text=shown[at],
                fill=colours.accent if at == selected else colours.quiet,
                font=self._look.font(_LETTER, "bold" if at == selected else "normal"),
                state="normal",
            )
        self._hide_from(len(places))

    def hide(self) -> None:
        """Hides all of them."""
        self._places = []
        self._hide_from(0)

    def apply_theme(self, look: Look) -> None:
        """Applies other colours when marks are shown next."""
        self._look = look

    def _hide_from(self, first: int) -> None:
        for item in self._items[first:]:
            self._area.itemconfigure(item, state="hidden")

    def _press(self, event: tkinter.Event[tkinter.Misc]) -> str | None:
        px = self._look.px
        for at, x, y in self._places:
            near = abs(event.x - x) <= px(_HIT_MARGIN)
            if near and abs(event.y - y + px(_LETTER) / 2) <= px(_HIT_MARGIN):
                self._pressed = True
                self._on_pick(at)
                return "break"
        return None

    def _release(self, _: tkinter.Event[tkinter.Misc]) -> str | None:
        pressed, self._pressed = self._pressed, False
        return "break" if pressed else None


def _top(reading: Reading, at: int) -> float:
    """The top of the digits beside a mark, or of the mark where that is higher."""
    mark = reading.marks[at]
    beside: Sequence[float] = [
        digit.box[1] for digit in reading.digits[max(0, mark.at - 1) : mark.at + 1]
    ]
    return min(mark.box[1], *beside) if beside else mark.box[1]
