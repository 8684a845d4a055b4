"""The page of settings. Each change takes effect at once."""

from __future__ import annotations

import gc
import tkinter
from collections.abc import Callable, Mapping
from tkinter import messagebox, ttk
from typing import Any

from digitrec.constants import THICKEST_PEN, THINNEST_PEN
from digitrec.session.choices import Choices
from digitrec.storage.settings import DOUBTS, LANGUAGES, THEMES
from digitrec.text import words
from digitrec.ui.widgets.flow_layout import Flow
from digitrec.ui.widgets.theme import GAP, MARGIN, SMALL_GAP, Look

_WIDEST = 380
"""Widest line of text, in logical pixels; longer ones are wrapped."""


class SettingsPage(tkinter.Toplevel):
    """A window with all settings.

    Args:
        root: the program's window.
        look: colours and scale.
        choices: the settings.
        actions: what to do after a change, by the setting's name; and for "teach", "folder",
            "report", "delete" and "help".
        hand: which hand is used and how many examples it has, in a line.
        where: the folder in which everything is kept.
        about: version and model, in a line.
    """

    def __init__(
        self,
        root: tkinter.Tk,
        look: Look,
        choices: Choices,
        actions: Mapping[str, Callable[[], None]],
        hand: str,
        where: str,
        about: str,
    ) -> None:
        super().__init__(
            root,
            background=look.palette.ground,
            padx=look.px(MARGIN),
            highlightthickness=look.px(1),  # an edge, in case the desktop draws none
            highlightbackground=look.palette.border,
        )
        self.withdraw()
        self.title(words.SETTINGS)
        self.transient(root)
        self.resizable(False, False)
        self._look = look
        self._choices = choices
        self._actions = actions
        self._line = 0
        self.controls: dict[str, Any] = {}
        settings = choices.settings
        self._add_choice(
            "theme", words.SETTING_THEME, {name: words.THEME_NAMES[name] for name in THEMES}
        )
        names = {name: words.LANGUAGE_NAMES[name] for name in LANGUAGES}
        self._add_choice("language", words.SETTING_LANGUAGE, names)
        self._add_note(words.LANGUAGE_LATER)
        self._add_slider("pen_width", words.SETTING_PEN)
        self._add_switch("live", words.SETTING_READING, words.SETTING_LIVE)
        self._add_switch("final", "", words.SETTING_FINAL)
        self._add_switch("insight", "", words.SETTING_INSIGHT)
        self._add_choice(
            "doubt", words.SETTING_DOUBT, {name: words.DOUBT_NAMES[name] for name in DOUBTS}
        )
        self._add_hand(hand)
        self._add_switch("learn_corrections", "", words.SETTING_LEARN)
        self._add_switch("keep_history", words.SETTING_HISTORY, words.SETTING_KEEP)
        days = {**words.DAYS_NAMES}
        days.setdefault(settings.keep_days, words.DAYS.format(settings.keep_days))
        self._add_choice("keep_days", words.SETTING_DAYS, days)
        self._add_folder(where)
        self._add_foot(about)
        for sequence in ("<Escape>", "<F1>"):
            self.bind(sequence, lambda _: self.destroy())
        self._put_in_the_middle(root)

    def destroy(self) -> None:
        """Closes the page, and frees its variables here: another thread must not do that later."""
        super().destroy()
        self.controls.clear()
        self.master.after_idle(gc.collect)

    def _add_row(self, label: str, control: tkinter.Widget, above: int = GAP) -> None:
        px = self._look.px
        top = px(MARGIN if self._line == 0 else above)
        self._text(label).grid(
            row=self._line, column=0, sticky="w", padx=(0, px(2 * GAP)), pady=(top, 0)
        )
        control.grid(row=self._line, column=1, sticky="w", pady=(top, 0))
        self._line += 1

    def _text(self, text: str, master: tkinter.Misc | None = None) -> tkinter.Label:
        colours = self._look.palette
        return tkinter.Label(
            master or self,
            text=text,
            font=self._look.font(13),
            foreground=colours.text if master is None else colours.quiet,
            background=colours.ground,
            borderwidth=0,
            padx=0,
        )

    def _add_note(self, text: str) -> None:
        """A note on the setting above."""
        line = self._text(text)
        line.configure(
            font=self._look.font(12),
            foreground=self._look.palette.quiet,
            wraplength=self._look.px(_WIDEST),
            justify="left",
        )
        line.grid(row=self._line, column=1, sticky="w", pady=(self._look.px(SMALL_GAP), 0))
        self._line += 1

    def _set(self, name: str, value: Any) -> None:
        if value != getattr(self._choices.settings, name):
            self._choices.change(**{name: value})
            self._actions[name]()

    def _add_choice(self, name: str, label: str, values: Mapping[Any, str]) -> None:
        """A choice of a few values, as buttons in a row."""
        flow = Flow(self, self._look.px(SMALL_GAP))
        flow.configure(background=self._look.palette.ground)
        chosen = tkinter.StringVar(self, str(getattr(self._choices.settings, name)))
        buttons = {
            value: ttk.Radiobutton(
                flow,
                text=text,
                value=str(value),
                variable=chosen,
                style="Toggle.TButton",
                command=lambda value=value: self._set(name, value),  # type: ignore[misc]
            )
            for value, text in values.items()
        }
        flow.put(*buttons.values())
        self.controls[name] = buttons
        flow.variable = chosen  # type: ignore[attr-defined] # Tk forgets one that nobody holds
        self._add_row(label, flow)

    def _add_switch(self, name: str, label: str, text: str) -> None:
        ticked = tkinter.BooleanVar(self, bool(getattr(self._choices.settings, name)))
        button = ttk.Checkbutton(
            self,
            text=text,
            variable=ticked,
            style="Switch.TCheckbutton",
            command=lambda: self._set(name, bool(ticked.get())),
        )
        self.controls[name] = button
        self._add_row(label, button, above=GAP if label else SMALL_GAP)

    def _add_slider(self, name: str, label: str) -> None:
        slider = ttk.Scale(
            self,
            from_=THINNEST_PEN,
            to=THICKEST_PEN,
            value=getattr(self._choices.settings, name),
            length=self._look.px(180),
            command=lambda value: self._set(name, float(round(float(value)))),
        )
        self.controls[name] = slider
        self._add_row(label, slider)

    def show_hand(self, text: str) -> None:
        """Says which hand is used and how many examples it has."""
        self._hand.configure(text=text)
        self._hand_row.put(self.controls["teach"], self._hand)

    def _add_hand(self, text: str) -> None:
        self._hand_row = Flow(self, self._look.px(SMALL_GAP), most=self._look.px(_WIDEST))
        self._hand_row.configure(background=self._look.palette.ground)
        self.controls["teach"] = ttk.Button(
            self._hand_row, text=words.TEACH_FROM_SETTINGS, command=self._actions["teach"]
        )
        self._hand = self._text("", self._hand_row)
        self._hand.configure(wraplength=self._look.px(_WIDEST), justify="left")
        self.show_hand(text)
        self._add_row(words.SETTING_HAND, self._hand_row)

    def _add_folder(self, where: str) -> None:
        frame = tkinter.Frame(self, background=self._look.palette.ground)
        path = self._text(where, frame)
        path.configure(wraplength=self._look.px(360), justify="left")
        path.grid(row=0, column=0, sticky="w")
        buttons = Flow(frame, self._look.px(SMALL_GAP))
        buttons.configure(background=self._look.palette.ground)
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
        self._add_row(words.SETTING_WHERE, frame)

    def _delete(self) -> None:
        if messagebox.askokcancel(
            words.DELETE_EVERYTHING, words.DELETE_QUESTION, parent=self, icon="warning"
        ):
            self.destroy()
            self._actions["delete"]()

    def _add_foot(self, about: str) -> None:
        px = self._look.px
        foot = tkinter.Frame(self, background=self._look.palette.ground)
        foot.columnconfigure(0, weight=1)
        line = self._text(about, foot)
        line.configure(font=self._look.font(12), wraplength=px(380), justify="left")
        line.grid(row=0, column=0, sticky="w")
        self.controls["help"] = ttk.Button(foot, text=words.KEYS, command=self._actions["help"])
        self.controls["close"] = ttk.Button(foot, text=words.CLOSE, command=self.destroy)
        self.controls["help"].grid(row=0, column=1, padx=(px(GAP), 0))
        self.controls["close"].grid(row=0, column=2, padx=(px(SMALL_GAP), 0))
        foot.grid(
            row=self._line, column=0, columnspan=2, sticky="ew", pady=(px(2 * GAP), px(MARGIN))
        )

    def _put_in_the_middle(self, root: tkinter.Tk) -> None:
        self.update_idletasks()
        x = root.winfo_rootx() + (root.winfo_width() - self.winfo_reqwidth()) // 2
        y = root.winfo_rooty() + (root.winfo_height() - self.winfo_reqheight()) // 3
        self.geometry(f"+{max(0, x)}+{max(0, y)}")
        self.deiconify()
        self.controls["close"].focus_set()
