"""Thumbnails of drawings, and the words that say what was read in them."""

from __future__ import annotations

import tkinter
from datetime import datetime
from typing import NamedTuple

from digitrec.recognition.reading import REJECTED
from digitrec.storage.drawing import Drawing
from digitrec.text import words
from digitrec.ui.canvas import antialiasing
from digitrec.ui.widgets.theme import Palette


class Thumbnail(NamedTuple):
    """A drawing and a small picture of it, which is drawn on the background thread."""

    drawing: Drawing
    coverage: antialiasing.Coverage

    @classmethod
    def render(cls, drawing: Drawing, side: int, widest: float = 1.0) -> Thumbnail:
        """The thumbnail of a drawing, `side` pixels high and up to `widest` sides wide.

        Needs no window.
        """
        return cls(drawing, antialiasing.thumbnail(drawing.ink.strokes, side, widest=widest))

    @property
    def width(self) -> int:
        """Of the picture, in screen pixels."""
        return int(self.coverage.shape[1])

    def photo(self, master: tkinter.Misc, palette: Palette) -> tkinter.PhotoImage:
        """The picture in the window's colours."""
        return tkinter.PhotoImage(
            master=master, data=antialiasing.pixmap(self.coverage, palette.paper, palette.ink)
        )


def title_of(drawing: Drawing) -> str:
    """What it shows: as corrected and as read, if they differ."""
    read = drawing.reading.text.replace("\n", " ") or REJECTED
    if drawing.corrected is None or drawing.corrected == read:
        return read
    return words.READ_WRONG.format(meant=drawing.corrected, read=read)


def is_wrong(drawing: Drawing) -> bool:
    """Whether the person said that it was read wrong."""
    return drawing.corrected is not None and drawing.corrected != drawing.reading.text


def time_of(drawing: Drawing, now: datetime) -> str:
    """The time of day for today's drawings, otherwise the day, as short as possible."""
    made, today = drawing.created.astimezone(), now.astimezone()
    if made.date() == today.date():
        return words.TIME_OF_DAY.format(hour=made.hour, minute=made.minute)
    return words.day(made.date(), today.date())


def confidence_of(drawing: Drawing) -> str:
    """The confidence in per cent; empty if nothing was read."""
    return words.percent(drawing.reading.confidence) if drawing.reading.digits else ""
