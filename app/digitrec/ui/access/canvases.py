"""Tells screen readers what the canvases of the pages are, as they appear."""

from __future__ import annotations

import tkinter

from digitrec.ui.access.screen_reader import ScreenReader
from digitrec.ui.widgets.accessible import VALUE_CHANGED


def tell_of_canvases(root: tkinter.Tk, reader: ScreenReader) -> None:
    """Tells the screen reader of each canvas that comes into sight, and of its value from then on.

    Args:
        root: the program's window, with all its pages.
        reader: is told; where nobody listens, nothing is done.
    """
    if not reader.way:
        return

    def appeared(event: tkinter.Event[tkinter.Misc]) -> None:
        name = getattr(event.widget, "accessible_name", "")
        if name:
            reader.describe(event.widget, name, "Canvas", _value_of(event.widget))

    def changed(event: tkinter.Event[tkinter.Misc]) -> None:
        reader.show_value(event.widget, _value_of(event.widget))

    root.bind_class("Canvas", "<Map>", appeared, add=True)
    root.bind_class("Canvas", VALUE_CHANGED, changed)


def _value_of(canvas: tkinter.Misc) -> str:
    return str(getattr(canvas, "accessible_value", ""))
