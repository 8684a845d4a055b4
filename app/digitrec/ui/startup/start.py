"""Start: opens the window, and stays until it is closed."""

from __future__ import annotations

import contextlib
import sys
import tkinter

from digitrec.text import catalogue, language
from digitrec.ui.geometry import saved

TYPE_CHECKING = False
if TYPE_CHECKING:
    from digitrec.ui.startup.signals import Signals
    from digitrec.ui.window import Window

SWITCH_SECONDS = 0.0005
"""How long another thread may keep Python from a pen event: the usual 5 ms, several times in one
event while the model's libraries are imported, would be felt."""


def run() -> int:
    """Opens the window and stays until it is closed; gives the exit status."""
    sys.setswitchinterval(SWITCH_SECONDS)
    _be_sharp()
    catalogue.speak(language.spoken(saved.look(saved.folder()).language))
    # Only now: words are translated while they are imported.
    from digitrec.text import words
    from digitrec.ui.window import Window

    try:
        root = tkinter.Tk(className=words.TITLE)
    except tkinter.TclError as error:
        if sys.stderr is not None:
            print(words.NO_SCREEN.format(reason=error), file=sys.stderr)
        return 1
    signals: list[Signals] = []
    try:
        window = Window(root, then=lambda: signals.append(_listen(window)))
        if sys.platform == "darwin":
            from digitrec.ui.files.finder import listen

            listen(window)
    except Exception as error:
        from digitrec.ui.errors.handler import fail

        return fail(root, error)
    try:
        root.mainloop()
    except KeyboardInterrupt:  # before the window listened
        return 130
    if window.gave_up:
        return 1
    return signals[0].follow() if signals else 0


def _listen(window: Window) -> Signals:
    """Has the window hear of what happens outside of it."""
    from digitrec.ui.errors.handler import hear_threads
    from digitrec.ui.startup.signals import Signals

    hear_threads(window)
    return Signals(window)


def _be_sharp() -> None:
    """Asks Windows not to scale a picture of the window, but to let it draw at full resolution."""
    if sys.platform == "win32":
        import ctypes

        with contextlib.suppress(AttributeError, OSError):  # Windows 8 and before have none
            ctypes.windll.shcore.SetProcessDpiAwareness(1)
