"""Flow: widgets beside each other, and below where they no longer fit.

Words are longer in other languages and in larger type; a button must never be cut off for that.
"""

from __future__ import annotations

import tkinter
from collections.abc import Sequence


def rows(widths: Sequence[int], room: int, gap: int) -> list[list[int]]:
    """Indices of widgets by row, so that each row fits into `room` where a single widget does."""
    found: list[list[int]] = []
    left = 0
    for index, width in enumerate(widths):
        if found and width + gap <= left:
            found[-1].append(index)
            left -= width + gap
        else:
            found.append([index])
            left = room - width
    return found


class Flow(tkinter.Frame):
    """Lays its children out in rows, as many as they need at its width."""

    def __init__(self, master: tkinter.Misc, gap: int) -> None:
        super().__init__(master, borderwidth=0)
        self._gap = gap
        self._items: list[tkinter.Widget] = []
        self._shape: list[list[int]] = []
        self.bind("<Configure>", lambda event: self._lay_out(event.width))

    def put(self, *widgets: tkinter.Widget) -> None:
        """Takes these widgets, in this order."""
        self._items = list(widgets)
        self._shape = []
        self._lay_out(self.winfo_width() if self.winfo_ismapped() else 1 << 16)

    @property
    def widest(self) -> int:
        """Width of the widest child: the least that this can do with."""
        return max((item.winfo_reqwidth() for item in self._items), default=0)

    def _lay_out(self, room: int) -> None:
        shape = rows([item.winfo_reqwidth() for item in self._items], room, self._gap)
        if shape == self._shape:
            return
        self._shape = shape
        for row, indices in enumerate(shape):
            for column, index in enumerate(indices):
                self._items[index].grid(
                    row=row,
                    column=column,
                    padx=(self._gap if column else 0, 0),
                    pady=(self._gap if row else 0, 0),
                    sticky="w",
                )
