"""The last drawings, in a row under the drawing area."""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Sequence

from digitrec.storage.drawing import Drawing
from digitrec.ui.history.thumbnails import Thumbnail, is_wrong, title_of
from digitrec.ui.widgets.text_fitting import into_line
from digitrec.ui.widgets.theme import GAP, Look

THUMBNAIL = 44
WIDEST = 3.5
"""Greatest width of a thumbnail, in its heights: the digits of a number shall be legible."""

_CAPTION = 18


class RecentDrawings(tkinter.Canvas):
    """Shows the last drawings, newest first; a click opens one again.

    Args:
        master: the parent.
        look: colours and scale.
        on_open: called with the drawing that was clicked.
        on_capacity: called when another number of drawings fits.
    """

    def __init__(
        self,
        master: tkinter.Misc,
        look: Look,
        on_open: Callable[[Drawing], None],
        on_capacity: Callable[[], None],
    ) -> None:
        super().__init__(
            master,
            height=look.px(THUMBNAIL + _CAPTION),
            width=1,
            highlightthickness=0,
            borderwidth=0,
            takefocus=False,
        )
        self._on_open = on_open
        self._on_capacity = on_capacity
        self._thumbnails: Sequence[Thumbnail] = ()
        self._photos: list[tkinter.PhotoImage] = []
        self._ends: list[tuple[int, int]] = []  # of each thumbnail that is shown, left and right
        self._capacity = 0
        self.apply_theme(look)
        self.bind("<Configure>", self._resized)
        self.bind("<ButtonRelease-1>", self._click)
        self.bind("<Motion>", self._set_cursor)

    @property
    def side(self) -> int:
        """Of a thumbnail, in screen pixels."""
        return self._look.px(THUMBNAIL)

    @property
    def capacity(self) -> int:
        """How many drawings fit."""
        return self._capacity

    @property
    def drawings(self) -> list[Drawing]:
        """The drawings that are shown."""
        return [thumbnail.drawing for thumbnail in self._thumbnails]

    def set_thumbnails(self, thumbnails: Sequence[Thumbnail]) -> None:
        """Shows these drawings."""
        self._thumbnails = thumbnails
        self._draw()

    def apply_theme(self, look: Look) -> None:
        """Shows the drawings in other colours."""
        self._look = look
        self.configure(background=look.palette.ground)
        self._draw()

    @property
    def _step(self) -> int:
        return self.side + self._look.px(GAP)

    def _draw(self) -> None:
        self.delete("all")
        self._photos = []
        look, colours, side = self._look, self._look.palette, self.side
        self._ends = []
        x = 0
        for thumbnail in self._thumbnails[: self._capacity]:
            width = thumbnail.width
            if x + width > max(self.winfo_width(), side):
                break
            photo = thumbnail.photo(self, colours)
            self._photos.append(photo)
            self.create_image(x, 0, anchor="nw", image=photo)
            self.create_rectangle(x, 0, x + width - 1, side - 1, outline=colours.border)
            caption = self.create_text(
                x + width // 2,
                side + look.px(3),
                anchor="n",
                text=title_of(thumbnail.drawing),
                fill=colours.alarm if is_wrong(thumbnail.drawing) else colours.quiet,
            )
            into_line(self, caption, look, 11, width)
            self._ends.append((x, x + width))
            x += width + look.px(GAP)

    def _resized(self, event: tkinter.Event[RecentDrawings]) -> None:
        capacity = (event.width + self._look.px(GAP)) // self._step
        if capacity != self._capacity:
            self._capacity = capacity
            self._on_capacity()
        self._draw()

    def _drawing_at(self, x: float) -> Drawing | None:
        for (left, right), thumbnail in zip(self._ends, self._thumbnails, strict=False):
            if left <= x < right:
                return thumbnail.drawing
        return None

    def _click(self, event: tkinter.Event[RecentDrawings]) -> None:
        drawing = self._drawing_at(event.x)
        if drawing is not None:
            self._on_open(drawing)

    def _set_cursor(self, event: tkinter.Event[RecentDrawings]) -> None:
        self.configure(cursor="" if self._drawing_at(event.x) is None else "hand2")
