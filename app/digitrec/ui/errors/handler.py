"""Trouble: what becomes of an error that nobody foresaw: the log, and a window that says so."""

from __future__ import annotations

import os
import sys
import threading
import tkinter
import traceback
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from digitrec import tracing
from digitrec.text import words
from digitrec.text.catalogue import said

if TYPE_CHECKING:
    from digitrec.storage.places import Places
    from digitrec.ui.errors.dialog import ErrorDialog
    from digitrec.ui.window import Window

LOG = "digitrec.log"
MOST_BYTES = 1_000_000
"""Size at which the log is begun anew, the one before kept beside it."""

LONGEST_NAME = 300


@dataclass(frozen=True)
class Incident:
    """One error.

    Attributes:
        name: its kind and what it says of itself.
        origin: its kind and the line that raised it, by which the same error is known again.
        details: where it came from, as Python writes it.
        log: the file that it was written to; None where that could not be done.
    """

    name: str
    origin: str
    details: str
    log: Path | None = None

    @property
    def in_words(self) -> str:
        """A line for the person."""
        if self.log is None:
            return words.UNEXPECTED_ERROR_UNLOGGED.format(error=self.name)
        return words.UNEXPECTED_ERROR.format(error=self.name, log=self.log)


class ErrorHandler:
    """The unforeseen errors of one window: each into the log, and all onto one page.

    A page that comes back with each movement of the pen would be worse than the error: once it was
    closed, an error that it told of only gets a line under the paper.
    """

    def __init__(self, window: Window) -> None:
        self.page: ErrorDialog | None = None
        self._window = window
        self._told: set[str] = set()
        self._building = False

    def take(
        self, kind: type[BaseException], error: BaseException | None, at: TracebackType | None
    ) -> None:
        """Takes an error; whatever goes wrong here, it raises none."""
        if issubclass(kind, KeyboardInterrupt):
            self._window.close()
            return
        if issubclass(kind, tkinter.TclError) and self._closed():
            return  # a dialog was open, and what waited for its answer finds no window
        incident = record(self._window.places, kind, error, at)
        tracing.emit("trouble", error=incident.name)
        try:
            shown = self._show(incident)
        except Exception:
            shown = False
        if not shown:
            self._say(incident)

    def _show(self, incident: Incident) -> bool:
        """Shows it on the page, if it may; gives whether it did."""
        from digitrec.ui.errors.dialog import ErrorDialog

        if self._building:  # the page itself is what fails
            return False
        if self.page is not None and self.page.winfo_exists():
            self.page.add(incident)
        elif incident.origin in self._told:
            return False
        else:
            self._building = True
            try:
                self.page = ErrorDialog(self._window.root, self._window.look, incident)
            finally:
                self._building = False
        self._told.add(incident.origin)
        return True

    def _closed(self) -> bool:
        try:
            return not self._window.root.winfo_exists()
        except tkinter.TclError:
            return True

    def _say(self, incident: Incident) -> None:
        """Says it on the status line, or on standard error where there is none."""
        try:
            self._window.warn(incident.in_words)
            said = self._window.status is not None
        except tkinter.TclError:  # the window is gone
            said = False
        if not said and sys.stderr is not None:
            print(f"digitrec: {incident.in_words}\n{incident.details}", file=sys.stderr)


def hear_threads(window: Window) -> None:
    """Has errors that end a thread come to the window, as its own do."""

    def hear(args: threading.ExceptHookArgs) -> None:
        found = args.exc_type, args.exc_value, args.exc_traceback
        if not issubclass(args.exc_type, SystemExit):
            window.background.post(lambda: window.report(*found))

    threading.excepthook = hear


def fail(root: tkinter.Tk, error: Exception) -> int:
    """Says why no window could be opened, by a box and on standard error; gives the exit status."""
    incident = record(None, type(error), error, error.__traceback__)
    message = words.NO_WINDOW.format(error=incident.name, log=incident.log or words.NO_LOG)
    if sys.stderr is not None:
        print(f"digitrec: {message}", file=sys.stderr, flush=True)
    try:
        from tkinter import messagebox

        root.withdraw()
        messagebox.showerror(words.TITLE, message, parent=root)
        root.destroy()
    except (tkinter.TclError, ImportError):
        pass  # it stands on standard error
    return 1


def record(
    places: Places | None,
    kind: type[BaseException],
    error: BaseException | None,
    at: TracebackType | None,
) -> Incident:
    """Writes an error into the log, if that can be done, and gives what is to be told of it."""
    details = "".join(traceback.format_exception(kind, error, at))
    name = f"{kind.__name__}: {said(error)}" if error and str(error) else kind.__name__
    name = name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]} …"
    last = traceback.extract_tb(at)[-1:]
    origin = f"{kind.__name__} {last[0].filename}:{last[0].lineno}" if last else name
    try:
        from digitrec.storage.places import find_places

        log = _write((places or find_places()).logs, details)
    except (OSError, ImportError):
        log = None
    return Incident(name, origin, details, log)


def _write(logs: Path, lines: str) -> Path:
    from datetime import UTC, datetime

    from digitrec.version import version

    logs.mkdir(mode=0o700, parents=True, exist_ok=True)
    log = logs / LOG
    if log.exists() and log.stat().st_size > MOST_BYTES:
        os.replace(log, log.with_suffix(".old.log"))  # noqa: PTH105
    with log.open("a", encoding="utf-8", errors="backslashreplace") as file:
        file.write(f"{datetime.now(UTC).isoformat()} Digitrec {version()}\n{lines}\n")
    return log
