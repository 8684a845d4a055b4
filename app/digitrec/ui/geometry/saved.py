"""The look that the window had when it was last closed, saved for a quick first paint.

The settings have all of that, but reading them needs pathlib, dataclasses, platformdirs and
tomllib: 40 ms, when the barest window takes 100. So the window saves one line next to the settings,
is first painted according to it, and reads the settings right afterwards. A line that is missing or
wrong costs a change of colour in the first tenth of a second. The line has the language too, as the
words are part of the window.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TextIO

_NAME = "last-window.txt"
_MOST = 100
_MAXIMIZED = "maximized"


class SavedGeometry:
    """How the window looked.

    Attributes:
        theme: "light", "dark" or "contrast".
        window: size and position as Tk writes them, or empty.
        language: as the settings have it.
        maximized: whether it filled the screen.
        first: whether no window was ever closed here.
    """

    def __init__(
        self,
        theme: str = "light",
        window: str = "",
        language: str = "system",
        maximized: bool = False,
        first: bool = False,
    ) -> None:
        self.theme = theme
        self.window = window
        self.language = language
        self.maximized = maximized
        self.first = first


def settings_folder(environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> str:
    """The folder of the settings, as `storage.places` finds it; empty if that is not known.

    It is not known for an account without a home folder, for which `storage.places` has another.
    """
    home = environ.get("DIGITREC_HOME")
    if home:
        return os.path.abspath(os.path.expanduser(home))  # noqa: PTH100, PTH111
    if platform == "win32":
        base = environ.get("LOCALAPPDATA", "")
    elif platform == "darwin":
        base = _below_home(environ, "Library/Application Support")
    else:
        base = environ.get("XDG_CONFIG_HOME", "")
        base = base if base.startswith("/") else _below_home(environ, ".config")
    return base and base + os.sep + "Digitrec"


def load_geometry(folder: str) -> SavedGeometry:
    """How the window looked, from the line in a folder; light if nothing is known."""
    if not folder:
        return SavedGeometry()
    try:
        with _open(folder + os.sep + _NAME, "r") as file:
            words = file.read(_MOST).strip("\n").split(" ")
            theme, window, language, state, *_ = [*words, "", "", ""]
    except FileNotFoundError:
        return SavedGeometry(first=True)
    except (OSError, ValueError):
        return SavedGeometry()
    if theme not in ("light", "dark", "contrast"):
        return SavedGeometry()
    return SavedGeometry(theme, window, language or "system", state == _MAXIMIZED)


def save_geometry(folder: str, geometry: SavedGeometry) -> None:
    """Saves the line for the next start. If that can't be done, nothing is lost."""
    if not folder:
        return
    try:
        with _open(folder + os.sep + _NAME, "w") as file:
            state = f" {_MAXIMIZED}" if geometry.maximized else ""
            file.write(f"{geometry.theme} {geometry.window} {geometry.language}{state}\n")
    except OSError:
        pass


def _open(name: str, mode: str) -> TextIO:
    """Opens the file; if it is a pipe, without waiting for its other end."""

    def opener(name: str, flags: int) -> int:
        return os.open(name, flags | getattr(os, "O_NONBLOCK", 0), 0o600)

    return open(name, mode, encoding="ascii", opener=opener)  # type: ignore[return-value]


def _below_home(environ: Mapping[str, str], below: str) -> str:
    """A folder below the home folder, by the rules of platformdirs; empty without a home."""
    home = environ.get("HOME", "")
    if not home.startswith("/"):
        try:
            import pwd

            home = pwd.getpwuid(os.getuid()).pw_dir
        except (ImportError, KeyError):
            return ""
    return f"{home.rstrip('/')}/{below}" if home.startswith("/") else ""
