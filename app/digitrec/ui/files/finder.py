"""Opens the documents that macOS hands over: opened in the Finder, or dropped on the icon."""

from __future__ import annotations

import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from digitrec.ui.window import Window

OPEN = "::tk::mac::OpenDocument"
"""Tk calls this with their paths, from its first event on: a document can start the program."""

AGAIN = 20
"""Milliseconds between two checks whether the window is complete."""

PATIENCE = 60.0
"""Seconds after which it is clear that the window will not be complete: its opening failed."""


def listen(window: Window) -> None:
    """Lets the window open what it is handed."""
    window.root.createcommand(
        OPEN, lambda *paths: _open(window, paths, time.monotonic() + PATIENCE)
    )


def _open(window: Window, paths: tuple[str, ...], deadline: float) -> None:
    """Opens them as if they had been dropped onto the window, once it is complete."""
    if window.exchange is not None:
        if paths:
            window.root.deiconify()
            window.exchange.open_dropped(paths)
    elif time.monotonic() < deadline:
        window.root.after(AGAIN, lambda: _open(window, paths, deadline))
