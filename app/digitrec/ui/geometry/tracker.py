"""Whereabouts: size and place that the window goes back to when it is no longer maximised."""

from __future__ import annotations

import tkinter

from digitrec.ui.geometry.screen import is_maximized

SETTLED = 300
"""Milliseconds after a change: the size of a maximised window comes before word that it is one."""

THICKEST_FRAME = 100
"""Pixels between a window's corner and that of its frame, at most."""


class GeometryTracker:
    """Follows the window from place to place.

    Args:
        root: the window.
        normal: size and place that it had when it was last not maximised; empty at the first start.
    """

    def __init__(self, root: tkinter.Tk, normal: str) -> None:
        self._root = root
        self._normal = normal or self._written()
        self._due: str | None = None
        root.bind("<Configure>", self._moved, add=True)

    @property
    def now(self) -> tuple[str, bool]:
        """Size and place as Tk writes them, and whether the window is maximised beyond them."""
        if is_maximized(self._root):
            return self._normal, True
        return self._written(), False

    def _written(self) -> str:
        """As Tk writes it; without the place where Tk knows none.

        Tk on X11 takes a window for standing in the corner that the window manager has placed
        anywhere else, until a person moves it. So it is left to the window manager again.
        """
        size, _, place = self._root.geometry().partition("+")
        away = max(self._root.winfo_rootx(), self._root.winfo_rooty()) > THICKEST_FRAME
        return size if place == "0+0" and away else f"{size}+{place}"

    def _moved(self, event: tkinter.Event[tkinter.Misc]) -> None:
        if event.widget is self._root:  # a window hears of all that is in it, too
            if self._due is not None:
                self._root.after_cancel(self._due)
            self._due = self._root.after(SETTLED, self._note)

    def _note(self) -> None:
        self._due = None
        if not is_maximized(self._root):
            self._normal = self._written()
