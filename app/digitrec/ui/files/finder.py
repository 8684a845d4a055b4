"""Documents that macOS hands to the program: chosen in the Finder, or dropped on its icon."""

from __future__ import annotations

import tkinter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

OPEN_DOCUMENT = "::tk::mac::OpenDocument"
"""The command that Tk calls with their paths, from its first event on: a document can also start
the program."""


class Finder:
    """Opens the documents as if they had been dropped onto the window.

    Those that come before the window is complete wait for it.

    Args:
        root: the window.
    """

    def __init__(self, root: tkinter.Tk) -> None:
        self._root = root
        self._waiting: list[Sequence[str]] = []
        self._open: Callable[[Sequence[str]], None] | None = None
        root.createcommand(OPEN_DOCUMENT, self._take)

    def open_with(self, open_files: Callable[[Sequence[str]], None]) -> None:
        """Opens documents from now on, and to begin with those that came before, in order.

        Args:
            open_files: takes the paths of dropped files.
        """
        self._open = open_files
        waiting, self._waiting = self._waiting, []
        for paths in waiting:
            self._take(*paths)

    def _take(self, *paths: str) -> None:
        if self._open is None:
            self._waiting.append(paths)
        elif paths:
            self._root.deiconify()
            self._open(paths)
