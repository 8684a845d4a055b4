"""The examples of a hand, a column for each digit; only those in sight are drawn."""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Sequence

from digitrec.recognition.example import Example
from digitrec.text import words
from digitrec.ui.hand.thumbnails import Thumbnails
from digitrec.ui.history.selection import Selection
from digitrec.ui.widgets.text_fitting import into_box
from digitrec.ui.widgets.theme import SMALL_GAP, Look

_LARGEST = 64
_HEAD = 36
_PADDING = 4
_SHIFT, _CONTROL, _COMMAND = 0x1, 0x4, 0x8
"""Bits of an event's state."""


class ExampleList(tkinter.Canvas):
    """Shows the examples by digit; those that are selected can be removed.

    Args:
        master: the parent.
        look: colours and scale.
        thumbnails: draws the examples.
        on_select: called when the selection has changed.
    """

    def __init__(
        self,
        master: tkinter.Misc,
        look: Look,
        thumbnails: Thumbnails,
        on_select: Callable[[], None],
    ) -> None:
        super().__init__(
            master,
            width=1,
            height=1,
            background=look.palette.ground,
            highlightthickness=0,
            borderwidth=0,
            takefocus=True,
        )
        self._look = look
        self._thumbnails = thumbnails
        self._on_select = on_select
        self._examples: Sequence[Example] = ()
        self._selection = Selection()
        self._columns: list[list[int]] = [[] for _ in range(10)]
        self._places: dict[int, tuple[int, int]] = {}
        self._set_scrollbar: Callable[[float, float], None] = lambda first, last: None  # noqa: ARG005
        self._due: str | None = None
        self.configure(yscrollcommand=self._scrolled)
        self._bind_events()

    @property
    def selected(self) -> list[int]:
        """The keys of the selected examples."""
        return [self._examples[at].key for at in sorted(self._selection.positions)]

    def connect_scrollbar(self, set_scrollbar: Callable[[float, float], None]) -> None:
        """Keeps a scrollbar up to date."""
        self._set_scrollbar = set_scrollbar

    def show(self, examples: Sequence[Example]) -> None:
        """Shows these examples, none of them selected."""
        ordered = sorted(examples, key=_column_of)
        if ordered != self._examples:
            self._examples = ordered
            self._selection.reset(len(ordered))
            self._on_select()
        self._lay_out()

    def select_all(self) -> None:
        """Selects all examples."""
        self._selection.select_all()
        self._selection_changed()

    def place_of(self, key: int) -> tuple[int, int]:
        """The middle of an example's square on the canvas."""
        at = next(at for at, example in enumerate(self._examples) if example.key == key)
        x, y = self._places[at]
        return x + self._side // 2, y + self._side // 2

    def destroy(self) -> None:
        """Ends, and no longer waits to draw."""
        if self._due is not None:
            self.after_cancel(self._due)
        super().destroy()

    @property
    def _side(self) -> int:
        room = (self.winfo_width() - 9 * self._gap) // max(len(self._columns), 10)
        return max(1, min(room, self._look.px(_LARGEST)))

    @property
    def _picture(self) -> int:
        return max(1, self._side - 2 * self._look.px(_PADDING))

    @property
    def _gap(self) -> int:
        return self._look.px(SMALL_GAP)

    @property
    def _top(self) -> int:
        """Where the examples begin, below the digits that head their columns."""
        return self._look.px(_HEAD)

    def _bind_events(self) -> None:
        self.bind("<Configure>", lambda _: self._lay_out())
        self.bind("<Button-1>", self._click)
        for sequence, lines in (("<Button-4>", -1), ("<Button-5>", 1)):  # X11's wheel
            self.bind(sequence, lambda _, n=lines: self.yview_scroll(n, "units"))  # type: ignore[misc]
        self.bind("<MouseWheel>", self._wheel)
        for key, columns, rows in (("Left", -1, 0), ("Right", 1, 0), ("Up", 0, -1), ("Down", 0, 1)):
            self.bind(f"<{key}>", lambda _, by=(columns, rows): self._move(*by))  # type: ignore[misc]
        self.bind("<Prior>", lambda _: self.yview_scroll(-1, "pages"))
        self.bind("<Next>", lambda _: self.yview_scroll(1, "pages"))

    def _lay_out(self) -> None:
        """Finds the place of each example, in the column of its digit."""
        any_other = any(example.digit is None for example in self._examples)
        self._columns = [[] for _ in range(11 if any_other else 10)]
        for at, example in enumerate(self._examples):
            self._columns[_column_of(example)].append(at)
        step = self._side + self._gap
        self._places = {
            at: (self._left(column), self._top + row * step)
            for column, some in enumerate(self._columns)
            for row, at in enumerate(some)
        }
        height = self._top + max(map(len, self._columns)) * step
        self.configure(
            scrollregion=(0, 0, self.winfo_width(), max(height, self.winfo_height())),
            yscrollincrement=max(1, step // 2),
        )
        self._draw()

    def _left(self, column: int) -> int:
        """Where a column begins; the columns are spread over the whole width."""
        return round(column * (self.winfo_width() - self._side) / (len(self._columns) - 1))

    def _scrolled(self, first: float, last: float) -> None:
        self._set_scrollbar(float(first), float(last))
        if self._due is None:
            self._due = self.after_idle(self._draw)

    def _draw(self) -> None:
        """Draws what is in sight."""
        if self._due is not None:
            self.after_cancel(self._due)
            self._due = None
        self.delete("all")
        if not self._examples:
            self.create_text(
                0, 0, anchor="nw", text=words.NO_EXAMPLES, width=self.winfo_width(),
                fill=self._look.palette.quiet, font=self._look.font(13),
            )  # fmt: skip
            return
        top = self.canvasy(0)
        bottom = top + self.winfo_height()
        in_sight = [at for at, (_, y) in self._places.items() if top - self._side < y < bottom]
        self._thumbnails.draw(
            [self._examples[at].strokes for at in in_sight], self._picture, self._draw_later
        )
        for at in in_sight:
            self._draw_example(at)
        self._draw_heads(round(top))

    def _draw_heads(self, top: int) -> None:
        """Draws the digit above each column; it stays there while the examples are scrolled."""
        look, colours = self._look, self._look.palette
        self.create_rectangle(
            0, top, self.winfo_width(), top + self._top, fill=colours.ground, width=0
        )
        for column, some in enumerate(self._columns):
            other = column == 10
            head = self.create_text(
                self._left(column) + self._side // 2,
                top + (self._top - self._gap) // 2,
                text=words.NONE_OF_THESE if other else str(column),
                width=self._side if other else 0,
                justify="center",
                fill=colours.text if some else colours.hint,
                font=look.font(18, "bold" if some else "normal"),
            )
            if other:
                into_box(self, head, look, 11, self._top - self._gap)

    def _draw_example(self, at: int) -> None:
        colours, side = self._look.palette, self._side
        x, y = self._places[at]
        photo = self._thumbnails.photo(self._examples[at].strokes, self._picture)
        self.create_rectangle(x, y, x + side - 1, y + side - 1, fill=colours.paper, width=0)
        if photo is not None:
            self.create_image(x + side // 2, y + side // 2, image=photo)
        selected = at in self._selection
        width = self._look.px(2) if selected else 1
        inset = width // 2
        self.create_rectangle(
            x + inset, y + inset, x + side - 1 - inset, y + side - 1 - inset,
            outline=colours.accent if selected else colours.border, width=width,
        )  # fmt: skip

    def _draw_later(self) -> None:
        if self.winfo_exists() and self._due is None:
            self._due = self.after_idle(self._draw)

    def _click(self, event: tkinter.Event[ExampleList]) -> None:
        self.focus_set()
        at, state = self._example_at(event.x, event.y), int(event.state)
        if at is None:
            self._selection.select(None)
        elif state & _SHIFT:
            self._selection.extend_to(at)
        elif state & (_CONTROL | _COMMAND):
            self._selection.toggle(at)
        else:
            self._selection.select(at)
        self._selection_changed()

    def _example_at(self, x: int, y: int) -> int | None:
        if y < self._top:
            return None
        on_canvas, side = self.canvasy(y), self._side
        found = (
            at
            for at, (left, top) in self._places.items()
            if 0 <= x - left < side and 0 <= on_canvas - top < side
        )
        return next(found, None)

    def _move(self, columns: int, rows: int) -> None:
        """Selects a neighbour, or the first if none is selected."""
        at = self._neighbour(columns, rows) if self._selection.positions else 0
        if at is not None and self._examples:
            self._selection.select(at)
            self._selection_changed()
            self._scroll_to(self._places[at][1])

    def _neighbour(self, columns: int, rows: int) -> int | None:
        at = self._selection.anchor
        column = _column_of(self._examples[at])
        row = self._columns[column].index(at) + rows
        if not columns:
            return self._columns[column][row] if 0 <= row < len(self._columns[column]) else None
        column += columns
        while 0 <= column < len(self._columns):
            if self._columns[column]:
                return self._columns[column][min(row, len(self._columns[column]) - 1)]
            column += columns
        return None

    def _scroll_to(self, y: int) -> None:
        whole = max(float(str(self["scrollregion"]).split()[3]), 1.0)
        if y < self.canvasy(self._top):
            self.yview_moveto((y - self._top) / whole)
        elif y + self._side > self.canvasy(self.winfo_height()):
            self.yview_moveto((y + self._side - self.winfo_height()) / whole)

    def _selection_changed(self) -> None:
        self._draw()
        self._on_select()

    def _wheel(self, event: tkinter.Event[ExampleList]) -> None:
        step = event.delta if abs(event.delta) < 30 else event.delta / 40  # pixels on a Mac
        self.yview_scroll(-round(step), "units")


def _column_of(example: Example) -> int:
    """The digit; what is not a digit comes last."""
    return 10 if example.digit is None else example.digit
