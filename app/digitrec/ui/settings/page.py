"""The page of settings. Each change takes effect at once."""

from __future__ import annotations

import gc
import tkinter
from collections.abc import Callable, Mapping
from tkinter import messagebox, ttk
from typing import Any

from digitrec.session.choices import Choices
from digitrec.storage.settings import DOUBTS, THEMES
from digitrec.text import words
from digitrec.text.language import language_names
from digitrec.ui.settings.form import WIDEST, Form
from digitrec.ui.widgets.theme import GAP, MARGIN, SMALL_GAP, Look


class SettingsPage(tkinter.Toplevel):
    """A window with all settings.

    Args:
        root: the program's window.
        look: colours and scale.
        choices: the settings.
        actions: what to do after a change, by the setting's name; and for "teach", "folder",
            "report", "delete", "help" and "about".
        hand: which hand is used and how many examples it has, in a line.
        where: the folder in which everything is kept.
    """

    def __init__(
        self,
        root: tkinter.Tk,
        look: Look,
        choices: Choices,
        actions: Mapping[str, Callable[[], None]],
        hand: str,
        where: str,
    ) -> None:
        super().__init__(
            root,
            background=look.palette.ground,
            padx=look.px(MARGIN),
            highlightthickness=look.px(1),  # an edge, in case the desktop draws none
            highlightbackground=look.palette.border,
            highlightcolor=look.palette.border,
        )
        self.withdraw()
        self.title(words.SETTINGS)
        self.transient(root)
        self.resizable(False, False)
        self._look = look
        self._choices = choices
        self._actions = actions
        self.form = Form(self, look, lambda name: getattr(choices.settings, name), self._set)
        self.controls = self.form.controls
        self.form.grid(row=0, column=0, sticky="nsew")
        self._add_settings(hand, where)
        self._add_foot()
        for sequence in ("<Escape>", "<F1>"):
            self.bind(sequence, lambda _: self.destroy())
        self._put_in_the_middle(root)

    def destroy(self) -> None:
        """Closes the page, and frees its variables here: another thread must not do that later."""
        super().destroy()
        self.controls.clear()
        self.master.after_idle(gc.collect)

    def show_hand(self, text: str) -> None:
        """Says which hand is used and how many examples it has."""
        self._hand.configure(text=text)
        self._hand_row.put(self.controls["teach"], self._hand)

    def _set(self, name: str, value: Any) -> None:
        if value != getattr(self._choices.settings, name):
            self._choices.change(**{name: value})
            self._actions[name]()

    def _add_settings(self, hand: str, where: str) -> None:
        form = self.form
        themes = {name: words.THEME_NAMES[name] for name in THEMES}
        form.add_choice("theme", words.SETTING_THEME, themes)
        languages = {"system": words.SYSTEM_LANGUAGE, **language_names()}
        form.add_menu("language", words.SETTING_LANGUAGE, languages)
        form.add_note(words.LANGUAGE_LATER)
        form.add_slider("pen_width", words.SETTING_PEN)
        form.add_switch("live", words.SETTING_READING, words.SETTING_LIVE)
        form.add_switch("final", "", words.SETTING_FINAL)
        form.add_switch("insight", "", words.SETTING_INSIGHT)
        form.add_switch("speech", "", words.SETTING_SPEECH)
        doubts = {name: words.DOUBT_NAMES[name] for name in DOUBTS}
        form.add_choice("doubt", words.SETTING_DOUBT, doubts)
        self._add_hand(hand)
        form.add_switch("learn_corrections", "", words.SETTING_LEARN)
        form.add_switch("keep_history", words.SETTING_HISTORY, words.SETTING_KEEP)
        days, kept = {**words.DAYS_NAMES}, self._choices.settings.keep_days
        days.setdefault(kept, words.DAYS.format(kept))
        form.add_choice("keep_days", words.SETTING_DAYS, days)
        self._add_folder(where)

    def _add_hand(self, text: str) -> None:
        self._hand_row = self.form.flow(most=WIDEST)
        self.controls["teach"] = ttk.Button(
            self._hand_row, text=words.TEACH_FROM_SETTINGS, command=self._actions["teach"]
        )
        self._hand = self.form.text("", self._hand_row)
        self.show_hand(text)
        self.form.add_row(words.SETTING_HAND, self._hand_row)

    def _add_folder(self, where: str) -> None:
        frame = tkinter.Frame(self.form.body, background=self._look.palette.ground)
        self.form.text(where, frame).grid(row=0, column=0, sticky="w")
        buttons = self.form.flow(frame)
        self.controls["folder"] = ttk.Button(
            buttons, text=words.OPEN_FOLDER, command=self._actions["folder"]
        )
        self.controls["delete"] = ttk.Button(
            buttons, text=words.DELETE_EVERYTHING, command=self._delete
        )
        self.controls["report"] = ttk.Button(
            buttons, text=words.SAVE_REPORT, command=self._actions["report"]
        )
        buttons.put(*(self.controls[name] for name in ("folder", "report", "delete")))
        buttons.grid(row=1, column=0, sticky="w", pady=(self._look.px(SMALL_GAP), 0))
        self.form.add_row(words.SETTING_WHERE, frame)

    def _delete(self) -> None:
        if messagebox.askokcancel(
            words.DELETE_EVERYTHING, words.DELETE_QUESTION, parent=self, icon="warning"
        ):
            self.destroy()
            self._actions["delete"]()

    def _add_foot(self) -> None:
        px = self._look.px
        self._foot = tkinter.Frame(self, background=self._look.palette.ground)
        self._foot.columnconfigure(2, weight=1)
        buttons = (
            ("about", words.ABOUT, self._actions["about"], "w"),
            ("help", words.KEYS, self._actions["help"], "w"),
            ("close", words.CLOSE, self.destroy, "e"),
        )
        for column, (name, text, command, side) in enumerate(buttons):
            button = ttk.Button(self._foot, text=text, command=command)
            button.grid(row=0, column=column, sticky=side, padx=(0, px(SMALL_GAP) * (column < 2)))
            self.controls[name] = button
        self._foot.grid(row=1, column=0, sticky="ew", pady=(px(2 * GAP), px(MARGIN)))

    def _put_in_the_middle(self, root: tkinter.Tk) -> None:
        px = self._look.px
        self.update_idletasks()
        self.form.fit(self._foot.winfo_reqheight() + px(2 * GAP + MARGIN))
        self.update_idletasks()
        x = root.winfo_rootx() + (root.winfo_width() - self.winfo_reqwidth()) // 2
        y = root.winfo_rooty() + (root.winfo_height() - self.winfo_reqheight()) // 3
        low = self.winfo_screenheight() - self.winfo_reqheight()
        self.geometry(f"+{max(0, x)}+{max(0, min(y, low))}")
        self.deiconify()
        self.controls["close"].focus_set()
