"""Ink layer: the ink on the paper as an image, so that its edges are smooth.

Tk draws lines with hard edges on X11 and on Windows. Here they are drawn into an array, and the
part of it that has changed goes to the screen.
"""

from __future__ import annotations

import tkinter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.ink import Stroke
from digitrec.ui.canvas import antialiasing
from digitrec.ui.canvas.antialiasing import NOWHERE, Patch
from digitrec.ui.canvas.curve import smooth

TYPE_CHECKING = False
if TYPE_CHECKING:
    from digitrec.ui.canvas.tint import Shade, Tint


class SmoothInk:
    """An image of the paper's size with ink on it.

    Args:
        master: the widget that shows `photo`.
        size: width and height in screen pixels.
        paper: colour of the paper.
        ink: colour of the ink.
        pen: width of the pen in screen pixels.
        edge: what the strokes' x and y are larger by than places in the image.
    """

    def __init__(
        self,
        master: tkinter.Misc,
        size: tuple[int, int],
        paper: str,
        ink: str,
        pen: float,
        edge: float = 0.0,
    ) -> None:
        self.size = size
        self.pen = pen
        self._edge = edge
        self.photo = tkinter.PhotoImage(master=master, width=size[0], height=size[1])
        self._drawn: dict[Stroke, tuple[Patch, antialiasing.Coverage]] = {}
        self._colours = antialiasing.colours_between(paper, ink)
        self._coverage = np.zeros((size[1], size[0]), np.uint8)
        self._tail = NOWHERE
        self._shades: Sequence[Shade] = ()
        self.photo.put(paper, to=(0, 0, *size))

    def show(self, strokes: Sequence[Stroke]) -> None:
        """Shows these strokes and no others."""
        changed = self._inked()
        self._coverage[:] = 0
        self._tail = NOWHERE
        known, self._drawn = self._drawn, {}
        for stroke in strokes:
            drawn = known[stroke] if stroke in known else self._draw(stroke)
            self._drawn[stroke] = drawn
            patch, share = drawn
            if not patch.empty:
                part = self._part(patch)
                np.maximum(part, share, out=part)
                changed = changed.with_(patch)
        self._paint(changed)

    def tint(self, shades: Sequence[Shade], tint: Tint) -> None:
        """Paints all ink in the colours of the shades, or plain again where there are none."""
        if not shades and not self._shades:
            return
        self._shades = [(x - self._edge, y - self._edge, shade) for x, y, shade in shades]
        patch = self._inked()
        if not self._shades:
            self._paint(patch)
        elif not patch.empty:
            self._put(tint.paint(self._coverage, patch, self._shades), patch)

    def grow(self, corners: Sequence[float], tail: Sequence[float]) -> None:
        """Adds a piece of line that stays, and a tail that moves on with the next piece.

        Args:
            corners: of the piece, flat; none adds nothing.
            tail: corners of the tail; none where the line ends.
        """
        changed = self._tail
        if corners:
            changed = changed.with_(
                antialiasing.draw(self._coverage, self._moved(corners), self.pen)
            )
        tail = self._moved(tail)
        self._tail = self._around(tail) if tail else NOWHERE
        part = self._part(self._tail)
        kept = part.copy()
        if tail:
            antialiasing.draw(self._coverage, tail, self.pen)
        self._paint(changed.with_(self._tail))
        part[:] = kept

    def _draw(self, stroke: Stroke) -> tuple[Patch, antialiasing.Coverage]:
        """A stroke by itself. It is kept while it is shown: Undo would draw all others anew."""
        alone = np.zeros_like(self._coverage)
        patch = antialiasing.draw(alone, self._moved(smooth(stroke)), self.pen)
        return patch, alone[patch.y0 : patch.y1, patch.x0 : patch.x1].copy()

    def _moved(self, corners: Sequence[float]) -> list[float]:
        return [corner - self._edge for corner in corners]

    def _around(self, corners: Sequence[float]) -> Patch:
        reach = self.pen / 2 + 2
        xs, ys = corners[0::2], corners[1::2]
        return Patch(
            max(int(min(xs) - reach), 0), max(int(min(ys) - reach), 0),
            min(int(max(xs) + reach) + 1, self.size[0]),
            min(int(max(ys) + reach) + 1, self.size[1]),
        )  # fmt: skip

    def _part(self, patch: Patch) -> antialiasing.Coverage:
        return self._coverage[patch.y0 : patch.y1, patch.x0 : patch.x1]

    def _inked(self) -> Patch:
        """The smallest patch with all that is on the screen."""
        rows = np.flatnonzero(self._coverage.any(axis=1))
        columns = np.flatnonzero(self._coverage.any(axis=0))
        if not len(rows):
            return self._tail
        inked = Patch(int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)
        return inked.with_(self._tail)

    def _paint(self, patch: Patch) -> None:
        if patch.empty:
            return
        self._put(self._colours[self._part(patch)], patch)

    def _put(self, pixels: NDArray[np.uint8], patch: Patch) -> None:
        data = antialiasing.pixmap_of(pixels)
        self.photo.tk.call(self.photo.name, "put", data, "-to", patch.x0, patch.y0)
