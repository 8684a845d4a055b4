"""Fitting windows and drawings to the screen: sizes and positions as Tk writes them."""

from __future__ import annotations

import re
import tkinter

_WRITTEN = re.compile(r"(\d+)x(\d+)(?:\+(-?\d+)\+(-?\d+))?")

TYPE_CHECKING = False
if TYPE_CHECKING:
    from digitrec.recognition.ink import Stroke

Room = tuple[int, int, int, int]
"""x, y, width, height of the screen, or of all screens together."""


def onto_screen(written: str, room: Room, least: tuple[int, int]) -> str | None:
    """The geometry with the whole window on the screen, or None if it can't be understood.

    Args:
        written: such as `800x600+10+20`, or without a position.
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


def over(below: tkinter.Misc, width: int, height: int) -> str:
    """The geometry of a window in the middle of another one, with all of it on the screen."""
    width = min(width, below.winfo_screenwidth())
    height = min(height, below.winfo_screenheight())
    x = below.winfo_rootx() + (below.winfo_width() - width) // 2
    y = below.winfo_rooty() + (below.winfo_height() - height) // 2
    x = max(0, min(x, below.winfo_screenwidth() - width))
    y = max(0, min(y, below.winfo_screenheight() - height))
    return f"{width}x{height}+{x}+{y}"


def fitted(strokes: tuple[Stroke, ...], size: tuple[int, int]) -> tuple[Stroke, ...]:
    """Strokes on a drawing area of this size: unchanged if they fit, else moved or shrunk."""
    points = [point for stroke in strokes for point in stroke]
    if not points:
        return strokes
    moves, scale = [], 1.0
    ends = [(min(values), max(values)) for values in zip(*points, strict=True)]
    for (low, high), room in zip(ends, size, strict=True):
        scale = min(scale, room * 0.9 / max(high - low, 1e-9))
    for (low, high), room in zip(ends, size, strict=True):
        inside = scale == 1.0 and low >= 0 and high <= room
        moves.append(0.0 if inside else (room - scale * (low + high)) / 2)
    if scale == 1.0 and moves == [0.0, 0.0]:
        return strokes
    dx, dy = moves
    return tuple(tuple((dx + scale * x, dy + scale * y) for x, y in stroke) for stroke in strokes)


def is_maximized(root: tkinter.Tk) -> bool:
    """Whether the window fills the screen."""
    if root.tk.call("tk", "windowingsystem") == "x11":
        return bool(root.tk.getboolean(root.tk.call("wm", "attributes", root, "-zoomed")))
    return root.state() == "zoomed"


def maximize(root: tkinter.Tk) -> None:
    """Has the window fill the screen, if there is a window manager that does that."""
    if root.tk.call("tk", "windowingsystem") == "x11":
        root.tk.call("wm", "attributes", root, "-zoomed", True)
    else:
        root.state("zoomed")


def place(root: tkinter.Tk, geometry: str, least: tuple[int, int], maximized: bool = False) -> None:
    """Gives the window a size and a position with all of it on the screen, or maximises it."""
    room = (
        root.winfo_vrootx(),
        root.winfo_vrooty(),
        root.winfo_vrootwidth() or root.winfo_screenwidth(),
        root.winfo_vrootheight() or root.winfo_screenheight(),
    )
    placed = onto_screen(geometry, room, least)
    if placed is not None:
        root.geometry(placed)
    if maximized:
        maximize(root)
