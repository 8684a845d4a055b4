"""The caption below a picture: which one it is and its scale, with signs to turn and to zoom."""

from __future__ import annotations

import tkinter
from collections.abc import Sequence
from typing import NamedTuple

from digitrec.text import words
from digitrec.ui.widgets.theme import Look

TAG = "picture-caption"

# In logical pixels.
HEIGHT = 32
_LETTER = 12
_SIGN = 15
_PADDING = 8
_LEAST_WIDTH = 30  # of a piece to click


class Segment(NamedTuple):
    """A piece of the caption.

    Attributes:
        text: what it says.
        action: what a click on it does; empty if nothing.
    """

    text: str
    action: str = ""


class Caption:
    """Shows pieces of text in a strip along the canvas's lower side.

    Args:
        canvas: to draw on.
        look: colours and scale.
    """

    def __init__(self, canvas: tkinter.Canvas, look: Look) -> None:
        self._canvas = canvas
        self._look = look
        self._drawn: tuple[object, ...] | None = None
        self._ends: list[tuple[float, float, str]] = []  # where each piece is, and its action
        self._top = 0.0

    def apply_theme(self, look: Look) -> None:
        """Applies other colours when it is drawn next."""
        self._look = look
        self._drawn = None

    def draw(self, segments: Sequence[Segment]) -> None:
        """Draws the caption.

        Args:
            segments: its pieces, from left to right.
        """
        canvas = self._canvas
        border = int(canvas["highlightthickness"])
        right, bottom = canvas.winfo_width() - border, canvas.winfo_height() - border
        showing = tuple(segments), right, bottom
        if showing == self._drawn:
            return
        self._drawn = showing
        self._top = top = bottom - self._look.px(HEIGHT)
        colours, line = self._look.palette, max(1, self._look.px(1))
        canvas.delete(TAG)
        for colour, inset in ((colours.border, 0), (colours.ground, line)):
            canvas.create_rectangle(
                border, top + inset, right, bottom, fill=colour, width=0, tags=TAG
            )
        items = [self._write(segment) for segment in segments]
        widths = [self._width(segment, item) for segment, item in zip(segments, items, strict=True)]
        x = (border + right - sum(widths)) / 2
        self._ends = []
        for segment, item, width in zip(segments, items, widths, strict=True):
            canvas.coords(item, round(x + width / 2), round((top + bottom) / 2))
            self._ends.append((x, x + width, segment.action))
            x += width

    def hide(self) -> None:
        """Hides it."""
        self._canvas.delete(TAG)
        self._drawn = None

    def action_at(self, x: float, y: float) -> str | None:
        """What a click at a place does: an action, nothing (empty), or None outside of it."""
        if self._drawn is None or y < self._top:
            return None
        return next((action for left, right, action in self._ends if left <= x < right), "")

    def _write(self, segment: Segment) -> int:
        look = self._look
        sign = bool(segment.action)
        return self._canvas.create_text(
            0,
            0,
            text=segment.text,
            fill=look.palette.text if sign else look.palette.quiet,
            font=look.font(_SIGN if sign else _LETTER),
            tags=TAG,
        )

    def _width(self, segment: Segment, item: int) -> float:
        left, _, right, _ = self._canvas.bbox(item)
        width = right - left + 2 * self._look.px(_PADDING)
        return max(width, self._look.px(_LEAST_WIDTH)) if segment.action else width


def place_in_words(page: int, pages: int, number: int, count: int) -> str:
    """Where a picture is among others; empty if it is the only one.

    Args:
        page: of its file, from 0.
        pages: of its file.
        number: of its file, from 0.
        count: of the files.
    """
    parts = []
    if count > 1:
        parts.append(words.IMAGE_OF.format(number=number + 1, count=count))
    if pages > 1:
        parts.append(words.PAGE_OF.format(page=page + 1, pages=pages))
    return " · ".join(parts)
