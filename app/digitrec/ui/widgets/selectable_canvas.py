"""A scrolled canvas of items that can be selected, of which only those in sight are drawn."""

from __future__ import annotations

import tkinter
from abc import abstractmethod
from collections.abc import Callable
from typing import Any

from digitrec.ui.widgets.accessible import VALUE_CHANGED
from digitrec.ui.widgets.selection import Selection

_SHIFT, _CONTROL, _COMMAND = 0x1, 0x4, 0x8
"""Bits of an event's state."""


class SelectableCanvas(tkinter.Canvas):
    """Scrolls by wheel and keys, and selects by click and arrow keys as a file manager does.

    Args:
        master: the parent.
        on_select: called when the selection has changed.
        options: of the canvas.
    """

    def __init__(self, master: tkinter.Misc, on_select: Callable[[], None], **options: Any) -> None:
        super().__init__(master, highlightthickness=0, borderwidth=0, **options)
        self._selection = Selection()
        self._on_select = on_select
        self._set_scrollbar: Callable[[float, float], None] = lambda first, last: None  # noqa: ARG005
        self._due: str | None = None
        self.configure(yscrollcommand=self._scrolled)
        self.bind("<Configure>", lambda _: self._lay_out())
        self.bind("<Button-1>", self._click)
        for sequence, lines in (("<Button-4>", -1), ("<Button-5>", 1)):  # X11's wheel
            self.bind(sequence, lambda _, n=lines: self.yview_scroll(n, "units"))  # type: ignore[misc]
        self.bind("<MouseWheel>", self._wheel)
        for key, columns, rows in (("Left", -1, 0), ("Right", 1, 0), ("Up", 0, -1), ("Down", 0, 1)):
            self.bind(f"<{key}>", lambda _, by=(columns, rows): self._move(*by))  # type: ignore[misc]
        self.bind("<Prior>", lambda _: self.yview_scroll(-1, "pages"))
        self.bind("<Next>", lambda _: self.yview_scroll(1, "pages"))

    def connect_scrollbar(self, set_scrollbar: Callable[[float, float], None]) -> None:
        """Keeps a scrollbar up to date."""
        self._set_scrollbar = set_scrollbar

    def select_all(self) -> None:
        """Selects all items, drawn or not."""
        self._selection.select_all()
        self._selection_changed()

    def destroy(self) -> None:
        """Ends, and no longer waits to draw."""
        if self._due is not None:
            self.after_cancel(self._due)
        super().destroy()

    @property
    @abstractmethod
    def accessible_name(self) -> str:
        """What a screen reader calls it."""

    @property
    def accessible_value(self) -> str:
        """The selected item in words, or how many items are selected; empty if none is."""
        if self._selection.only is not None:
            return self._in_words(self._selection.only)
        return str(len(self._selection)) if self._selection else ""

    @abstractmethod
    def _in_words(self, position: int) -> str:
        """What there is to hear of an item."""

    @abstractmethod
    def _lay_out(self) -> None:
        """Finds the place of each item for the canvas's size, and draws."""

    @abstractmethod
    def _draw_in_sight(self) -> None:
        """Draws the items in sight on the empty canvas."""

    @abstractmethod
    def _item_at(self, x: int, y: int) -> int | None:
        """The position of the item at a point of the window; None if there is none."""

    @abstractmethod
    def _neighbour(self, columns: int, rows: int) -> int | None:
        """Selects the item that many columns and rows away, and gives it; None if none is there."""

    @abstractmethod
    def _extent_of(self, position: int) -> tuple[int, int]:
        """Top and bottom of an item on the canvas, with what it needs around it."""

    def _draw(self) -> None:
        if self._due is not None:
            self.after_cancel(self._due)
            self._due = None
        self.delete("all")
        self._draw_in_sight()

    def _draw_later(self) -> None:
        if self.winfo_exists() and self._due is None:
            self._due = self.after_idle(self._draw)

    def _scrolled(self, first: float, last: float) -> None:
        self._set_scrollbar(float(first), float(last))
        self._draw_later()

    def _click(self, event: tkinter.Event[SelectableCanvas]) -> None:
        self.focus_set()
        position = self._item_at(event.x, event.y)
        state = int(event.state)
        if position is None:
            self._selection.select(None)
        elif state & _SHIFT:
            self._selection.extend_to(position)
        elif state & (_CONTROL | _COMMAND):
            self._selection.toggle(position)
        else:
            self._selection.select(position)
        self._selection_changed()

    def _move(self, columns: int, rows: int) -> None:
        position = self._neighbour(columns, rows)
        if position is not None:
            self._selection_changed()
            self._scroll_to(position)

    def _scroll_to(self, position: int) -> None:
        top, bottom = self._extent_of(position)
        whole = max(float(str(self["scrollregion"]).split()[3]), 1.0)
        if top < self.canvasy(0):
            self.yview_moveto(top / whole)
        elif bottom > self.canvasy(self.winfo_height()):
            self.yview_moveto((bottom - self.winfo_height()) / whole)

    def _selection_changed(self) -> None:
        self._draw()
        self._on_select()
        self.event_generate(VALUE_CHANGED)

    def _wheel(self, event: tkinter.Event[SelectableCanvas]) -> None:
        step = event.delta if abs(event.delta) < 30 else event.delta / 40  # pixels on a Mac
        self.yview_scroll(-round(step), "units")
