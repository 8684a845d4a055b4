"""Glance: how the window looked when it was last closed, for a first paint that needn't wait.

The settings say all that, but reading them takes pathlib, dataclasses, platformdirs and tomllib:
40 ms, where the barest window takes 100. So the window leaves a line beside the settings, is first
painted by it, and looks at the settings right after. A line that is missing or wrong costs a change
of colour in the first tenth of a second. The language is in it too, as words come with the window.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

_NAME = "last-window.txt"
_MOST = 100
_MAXIMIZED = "maximized"


class SavedGeometry:
    """How the window looked.

    Attributes:
        theme: "light" or "dark".
        window: size and place as Tk writes them, or empty.
        language: as the settings have it.
        maximized: whether it filled the screen.
    """

    def __init__(
        self,
        theme: str = "light",
        window: str = "",
        language: str = "system",
        maximized: bool = False,
    ) -> None:
        self.theme = theme
        self.window = window
        self.language = language
        self.maximized = maximized


def folder(environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> str:
    """The folder of the settings, as `storage.places` finds it; empty where that is unclear."""
    home = environ.get("DIGITREC_HOME")
    if home:
        return os.path.abspath(os.path.expanduser(home))  # noqa: PTH100, PTH111
    if platform == "win32":
        base = environ.get("LOCALAPPDATA", "")
    elif platform == "darwin":
        base = _below_home(environ, "Library/Application Support")
    else:
        base = environ.get("XDG_CONFIG_HOME", "").strip() or _below_home(environ, ".config")
    return base and base + os.sep + "Digitrec"


def look(place: str) -> SavedGeometry:
    """How the window looked, from the line in the folder `place`; light where nothing is known."""
    try:
        with open(place + os.sep + _NAME, encoding="ascii") as file:  # noqa: PTH123
            words = file.read(_MOST).strip("\n").split(" ")
            theme, window, language, state, *_ = [*words, "", "", ""]
    except (OSError, ValueError):
        return SavedGeometry()
    if theme not in ("light", "dark"):
        return SavedGeometry()
    return SavedGeometry(theme, window, language or "system", state == _MAXIMIZED)


def leave(place: str, glance: SavedGeometry) -> None:
    """Leaves the line for the next start. Where that can't be done, nothing is lost."""
    try:
        with open(place + os.sep + _NAME, "w", encoding="ascii") as file:  # noqa: PTH123
            state = f" {_MAXIMIZED}" if glance.maximized else ""
            file.write(f"{glance.theme} {glance.window} {glance.language}{state}\n")
    except OSError:
        pass


def _below_home(environ: Mapping[str, str], below: str) -> str:
    home = environ.get("HOME", "")
    return home and f"{home}/{below}"
