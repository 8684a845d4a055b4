"""The widgets of the history page and how they are arranged."""

from __future__ import annotations

import tkinter
from collections.abc import Callable
from tkinter import ttk

from digitrec.storage.history_browser import KINDS
from digitrec.text import words
from digitrec.ui.geometry.screen import over
from digitrec.ui.history.grid import ThumbnailGrid
from digitrec.ui.widgets.flow_layout import Flow
from digitrec.ui.widgets.theme import GAP, MARGIN, SMALL_GAP, Look

_SHARE = 0.8
"""Of a large window's size, which the page takes."""

_WIDTH, _HEIGHT = 720, 560
_LEAST_WIDTH, _LEAST_BETWEEN = 420, 240
"""Of the page, in logical pixels; between the rows of buttons are a few lines and the drawings."""


class PageLayout:
    """From top to bottom: the kinds, how often the person agreed, the drawings, status, buttons.

    Attributes:
        kinds: a button for each kind of drawing.

    Args:
        page: the window to lay out.
        look: colours and scale.
        kind: the variable with the kind that is shown.
        on_kind: called when another kind is chosen.
        grid: the drawings.
    """

    def __init__(
        self,
        page: tkinter.Toplevel,
        look: Look,
        kind: tkinter.StringVar,
        on_kind: Callable[[], None],
        grid: ThumbnailGrid,
    ) -> None:
        self._page = page
        self._look = look
        px = look.px
        margin, gap, small_gap = px(MARGIN), px(GAP), px(SMALL_GAP)
        page.columnconfigure(0, weight=1)
        page.rowconfigure(2, weight=1)
        self._top, self._foot = self._flow(), self._flow()
        self.kinds = {
            name: ttk.Radiobutton(
                self._top,
                text=words.KIND_NAMES.get(name, name),
                value=name,
                variable=kind,
                command=on_kind,
                style="Toggle.TButton",
            )
            for name in KINDS
        }
        self._top.put(*self.kinds.values())
        self._agreement, self._status = self._line(), self._line()
        bar = ttk.Scrollbar(page, command=grid.yview)
        grid.connect_scrollbar(bar.set)
        across = {"columnspan": 2, "sticky": "ew", "padx": margin}
        self._top.grid(row=0, column=0, pady=(margin, 0), **across)  # type: ignore[arg-type]
        self._agreement.grid(row=1, column=0, pady=(gap, small_gap), **across)  # type: ignore[arg-type]
        grid.grid(row=2, column=0, sticky="nsew", padx=(margin - small_gap, 0))
        bar.grid(row=2, column=1, sticky="ns", padx=(0, small_gap))
        self._status.grid(row=3, column=0, pady=(small_gap, 0), **across)  # type: ignore[arg-type]
        self._foot.grid(row=4, column=0, pady=(gap, margin), **across)  # type: ignore[arg-type]

    @property
    def foot(self) -> tkinter.Frame:
        """The parent of the buttons."""
        return self._foot

    @property
    def status(self) -> str:
        """The message that is shown."""
        return str(self._status["text"])

    @property
    def agreement(self) -> str:
        """What is said about how often the person agreed."""
        return str(self._agreement["text"])

    def set_status(self, message: str, alarm: bool = False) -> None:
        """Shows a message, in red if it is about a problem."""
        colours = self._look.palette
        self._status.configure(text=message, foreground=colours.alarm if alarm else colours.quiet)

    def set_agreement(self, text: str) -> None:
        """Says how often the person agreed."""
        self._agreement.configure(text=text)

    def add_buttons(self, *buttons: tkinter.Widget) -> None:
        """Takes the buttons, whose parent is `foot`, and gives the page its size."""
        self._foot.put(*buttons)
        page, px = self._page, self._look.px
        margin = px(MARGIN)
        below = page.master.winfo_toplevel()
        width = max(px(_WIDTH), self._top.winfo_reqwidth() + 2 * margin)
        width = max(width, round(below.winfo_width() * _SHARE))
        height = max(px(_HEIGHT), round(below.winfo_height() * _SHARE))
        page.geometry(over(below, width, height))
        room = px(_LEAST_WIDTH) - 2 * margin
        page.minsize(
            px(_LEAST_WIDTH),
            self._top.height_at(room) + self._foot.height_at(room) + px(_LEAST_BETWEEN),
        )

    def _flow(self) -> Flow:
        flow = Flow(self._page, self._look.px(SMALL_GAP))
        flow.configure(background=self._look.palette.ground)
        return flow

    def _line(self) -> tkinter.Label:
        colours = self._look.palette
        line = tkinter.Label(
            self._page, anchor="w", justify="left", borderwidth=0, padx=0, pady=0,
            background=colours.ground, foreground=colours.quiet, font=self._look.font(12),
        )  # fmt: skip
        line.bind("<Configure>", lambda event: line.configure(wraplength=event.width))
        return line
