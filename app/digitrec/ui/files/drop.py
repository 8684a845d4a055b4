"""Drop: takes what is dragged onto the window, by the Tcl package tkdnd where that can be loaded.

Loading takes 8 ms of Tk's thread, and 40 from a disk that is cold, so that it comes when all else
is done. Where there is no such package for the platform, nothing is lost but this way in.
"""

from __future__ import annotations

import contextlib
import tkinter
from collections.abc import Callable, Sequence

from digitrec.text import words
from digitrec.ui.widgets.background import Background
from digitrec.ui.widgets.theme import GAP, Look

_TAG = "drop-hint"
_COPY = "copy"  # what a drop does to the file: whoever dragged it must not move it away


class DropTarget:
    """Has the window take files and text, and the paper say so while they are over it.

    Args:
        root: the window.
        area: the paper.
        look: gives the window's colours and scale as they are.
        on_files: called with the names of files that were dropped.
        on_text: called with text that was dropped.
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
        """Loads what it takes, without a word where that can't be had."""
        background.do(_prepare, self._load)

    def _load(self, prepared: bool) -> None:
        if not prepared:
            return
        from tkinterdnd2 import TkinterDnD

        # RuntimeError: no such package for this platform.
        with contextlib.suppress(RuntimeError, tkinter.TclError):
            TkinterDnD.require(self._root)
            call, window = self._root.tk.call, str(self._root)
            call("tkdnd::drop_target", "register", window, ("DND_Files", "DND_Text"))
            for event, command, data in (
                ("<<DropEnter>>", self._entered, ""),  # with %D, each drag would be asked at once
                ("<<DropLeave>>", self._left, ""),
                ("<<Drop:DND_Files>>", self._dropped_files, " %D"),
                ("<<Drop:DND_Text>>", self._dropped_text, " %D"),
            ):
                call("bind", window, event, self._root.register(command) + data)

    def _entered(self) -> str:
        """Lays a blank sheet over the paper, as a picture takes the place of what is on it."""
        self._hide()
        area, look = self._area, self._look()
        colours, line = look.palette, look.px(3)
        wide, high = area.winfo_width(), area.winfo_height()
        inset = int(area["highlightthickness"]) + line // 2
        sheet = inset, inset, wide - 1 - inset, high - 1 - inset
        area.create_rectangle(
            sheet, fill=colours.paper, outline=colours.accent, width=line, tags=_TAG
        )
        area.create_text(
            wide / 2,
            high / 2,
            text=words.DROP_HERE,
            font=look.font(18),
            fill=colours.accent,
            width=wide - 4 * look.px(GAP),
            justify="center",
            tags=_TAG,
        )
        return _COPY

    def _left(self) -> str:
        self._hide()
        return _COPY

    def _dropped_files(self, data: str) -> str:
        self._hide()
        self._on_files(names_in(self._root.tk.splitlist, data))
        return _COPY

    def _dropped_text(self, data: str) -> str:
        self._hide()
        self._on_text(data)
        return _COPY

    def _hide(self) -> None:
        self._area.delete(_TAG)


def names_in(split: Callable[[str], Sequence[object]], data: str) -> list[str]:
    """The names in a list as Tcl writes it: `{/home/me/a b.png} /home/me/c.png`.

    What a program hands over that is no such list is one name.

    Args:
        split: Tcl's own way to split a list.
        data: the list.
    """
    try:
        return [str(name) for name in split(data)]
    except tkinter.TclError:
        return [data]


def _prepare() -> bool:
    """What can be done on the background thread: whether there is the package's Python half."""
    import platform

    try:
        import tkinterdnd2  # noqa: F401
    except ImportError:
        return False
    platform.uname()  # remembered there; Windows takes its time to say
    return True
