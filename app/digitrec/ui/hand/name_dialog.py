"""A small window that asks for the name of a new hand."""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Collection
from tkinter import ttk

from digitrec.constants import LONGEST_HAND_NAME
from digitrec.storage.settings import is_hand_name
from digitrec.text import hand_words
from digitrec.ui.widgets.small_window import SmallWindow
from digitrec.ui.widgets.theme import GAP, SMALL_GAP, Look

_WIDEST = 300


class NameDialog(SmallWindow):
    """Asks until the name can be used, or the person gives up.

    Args:
        page: over which it opens.
        look: colours and scale.
        taken: the names that there are.
        on_name: called with the name.
    """

    def __init__(
        self,
        page: tkinter.Misc,
        look: Look,
        taken: Collection[str],
        on_name: Callable[[str], None],
    ) -> None:
        colours, px = look.palette, look.px
        super().__init__(page, look, hand_words.NEW_HAND_TITLE)
        self._taken = taken
        self._on_name = on_name
        self.entry = ttk.Entry(self, width=28, font=look.font(13))
        self._note = tkinter.Label(
            self, background=colours.ground, foreground=colours.alarm, font=look.font(12),
            borderwidth=0, padx=0, anchor="w", justify="left", wraplength=px(_WIDEST),
        )  # fmt: skip
        tkinter.Label(
            self, text=hand_words.HAND_NAME, background=colours.ground, foreground=colours.text,
            font=look.font(13), borderwidth=0, padx=0, wraplength=px(_WIDEST), justify="left",
        ).grid(row=0, column=0, columnspan=2, sticky="w")  # fmt: skip
        self.entry.grid(row=1, column=0, columnspan=2, sticky="ew", pady=(px(SMALL_GAP), 0))
        self._note.grid(row=2, column=0, columnspan=2, sticky="ew", pady=(px(SMALL_GAP), px(GAP)))
        self.columnconfigure(0, weight=1)
        ttk.Button(self, text=hand_words.CANCEL, command=self.destroy).grid(
            row=3, column=0, sticky="e"
        )
        ttk.Button(self, text=hand_words.CREATE, style="Accent.TButton", command=self.accept).grid(
            row=3, column=1, sticky="e", padx=(px(SMALL_GAP), 0)
        )
        self.bind("<Escape>", lambda _: self.destroy())
        self.bind("<Return>", lambda _: self.accept())
        self.bind("<KP_Enter>", lambda _: self.accept())
        self.open_over(page, self.entry)

    @property
    def note(self) -> str:
        """Why the name can't be used."""
        return str(self._note["text"])

    def accept(self) -> None:
        """Takes the name, or says why it can't be used."""
        name = self.entry.get().strip()
        if name in self._taken or name == hand_words.DEFAULT_HAND_NAME:
            self._note.configure(text=hand_words.HAND_EXISTS)
        elif not is_hand_name(name):
            self._note.configure(text=hand_words.HAND_NAME_WRONG.format(most=LONGEST_HAND_NAME))
        else:
            self.destroy()
            self._on_name(name)
