"""A layout that puts widgets into rows: next to one another, and below when a row is full.

Words are longer in other languages and in larger type; no button may be cut off because of that.
"""

from __future__ import annotations

import tkinter
from collections.abc import Sequence


def rows(widths: Sequence[int], room: int, gap: int) -> list[list[int]]:
    """Indices of widgets by row; each row fits into `room`, unless a single widget is wider.

    There are as few rows as can be, and the widest is as narrow as it can be then: no widget is
    left alone in the last row while the others are full.
    """
    fewest = _filled(widths, room, gap)
    if len(fewest) < 2:
        return fewest
    ends = range(len(widths) + 1)
    narrower = {
        sum(widths[first:end]) + gap * (end - first - 1) for end in ends for first in range(end)
    }
    for width in sorted(one for one in narrower if one < room):
        even = _filled(widths, width, gap)
        if len(even) == len(fewest):
            return even
    return fewest


def _filled(widths: Sequence[int], room: int, gap: int) -> list[list[int]]:
    """The same, each row as full as it can be."""
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
    """Lays out its children in as many rows as they need at its width.

    Args:
        master: the parent.
        gap: space between them, in screen pixels.
        most: the largest width that it asks for; None asks for all in one row.
    """

    def __init__(self, master: tkinter.Misc, gap: int, most: int | None = None) -> None:
        super().__init__(master, borderwidth=0)
        self._gap = gap
        self._most = most
        self._items: list[tkinter.Widget] = []
        self._room = 0
        self.bind("<Configure>", lambda event: self._lay_out(event.width))

    def put(self, *widgets: tkinter.Widget) -> None:
        """Lays out these widgets, in this order."""
        self._items = list(widgets)
        self.update_idletasks()  # a child that has children knows its size only then
        whole = sum(item.winfo_reqwidth() for item in widgets) + self._gap * (len(widgets) - 1)
        self._lay_out(whole if self._most is None else min(whole, self._most))
        self.configure(width=self._room)

    def height_at(self, room: int) -> int:
        """Its height at a certain width."""
        found = rows([item.winfo_reqwidth() for item in self._items], room, self._gap)
        high = [max(self._items[index].winfo_reqheight() for index in row) for row in found]
        return sum(high) + self._gap * (len(high) - 1)

    def _lay_out(self, room: int) -> None:
        if room == self._room or not self._items:
            return
        self._room = room
        y = 0
        for row in rows([item.winfo_reqwidth() for item in self._items], room, self._gap):
            tall = max(self._items[index].winfo_reqheight() for index in row)
            x = 0
            for index in row:
                item = self._items[index]
                item.place(x=x, y=y + tall // 2, anchor="w")
                x += item.winfo_reqwidth() + self._gap
            y += tall + self._gap
        self.configure(height=y - self._gap)
