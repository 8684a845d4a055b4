"""The layout of the page of a hand: the views' buttons, the view, the status, and its buttons."""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Mapping
from tkinter import ttk

from digitrec.text import hand_words
from digitrec.ui.geometry.screen import over
from digitrec.ui.widgets.flow_layout import Flow
from digitrec.ui.widgets.theme import GAP, MARGIN, SMALL_GAP, Look

_WIDTH, _HEIGHT = 760, 600
_LEAST_WIDTH, _LEAST_HEIGHT = 520, 470
"""Of the page, in logical pixels."""

LESSON, EXAMPLES = "lesson", "examples"


class PageLayout:
    """Lays out a page that shows one of two views.

    Attributes:
        views: the button of each view.
        top: the frame above the view; its right side is free for a widget.
        buttons: all others, by name.

    Args:
        page: the window to lay out.
        look: colours and scale.
        view: the variable with the view that is shown.
        on_view: called when the other one is chosen.
    """

    def __init__(
        self,
        page: tkinter.Toplevel,
        look: Look,
        view: tkinter.StringVar,
        on_view: Callable[[], None],
    ) -> None:
        self._page = page
        self._look = look
        self._feet: dict[str, Flow] = {}
        self.buttons: dict[str, ttk.Button] = {}
        px, ground = look.px, look.palette.ground
        page.columnconfigure(0, weight=1)
        page.rowconfigure(1, weight=1)
        self.top = tkinter.Frame(page, background=ground, borderwidth=0)
        self.top.columnconfigure(0, weight=1)
        kinds = self._flow(self.top)
        names = {LESSON: hand_words.VIEW_LESSON, EXAMPLES: hand_words.VIEW_EXAMPLES}
        self.views = {
            name: ttk.Radiobutton(
                kinds,
                text=text,
                value=name,
                variable=view,
                command=on_view,
                style="Toggle.TButton",
            )
            for name, text in names.items()
        }
        kinds.put(*self.views.values())
        kinds.grid(row=0, column=0, sticky="w")
        self._status = tkinter.Label(
            page, anchor="w", justify="left", borderwidth=0, padx=0, pady=0,
            background=ground, font=look.font(12),
        )  # fmt: skip
        self._status.bind(
            "<Configure>", lambda event: self._status.configure(wraplength=event.width)
        )
        self._across(self.top, 0, above=px(MARGIN), below=px(GAP))
        self._across(self._status, 2, above=px(SMALL_GAP))
        page.geometry(over(page.master.winfo_toplevel(), px(_WIDTH), px(_HEIGHT)))
        page.minsize(px(_LEAST_WIDTH), px(_LEAST_HEIGHT))

    @property
    def status(self) -> str:
        """The message that is shown."""
        return str(self._status["text"])

    def set_status(self, message: str, alarm: bool = False) -> None:
        """Shows a message, in another colour if it is about a problem."""
        colours = self._look.palette
        self._status.configure(text=message, foreground=colours.alarm if alarm else colours.quiet)

    def add_foot(self, view: str, buttons: Mapping[str, tuple[str, Callable[[], None]]]) -> None:
        """Gives a view its buttons: the text and the command of each, by name."""
        foot = self._feet[view] = self._flow(self._page)
        for name, (text, command) in buttons.items():
            self.buttons[name] = ttk.Button(foot, text=text, command=command)
        foot.put(*(self.buttons[name] for name in buttons))

    def show_lesson(self, lesson: tkinter.Widget, *others: tkinter.Widget) -> None:
        """Shows the lesson in the place of other widgets."""
        for other in others:
            other.grid_remove()
        self._across(lesson, 1, sticky="nsew")
        self._show_foot(LESSON)

    def show_examples(
        self, examples: tkinter.Widget, scrollbar: tkinter.Widget, *others: tkinter.Widget
    ) -> None:
        """Shows the examples and their scrollbar in the place of other widgets."""
        for other in others:
            other.grid_remove()
        small_gap = self._look.px(SMALL_GAP)
        examples.grid(row=1, column=0, sticky="nsew", padx=(self._look.px(MARGIN), small_gap))
        scrollbar.grid(row=1, column=1, sticky="ns", padx=(0, small_gap))
        self._show_foot(EXAMPLES)

    def _show_foot(self, view: str) -> None:
        for name, foot in self._feet.items():
            if name != view:
                foot.grid_remove()
        self._across(self._feet[view], 3, above=self._look.px(GAP), below=self._look.px(MARGIN))

    def _across(
        self, widget: tkinter.Widget, row: int, above: int = 0, below: int = 0, sticky: str = "ew"
    ) -> None:
        widget.grid(
            row=row, column=0, columnspan=2, sticky=sticky,
            padx=self._look.px(MARGIN), pady=(above, below),
        )  # fmt: skip

    def _flow(self, master: tkinter.Misc) -> Flow:
        flow = Flow(master, self._look.px(SMALL_GAP))
        flow.configure(background=self._look.palette.ground)
        return flow
