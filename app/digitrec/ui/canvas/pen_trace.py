"""Pen trace: a trace line for each stroke, with the time that its pen events took to handle."""

from __future__ import annotations

import time
import tkinter
from collections.abc import Callable
from typing import TYPE_CHECKING

from digitrec import tracing
from digitrec.ui.canvas.drawing_area import DrawingArea

if TYPE_CHECKING:
    Event = tkinter.Event[tkinter.Misc]


class PenTrace:
    """Times how the drawing area handles each event of button 1; made only if tracing is on.

    When the pen is lifted, a line gives the number of the stroke's events, and how many
    milliseconds the slowest of their handlers took. Readings are not part of that: they are made
    once no event waits, and have lines of their own.
    """

    def __init__(self, area: DrawingArea) -> None:
        self._events = 0
        self._longest = 0.0
        for sequence, handle in area.pen_handlers.items():
            area.bind(sequence, self._timed(handle))
        area.bind("<ButtonRelease-1>", self._emit, add=True)

    def _timed(self, handle: Callable[[Event], None]) -> Callable[[Event], None]:
        def timed(event: Event) -> None:
            begun = time.perf_counter()
            handle(event)
            self._longest = max(self._longest, time.perf_counter() - begun)
            self._events += 1

        return timed

    def _emit(self, _: Event) -> None:
        milliseconds = round(self._longest * 1000, 3)
        tracing.emit("pen", events=self._events, milliseconds=milliseconds)
        self._events, self._longest = 0, 0.0
