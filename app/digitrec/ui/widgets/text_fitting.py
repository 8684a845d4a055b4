"""Fitting: texts on a canvas in the room that there is for them.

Words are longer in other languages. A text takes smaller type before it runs into its neighbour.
"""

from __future__ import annotations

import tkinter

from digitrec.ui.widgets.theme import Look

LEAST = 8
"""Height of the smallest type, in logical pixels. No language so far comes near it."""


def into_line(
    canvas: tkinter.Canvas, text: int, look: Look, height: int, width: int, weight: str = "normal"
) -> None:
    """Has a text fit into a line: in type up to `height` logical pixels high, else shortened.

    Args:
        canvas: that the text is on.
        text: the item.
        look: fonts and scale.
        height: of the type, where the text fits in it.
        width: of the line, in screen pixels.
        weight: of the type.
    """
    for size in range(height, LEAST - 1, -1):
        canvas.itemconfigure(text, font=look.font(size, weight))
        if size_of(canvas, text)[0] <= width:
            return
    words = str(canvas.itemcget(text, "text"))  # type: ignore[no-untyped-call]
    while len(words) > 1 and size_of(canvas, text)[0] > width:
        words = words[:-1].rstrip()
        canvas.itemconfigure(text, text=words + "…")


def into_box(
    canvas: tkinter.Canvas, text: int, look: Look, height: int, room: int, weight: str = "normal"
) -> None:
    """Has a text that is wrapped take at most `room` screen pixels of height; else as `into_line`.

    The smallest type is taken where none fits.
    """
    for size in range(height, LEAST - 1, -1):
        canvas.itemconfigure(text, font=look.font(size, weight))
        if size_of(canvas, text)[1] <= room:
            return


def size_of(canvas: tkinter.Canvas, text: int) -> tuple[int, int]:
    """Width and height of a text, in screen pixels; nothing where it is hidden or empty."""
    box = canvas.bbox(text)
    return (box[2] - box[0], box[3] - box[1]) if box else (0, 0)
