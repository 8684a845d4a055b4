"""Rubber: the way of the eraser over the paper, by the right button or the left."""

from __future__ import annotations

import tkinter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from digitrec.recognition.ink import Point

_BUTTONS = (2, 3)  # a Mac's right button is the second


class Eraser:
    """Tells of each piece of its way.

    Args:
        paper: where it is moved.
        place: gives an event's place on the paper.
        on_way: called with the two ends of a piece.
    """

    def __init__(
        self,
        paper: tkinter.Canvas,
        place: Callable[[tkinter.Event[tkinter.Canvas]], Point],
        on_way: Callable[[Point, Point], None],
    ) -> None:
        self._place = place
        self._on_way = on_way
        self._last: Point | None = None
        for button in _BUTTONS:
            paper.bind(f"<ButtonPress-{button}>", self.rub)
            paper.bind(f"<B{button}-Motion>", self.rub)
            paper.bind(f"<ButtonRelease-{button}>", lambda _: self.lift())

    def rub(self, event: tkinter.Event[tkinter.Canvas]) -> None:
        """Moves on to the event's place."""
        place = self._place(event)
        before, self._last = self._last or place, place
        self._on_way(before, place)

    def lift(self) -> None:
        """Ends the way."""
        self._last = None
