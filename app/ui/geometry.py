"""Geometry: a window's size and place as Tk writes them, brought onto a screen."""

from __future__ import annotations

import re
import tkinter

_WRITTEN = re.compile(r"(\d+)x(\d+)(?:\+(-?\d+)\+(-?\d+))?")

Room = tuple[int, int, int, int]
"""x, y, width, height of the screen, or of all screens together."""


def onto_screen(written: str, room: Room, least: tuple[int, int]) -> str | None:
    """The geometry with the whole window on the screen, or None where it can't be understood.

    Args:
        written: such as `800x600+10+20`, or without a place.
        room: the screen.
        least: the smallest width and height that the window has.
    """
    found = _WRITTEN.fullmatch(written)
    if found is None:
        return None
    x0, y0, wide, high = room
    width = min(max(int(found[1]), least[0]), max(wide, least[0]))
    height = min(max(int(found[2]), least[1]), max(high, least[1]))
    if found[3] is None:
        return f"{width}x{height}"
    x = max(x0, min(int(found[3]), x0 + wide - width))
    y = max(y0, min(int(found[4]), y0 + high - height))
    return f"{width}x{height}+{x}+{y}"


def place(root: tkinter.Tk, geometry: str, least: tuple[int, int]) -> None:
    """Gives the window a size and a place, the whole of it on the screen."""
    room = (
        root.winfo_vrootx(),
        root.winfo_vrooty(),
        root.winfo_vrootwidth() or root.winfo_screenwidth(),
        root.winfo_vrootheight() or root.winfo_screenheight(),
    )
    placed = onto_screen(geometry, room, least)
    if placed is not None:
        root.geometry(placed)
