"""Menus in the window's colours and type."""

from __future__ import annotations

import tkinter

from digitrec.ui.widgets.theme import Look


def plain_menu(parent: tkinter.Misc, look: Look) -> tkinter.Menu:
    """A menu without entries, which looks like the rest of the window."""
    colours = look.palette
    return tkinter.Menu(
        parent,
        tearoff=False,
        background=colours.paper,
        foreground=colours.text,
        activebackground=colours.track,
        activeforeground=colours.text,
        disabledforeground=colours.hint,
        selectcolor=colours.text,
        font=look.font(13),
    )
