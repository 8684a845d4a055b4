"""The theme of high contrast for ttk's widgets: flat, with edges, and nothing by colour alone.

It is made of Tk's own theme "clam", whose elements take any colours.
"""

from __future__ import annotations

import tkinter
from tkinter import ttk

from digitrec.ui.widgets.theme import Look

NAME = "digitrec-contrast"


def apply_theme(root: tkinter.Tk, look: Look) -> None:
    """Gives ttk's widgets the theme, in the colours and at the scale of the look."""
    style = ttk.Style(root)
    if NAME not in style.theme_names():
        style.theme_create(NAME, "clam")
    style.theme_use(NAME)
    colours, px = look.palette, look.px
    ground, text, accent = colours.ground, colours.text, colours.accent
    style.configure(
        ".",
        background=ground,
        foreground=text,
        fieldbackground=ground,
        bordercolor=text,
        lightcolor=ground,
        darkcolor=ground,
        troughcolor=ground,
        focuscolor=accent,
        selectbackground=accent,
        selectforeground=ground,
        insertcolor=text,
        arrowcolor=text,
        indicatorbackground=ground,
        indicatorforeground=text,
        font=look.font(13),
    )
    style.map(".", foreground=[("disabled", colours.track)], bordercolor=[("focus", accent)])
    buttons = ("TButton", "Toggle.TButton", "Accent.TButton", "TMenubutton")
    for name in buttons:
        style.configure(
            name, padding=[px(10), px(3), px(10), px(4)], anchor="center", borderwidth=px(2),
            relief="solid", focusthickness=px(2),
        )  # fmt: skip
        style.map(
            name,
            background=[("selected", text), ("pressed", accent), ("active", colours.track)],
            foreground=[("selected", ground), ("pressed", ground), ("disabled", colours.track)],
            bordercolor=[("focus", accent), ("disabled", colours.track)],
            lightcolor=[("focus", accent), ("selected", text)],
            darkcolor=[("focus", accent), ("selected", text)],
        )
    for name in ("TCheckbutton", "Switch.TCheckbutton"):
        style.configure(
            name, indicatorsize=px(16), indicatormargin=[0, 0, px(8), 0], upperbordercolor=text,
            lowerbordercolor=text, padding=px(2), focusthickness=px(2),
        )  # fmt: skip
        style.map(
            name,
            background=[("active", ground)],
            indicatorbackground=[("selected", text), ("pressed", colours.track)],
            indicatorforeground=[("selected", ground)],
        )
    style.configure("TScale", sliderlength=px(22), troughcolor=colours.track, background=text)
    style.map("TScale", background=[("focus", accent), ("active", accent)])
    style.configure("TScrollbar", background=text, troughcolor=ground, arrowsize=px(13))
    style.map("TScrollbar", background=[("disabled", ground), ("active", accent)])
    style.configure("TEntry", padding=[px(6), px(2), px(4), px(2)])
