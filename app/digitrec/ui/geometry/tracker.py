"""The size and position that the window goes back to when it is no longer maximised."""

from __future__ import annotations

import tkinter

from digitrec.ui.geometry.screen import is_maximized

SETTLED = 300
"""Milliseconds to wait after a change: a window has its maximised size before Tk knows that it is
maximised."""

THICKEST_FRAME = 100
"""Most pixels between a window's corner and the corner of its frame."""


class GeometryTracker:
    """Follows the window's size and position.

    Args:
        root: the window.
        normal: size and position when it was last not maximised; empty at the first start.

    Attributes:
        normal: the same, as it is now; follows a change after `SETTLED` milliseconds.
    """

    def __init__(self, root: tkinter.Tk, normal: str) -> None:
        self._root = root
        self.normal = normal or self._written()
        self._due: str | None = None
        root.bind("<Configure>", self._moved, add=True)

    @property
    def now(self) -> tuple[str, bool]:
        """Normal size and position as Tk writes them, and whether the window is maximised now."""
        if is_maximized(self._root):
            return self.normal, True
        return self._written(), False

    def _written(self) -> str:
        """As Tk writes it; without the position if Tk doesn't know it.

        Tk on X11 believes that a window is in the corner of the screen, though the window manager
        has placed it elsewhere, until a person moves it. The position is then left to the manager.
        """
        size, _, place = self._root.geometry().partition("+")
        away = max(self._root.winfo_rootx(), self._root.winfo_rooty()) > THICKEST_FRAME
        return size if place == "0+0" and away else f"{size}+{place}"

    def _moved(self, event: tkinter.Event[tkinter.Misc]) -> None:
        if event.widget is self._root:  # a window gets its children's events too
            if self._due is not None:
                self._root.after_cancel(self._due)
            self._due = self._root.after(SETTLED, self._note)

    def _note(self) -> None:
        self._due = None
        if not is_maximized(self._root):
            self.normal = self._written()
