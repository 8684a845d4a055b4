"""A form of settings: rows with a label and a control, which scroll on a low screen."""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Mapping
from tkinter import ttk
from typing import Any

from digitrec.constants import THICKEST_PEN, THINNEST_PEN
from digitrec.ui.widgets.flow_layout import Flow
from digitrec.ui.widgets.scrolled_frame import ScrolledFrame
from digitrec.ui.widgets.theme import GAP, MARGIN, SMALL_GAP, Look

WIDEST = 430
"""Widest line of text, in logical pixels; longer ones are wrapped."""


class Form(ScrolledFrame):
    """Shows settings, and reports each change.

    Args:
        master: the window.
        look: colours and scale.
        values: gives a setting's value by its name.
        on_change: called with the name of a setting and its new value.

    Attributes:
        controls: of each setting, by its name; buttons by value where a choice has several.
    """

    def __init__(
        self,
        master: tkinter.Toplevel,
        look: Look,
        values: Callable[[str], Any],
        on_change: Callable[[str, Any], None],
    ) -> None:
        super().__init__(master, look)
        self._look = look
        self._values = values
        self._on_change = on_change
        self._line = 0
        self.controls: dict[str, Any] = {}

    def add_row(self, label: str, control: tkinter.Widget, above: int = GAP) -> None:
        """Adds a control, whose parent is `body`, below the others."""
        px = self._look.px
        top = px(MARGIN if self._line == 0 else above)
        self.text(label).grid(
            row=self._line, column=0, sticky="w", padx=(0, px(2 * GAP)), pady=(top, 0)
        )
        control.grid(row=self._line, column=1, sticky="w", pady=(top, 0))
        self._line += 1

    def text(self, text: str, master: tkinter.Misc | None = None) -> tkinter.Label:
        """A label; one within a row, which has a `master` of its own, is in quieter colour."""
        colours = self._look.palette
        return tkinter.Label(
            master or self.body,
            text=text,
            font=self._look.font(13),
            foreground=colours.text if master is None else colours.quiet,
            background=colours.ground,
            borderwidth=0,
            padx=0,
            wraplength=self._look.px(WIDEST),
            justify="left",
        )

    def flow(self, master: tkinter.Misc | None = None, most: int | None = None) -> Flow:
        """A row of widgets that go on below where they are too many."""
        room = None if most is None else self._look.px(most)
        flow = Flow(master or self.body, self._look.px(SMALL_GAP), room)
        flow.configure(background=self._look.palette.ground)
        return flow

    def add_note(self, text: str) -> None:
        """A note on the setting above."""
        line = self.text(text)
        line.configure(font=self._look.font(12), foreground=self._look.palette.quiet)
        line.grid(row=self._line, column=1, sticky="w", pady=(self._look.px(SMALL_GAP), 0))
        self._line += 1

    def add_choice(self, name: str, label: str, values: Mapping[Any, str]) -> None:
        """A choice of a few values, as buttons in a row."""
        flow = self.flow(most=WIDEST)
        chosen = tkinter.StringVar(self, str(self._values(name)))
        buttons = {
            value: ttk.Radiobutton(
                flow,
                text=text,
                value=str(value),
                variable=chosen,
                style="Toggle.TButton",
                command=lambda value=value: self._on_change(name, value),  # type: ignore[misc]
            )
            for value, text in values.items()
        }
        flow.put(*buttons.values())
        self.controls[name] = buttons
        flow.variable = chosen  # type: ignore[attr-defined] # Tk forgets one that nobody holds
        self.add_row(label, flow)

    def add_menu(self, name: str, label: str, values: Mapping[str, str]) -> None:
        """A choice of many values, as a menu."""
        colours, look = self._look.palette, self._look
        chosen = tkinter.StringVar(self, self._values(name))
        button = ttk.Menubutton(self.body)
        menu = tkinter.Menu(
            button,
            tearoff=False,
            background=colours.paper,
            foreground=colours.text,
            activebackground=colours.track,
            activeforeground=colours.text,
            selectcolor=colours.text,
            font=look.font(13),
        )

        def choose() -> None:
            button.configure(text=f"{values[chosen.get()]}\N{EN SPACE}")  # then the arrow
            self._on_change(name, chosen.get())

        for value, text in values.items():
            menu.add_radiobutton(label=text, value=value, variable=chosen, command=choose)
        button.configure(text=f"{values.get(chosen.get(), chosen.get())}\N{EN SPACE}", menu=menu)
        button.variable = chosen  # type: ignore[attr-defined]
        self.controls[name] = menu
        self.add_row(label, button)

    def add_switch(self, name: str, label: str, text: str) -> None:
        """A switch; without a label it belongs to the one above."""
        ticked = tkinter.BooleanVar(self, bool(self._values(name)))
        button = ttk.Checkbutton(
            self.body,
            text=text,
            variable=ticked,
            style="Switch.TCheckbutton",
            command=lambda: self._on_change(name, bool(ticked.get())),
        )
        self.controls[name] = button
        self.add_row(label, button, above=GAP if label else SMALL_GAP)

    def add_slider(self, name: str, label: str) -> None:
        """The slider for the pen's width."""
        slider = ttk.Scale(
            self.body,
            from_=THINNEST_PEN,
            to=THICKEST_PEN,
            value=self._values(name),
            length=self._look.px(180),
            command=lambda value: self._on_change(name, float(round(float(value)))),
        )
        self.controls[name] = slider
        self.add_row(label, slider)
