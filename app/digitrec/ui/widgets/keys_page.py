"""The page of keys, which F1 shows."""

from __future__ import annotations

import tkinter
from collections.abc import Iterable
from itertools import groupby
from tkinter import ttk

from digitrec.text import words
from digitrec.ui.keyboard.keys import Key
from digitrec.ui.widgets.scrolled_frame import ScrolledFrame
from digitrec.ui.widgets.theme import GAP, MARGIN, Look

_ROW_GAP = 3  # logical pixels: all rows should fit on a small screen
_WIDEST = 420
"""Widest line of text, in logical pixels; longer ones are wrapped."""


def show_keys(root: tkinter.Tk, look: Look, keys: Iterable[Key]) -> tkinter.Toplevel:
    """Opens the page of keys over the window; Escape, F1 or its button closes it."""
    colours = look.palette
    page = tkinter.Toplevel(
        root,
        background=colours.ground,
        padx=look.px(MARGIN),
        highlightthickness=look.px(1),  # an edge, in case the desktop draws none
        highlightbackground=colours.border,
        highlightcolor=colours.border,
    )
    page.withdraw()
    page.title(words.KEYS)
    page.transient(root)
    page.resizable(False, False)

    frame = ScrolledFrame(page, look)
    frame.grid(row=0, column=0, sticky="nsew")

    def label(text: str, weight: str, colour: str) -> tkinter.Label:
        return tkinter.Label(
            frame.body,
            text=text,
            justify="left",
            wraplength=look.px(_WIDEST),
            font=look.font(13, weight),
            foreground=colour,
            background=colours.ground,
        )

    for row, (text, alike) in enumerate(groupby(keys, lambda key: key.meaning)):
        above = look.px(MARGIN if row == 0 else _ROW_GAP)
        name = label(", ".join(key.label for key in alike), "bold", colours.text)
        meaning = label(text, "normal", colours.quiet)
        name.grid(row=row, column=0, sticky="w", pady=(above, 0), padx=(0, look.px(2 * GAP)))
        meaning.grid(row=row, column=1, sticky="w", pady=(above, 0))
    close = ttk.Button(page, text=words.CLOSE, command=page.destroy)
    close.grid(row=1, column=0, sticky="e", pady=look.px(MARGIN))
    for sequence in ("<Escape>", "<F1>", "<Return>"):
        page.bind(sequence, lambda _: page.destroy())
    frame.fit(close.winfo_reqheight() + 2 * look.px(MARGIN))
    page.update_idletasks()
    x = root.winfo_rootx() + (root.winfo_width() - page.winfo_reqwidth()) // 2
    y = root.winfo_rooty() + (root.winfo_height() - page.winfo_reqheight()) // 3
    low = page.winfo_screenheight() - page.winfo_reqheight()
    page.geometry(f"+{max(0, x)}+{max(0, min(y, low))}")
    page.deiconify()
    close.focus_set()
    return page
