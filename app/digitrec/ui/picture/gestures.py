"""What wheel, mouse, pen and finger do to a picture: zoom, move, select and draw over it."""

from __future__ import annotations

import tkinter
from collections.abc import Callable
from typing import TYPE_CHECKING

from digitrec.ui.picture.view import ZOOM_STEP, PictureView

if TYPE_CHECKING:
    from digitrec.ui.canvas.drawing_area import DrawingArea
    from digitrec.ui.picture.digit_boxes import Name

    Event = tkinter.Event[tkinter.Misc]

_TAG = "DigitrecPicture"
_SHIFT = 0x1
_NOTCH = 120  # what a wheel's notch counts on Windows; a Mac counts by ones
_CLICK_TOLERANCE = 4
"""Logical pixels that the pen may move for a press to be a click."""


class Gestures:
    """Leads the events of the drawing area to a picture while one is shown.

    A drag moves a picture that is larger than the window. If all of it is in the window, a drag
    draws: it begins a new drawing instead of the picture, as it does in the middle of a drawing.

    Args:
        area: the drawing area.
        view: the picture.
        tolerance: screen pixels that a click may move.
        on_pick: called with the digit or mark that was clicked; with None for a click elsewhere.
        on_action: called with the action of the caption that was clicked.
    """

    def __init__(
        self,
        area: DrawingArea,
        view: PictureView,
        scale: float,
        on_pick: Callable[[Name | None], None],
        on_action: Callable[[str], None],
    ) -> None:
        self._area = area
        self._view = view
        self._tolerance = _CLICK_TOLERANCE * scale
        self._on_pick = on_pick
        self._on_action = on_action
        self._pressed: tuple[int, int] | None = None
        self._moving: tuple[int, int] | None = None
        area.bindtags((_TAG, *area.bindtags()))
        for sequence, call in (
            ("<ButtonPress-1>", self._press),
            ("<B1-Motion>", self._drag),
            ("<ButtonRelease-1>", self._release),
            ("<ButtonPress-2>", self._grasp),
            ("<B2-Motion>", self._move),
            ("<ButtonRelease-2>", self._let_go),
            ("<Motion>", self._hover),
            ("<MouseWheel>", lambda event: self._turn(event, event.delta)),
            ("<ButtonPress-4>", lambda event: self._turn(event, _NOTCH)),
            ("<ButtonPress-5>", lambda event: self._turn(event, -_NOTCH)),
        ):
            area.bind_class(_TAG, sequence, self._if_shown(call))

    def _if_shown(self, call: Callable[[Event], str | None]) -> Callable[[Event], str | None]:
        def handle(event: Event) -> str | None:
            return call(event) if self._view.viewport is not None else None

        return handle

    def _press(self, event: Event) -> str:
        self._pressed = event.x, event.y
        return "break"

    def _drag(self, event: Event) -> str | None:
        if self._moving is not None:
            return self._move(event)
        if self._pressed is None:
            return None
        x, y = self._pressed
        if max(abs(event.x - x), abs(event.y - y)) <= self._tolerance:
            return "break"
        self._pressed = None
        if self._view.caption_at(x, y) is not None:
            return "break"
        if self._view.movable:
            self._moving = x, y
            return self._move(event)
        self._view.hide()  # the stroke replaces the picture
        self._area.press(x, y)
        return None  # the drawing area handles this event: the stroke goes on from there

    def _release(self, event: Event) -> str | None:
        pressed, self._pressed = self._pressed, None
        if self._moving is not None:
            return self._let_go(event)
        if pressed is None:
            return None
        action = self._view.caption_at(*pressed)
        if action is None:
            self._on_pick(self._view.name_at(*pressed))
        elif action:
            self._on_action(action)
        return "break"

    def _grasp(self, event: Event) -> str:
        self._moving = event.x, event.y
        return "break"

    def _move(self, event: Event) -> str:
        if self._moving is not None:
            x, y = self._moving
            self._moving = event.x, event.y
            self._view.move(event.x - x, event.y - y)
        return "break"

    def _let_go(self, _: Event) -> str:
        self._moving = None
        return "break"

    def _turn(self, event: Event, delta: int) -> str:
        """Zooms where the pointer is; with Shift, moves sideways. A trackpad's pinch comes here."""
        notches = delta / _NOTCH if abs(delta) >= _NOTCH else delta / 10
        if int(event.state) & _SHIFT:
            self._view.scroll(-round(notches) or (-1 if delta > 0 else 1), 0)
        else:
            self._view.zoom(ZOOM_STEP**notches, (event.x, event.y))
        return "break"

    def _hover(self, event: Event) -> str:
        """Shows by the pointer what a press here would do."""
        action = self._view.caption_at(event.x, event.y)
        clickable = bool(action) or (
            action is None and self._view.name_at(event.x, event.y) is not None
        )
        self._area.set_clickable(clickable, movable=self._view.movable or action == "")
        return "break"
