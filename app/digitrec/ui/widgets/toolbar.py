"""The toolbars: one for the drawing, below it; one for pictures, history and settings."""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Mapping
from tkinter import ttk

from digitrec.constants import THICKEST_PEN, THINNEST_PEN
from digitrec.text import words
from digitrec.ui.widgets.flow_layout import Flow
from digitrec.ui.widgets.theme import PANEL, SMALL_GAP, Look

Actions = Mapping[str, Callable[[], None]]


class Toolbar(Flow):
    """Undo, Redo, Clear, the eraser, the pen's width, and Save.

    Args:
        master: the parent.
        look: colours and scale.
        actions: what each button does: "undo", "redo", "clear", "eraser" and "save".
        pen_width: in logical pixels.
        on_pen: called with a new width of the pen.
    """

    def __init__(
        self,
        master: tkinter.Misc,
        look: Look,
        actions: Actions,
        pen_width: float,
        on_pen: Callable[[float], None],
    ) -> None:
        super().__init__(master, look.px(SMALL_GAP))
        self._on_pen = on_pen
        self.buttons: dict[str, ttk.Button | ttk.Checkbutton] = {
            name: ttk.Button(self, text=text, command=actions[name])
            for name, text in (("undo", words.UNDO), ("redo", words.REDO), ("clear", words.CLEAR))
        }
        self._erasing = tkinter.BooleanVar(self, False)
        self.buttons["eraser"] = ttk.Checkbutton(
            self,
            text=words.ERASER,
            style="Toggle.TButton",
            variable=self._erasing,
            command=actions["eraser"],
        )
        self._pen = tkinter.Frame(self, borderwidth=0)
        self._label = tkinter.Label(self._pen, text=words.PEN, borderwidth=0)
        self.slider = ttk.Scale(
            self._pen,
            from_=THINNEST_PEN,
            to=THICKEST_PEN,
            value=pen_width,
            length=look.px(90),
            command=lambda value: on_pen(round(float(value))),
        )
        self._label.grid(row=0, column=0, padx=(look.px(SMALL_GAP), look.px(SMALL_GAP)))
        self.slider.grid(row=0, column=1)
        save = ttk.Button(self, text=words.SAVE, command=actions["save"])
        self.put(*self.buttons.values(), self._pen, save)
        self.buttons["save"] = save
        self.apply_theme(look)

    @property
    def erasing(self) -> bool:
        """Whether the eraser is on."""
        return bool(self._erasing.get())

    @erasing.setter
    def erasing(self, on: bool) -> None:
        self._erasing.set(on)

    def set_enabled(self, undo: bool, redo: bool, clear: bool) -> None:
        """Enables the buttons that have something to do: what can be cleared can be saved."""
        for name, can in (("undo", undo), ("redo", redo), ("clear", clear), ("save", clear)):
            self.buttons[name].state(["!disabled" if can else "disabled"])

    def show_pen(self, width: float) -> None:
        """Sets the slider to the pen's width."""
        self.slider.set(width)

    def apply_theme(self, look: Look) -> None:
        """Takes other colours."""
        colours = look.palette
        self.configure(background=colours.ground)
        self._pen.configure(background=colours.ground)
        self._label.configure(
            background=colours.ground, foreground=colours.quiet, font=look.font(13)
        )


class SecondaryToolbar(Flow):
    """Buttons for opening a picture, the history and the settings."""

    def __init__(self, master: tkinter.Misc, look: Look, actions: Actions) -> None:
        super().__init__(master, look.px(SMALL_GAP), most=look.px(PANEL))
        self.buttons = {
            name: ttk.Button(self, text=text, command=actions[name])
            for name, text in (
                ("open", words.OPEN),
                ("history", words.HISTORY),
                ("settings", words.SETTINGS),
            )
        }
        self.put(*self.buttons.values())
        self.apply_theme(look)

    def apply_theme(self, look: Look) -> None:
        """Takes other colours."""
        self.configure(background=look.palette.ground)
