"""The caption under a thumbnail."""

from __future__ import annotations

import tkinter
from datetime import datetime

from digitrec.storage.drawing import Drawing
from digitrec.text import words
from digitrec.ui.history.thumbnails import confidence_of, is_wrong, time_of, title_of
from digitrec.ui.widgets.text_fitting import into_line, size_of
from digitrec.ui.widgets.theme import Look


def draw_caption(
    canvas: tkinter.Canvas,
    look: Look,
    drawing: Drawing | None,
    place: tuple[int, int],
    widths: tuple[int, int],
    now: datetime,
) -> None:
    """Writes what a drawing shows, and below it the confidence and the time.

    Those two share a line if both fit into it.

    Args:
        canvas: to write on.
        look: colours, fonts and scale.
        drawing: the drawing above; None for one that can't be read.
        place: the upper left corner, in screen pixels.
        widths: of the thumbnail, and of the space that there is.
        now: the present moment.
    """
    (left, top), (side, room), colours = place, widths, look.palette

    def write(y: int, text: str, colour: str) -> int:
        return canvas.create_text(left, y, anchor="nw", text=text, fill=colour)

    if drawing is None:
        damaged = write(top + look.px(2), words.CANNOT_READ, colours.alarm)
        into_line(canvas, damaged, look, 13, room)
        return
    colour = colours.alarm if is_wrong(drawing) else colours.text
    into_line(canvas, write(top + look.px(2), title_of(drawing), colour), look, 13, room, "bold")
    below = top + look.px(19)
    confidence = write(below, confidence_of(drawing), colours.quiet)
    moment = write(below, time_of(drawing, now), colours.quiet)
    for text in (confidence, moment):
        into_line(canvas, text, look, 11, room)
    if size_of(canvas, confidence)[0] + look.px(2) + size_of(canvas, moment)[0] <= side:
        canvas.itemconfigure(moment, anchor="ne")
        canvas.coords(moment, left + side, below)
    else:
        canvas.coords(moment, left, below + look.px(14))
