"""Pen trace: how long the handling of pen events took, a trace line for each stroke."""

from __future__ import annotations

import time
import tkinter
from collections.abc import Callable
from typing import TYPE_CHECKING

from digitrec import tracing
from digitrec.ui.canvas.drawing_area import DrawingArea

if TYPE_CHECKING:
    Event = tkinter.Event[DrawingArea]


class PenTrace:
    """Times what the paper does with each event of button 1; made only where tracing is on.

    At each pen-up a line tells how many events the stroke had, and how long the slowest of them
    took, from entering its handler to leaving it, in milliseconds. Readings are not in it: they
    are made once no event waits, and have lines of their own.
    """

    def __init__(self, area: DrawingArea) -> None:
        self._events = 0
        self._longest = 0.0
        for sequence, handle in (
            ("<ButtonPress-1>", area._press),
            ("<B1-Motion>", area._move),
            ("<ButtonRelease-1>", area._release),
        ):
            area.bind(sequence, self._timed(handle))
        area.bind("<ButtonRelease-1>", self._tell, add=True)

    def _timed(self, handle: Callable[[Event], None]) -> Callable[[Event], None]:
        def timed(event: Event) -> None:
            begun = time.perf_counter()
            handle(event)
            self._longest = max(self._longest, time.perf_counter() - begun)
            self._events += 1

        return timed

    def _tell(self, _: Event) -> None:
        milliseconds = round(self._longest * 1000, 3)
        tracing.emit("pen", events=self._events, milliseconds=milliseconds)
        self._events, self._longest = 0, 0.0
