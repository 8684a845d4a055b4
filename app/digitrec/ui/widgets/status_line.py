"""The status line, below everything else: a passing message, or what is wrong."""

from __future__ import annotations

import tkinter

from digitrec.ui.widgets.theme import MARGIN, Look

PASSING = 6000
"""Milliseconds after which a message disappears that needs no attention."""


MOST_WARNINGS = 3
"""Lines of what is wrong; of more, the newest are shown."""


class StatusLine(tkinter.Label):
    """Shows a message for a while, or what is wrong: several things, each on a line of its own."""

    def __init__(self, master: tkinter.Misc, look: Look) -> None:
        super().__init__(master, anchor="nw", justify="left", borderwidth=0, padx=0, pady=0)
        self._passing: str | None = None
        self._lasting: list[str] = []
        self._warnings: list[str] = []
        self._alarm = False
        self.apply_theme(look)
        self.bind("<Configure>", lambda event: self.configure(wraplength=event.width))

    def say(self, message: str) -> None:
        """Shows a message for a while, instead of warnings; those that last come back then."""
        self._warnings.clear()
        self._show(message, alarm=False)
        self._passing = self.after(PASSING, self.clear)

    def warn(self, message: str) -> None:
        """Adds a warning, which stays until there is another message than a warning."""
        if message not in self._warnings:
            self._warnings.append(message)
        self._show_warnings()

    def begin_warning(self, message: str) -> None:
        """Adds a warning that lasts until `end_warning`: other messages only cover it."""
        if message not in self._lasting:
            self._lasting.append(message)
        self._show_warnings()

    def end_warning(self, message: str) -> None:
        """Takes away a warning that lasted, as what it said is over."""
        if message in self._lasting:
            self._lasting.remove(message)
            if self._alarm:
                self._show_warnings()

    def destroy(self) -> None:
        """Ends, and no longer waits for a message to disappear."""
        if self._passing is not None:
            self.after_cancel(self._passing)
        super().destroy()

    def clear(self) -> None:
        """Shows nothing but the warnings that last."""
        self._warnings.clear()
        self._show_warnings()

    def apply_theme(self, look: Look) -> None:
        """Takes other colours."""
        self._look = look
        self.configure(
            background=look.palette.ground,
            font=look.font(12),
            wraplength=look.px(600) - 2 * look.px(MARGIN),
        )
        self._colour()

    def _show_warnings(self) -> None:
        lines = [*self._lasting, *self._warnings][-MOST_WARNINGS:]
        self._show("\n".join(lines), alarm=True)

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
