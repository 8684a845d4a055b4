"""Opens the documents that macOS hands over: opened in the Finder, or dropped on the icon."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from digitrec.ui.window import Window

OPEN = "::tk::mac::OpenDocument"
"""What Tk calls with their paths, from its first event on: a program is also started by them."""
AGAIN = 20  # milliseconds


def listen(window: Window) -> None:
    """Has the window open what it is handed."""
    window.root.createcommand(OPEN, lambda *paths: _open(window, paths))


def _open(window: Window, paths: tuple[str, ...]) -> None:
    """Opens them as if they had been dropped onto the window, once it is complete."""
    if window.exchange is None:
        window.root.after(AGAIN, lambda: _open(window, paths))
    elif paths:
        window.root.deiconify()
        window.exchange.open_dropped(paths)
