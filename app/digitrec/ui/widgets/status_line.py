"""The status line: one message at a time, below everything else."""

from __future__ import annotations

import tkinter

from digitrec.ui.widgets.theme import MARGIN, Look

PASSING = 6000
"""Milliseconds after which a message disappears that needs no attention."""


class StatusLine(tkinter.Label):
    """Shows a message, for a while or until there is another."""

    def __init__(self, master: tkinter.Misc, look: Look) -> None:
        super().__init__(master, anchor="nw", justify="left", borderwidth=0, padx=0, pady=0)
        self._passing: str | None = None
        self._alarm = False
        self.apply_theme(look)
        self.bind("<Configure>", lambda event: self.configure(wraplength=event.width))

    def say(self, message: str) -> None:
        """Shows a message for a while."""
        self._show(message, alarm=False)
        self._passing = self.after(PASSING, self.clear)

    def warn(self, message: str) -> None:
        """Shows a message until there is another."""
        self._show(message, alarm=True)

    def destroy(self) -> None:
        """Ends, and no longer waits for a message to disappear."""
        if self._passing is not None:
            self.after_cancel(self._passing)
        super().destroy()

    def clear(self) -> None:
        """Shows nothing."""
        self._show("", alarm=False)

    def apply_theme(self, look: Look) -> None:
        """Takes other colours."""
        self._look = look
        self.configure(
            background=look.palette.ground,
            font=look.font(12),
            wraplength=look.px(600) - 2 * look.px(MARGIN),
        )
        self._colour()

    def _show(self, message: str, alarm: bool) -> None:
        if self._passing is not None:
            self.after_cancel(self._passing)
            self._passing = None
        self._alarm = alarm
        self.configure(text=message)
        self._colour()

    def _colour(self) -> None:
        colours = self._look.palette
        self.configure(foreground=colours.alarm if self._alarm else colours.quiet)
