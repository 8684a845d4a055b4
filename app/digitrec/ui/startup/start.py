"""The start of the window: opens it, and stays until it is closed."""

from __future__ import annotations

import contextlib
import sys
import tkinter

from digitrec.text import catalogue, language
from digitrec.ui.geometry.saved import load_geometry, settings_folder
from digitrec.ui.startup.memory import share_heap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from digitrec.storage.places import Places
    from digitrec.ui.parts import Parts
    from digitrec.ui.startup.crash_log import CrashLog
    from digitrec.ui.window import Window

SWITCH_SECONDS = 0.0001
"""How long another thread may keep Python from a pen event. The default of 5 ms, several times in
one event while the model's libraries are imported, would be felt. The wait begins anew whenever
that thread reads a file, so it must be shorter than the time between two reads of an import."""


def run(pictures: Sequence[str] = ()) -> int:
    """Opens the window and stays until it is closed; gives the exit status.

    Args:
        pictures: paths or addresses of files to open in it.
    """
    sys.setswitchinterval(SWITCH_SECONDS)
    _introduce_to_windows()
    share_heap()
    saved = load_geometry(settings_folder())
    catalogue.set_language(language.choose_language(saved.language))
    # Only now: words are translated while they are imported.
    from digitrec.text import words

    try:
        root = tkinter.Tk(className=words.TITLE)
    except tkinter.TclError as error:
        if sys.stderr is not None:
            from digitrec.text.startup_trouble import no_screen

            print(f"digitrec: can't open a window: {no_screen(error)}", file=sys.stderr)
        return 1
    listen = _Listeners(root, pictures)
    try:
        window = open_window(root, on_complete=listen.begin)
    except Exception as error:
        from digitrec.ui.errors.handler import show_failure

        show_failure(root, None, error)
        with contextlib.suppress(tkinter.TclError):
            root.destroy()
        return 1
    try:
        root.mainloop()
    except KeyboardInterrupt:  # before the window listened for signals
        return 130
    return 1 if window.failed else listen.exit_status()


def open_window(
    root: tkinter.Tk,
    places: Places | None = None,
    on_complete: Callable[[Window, Parts], None] = lambda *_: None,
    on_failure: Callable[[Exception], None] | None = None,
) -> Window:
    """Opens a window, which completes itself after its first paint.

    Args:
        root: Tk's root window.
        places: where things are kept; None finds the person's own places.
        on_complete: called with the window when it is complete, and with its parts; the model may
            still be loading.
        on_failure: called with the error if the window can't be completed, before it is closed;
            None shows a message box.
    """
    from digitrec.ui.window import Window

    def fail(error: Exception) -> None:
        from digitrec.ui.errors.handler import show_failure

        show_failure(root, places, error)

    def complete() -> None:
        from digitrec.ui.startup.opening import Opening

        Opening(window, on_complete, on_failure or fail).begin()

    window = Window(root, places, complete)
    return window


class _Listeners:
    """Hears what happens outside of the window: signals, errors on threads, files to open.

    Args:
        root: the window.
        pictures: that the program was started with; macOS tells of them, and of later ones, itself.
    """

    def __init__(self, root: tkinter.Tk, pictures: Sequence[str]) -> None:
        self._pictures = pictures
        self._exit_status: Callable[[], int] = lambda: 0
        self._crash_log: CrashLog | None = None
        self._finder = None
        if sys.platform == "darwin":
            from digitrec.ui.files.finder import Finder

            self._finder = Finder(root)

    def begin(self, window: Window, parts: Parts) -> None:
        """Listens from now on, as the window is complete."""
        from digitrec.storage.places import find_places
        from digitrec.text import words
        from digitrec.ui.errors.handler import report_threads
        from digitrec.ui.startup.crash_log import CrashLog
        from digitrec.ui.startup.signals import Signals

        def end() -> None:
            parts.closing.expect_nobody()
            window.close()

        from digitrec.ui.guide.reduced_motion import prefers_less_motion

        report_threads(parts.background.post, window.report)
        parts.background.do_apart(
            prefers_less_motion, lambda less: _take_up_motion(window, parts, not less)
        )
        save = parts.closing.save_settings
        signals = Signals(window.root, parts.background, window.close, end, save)
        self._exit_status = signals.exit_status
        if self._pictures:
            parts.exchange.open_dropped(self._pictures)
        if self._finder is not None:
            self._finder.open_with(parts.exchange.open_dropped)
        self._crash_log = CrashLog((window.places or find_places()).logs)
        log = self._crash_log.begin()
        if log is not None:
            window.warn(words.ENDED_BADLY.format(log=log))

    def exit_status(self) -> int:
        """The program's exit status after the window was closed; may end it by a signal."""
        if self._crash_log is not None:
            self._crash_log.end()
        return self._exit_status()


def _take_up_motion(window: Window, parts: Parts, moves: bool) -> None:
    """Lets things move or not; at the first start, shows an example that draws itself."""
    window.panel.set_moving(moves)
    if window.saved_geometry.first and parts.desk.session.sheet.blank and not window.area.stroke:
        from digitrec.ui.guide.example import Example

        Example(window.area, lambda: window.look, moves)


def _introduce_to_windows() -> None:
    """Tells Windows what it must know before there is a window; does nothing elsewhere.

    The window is to draw at full size, instead of being scaled up as a picture, and to have a place
    of its own in the taskbar, instead of Python's. The frozen program's manifest says the first,
    and its own executable is the second.
    """
    if sys.platform == "win32" and not getattr(sys, "frozen", False):
        import ctypes

        with contextlib.suppress(AttributeError, OSError):  # Windows 8 and before have none
            ctypes.windll.shcore.SetProcessDpiAwareness(1)
            ctypes.windll.shell32.SetCurrentProcessExplicitAppUserModelID("Digitrec.Digitrec")
