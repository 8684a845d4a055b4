"""The button that shows whose hand is used, with a menu to choose, make or delete one."""

from __future__ import annotations

import tkinter
from collections.abc import Callable
from tkinter import messagebox, ttk
from typing import TYPE_CHECKING

from digitrec.constants import DEFAULT_HAND
from digitrec.text import hand_words
from digitrec.ui.hand.name_dialog import NameDialog
from digitrec.ui.hand.names import name_in_words
from digitrec.ui.widgets.menu import plain_menu
from digitrec.ui.widgets.theme import Look

if TYPE_CHECKING:
    from digitrec.session.taught_hand import HandState


class HandMenu(ttk.Menubutton):
    """Shows the chosen hand.

    Args:
        master: the parent.
        look: colours and scale.
        on_choose: called with the name of a hand, which may be new.
        on_delete: called when the chosen hand should be deleted.
    """

    def __init__(
        self,
        master: tkinter.Misc,
        look: Look,
        on_choose: Callable[[str], None],
        on_delete: Callable[[], None],
    ) -> None:
        super().__init__(master)
        self._look = look
        self._on_choose = on_choose
        self._on_delete = on_delete
        self._state: HandState | None = None
        self._chosen = tkinter.StringVar(self)
        self.dialog: NameDialog | None = None
        self.menu = plain_menu(self, look)
        self["menu"] = self.menu

    def show(self, state: HandState) -> None:
        """Shows a hand, and offers the others."""
        self._state = state
        self._chosen.set(state.name)
        self.configure(text=f"{name_in_words(state.name)}\N{EN SPACE}")  # then the arrow
        self.menu.delete(0, "end")
        for name in state.names:
            self.menu.add_radiobutton(
                label=name_in_words(name),
                value=name,
                variable=self._chosen,
                command=lambda name=name: self._on_choose(name),  # type: ignore[misc]
            )
        self.menu.add_separator()
        self.menu.add_command(label=hand_words.NEW_HAND, command=self.ask_name)
        self.menu.add_command(
            label=hand_words.DELETE_HAND,
            command=self.delete,
            state="disabled" if state.name == DEFAULT_HAND else "normal",
        )

    def ask_name(self) -> None:
        """Asks for the name of a new hand."""
        taken = () if self._state is None else self._state.names
        self.dialog = NameDialog(self.winfo_toplevel(), self._look, taken, self._on_choose)

    def delete(self) -> None:
        """Deletes the chosen hand, after a question."""
        if self._state is None:
            return
        question = hand_words.DELETE_HAND_QUESTION.format(
            len(self._state.examples), name=name_in_words(self._state.name)
        )
        if messagebox.askokcancel(
            hand_words.DELETE_HAND, question, parent=self.winfo_toplevel(), icon="warning"
        ):
            self._on_delete()
