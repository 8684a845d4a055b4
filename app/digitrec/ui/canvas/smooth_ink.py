"""Smooth ink: the ink as an image, so that its edges are antialiased.

Tk draws lines with hard edges on X11 and on Windows. Here lines are drawn into an array, and the
part of it that has changed is copied to the screen.
"""

from __future__ import annotations

import tkinter
from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.ink import Stroke
from digitrec.ui.canvas import antialiasing
from digitrec.ui.canvas.antialiasing import EMPTY, Patch
from digitrec.ui.canvas.curve import smooth

TYPE_CHECKING = False
if TYPE_CHECKING:
    from digitrec.ui.canvas.tint import Attribution, Tint


_FADED = 0.3
"""How much of its colour faded ink keeps."""


class SmoothInk:
    """An image with ink on it.

    Args:
        master: the widget that shows `photo`.
        size: width and height in screen pixels.
        background: its colour.
        ink: colour of the ink.
        pen: width of the pen in screen pixels.
        offset: of the image on the canvas; subtracted from the strokes' x and y.
    """

    def __init__(
        self,
        master: tkinter.Misc,
        size: tuple[int, int],
        background: str,
        ink: str,
        pen: float,
        offset: float = 0.0,
    ) -> None:
        self.size = size
        self.pen = pen
        self._offset = offset
        self.photo = tkinter.PhotoImage(master=master, width=size[0], height=size[1])
        self._drawn: dict[Stroke, tuple[Patch, antialiasing.Coverage]] = {}
        self._colours = antialiasing.colours_between(background, ink)
        self._coverage = np.zeros((size[1], size[0]), np.uint8)
        self._tail = EMPTY
        self._attributions: Sequence[Attribution] = ()
        self.photo.put(background, to=(0, 0, *size))

    def draw_strokes(self, strokes: Sequence[Stroke], faded: Collection[int] = ()) -> None:
        """Draws these strokes in place of all other ink, those at some indices faded."""
        changed = self._inked()
        self._coverage[:] = 0
        self._tail = EMPTY
        known, self._drawn = self._drawn, {}
        for at, stroke in enumerate(strokes):
            drawn = known[stroke] if stroke in known else self._draw(stroke)
            self._drawn[stroke] = drawn
            patch, share = drawn
            if not patch.empty:
                part = self._part(patch)
                ink = (share * _FADED).astype(np.uint8) if at in faded else share
                np.maximum(part, ink, out=part)
                changed = changed.union(patch)
        self._paint(changed)

    def tint(self, attributions: Sequence[Attribution], tint: Tint) -> None:
        """Paints all ink in the colours of the attributions, or plain again if there are none."""
        if not attributions and not self._attributions:
            return
        offset = self._offset
        self._attributions = [(x - offset, y - offset, share) for x, y, share in attributions]
        patch = self._inked()
        if not self._attributions:
            self._paint(patch)
        elif not patch.empty:
            self._put(tint.paint(self._coverage, patch, self._attributions), patch)

    def grow(self, corners: Sequence[float], tail: Sequence[float]) -> None:
        """Adds a piece of line that stays, and a tail that the next piece replaces.

        Args:
            corners: of the piece, flat; empty adds nothing.
            tail: corners of the tail; empty if the line ends.
        """
        changed = self._tail
        if corners:
            changed = changed.union(
                antialiasing.draw(self._coverage, self._moved(corners), self.pen)
            )
        tail = self._moved(tail)
        self._tail = self._around(tail) if tail else EMPTY
        part = self._part(self._tail)
        kept = part.copy()
        if tail:
            antialiasing.draw(self._coverage, tail, self.pen)
        self._paint(changed.union(self._tail))
        part[:] = kept

    def _draw(self, stroke: Stroke) -> tuple[Patch, antialiasing.Coverage]:
        """A stroke by itself, kept while it is shown: else Undo would draw all others again."""
        alone = np.zeros_like(self._coverage)
        patch = antialiasing.draw(alone, self._moved(smooth(stroke)), self.pen)
        return patch, alone[patch.y0 : patch.y1, patch.x0 : patch.x1].copy()

    def _moved(self, corners: Sequence[float]) -> list[float]:
        return [corner - self._offset for corner in corners]

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
        """The smallest patch with all the ink on the screen."""
        rows = np.flatnonzero(self._coverage.any(axis=1))
        columns = np.flatnonzero(self._coverage.any(axis=0))
        if not len(rows):
            return self._tail
        inked = Patch(int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)
        return inked.union(self._tail)

    def _paint(self, patch: Patch) -> None:
        if patch.empty:
            return
        self._put(self._colours[self._part(patch)], patch)

    def _put(self, pixels: NDArray[np.uint8], patch: Patch) -> None:
        data = antialiasing.pixmap_of(pixels)
        self.photo.tk.call(self.photo.name, "put", data, "-to", patch.x0, patch.y0)
