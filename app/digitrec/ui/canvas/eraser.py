"""The eraser's path over the drawing area, by the right button or the left."""

from __future__ import annotations

import tkinter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from digitrec.recognition.ink import Point

ERASER_MARGIN = 4
"""Logical pixels from the edge of a stroke at which the eraser still touches it."""

_BUTTONS = (2, 3)  # a Mac's right button is the second


class Eraser:
    """Reports each piece of the eraser's path.

    Args:
        area: where it moves.
        position: gives the place on the area for an event's x and y.
        on_move: called with the start and the end of a piece.
    """

    def __init__(
        self,
        area: tkinter.Canvas,
        position: Callable[[int, int], Point],
        on_move: Callable[[Point, Point], None],
    ) -> None:
        self._position = position
        self._on_move = on_move
        self._last: Point | None = None
        for button in _BUTTONS:
            area.bind(f"<ButtonPress-{button}>", self._moved)
            area.bind(f"<B{button}-Motion>", self._moved)
            area.bind(f"<ButtonRelease-{button}>", lambda _: self.end())

    def move_to(self, x: int, y: int) -> None:
        """Moves on to a place, or begins a path there."""
        position = self._position(x, y)
        start, self._last = self._last or position, position
        self._on_move(start, position)

    def end(self) -> None:
        """Ends the path."""
        self._last = None

    def _moved(self, event: tkinter.Event[tkinter.Canvas]) -> None:
        self.move_to(event.x, event.y)
