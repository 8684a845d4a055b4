"""Signals: told to end, by a logout, `kill` or Ctrl-C, the program closes as by its own button."""

from __future__ import annotations

import os
import signal
import sys
import tkinter
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digitrec.ui.window import Window

NAMES = ("SIGTERM", "SIGINT", "SIGHUP", "SIGBREAK")
"""Of which each system has some."""


class Signals:
    """Listens for signals while the window is open.

    Python runs its handlers between two steps of Python code, and an idle Tk takes none; nor may a
    handler touch Tk, as it can come in the middle of anything. So it only leaves word with the
    background, and a pipe, of which Python writes a byte at each signal, wakes Tk to look there.
    Where Tk watches no pipes, on Windows, it looks twice a second of itself.

    Attributes:
        came: the signal that ended the program; None while there was none.
    """

    def __init__(self, window: Window) -> None:
        self.came: int | None = None
        self._window = window
        self._background = window.background
        for name in NAMES:
            number = getattr(signal, name, None)
            # A program started by nohup, or in the back by a shell, is to ignore some of them.
            if number is not None and signal.getsignal(number) != signal.SIG_IGN:
                signal.signal(number, self._hear)
        if hasattr(window.root.tk, "createfilehandler"):
            self._reader, writer = os.pipe()
            os.set_blocking(self._reader, False)
            os.set_blocking(writer, False)
            signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
            window.root.tk.createfilehandler(self._reader, tkinter.READABLE, self._wake)
        # What Tk makes of the end of a session on Windows, and of X's older way to tell of it.
        window.root.protocol("WM_SAVE_YOURSELF", self._save)
        if window.root.tk.call("tk", "windowingsystem") == "aqua":
            window.root.createcommand("::tk::mac::Quit", window.close)

    def follow(self) -> int:
        """Gives the exit status once the window is closed, or ends the program by the signal.

        To end by the very signal tells whoever sent it that it was followed, which no number
        does: a shell stops the script too that the program was run by, and a service manager sees
        no failure.
        """
        if self.came is None:
            return 0
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
        if sys.platform != "win32":
            signal.raise_signal(self.came)
        return 128 + self.came

    def _hear(self, number: int, _: FrameType | None) -> None:
        self.came = number
        signal.signal(number, signal.SIG_DFL)  # a second one ends a program that hangs
        self._background.post(self._window.close)

    def _save(self) -> None:
        """Saves and goes on: the session may not end after all, if another program has its way."""
        from digitrec.ui.startup.closing import save, shape

        save(self._window, shape(self._window))

    def _wake(self, *_: object) -> None:
        os.read(self._reader, 100)
        self._background.collect()
