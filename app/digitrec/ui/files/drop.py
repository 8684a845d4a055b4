"""Dropping files and text onto the window, with the Tcl package tkdnd.

Loading tkdnd takes 8 ms of Tk's thread, and 40 ms from a cold disk, so it comes after everything
else. On a platform without tkdnd only dropping is missing.
"""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Sequence

from digitrec.text import words
from digitrec.ui.widgets.background import Background
from digitrec.ui.widgets.theme import GAP, Look

_TAG = "drop-hint"
_COPY = "copy"  # what a drop does to the file: the program that it came from must not move it away


class DropTarget:
    """Lets the window take files and text; the drawing area says so while they are over it.

    Args:
        root: the window.
        area: the drawing area.
        look: gives the window's present colours and scale.
        on_files: called with the names of the files that were dropped.
        on_text: called with the text that was dropped.
    """

    def __init__(
        self,
        root: tkinter.Tk,
        area: tkinter.Canvas,
        look: Callable[[], Look],
        on_files: Callable[[Sequence[str]], None],
        on_text: Callable[[str], None],
    ) -> None:
        self._root = root
        self._area = area
        self._look = look
        self._on_files = on_files
        self._on_text = on_text

    def begin(self, background: Background) -> None:
        """Loads tkdnd; does nothing if there is none."""
        background.do(_prepare, self._load)

    def _load(self, prepared: bool) -> None:
        if not prepared:
            return
        from tkinterdnd2 import TkinterDnD

        call, window = self._root.tk.call, str(self._root)
        try:
            TkinterDnD.require(self._root)
            call("tkdnd::drop_target", "register", window, ("DND_Files", "DND_Text"))
        except (RuntimeError, tkinter.TclError):  # RuntimeError: no package for this platform
            return
        for event, command, data in (
            ("<<DropEnter>>", self._show_hint, ""),  # %D would fetch the data on each drag
            ("<<DropLeave>>", self._hide_hint, ""),
            ("<<Drop:DND_Files>>", self._dropped_files, " %D"),
            ("<<Drop:DND_Text>>", self._dropped_text, " %D"),
        ):
            call("bind", window, event, self._root.register(command) + data)

    def _show_hint(self) -> str:
        """Covers the drawing area: a picture would replace what is on it."""
        self._delete_hint()
        area, look = self._area, self._look()
        colours, line = look.palette, look.px(3)
        width, height = area.winfo_width(), area.winfo_height()
        inset = int(area["highlightthickness"]) + line // 2
        box = inset, inset, width - 1 - inset, height - 1 - inset
        area.create_rectangle(
            box, fill=colours.paper, outline=colours.accent, width=line, tags=_TAG
        )
        area.create_text(
            width / 2,
            height / 2,
            text=words.DROP_HERE,
            font=look.font(18),
            fill=colours.accent,
            width=width - 4 * look.px(GAP),
            justify="center",
            tags=_TAG,
        )
        return _COPY

    def _hide_hint(self) -> str:
        self._delete_hint()
        return _COPY

    def _dropped_files(self, data: str) -> str:
        self._delete_hint()
        self._on_files(names_in(self._root.tk.splitlist, data))
        return _COPY

    def _dropped_text(self, data: str) -> str:
        self._delete_hint()
        self._on_text(data)
        return _COPY

    def _delete_hint(self) -> None:
        self._area.delete(_TAG)


def names_in(split: Callable[[str], Sequence[object]], data: str) -> list[str]:
    """The names in a list as Tcl writes it: `{/home/me/a b.png} /home/me/c.png`.

    If it is not a valid list, all of it is one name.

    Args:
        split: Tcl's own function to split a list.
        data: the list.
    """
    try:
        return [str(name) for name in split(data)]
    except tkinter.TclError:
        return [data]


def _prepare() -> bool:
    """Whether tkdnd's Python package is there. Does the part of loading that needs no Tk."""
    import platform

    try:
        import tkinterdnd2  # noqa: F401
    except ImportError:
        return False
    platform.uname()  # tkinterdnd2 asks for it, Windows takes long to answer, Python remembers it
    return True
