"""Hard ink: lines as Tk draws them, until there is a layer for smooth ones.

The first paint can't wait for NumPy. What is drawn in the first tenths of a second is shown with
this, and anew by `ink_layer` as soon as that can be had.
"""

from __future__ import annotations

import tkinter

from digitrec.ui.canvas.curve import smooth

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from digitrec.recognition.ink import Stroke
    from digitrec.ui.canvas.tint import Shade, Tint

_TAG = "hard-ink"


class PlainInk:
    """Ink as lines on a canvas; the same as `ink_layer.InkLayer` to whoever draws."""

    def __init__(self, canvas: tkinter.Canvas, ink: str, pen: float) -> None:
        self._canvas = canvas
        self._ink = ink
        self._pen = max(2, round(pen))
        self._tail: int | None = None

    def show(self, strokes: Sequence[Stroke]) -> None:
        """Shows these strokes and no others."""
        self.remove()
        for stroke in strokes:
            self._line(smooth(stroke))

    def tint(self, shades: Sequence[Shade], tint: Tint) -> None:
        """Hard ink stays plain: the colours are painted with NumPy, as soft ink is."""

    def grow(self, corners: Sequence[float], tail: Sequence[float]) -> None:
        """Adds a piece of line that stays, and a tail that moves on with the next piece."""
        if self._tail is not None:
            self._canvas.delete(self._tail)
        if corners:
            self._line(corners)
        self._tail = self._line(tail) if tail else None

    def remove(self) -> None:
        """Takes all ink away."""
        self._canvas.delete(_TAG)
        self._tail = None

    def _line(self, corners: Sequence[float]) -> int:
        if len(corners) == 2:
            (x, y), reach = corners, self._pen / 2
            box = (x - reach, y - reach, x + reach, y + reach)
            return self._canvas.create_oval(*box, fill=self._ink, width=0, tags=_TAG)
        return self._canvas.create_line(
            *corners,
            fill=self._ink,
            width=self._pen,
            capstyle="round",
            joinstyle="round",
            tags=_TAG,
        )
