"""Fitting texts on a canvas into the room that there is.

Words are longer in other languages. A text gets smaller type before it runs into its neighbour.
"""

from __future__ import annotations

import tkinter

from digitrec.ui.widgets.theme import Look

LEAST = 8
"""Height of the smallest type, in logical pixels. No language has needed it so far."""


def into_line(
    canvas: tkinter.Canvas, text: int, look: Look, height: int, width: int, weight: str = "normal"
) -> None:
    """Fits a text into a line: in smaller type if necessary, and shortened as a last resort.

    Args:
        canvas: has the text.
        text: the item.
        look: fonts and scale.
        height: of the largest type, in logical pixels.
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
    """Fits a wrapped text into `room` screen pixels of height; the arguments are `into_line`'s.

    If no type fits, it gets the smallest.
    """
    for size in range(height, LEAST - 1, -1):
        canvas.itemconfigure(text, font=look.font(size, weight))
        if size_of(canvas, text)[1] <= room:
            return


def size_of(canvas: tkinter.Canvas, text: int) -> tuple[int, int]:
    """Width and height of a text, in screen pixels; zero if it is hidden or empty."""
    box = canvas.bbox(text)
    return (box[2] - box[0], box[3] - box[1]) if box else (0, 0)
