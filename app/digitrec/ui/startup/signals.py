"""Signals: when a logout, `kill` or Ctrl-C ends the program, it closes as by its own button."""

from __future__ import annotations

import os
import signal
import sys
import tkinter
from collections.abc import Callable
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digitrec.ui.widgets.background import Background

NAMES = ("SIGTERM", "SIGINT", "SIGHUP", "SIGBREAK")
"""No system has all of them."""


class Signals:
    """Listens for signals while the window is open.

    Python runs its handlers between two steps of Python code, and an idle Tk takes none. Nor may a
    handler touch Tk, as it can come in the middle of anything. So it only posts a call to the
    background, and a pipe, to which Python writes a byte at each signal, wakes Tk to collect it. On
    Windows Tk can't watch pipes; there the background collects twice a second anyway.

    Args:
        root: the window.
        background: has a call run on Tk's thread.
        close: closes the window, as the person asks for it.
        end: closes the window without asking anything.
        save: saves the settings of a window that may stay open.

    Attributes:
        received: the signal that ended the program; None while there was none.
    """

    def __init__(
        self,
        root: tkinter.Tk,
        background: Background,
        close: Callable[[], None],
        end: Callable[[], None],
        save: Callable[[], None],
    ) -> None:
        self.received: int | None = None
        self._background = background
        self._end = end
        for name in NAMES:
            number = getattr(signal, name, None)
            # A program that nohup started, or a shell in the background, must ignore some of them.
            if number is not None and signal.getsignal(number) != signal.SIG_IGN:
                signal.signal(number, self._handle)
        if hasattr(root.tk, "createfilehandler"):
            self._reader, writer = os.pipe()
            os.set_blocking(self._reader, False)
            os.set_blocking(writer, False)
            signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
            root.tk.createfilehandler(self._reader, tkinter.READABLE, self._wake)
        # Tk calls this at the end of a session on Windows, and in X's older session protocol. The
        # session may not end after all, if another program prevents it: save, and go on.
        root.protocol("WM_SAVE_YOURSELF", save)
        if root.tk.call("tk", "windowingsystem") == "aqua":
            root.createcommand("::tk::mac::Quit", close)

    def exit_status(self) -> int:
        """The exit status after the window was closed; a signal ends the program here.

        Only ending by the same signal tells its sender that it was obeyed; no number does: a shell
        then stops the script that ran the program too, and a service manager sees no failure.
        """
        if self.received is None:
            return 0
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
        if sys.platform != "win32":
            signal.raise_signal(self.received)
        return 128 + self.received

    def _handle(self, number: int, _: FrameType | None) -> None:
        self.received = number
        signal.signal(number, signal.SIG_DFL)  # a second one ends a program that hangs
        self._background.post(self._end)

    def _wake(self, *_: object) -> None:
        os.read(self._reader, 100)
        self._background.collect()
