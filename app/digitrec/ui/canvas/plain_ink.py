"""Plain ink: lines as Tk draws them, with hard edges, until smooth ink is available.

The first paint can't wait for NumPy. What is drawn in the first tenths of a second is shown this
way, and drawn again by `smooth_ink` as soon as NumPy is loaded.
"""

from __future__ import annotations

import tkinter

from digitrec.ui.canvas.curve import smooth

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from digitrec.recognition.ink import Stroke
    from digitrec.ui.canvas.tint import Attribution, Tint

TAG = "plain-ink"


class PlainInk:
    """Ink as lines on a canvas, with the interface of `smooth_ink.SmoothInk`."""

    def __init__(self, canvas: tkinter.Canvas, ink: str, pen: float) -> None:
        self._canvas = canvas
        self._ink = ink
        self._pen = max(2, round(pen))
        self._tail: int | None = None

    def draw_strokes(self, strokes: Sequence[Stroke], faded: Collection[int] = ()) -> None:
        """Draws these strokes in place of all other ink, those at some indices faded."""
        self._canvas.delete(TAG)
        self._tail = None
        for at, stroke in enumerate(strokes):
            item = self._draw_line(smooth(stroke))
            if at in faded:
                self._canvas.itemconfigure(item, stipple="gray25")

    def tint(self, attributions: Sequence[Attribution], tint: Tint) -> None:
        """Does nothing: colours are painted with NumPy, as smooth ink is."""

    def grow(self, corners: Sequence[float], tail: Sequence[float]) -> None:
        """Adds a piece of line that stays, and a tail that the next piece replaces."""
        if self._tail is not None:
            self._canvas.delete(self._tail)
        if corners:
            self._draw_line(corners)
        self._tail = self._draw_line(tail) if tail else None

    def _draw_line(self, corners: Sequence[float]) -> int:
        if len(corners) == 2:
            (x, y), radius = corners, self._pen / 2
            box = (x - radius, y - radius, x + radius, y + radius)
            return self._canvas.create_oval(*box, fill=self._ink, width=0, tags=TAG)
        return self._canvas.create_line(
            *corners,
            fill=self._ink,
            width=self._pen,
            capstyle="round",
            joinstyle="round",
            tags=TAG,
        )
