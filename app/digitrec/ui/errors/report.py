"""A report for whoever looks into a fault: versions, settings and the log, and no drawing."""

from __future__ import annotations

import platform
import tkinter
from pathlib import Path
from tkinter import filedialog
from typing import TYPE_CHECKING

from digitrec.files import write_whole
from digitrec.text import words
from digitrec.text.catalogue import said
from digitrec.ui.errors.incident import LOG
from digitrec.version import commit, version

if TYPE_CHECKING:
    from digitrec.storage.places import Places

MOST_LOG_BYTES = 300_000
"""The newest of the log; one that grows for years has old errors in it."""

_MOST_SETTINGS_BYTES = 100_000


def report_text(places: Places, tk: str) -> str:
    """The report.

    Args:
        places: where the settings and the log are.
        tk: Tk's version.
    """
    about = [
        f"Digitrec {version()} ({commit() or 'no commit'})",
        f"System {platform.platform()}",
        f"Python {platform.python_version()}, Tk {tk}",
    ]
    log = places.logs / LOG
    parts = {
        "Settings": _end_of(places.settings, _MOST_SETTINGS_BYTES),
        "Log": _end_of(log.with_suffix(".old.log"), MOST_LOG_BYTES) + _end_of(log, MOST_LOG_BYTES),
    }
    sections = [f"{name}\n{'-' * len(name)}\n{text or 'none'}" for name, text in parts.items()]
    return "\n\n".join(["\n".join(about), *sections]) + "\n"


def save_report(parent: tkinter.Misc, places: Places) -> str | None:
    """Asks where to, and saves the report there; gives what to tell the person."""
    chosen = filedialog.asksaveasfilename(
        parent=parent,
        title=words.SAVE_REPORT,
        defaultextension=".txt",
        initialfile="digitrec-report.txt",
        filetypes=[(".txt", "*.txt")],
    )
    if not chosen:
        return None
    try:
        write_whole(Path(chosen), report_text(places, str(parent.tk.call("info", "patchlevel"))))
    except OSError as error:
        return words.CANNOT_EXPORT.format(target=chosen, reason=said(error.strerror or error))
    return words.SAVED.format(target=chosen)


def _end_of(path: Path, most: int) -> str:
    """The end of a text file; nothing if it can't be read."""
    try:
        if not path.is_file():  # opening a pipe would wait
            return ""
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - most))
            return file.read(most).decode("utf-8", "replace")
    except OSError:
        return ""
