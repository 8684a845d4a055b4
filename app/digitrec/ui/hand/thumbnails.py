"""Thumbnails of taught digits, drawn on the background thread when they are first asked for."""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Iterable, Sequence

from digitrec.recognition.ink import Stroke
from digitrec.ui.canvas import antialiasing
from digitrec.ui.widgets.background import Background
from digitrec.ui.widgets.theme import Palette

_MOST = 400
"""Pictures that are kept; a thousand examples are more than a person looks at."""

_AT_ONCE = 8
"""Pictures that are drawn before the first of them is shown."""

Strokes = tuple[Stroke, ...]


class Thumbnails:
    """Small pictures of strokes.

    Args:
        master: the window whose pictures they are.
        background: draws them.
        palette: the colours.
    """

    def __init__(self, master: tkinter.Misc, background: Background, palette: Palette) -> None:
        self._master = master
        self._background = background
        self._palette = palette
        self._photos: dict[tuple[Strokes, int], tkinter.PhotoImage] = {}
        self._asked: set[tuple[Strokes, int]] = set()
        self._closed = False

    def photo(self, strokes: Strokes, side: int) -> tkinter.PhotoImage | None:
        """The picture, `side` pixels square; None if it was not drawn yet."""
        return self._photos.get((strokes, side))

    def draw(self, drawings: Iterable[Strokes], side: int, on_drawn: Callable[[], None]) -> None:
        """Draws those that are missing.

        Args:
            drawings: their strokes.
            side: of the pictures, in pixels.
            on_drawn: called when some of them are there.
        """
        missing = [
            strokes
            for strokes in dict.fromkeys(drawings)
            if (strokes, side) not in self._photos and (strokes, side) not in self._asked
        ]
        self._asked.update((strokes, side) for strokes in missing)
        for start in range(0, len(missing), _AT_ONCE):
            self._draw(missing[start : start + _AT_ONCE], side, on_drawn)

    def close(self) -> None:
        """Drops the pictures, which only Tk's thread may do."""
        self._closed = True
        self._photos.clear()

    def _draw(self, drawings: Sequence[Strokes], side: int, on_drawn: Callable[[], None]) -> None:
        def done(covered: list[antialiasing.Coverage]) -> None:
            if self._closed:
                return
            if len(self._photos) > _MOST:
                self._photos.clear()
            for strokes, coverage in zip(drawings, covered, strict=True):
                self._asked.discard((strokes, side))
                data = antialiasing.pixmap(coverage, self._palette.paper, self._palette.ink)
                photo = tkinter.PhotoImage(master=self._master, data=data)
                self._photos[strokes, side] = photo
            on_drawn()

        self._background.do(
            lambda: [antialiasing.thumbnail(strokes, side) for strokes in drawings], done
        )
