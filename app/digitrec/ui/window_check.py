"""The window's part of the self-test: opens the real window, and draws in it."""

from __future__ import annotations

import time
import tkinter
from collections.abc import Callable, Sequence

from digitrec.storage.places import Places
from digitrec.text.startup_trouble import no_screen
from digitrec.ui.parts import Parts
from digitrec.ui.startup.start import open_window
from digitrec.ui.window import Window

PATIENCE = 30.0
"""Seconds that the window may take for one thing; it needs one."""

DRAWING_SIDE = 280
"""The strokes are drawn in logical pixels of a drawing area that is at least this wide and high."""


class WindowCheckError(Exception):
    """The window does not work. The message says what is wrong."""


def draw_in_window(
    places: Places, strokes: Sequence[Sequence[tuple[int, int]]]
) -> tuple[str, tuple[int, int, int, int]]:
    """Opens a window, draws a digit through Tk's own events, and has its reading explained.

    Args:
        places: where the window keeps things.
        strokes: of the digit.

    Returns:
        What was read, and the drawing area's place on the screen.

    Raises:
        WindowCheckError: if anything goes wrong.
    """
    try:
        root = tkinter.Tk(className="Digitrec")
    except tkinter.TclError as error:
        raise WindowCheckError(no_screen(error)) from error
    try:
        return _Check(root, places).run(strokes)
    except tkinter.TclError as error:
        raise WindowCheckError(str(error)) from error
    finally:
        _destroy(root)


def tk_version() -> str:
    """The version of Tk, such as 8.6.13."""
    return str(tkinter.Tcl().eval("info patchlevel"))


class _Check:
    def __init__(self, root: tkinter.Tk, places: Places) -> None:
        self._root = root
        self._parts: Parts | None = None
        self._errors: list[str] = []
        self._window = open_window(
            root, places, self._complete, lambda error: self._errors.append(_in_words(error))
        )
        root.report_callback_exception = lambda _, error, __: self._errors.append(_in_words(error))

    def run(
        self, strokes: Sequence[Sequence[tuple[int, int]]]
    ) -> tuple[str, tuple[int, int, int, int]]:
        window, errors = self._window, self._errors
        self._wait("opened", lambda: self._parts is not None)
        if self._parts is None:
            raise WindowCheckError("; ".join(errors) or "the window has no session")
        parts, session = self._parts, self._parts.desk.session
        self._wait(
            "loaded its model",
            lambda: window.recognizer is not None or session.trouble is not None,
        )
        if session.trouble is not None:
            raise WindowCheckError(f"the window has no model: {session.trouble}")
        place = window.area.bounds
        for stroke in strokes:
            self._draw(stroke, min(place[2:]) / DRAWING_SIDE)
        self._wait("read a drawing", lambda: session.reading is not None)
        self._root.update()
        text = session.text
        self._wait("drawn smooth ink", lambda: window.area.smooth)
        parts.explanation.set_enabled(True)
        parts.desk.refresh()
        self._wait("explained a reading", lambda: window.area.tinted)
        window.close()
        if errors:
            raise WindowCheckError("; ".join(errors))
        return text, place

    def _complete(self, _: Window, parts: Parts) -> None:
        self._parts = parts

    def _draw(self, stroke: Sequence[tuple[int, int]], scale: float) -> None:
        area = self._window.area
        points = [(round(x * scale), round(y * scale)) for x, y in stroke]
        (first_x, first_y), (last_x, last_y) = points[0], points[-1]
        area.event_generate("<ButtonPress-1>", x=first_x, y=first_y)
        for x, y in points[1:]:
            area.event_generate("<B1-Motion>", x=x, y=y, state=0x100)
            area.update()
        area.event_generate("<ButtonRelease-1>", x=last_x, y=last_y)
        area.update()

    def _wait(self, what: str, done: Callable[[], bool]) -> None:
        """Waits until something is done, or until an error came."""
        deadline = time.monotonic() + PATIENCE
        while not done() and not self._errors and not self._window.failed:
            if time.monotonic() > deadline:
                raise WindowCheckError(f"the window has not {what} within {PATIENCE:.0f} s")
            self._root.update()
            time.sleep(0.002)


def _in_words(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"


def _destroy(root: tkinter.Tk) -> None:
    try:
        root.destroy()
    except tkinter.TclError:
        return  # closing the window has destroyed it
