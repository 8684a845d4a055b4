"""A frame that scrolls where the screen is too low for all that is in it."""

from __future__ import annotations

import tkinter
from tkinter import ttk

from digitrec.ui.widgets.theme import SMALL_GAP, Look

_LINE = 24
"""What one step of the wheel moves, in logical pixels."""

_SHARE = 0.85
"""Share of the screen's height that a window may take; the rest is for its title and panels."""


class ScrolledFrame(tkinter.Frame):
    """Holds `body`, the parent of what it shows. Call `fit` when everything is in it.

    Args:
        master: the window; its wheel scrolls.
        look: colours and scale.
    """

    def __init__(self, master: tkinter.Toplevel, look: Look) -> None:
        ground = look.palette.ground
        super().__init__(master, background=ground, borderwidth=0)
        self._look = look
        self._window = master
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        self._canvas = tkinter.Canvas(
            self, background=ground, highlightthickness=0, borderwidth=0, takefocus=False,
            yscrollincrement=look.px(_LINE),
        )  # fmt: skip
        self.body = tkinter.Frame(self._canvas, background=ground, borderwidth=0)
        self._canvas.create_window(0, 0, anchor="nw", window=self.body)
        self._canvas.grid(row=0, column=0, sticky="nsew")
        self._bar: ttk.Scrollbar | None = None

    @property
    def scrolls(self) -> bool:
        """Whether the body is higher than what is shown of it."""
        return self._bar is not None

    def fit(self, others: int = 0) -> None:
        """Takes the body's size, or what the screen has of it.

        Args:
            others: height of what the window holds besides, in screen pixels.
        """
        self.update_idletasks()
        width, height = self.body.winfo_reqwidth(), self.body.winfo_reqheight()
        room = max(int(self.winfo_screenheight() * _SHARE) - others, self._look.px(4 * _LINE))
        self._canvas.configure(
            width=width, height=min(height, room), scrollregion=(0, 0, width, height)
        )
        if height > room and self._bar is None:
            self._add_bar()

    def _add_bar(self) -> None:
        self._bar = ttk.Scrollbar(self, command=self._canvas.yview)
        self._canvas.configure(yscrollcommand=self._bar.set)
        self._bar.grid(row=0, column=1, sticky="ns", padx=(self._look.px(SMALL_GAP), 0))
        window = self._window
        for sequence, lines in (("<Button-4>", -2), ("<Button-5>", 2)):  # X11's wheel
            window.bind(sequence, lambda _, n=lines: self._scroll(n))  # type: ignore[misc]
        window.bind("<MouseWheel>", lambda event: self._scroll(-1 if event.delta > 0 else 1))
        window.bind("<Prior>", lambda _: self._canvas.yview_scroll(-1, "pages"))
        window.bind("<Next>", lambda _: self._canvas.yview_scroll(1, "pages"))
        window.bind("<FocusIn>", self._show_focused, add=True)

    def _scroll(self, lines: int) -> None:
        self._canvas.yview_scroll(lines, "units")

    def _show_focused(self, event: tkinter.Event[tkinter.Misc]) -> None:
        """Scrolls to the control that Tab has reached."""
        widget = event.widget
        if not str(widget).startswith(f"{self.body}."):
            return
        top = widget.winfo_rooty() - self.body.winfo_rooty()
        bottom = top + widget.winfo_height()
        whole, shown = self.body.winfo_height(), self._canvas.winfo_height()
        first = self._canvas.canvasy(0)
        if top < first:
            self._canvas.yview_moveto(top / whole)
        elif bottom > first + shown:
            self._canvas.yview_moveto((bottom - shown) / whole)
