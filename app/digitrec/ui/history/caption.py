"""Caption: what stands under a drawing in the album."""

from __future__ import annotations

import tkinter
from datetime import datetime

from digitrec.storage.drawing import Drawing
from digitrec.ui.history.thumbnails import is_wrong, sure, title, when
from digitrec.ui.widgets.text_fitting import into_line, size_of
from digitrec.ui.widgets.theme import Look


def draw_caption(
    canvas: tkinter.Canvas,
    look: Look,
    drawing: Drawing,
    place: tuple[int, int],
    widths: tuple[int, int],
    now: datetime,
) -> None:
    """Writes what it is; below, how sure and when: beside each other where both fit.

    Args:
        canvas: to write on.
        look: colours, fonts and scale.
        drawing: that stands above.
        place: the left upper corner, in screen pixels.
        widths: of the drawing, and of the room that there is.
        now: the present moment.
    """
    (left, top), (side, room), colours = place, widths, look.palette

    def write(y: int, text: str, colour: str) -> int:
        return canvas.create_text(left, y, anchor="nw", text=text, fill=colour)

    alarm = colours.alarm if is_wrong(drawing) else colours.text
    into_line(canvas, write(top + look.px(2), title(drawing), alarm), look, 13, room, "bold")
    below = top + look.px(19)
    confidence = write(below, sure(drawing), colours.quiet)
    moment = write(below, when(drawing, now), colours.quiet)
    for text in (confidence, moment):
        into_line(canvas, text, look, 11, room)
    if size_of(canvas, confidence)[0] + look.px(2) + size_of(canvas, moment)[0] <= side:
        canvas.itemconfigure(moment, anchor="ne")
        canvas.coords(moment, left + side, below)
    else:
        canvas.coords(moment, left, below + look.px(14))
