"""Toolbar: Undo, Redo, Clear, and the way to a picture and to the keys."""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Mapping
from tkinter import ttk

from app.ui import words
from app.ui.theme import SMALL_GAP, Look


class Toolbar(tkinter.Frame):
    """The buttons under the paper.

    Args:
        master: the parent.
        look: colours and scale.
        actions: what each button does: "undo", "redo", "clear", "open" and "help".
    """

    def __init__(
        self, master: tkinter.Misc, look: Look, actions: Mapping[str, Callable[[], None]]
    ) -> None:
        super().__init__(master, borderwidth=0)
        gap = look.px(SMALL_GAP)
        self.buttons = {
            name: ttk.Button(self, text=text, command=actions[name])
            for name, text in (
                ("undo", words.UNDO),
                ("redo", words.REDO),
                ("clear", words.CLEAR),
                ("open", words.OPEN),
                ("help", words.KEYS),
            )
        }
        for column, name in enumerate(("undo", "redo", "clear")):
            self.buttons[name].grid(row=0, column=column, padx=(0, gap))
        self.columnconfigure(3, weight=1)
        for column, name in enumerate(("open", "help"), start=4):
            self.buttons[name].grid(row=0, column=column, padx=(gap, 0))
        self.dress(look)

    def show(self, undo: bool, redo: bool, clear: bool) -> None:
        """Switches the buttons off that have nothing to do."""
        for name, can in (("undo", undo), ("redo", redo), ("clear", clear)):
            self.buttons[name].state(["!disabled" if can else "disabled"])

    def dress(self, look: Look) -> None:
        """Takes on other colours."""
        self.configure(background=look.palette.ground)
