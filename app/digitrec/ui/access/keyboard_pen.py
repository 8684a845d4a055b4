"""A pen that the arrow keys move over a grid, for people who draw without a mouse."""

from __future__ import annotations

import tkinter
from collections.abc import Callable

from digitrec.text import guide_words
from digitrec.ui.canvas.drawing_area import DrawingArea
from digitrec.ui.widgets.theme import Look

CELLS = 24
"""Steps over the shorter side of the drawing area; with Shift, a step is four of them."""

_MOVES = {
    "Left": (-1, 0), "Right": (1, 0), "Up": (0, -1), "Down": (0, 1),
    "KP_Left": (-1, 0), "KP_Right": (1, 0), "KP_Up": (0, -1), "KP_Down": (0, 1),
    "Home": (-1, -1), "Prior": (1, -1), "End": (-1, 1), "Next": (1, 1),
    "KP_Home": (-1, -1), "KP_Prior": (1, -1), "KP_End": (-1, 1), "KP_Next": (1, 1),
}  # fmt: skip
"""Columns and rows of each key. The keys at the corners of the number pad move diagonally."""

_SHIFT, _CONTROL_OR_ALT = 0x1, 0x4 | 0x8
_SMALL_STEPS = 4

_PAUSE = 400
"""Milliseconds after the last move until the place is spoken."""

_RADIUS = 9
"""Of the cursor, in logical pixels."""

_TAG = "keyboard-pen"


class KeyboardPen:
    """Draws by keys on the drawing area, once it is switched on.

    Args:
        area: is drawn on; it has the keyboard while the pen is on.
        look: gives the window's colours and scale.
        tell: shows a message.
        say: speaks, if that is chosen.
    """

    def __init__(
        self,
        area: DrawingArea,
        look: Callable[[], Look],
        tell: Callable[[str], None],
        say: Callable[[str], None],
    ) -> None:
        self._area = area
        self._look = look
        self._tell = tell
        self._say = say
        self._on = False
        self._place = (0, 0)
        self._due: str | None = None
        for key, move in _MOVES.items():
            area.bind(f"<{key}>", lambda event, by=move: self._move(event, by))  # type: ignore[misc]
        area.bind("<space>", lambda _: self._toggle_pen())
        area.bind("<Escape>", lambda _: self._end())
        area.bind("<FocusOut>", lambda _: self.switch_off(), add=True)
        area.bind("<ButtonPress-1>", lambda _: self.switch_off(lift=False), add=True)

    @property
    def on(self) -> bool:
        """Whether keys draw."""
        return self._on

    def switch(self) -> None:
        """Switches it on, with the pen up in the middle, or off."""
        if self._on:
            self._end()
            return
        self._on = True
        self._place = self._cells[0] // 2, self._cells[1] // 2
        self._area.focus_set()
        self._show()
        self._tell(guide_words.KEYBOARD_ON)
        self._say(guide_words.KEYBOARD_ON)

    def switch_off(self, lift: bool = True) -> None:
        """No longer draws by keys, and lifts the pen, unless the mouse has begun a stroke."""
        if not self._on:
            return
        self._on = False
        if lift:
            self._area.lift_pen()
        self._area.delete(_TAG)
        if self._due is not None:
            self._area.after_cancel(self._due)
            self._due = None

    @property
    def _step(self) -> float:
        return min(self._area.bounds[2:]) / CELLS

    @property
    def _cells(self) -> tuple[int, int]:
        width, height = self._area.bounds[2:]
        return max(1, int(width / self._step)), max(1, int(height / self._step))

    @property
    def _point(self) -> tuple[int, int]:
        column, row = self._place
        return round((column + 0.5) * self._step), round((row + 0.5) * self._step)

    def _end(self) -> str | None:
        if not self._on:
            return None
        self.switch_off()
        self._tell(guide_words.KEYBOARD_OFF)
        self._say(guide_words.KEYBOARD_OFF)
        return "break"

    def _move(self, event: tkinter.Event[tkinter.Misc], by: tuple[int, int]) -> str | None:
        state = int(event.state)
        if not self._on or state & _CONTROL_OR_ALT:
            return None
        for _ in range(_SMALL_STEPS if state & _SHIFT else 1):
            column, row = self._place[0] + by[0], self._place[1] + by[1]
            columns, rows = self._cells
            self._place = min(max(column, 0), columns - 1), min(max(row, 0), rows - 1)
            self._area.move_pen(*self._point)
        self._show()
        if self._due is not None:
            self._area.after_cancel(self._due)
        self._due = self._area.after(_PAUSE, self._say_place)
        return "break"

    def _toggle_pen(self) -> str | None:
        if not self._on:
            return None
        if self._area.stroke:
            self._area.lift_pen()
            self._say(guide_words.PEN_UP)
        else:
            self._area.press(*self._point)
            self._say(guide_words.PEN_DOWN)
        self._show()
        return "break"

    def _say_place(self) -> None:
        self._due = None
        column, row = self._place
        self._say(guide_words.PLACE.format(column=column + 1, row=row + 1))

    def _show(self) -> None:
        """Draws the cursor: a ring with the pen up, a disc with the pen down."""
        area, look = self._area, self._look()
        area.delete(_TAG)
        (x, y), radius = self._point, look.px(_RADIUS)
        colour = look.palette.accent
        fill = colour if area.stroke else ""
        box = x - radius, y - radius, x + radius, y + radius
        area.create_oval(*box, outline=colour, fill=fill, width=look.px(2), tags=_TAG)
        for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            near, far = radius + look.px(2), radius + look.px(8)
            area.create_line(
                x + dx * near, y + dy * near, x + dx * far, y + dy * far,
                fill=colour, width=look.px(2), tags=_TAG,
            )  # fmt: skip
