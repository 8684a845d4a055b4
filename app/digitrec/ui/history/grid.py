"""Album: drawings in rows, of which only those that can be seen are loaded and drawn."""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from digitrec.storage.drawing import Drawing
from digitrec.ui.history.caption import draw_caption
from digitrec.ui.history.thumbnails import Thumbnail
from digitrec.ui.widgets.theme import SMALL_GAP, Look

_THUMBNAIL = 96
_WIDE, _HIGH = 108, 144
"""Of a cell, in logical pixels."""

_MOST_THUMBNAILS = 600
"""Cards held in memory; those far from what is seen are let go."""


class ThumbnailGrid(tkinter.Canvas):
    """Shows any number of drawings.

    Args:
        master: the parent.
        look: colours and scale.
        want: called with the first and the number of drawings that are to be given to `take`.
        on_open: called with a drawing that was double-clicked.
        on_choice: called when other drawings are chosen.
    """

    def __init__(
        self,
        master: tkinter.Misc,
        look: Look,
        want: Callable[[int, int], None],
        on_open: Callable[[Drawing], None],
        on_choice: Callable[[], None],
    ) -> None:
        super().__init__(
            master,
            background=look.palette.ground,
            highlightthickness=0,
            borderwidth=0,
            yscrollincrement=look.px(_HIGH) // 3,
        )
        self.chosen: set[int] = set()
        self._look = look
        self._want = want
        self._on_open = on_open
        self._on_choice = on_choice
        self._count = 0
        self._columns = 1
        self._thumbnails: dict[int, Thumbnail] = {}
        self._asked: set[int] = set()
        self._photos: list[tkinter.PhotoImage] = []
        self._anchor = 0
        self._set_bar: Callable[[float, float], None] = lambda first, last: None  # noqa: ARG005
        self._due: str | None = None
        self.configure(yscrollcommand=self._scrolled)
        self.bind("<Configure>", lambda _: self._lay_out())
        self.bind("<Button-1>", self._click)
        self.bind("<Double-Button-1>", self._double_click)
        for sequence, lines in (("<Button-4>", -1), ("<Button-5>", 1)):  # X11's wheel
            self.bind(sequence, lambda _, n=lines: self.yview_scroll(n, "units"))  # type: ignore[misc]
        self.bind("<MouseWheel>", self._wheel)
        for key, by in (("Left", -1), ("Right", 1), ("Up", None), ("Down", 0)):
            self.bind(f"<{key}>", lambda _, by=by: self._step(by))  # type: ignore[misc]
        self.bind("<Prior>", lambda _: self.yview_scroll(-1, "pages"))
        self.bind("<Next>", lambda _: self.yview_scroll(1, "pages"))

    @property
    def side(self) -> int:
        """Of a thumbnail, in screen pixels."""
        return self._look.px(_THUMBNAIL)

    @property
    def chosen_keys(self) -> list[int]:
        """Keys of the chosen drawings, as far as they were loaded."""
        keys = [
            self._thumbnails[at].drawing.key for at in sorted(self.chosen) if at in self._thumbnails
        ]
        return [key for key in keys if key is not None]

    def follow(self, set_bar: Callable[[float, float], None]) -> None:
        """Has a scrollbar follow."""
        self._set_bar = set_bar

    def show(self, count: int) -> None:
        """Shows so many drawings, all of them to be loaded anew."""
        self._count = count
        self._thumbnails.clear()
        self._asked.clear()
        self.chosen.clear()
        self._anchor = 0
        self._lay_out()

    def take(self, first: int, thumbnails: Sequence[Thumbnail]) -> None:
        """Takes drawings that it wanted, the first of them numbered `first`."""
        for at, thumbnail in enumerate(thumbnails, first):
            self._thumbnails[at] = thumbnail
        self._draw()

    def choose_all(self) -> None:
        """Chooses all that are loaded."""
        self._choose(set(self._thumbnails))

    def open_chosen(self) -> None:
        """Opens the chosen drawing, where it is one."""
        if len(self.chosen) == 1:
            (at,) = self.chosen
            if at in self._thumbnails:
                self._on_open(self._thumbnails[at].drawing)

    @property
    def _cell(self) -> tuple[int, int]:
        return self._look.px(_WIDE), self._look.px(_HIGH)

    @property
    def _rows(self) -> int:
        return -(-self._count // self._columns)

    def _lay_out(self) -> None:
        wide, high = self._cell
        self._columns = max(1, self.winfo_width() // wide)
        self.configure(scrollregion=(0, 0, self._columns * wide, self._rows * high))
        self._draw()

    def _scrolled(self, first: float, last: float) -> None:
        self._set_bar(float(first), float(last))
        if self._due is None:
            self._due = self.after_idle(self._draw)

    def _draw(self) -> None:
        """Draws the cells that can be seen, and asks for those that are missing."""
        if self._due is not None:
            self.after_cancel(self._due)
            self._due = None
        self.delete("all")
        self._photos = []
        _, high = self._cell
        top = int(self.canvasy(0))
        first = max(top // high, 0) * self._columns
        end = min((top + self.winfo_height()) // high * self._columns + self._columns, self._count)
        now = datetime.now(UTC)
        for at in range(first, end):
            self._draw_cell(at, now)
        self._ask(range(first, end))

    def _ask(self, seen: range) -> None:
        missing = [at for at in seen if at not in self._thumbnails and at not in self._asked]
        if not missing:
            return
        first = missing[0]
        size = min(max(missing[-1] + 1 - first, len(seen)), self._count - first)
        self._asked.update(range(first, first + size))
        if len(self._thumbnails) > _MOST_THUMBNAILS:
            near = range(seen.start - _MOST_THUMBNAILS // 2, seen.stop + _MOST_THUMBNAILS // 2)
            far = [at for at in self._thumbnails if at not in near and at not in self.chosen]
            for at in far:
                del self._thumbnails[at]
            self._asked.difference_update(far)
        self._want(first, size)

    def _draw_cell(self, at: int, now: datetime) -> None:
        look, colours, (wide, high) = self._look, self._look.palette, self._cell
        x, y = at % self._columns * wide, at // self._columns * high
        gap, side = look.px(SMALL_GAP), self.side
        left, top = x + gap, y + gap
        if at in self.chosen:
            self.create_rectangle(
                x,
                y,
                left + side + gap - 1,
                y + high - gap,
                fill=colours.track,
                outline=colours.accent,
            )
        thumbnail = self._thumbnails.get(at)
        if thumbnail is None:
            self.create_rectangle(left, top, left + side - 1, top + side - 1, outline=colours.track)
            return
        photo = thumbnail.photo(self, colours)
        self._photos.append(photo)
        self.create_image(left, top, anchor="nw", image=photo)
        self.create_rectangle(left, top, left + side - 1, top + side - 1, outline=colours.border)
        draw_caption(self, look, thumbnail.drawing, (left, top + side), (side, wide - 2 * gap), now)

    def _click(self, event: tkinter.Event[ThumbnailGrid]) -> None:
        self.focus_set()
        wide, high = self._cell
        column, row = event.x // wide, int(self.canvasy(event.y)) // high
        at = row * self._columns + column
        if column >= self._columns or at >= self._count:
            self._choose(set())
        elif int(event.state) & 0x1:  # Shift: from the one before to this
            low, end = sorted((self._anchor, at))
            self._choose(set(range(low, end + 1)))
        elif int(event.state) & (0x4 | 0x8):  # Control or Command: this one too, or not
            self._anchor = at
            self._choose(self.chosen ^ {at})
        else:
            self._anchor = at
            self._choose({at})

    def _double_click(self, event: tkinter.Event[ThumbnailGrid]) -> None:
        self._click(event)
        self.open_chosen()

    def _step(self, by: int | None) -> None:
        """Chooses a neighbour: by one, or by a row up (None) or down (0)."""
        step = -self._columns if by is None else by or self._columns
        at = self._anchor + step if self.chosen else 0
        if 0 <= at < self._count:
            self._anchor = at
            self._choose({at})
            self._bring_into_sight(at)

    def _bring_into_sight(self, at: int) -> None:
        _, high = self._cell
        top, whole = at // self._columns * high, max(self._rows * high, 1)
        if top < self.canvasy(0):
            self.yview_moveto(top / whole)
        elif top + high > self.canvasy(self.winfo_height()):
            self.yview_moveto((top + high - self.winfo_height()) / whole)

    def _choose(self, which: set[int]) -> None:
        self.chosen = which
        self._draw()
        self._on_choice()

    def _wheel(self, event: tkinter.Event[ThumbnailGrid]) -> None:
        step = event.delta if abs(event.delta) < 30 else event.delta / 40  # pixels on a Mac
        self.yview_scroll(-round(step), "units")
