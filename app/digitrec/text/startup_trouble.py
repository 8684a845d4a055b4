"""Why there can be no window, and what to do about it: text for the terminal, in English only."""

from __future__ import annotations

import os
from collections.abc import Mapping

_INSTEAD = "Or read files without a window: “digitrec predict FILE”."

_NO_TK = (
    "this Python has no Tk ({reason}). Install it (Debian, Ubuntu: apt install python3-tk; "
    "Fedora: dnf install python3-tkinter; Arch: pacman -S tk; openSUSE: zypper install python3-tk; "
    "Homebrew: brew install python-tk). "
) + _INSTEAD
_NO_XWAYLAND = (
    "{reason}. This desktop runs Wayland, where Digitrec needs Xwayland: install it (Debian, "
    "Ubuntu: apt install xwayland; Fedora: dnf install xorg-x11-server-Xwayland; Arch: pacman -S "
    "xorg-xwayland), and log in again. "
) + _INSTEAD
_NO_SCREEN = "{reason}. Start Digitrec on a desktop. " + _INSTEAD


def is_about_tk(error: ImportError) -> bool:
    """Whether an import has failed because Python's tkinter, or Tk itself, isn't installed."""
    return error.name in ("tkinter", "_tkinter") or "tkinter" in str(error)


def no_tk(error: ImportError) -> str:
    """What to install, as Python lacks tkinter or Tk."""
    return _NO_TK.format(reason=error)


def no_screen(error: Exception, environ: Mapping[str, str] = os.environ) -> str:
    """What to do, as Tk can't reach a screen.

    Args:
        error: Tk's own.
        environ: tells which desktop this is.
    """
    text = _NO_XWAYLAND if environ.get("WAYLAND_DISPLAY") else _NO_SCREEN
    return text.format(reason=str(error).rstrip("."))
