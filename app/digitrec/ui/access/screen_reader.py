"""What a screen reader is told of the window. The only module that knows by which way.

Tk tells screen readers nothing before version 9.1, which has `tk accessible` (TIP 733). On Windows
the package tk-uia does the same for Tk 8.6, if it is installed; its functions have the names of
those commands. Where there is neither, nothing is told, and answers can be spoken instead
(`speech`).
"""

from __future__ import annotations

import sys
import tkinter
from collections.abc import Callable
from typing import Any

_TK_WITH_IT = (9, 1)


class ScreenReader:
    """Gives widgets a role, a name and a value, where there is a way.

    Args:
        root: the window.

    Attributes:
        way: "tk", "uia", or "" where there is none.
    """

    def __init__(self, root: tkinter.Tk) -> None:
        self.way, self._call = _way(root)

    def describe(self, widget: tkinter.Misc, name: str, role: str = "", value: str = "") -> None:
        """Tells what a widget is.

        Args:
            widget: a control, or a canvas that stands for one.
            name: what it is called.
            role: as Tk calls it, such as "Canvas" or "Scale"; empty for the widget's own.
            value: what it shows.
        """
        if not self.way:
            return
        if role and self.way == "tk":  # tk-uia has its own roles, by the widget's class
            self._call("add_acc_object", widget)
            self._call("set_acc_role", widget, role)
        self._call("set_acc_name", widget, name)
        self.show_value(widget, value)

    def show_value(self, widget: tkinter.Misc, value: str) -> None:
        """Tells what a widget shows now."""
        if not self.way:
            return
        self._call("set_acc_value", widget, value)
        if self.way == "tk":
            self._call("emit_selection_change", widget)


def _way(root: tkinter.Tk) -> tuple[str, Callable[..., None]]:
    version = tuple(int(part) for part in str(root.tk.call("set", "tk_version")).split("."))
    if version >= _TK_WITH_IT:
        return "tk", lambda command, widget, *rest: _ask_tk(widget, command, *rest)
    if sys.platform == "win32":
        try:
            import tk_uia

            tk_uia.enable(root)
        except Exception:  # not there, or not for this Windows
            return "", _nothing
        return "uia", lambda command, widget, *rest: _ask_uia(tk_uia, widget, command, *rest)
    return "", _nothing


def _ask_tk(widget: tkinter.Misc, command: str, *rest: str) -> None:
    try:
        widget.tk.call("tk", "accessible", command, widget, *rest)
    except tkinter.TclError:  # a Tk that was built without it
        return


def _ask_uia(module: Any, widget: tkinter.Misc, command: str, *rest: str) -> None:
    try:
        getattr(module, command)(widget, *rest)
    except Exception:  # names are a help; the window must work without
        return


def _nothing(*_: object) -> None:
    pass
