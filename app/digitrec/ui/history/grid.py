"""A grid of thumbnails, of which only those in sight are loaded and drawn."""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from digitrec.text import words
from digitrec.ui.history.caption import draw_caption
from digitrec.ui.history.thumbnails import Thumbnail, confidence_of, time_of, title_of
from digitrec.ui.widgets.selectable_canvas import SelectableCanvas
from digitrec.ui.widgets.theme import SMALL_GAP, Look

_THUMBNAIL = 96
_WIDTH, _HEIGHT = 108, 144
"""Of a cell, in logical pixels."""

_MOST_THUMBNAILS = 600
"""Thumbnails held in memory; those far from what is in sight are dropped."""


class ThumbnailGrid(SelectableCanvas):
    """Shows any number of drawings, which it knows by their position.

    Args:
        master: the parent.
        look: colours and scale.
        on_need: called with the first position and the number of drawings that should be given to
            `add_thumbnails`.
        on_open: called with the position of a drawing that should be opened.
        on_select: called when the selection has changed.
    """

    def __init__(
        self,
        master: tkinter.Misc,
        look: Look,
        on_need: Callable[[int, int], None],
        on_open: Callable[[int], None],
        on_select: Callable[[], None],
    ) -> None:
        super().__init__(
            master,
            on_select,
            background=look.palette.ground,
            yscrollincrement=look.px(_HEIGHT) // 3,
        )
        self._look = look
        self._on_need = on_need
        self._on_open = on_open
        self._count = 0
        self._columns = 1
        self._thumbnails: dict[int, Thumbnail | None] = {}
        self._requested: set[int] = set()
        self._photos: list[tkinter.PhotoImage] = []
        self.bind("<Double-Button-1>", self._double_click)

    @property
    def side(self) -> int:
        """Of a thumbnail, in screen pixels."""
        return self._look.px(_THUMBNAIL)

    @property
    def accessible_name(self) -> str:
        """What a screen reader calls it."""
        return words.HISTORY

    @property
    def selected(self) -> list[int]:
        """The positions of the selected drawings, in order."""
        return sorted(self._selection.positions)

    @property
    def loaded(self) -> frozenset[int]:
        """The positions of the drawings that are held in memory."""
        return frozenset(self._thumbnails)

    def reset(self, count: int) -> None:
        """Shows another list of `count` drawings, none of them loaded or selected."""
        self._count = count
        self._thumbnails.clear()
        self._requested.clear()
        self._selection.reset(count)
        self._lay_out()

    def add_thumbnails(self, first: int, thumbnails: Sequence[Thumbnail | None]) -> None:
        """Takes drawings that were needed, from position `first` on; None: it can't be read."""
        self._thumbnails.update(enumerate(thumbnails, first))
        self._draw()

    def open_selected(self) -> None:
        """Opens the selected drawing if it is a single one."""
        if self._selection.only is not None:
            self._on_open(self._selection.only)

    def box_of(self, position: int) -> tuple[int, int, int, int]:
        """The cell of a drawing: left, top, right and bottom on the canvas."""
        width, height = self._cell
        x, y = position % self._columns * width, position // self._columns * height
        return x, y, x + width, y + height

    def destroy(self) -> None:
        """Ends, and drops the pictures, which only Tk's thread may do."""
        self._photos = []
        super().destroy()

    @property
    def _cell(self) -> tuple[int, int]:
        return self._look.px(_WIDTH), self._look.px(_HEIGHT)

    @property
    def _rows(self) -> int:
        return -(-self._count // self._columns)

    def _lay_out(self) -> None:
        width, height = self._cell
        self._columns = max(1, self.winfo_width() // width)
        self.configure(scrollregion=(0, 0, self._columns * width, self._rows * height))
        self._draw()

    def _draw_in_sight(self) -> None:
        """Draws the cells in sight, and requests the drawings that are missing."""
        self._photos = []
        _, height = self._cell
        top = int(self.canvasy(0))
        first = max(top // height, 0) * self._columns
        last_row = (top + self.winfo_height()) // height
        end = min((last_row + 1) * self._columns, self._count)
        now = datetime.now(UTC)
        for position in range(first, end):
            self._draw_cell(position, now)
        self._request(range(first, end))

    def _request(self, in_sight: range) -> None:
        missing = [
            at for at in in_sight if at not in self._thumbnails and at not in self._requested
        ]
        if not missing:
            return
        first = missing[0]
        size = min(max(missing[-1] + 1 - first, len(in_sight)), self._count - first)
        self._requested.update(range(first, first + size))
        if len(self._thumbnails) > _MOST_THUMBNAILS:
            beyond = _MOST_THUMBNAILS // 2
            near = range(in_sight.start - beyond, in_sight.stop + beyond)
            far = [at for at in self._thumbnails if at not in near]
            for at in far:
                del self._thumbnails[at]
            self._requested.difference_update(far)
        self._on_need(first, size)

    def _draw_cell(self, position: int, now: datetime) -> None:
        look, colours, side = self._look, self._look.palette, self.side
        x, y, right, bottom = self.box_of(position)
        gap = look.px(SMALL_GAP)
        left, top = x + gap, y + gap
        if position in self._selection:
            self.create_rectangle(
                x,
                y,
                left + side + gap - 1,
                bottom - gap,
                fill=colours.track,
                outline=colours.accent,
            )
        thumbnail = self._thumbnails.get(position)
        frame = colours.track if thumbnail is None else colours.border
        if thumbnail is not None:
            photo = thumbnail.photo(self, colours)
            self._photos.append(photo)
            self.create_image(left, top, anchor="nw", image=photo)
        self.create_rectangle(left, top, left + side - 1, top + side - 1, outline=frame)
        if position in self._thumbnails:
            drawing = None if thumbnail is None else thumbnail.drawing
            widths = side, right - x - 2 * gap
            draw_caption(self, look, drawing, (left, top + side), widths, now)

    def _in_words(self, position: int) -> str:
        thumbnail = self._thumbnails.get(position)
        if thumbnail is None:
            return words.CANNOT_READ if position in self._thumbnails else ""
        drawing = thumbnail.drawing
        parts = (title_of(drawing), confidence_of(drawing), time_of(drawing, datetime.now(UTC)))
        return ", ".join(filter(None, parts))

    def _item_at(self, x: int, y: int) -> int | None:
        width, height = self._cell
        column, row = x // width, int(self.canvasy(y)) // height
        position = row * self._columns + column
        return position if column < self._columns and position < self._count else None

    def _double_click(self, event: tkinter.Event[ThumbnailGrid]) -> None:
        self._click(event)
        self.open_selected()

    def _neighbour(self, columns: int, rows: int) -> int | None:
        return self._selection.move(columns + rows * self._columns)

    def _extent_of(self, position: int) -> tuple[int, int]:
        _, top, _, bottom = self.box_of(position)
        return top, bottom
