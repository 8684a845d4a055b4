"""Start: opens the window, and stays until it is closed."""

from __future__ import annotations

import contextlib
import sys
import tkinter

from app.ui import catalogue, glance, language

SWITCH_SECONDS = 0.0005
"""How long another thread may keep Python from a pen event: the usual 5 ms, several times in one
event while the model's libraries are imported, would be felt."""


def run() -> int:
    """Opens the window and stays until it is closed; gives the exit status."""
    sys.setswitchinterval(SWITCH_SECONDS)
    _be_sharp()
    catalogue.speak(language.spoken(glance.look(glance.folder()).language))
    # Only now: words are translated while they are imported.
    from app.ui import words
    from app.ui.window import Window

    try:
        root = tkinter.Tk(className=words.TITLE)
    except tkinter.TclError as error:
        if sys.stderr is not None:
            print(words.NO_SCREEN.format(reason=error), file=sys.stderr)
        return 1
    Window(root)
    root.mainloop()
    return 0


def _be_sharp() -> None:
    """Asks Windows not to scale a picture of the window, but to let it draw at full resolution."""
    if sys.platform == "win32":
        import ctypes

        with contextlib.suppress(AttributeError, OSError):  # Windows 8 and before have none
            ctypes.windll.shcore.SetProcessDpiAwareness(1)
