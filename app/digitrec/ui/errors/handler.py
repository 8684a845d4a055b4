"""Unexpected errors: each goes into the log, and onto a page that the person can close."""

from __future__ import annotations

import sys
import threading
import tkinter
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING

from digitrec import tracing
from digitrec.text import words
from digitrec.ui.errors.incident import Incident, record

if TYPE_CHECKING:
    from digitrec.storage.places import Places
    from digitrec.ui.errors.dialog import ErrorDialog
    from digitrec.ui.widgets.status_line import StatusLine
    from digitrec.ui.widgets.theme import Look

Report = Callable[[type[BaseException], BaseException | None, TracebackType | None], None]
"""Takes an error as Tk's `report_callback_exception` does."""


class ErrorHandler:
    """Shows the unexpected errors of one window, all of them on one page.

    A page that came back with each movement of the pen would be worse than the error: after it was
    closed, an error that it had shown before only gets a line under the drawing area.

    Args:
        root: the window.
        places: has the log's folder; None finds the person's own.
        look: gives the window's colours and scale.
        status: gives the status line; None if there is none yet.
        close: closes the window.
    """

    def __init__(
        self,
        root: tkinter.Tk,
        places: Places | None,
        look: Callable[[], Look],
        status: Callable[[], StatusLine | None],
        close: Callable[[], None],
    ) -> None:
        self.page: ErrorDialog | None = None
        self._root = root
        self._places = places
        self._look = look
        self._status = status
        self._close = close
        self._known: set[str] = set()
        self._building = False

    def take(
        self, kind: type[BaseException], error: BaseException | None, at: TracebackType | None
    ) -> None:
        """Takes an error; whatever goes wrong here, it raises none."""
        if issubclass(kind, KeyboardInterrupt):
            self._close()
            return
        if issubclass(kind, tkinter.TclError) and self._closed():
            return  # a dialog was open, and its caller finds no window after it
        incident = record(self._places, kind, error, at)
        tracing.emit("trouble", error=incident.name)
        try:
            shown = self._show_on_page(incident)
        except Exception:
            shown = False
        if not shown:
            self._show_in_a_line(incident)

    def _show_on_page(self, incident: Incident) -> bool:
        """Shows it on the page, unless it must not; gives whether it did."""
        from digitrec.ui.errors.dialog import ErrorDialog

        if self._building:  # the page itself is what fails
            return False
        if self.page is not None and self.page.winfo_exists():
            self.page.add(incident)
        elif incident.origin in self._known:
            return False
        else:
            self._building = True
            try:
                self.page = ErrorDialog(self._root, self._look(), incident, self._places)
            finally:
                self._building = False
        self._known.add(incident.origin)
        return True

    def _closed(self) -> bool:
        try:
            return not self._root.winfo_exists()
        except tkinter.TclError:
            return True

    def _show_in_a_line(self, incident: Incident) -> None:
        """Shows it on the status line, or on standard error if there is none."""
        try:
            status = self._status()
            if status is not None:
                status.warn(incident.in_words)
                return
        except tkinter.TclError:  # the window is gone
            pass
        if sys.stderr is not None:
            print(f"digitrec: {incident.in_words}\n{incident.details}", file=sys.stderr)


def report_threads(call_soon: Callable[[Callable[[], None]], None], report: Report) -> None:
    """Has errors that end a thread reported on Tk's thread.

    Args:
        call_soon: has a function called on Tk's thread.
        report: takes the error there.
    """

    def take(args: threading.ExceptHookArgs) -> None:
        found = args.exc_type, args.exc_value, args.exc_traceback
        if not issubclass(args.exc_type, SystemExit):
            call_soon(lambda: report(*found))

    threading.excepthook = take


def show_failure(root: tkinter.Tk, places: Places | None, error: Exception) -> None:
    """Says in a message box, on standard error and in the log why no window could be opened."""
    incident = record(places, type(error), error, error.__traceback__)
    message = words.NO_WINDOW.format(error=incident.name, log=incident.log or words.NO_LOG)
    if sys.stderr is not None:
        print(f"digitrec: {message}", file=sys.stderr, flush=True)
    try:
        from tkinter import messagebox

        root.withdraw()
        messagebox.showerror(words.TITLE, message, parent=root)
    except (tkinter.TclError, ImportError):
        pass  # standard error has it
