"""Cards: drawings of the history, small, with what was read of them."""

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
    """A drawing and its thumbnail, made where there is time for it."""

    drawing: Drawing
    coverage: antialiasing.Coverage

    @classmethod
    def of(cls, drawing: Drawing, side: int) -> Thumbnail:
        """The card of a drawing, its thumbnail `side` pixels square. Needs no window."""
        return cls(drawing, antialiasing.thumbnail(drawing.ink.strokes, side))

    def photo(self, master: tkinter.Misc, palette: Palette) -> tkinter.PhotoImage:
        """The thumbnail in the window's colours."""
        return tkinter.PhotoImage(
            master=master, data=antialiasing.pixmap(self.coverage, palette.paper, palette.ink)
        )


def title(drawing: Drawing) -> str:
    """What it shows: as corrected and as read, where they differ."""
    read = drawing.reading.text.replace("\n", " ") or REJECTED
    if drawing.corrected is None or drawing.corrected == read:
        return read
    return words.READ_WRONG.format(meant=drawing.corrected, read=read)


def is_wrong(drawing: Drawing) -> bool:
    """Whether the person said that it was read wrong."""
    return drawing.corrected is not None and drawing.corrected != drawing.reading.text


def when(drawing: Drawing, now: datetime) -> str:
    """The time of day for today's, else the day, as short as it can be."""
    made, today = drawing.created.astimezone(), now.astimezone()
    if made.date() == today.date():
        return words.TIME_OF_DAY.format(hour=made.hour, minute=made.minute)
    return words.day(made.date(), today.date())


def sure(drawing: Drawing) -> str:
    """The confidence in per cent; nothing where nothing was read."""
    return words.percent(drawing.reading.confidence) if drawing.reading.digits else ""
