"""Export of the history as ink lines, as pictures, or as arrays like MNIST's."""

from __future__ import annotations

import threading
import tkinter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from tkinter import filedialog, ttk
from typing import IO

from digitrec.files import written_whole
from digitrec.storage.drawing import Drawing
from digitrec.storage.errors import StorageError
from digitrec.storage.history_browser import HistoryBrowser
from digitrec.text import words
from digitrec.text.catalogue import said
from digitrec.ui.canvas import antialiasing
from digitrec.ui.files.drawing_file import write_coverage
from digitrec.ui.widgets.background import Background, Report
from digitrec.ui.widgets.menu import plain_menu
from digitrec.ui.widgets.theme import Look

PICTURE = 280
"""Side of an exported picture, in pixels."""

_EVERY = 50  # drawings between two reports of progress

_Write = Callable[[Iterable[Drawing], Path], int]


class _StoppedError(Exception):
    """The page was closed before the export was complete."""


class Exporter:
    """Asks for a place, and exports there on the background thread; it can be stopped.

    Args:
        owner: of the dialogs.
        browser: the history.
        background: does the work.
        set_status: shows how far it is, and how it ended.
    """

    def __init__(
        self,
        owner: tkinter.Toplevel,
        browser: HistoryBrowser,
        background: Background,
        set_status: Callable[[str], None],
    ) -> None:
        self._owner = owner
        self._browser = browser
        self._background = background
        self._set_status = set_status
        self._stop = threading.Event()

    def make_button(self, master: tkinter.Misc, look: Look) -> ttk.Menubutton:
        """The button with the kinds of export."""
        button = ttk.Menubutton(master, text=f"{words.EXPORT}\N{EN SPACE}")  # then the arrow
        menu = plain_menu(button, look)
        menu.add_command(label=words.EXPORT_INK, command=self.export_ink)
        menu.add_command(label=words.EXPORT_PICTURES, command=self.export_pictures)
        menu.add_command(label=words.EXPORT_ARRAYS, command=self.export_arrays)
        button["menu"] = menu
        return button

    def stop(self) -> None:
        """Ends an export after the current drawing. A file that is not complete is not written."""
        self._stop.set()

    def export_ink(self) -> None:
        """Exports ink lines, which `digitrec predict` and training read."""
        self._export_to_file(".jsonl", _write_ink)

    def export_arrays(self) -> None:
        """Exports an `.npz` file with images and labels in MNIST's format."""
        self._export_to_file(".npz", _write_arrays)

    def export_pictures(self) -> None:
        """Exports a PNG picture of each drawing into a folder."""
        chosen = filedialog.askdirectory(parent=self._owner, title=words.EXPORT_TITLE)
        if chosen:
            self._start(Path(chosen), _write_pictures)

    def _export_to_file(self, suffix: str, write: _Write) -> None:
        chosen = filedialog.asksaveasfilename(
            parent=self._owner,
            title=words.EXPORT_TITLE,
            defaultextension=suffix,
            initialfile=f"digitrec{suffix}",
            filetypes=[(suffix, f"*{suffix}")],
        )
        if chosen:
            self._start(Path(chosen), write)

    def _start(self, target: Path, write: _Write) -> None:
        self._show_progress(0)
        job = partial(_export, self._browser, write, target, self._stop)
        self._background.do_with_progress(job, self._show_progress, self._set_status)

    def _show_progress(self, count: int) -> None:
        self._set_status(words.EXPORTING.format(count=count))


def _export(
    browser: HistoryBrowser, write: _Write, target: Path, stop: threading.Event, report: Report
) -> str:
    """Exports, and returns in words how it ended."""
    damage: list[StorageError] = []

    def drawings() -> Iterator[Drawing]:
        for count, drawing in enumerate(browser.drawings(on_damage=damage.append), 1):
            if stop.is_set():
                raise _StoppedError
            yield drawing
            if count % _EVERY == 0:
                report(count)

    try:
        message = words.EXPORTED.format(count=write(drawings(), target), target=target)
    except _StoppedError:
        return ""
    except StorageError as error:
        return said(error)
    except OSError as error:
        return words.CANNOT_EXPORT.format(target=target, reason=said(error.strerror or error))
    if damage:
        message += " " + words.EXPORTED_WITHOUT.format(count=len(damage))
    return message


def _write_ink(drawings: Iterable[Drawing], target: Path) -> int:
    count = 0
    with written_whole(target, replace=True) as stream:
        for count, drawing in enumerate(drawings, 1):  # noqa: B007 (counts)
            stream.write(drawing.to_ink_line() + "\n")
    return count


def _write_arrays(drawings: Iterable[Drawing], target: Path) -> int:
    with written_whole(target, replace=True, binary=True) as stream:
        return write_arrays(drawings, stream)


def _write_pictures(drawings: Iterable[Drawing], folder: Path) -> int:
    count = 0
    for count, drawing in enumerate(drawings, 1):  # noqa: B007 (counts)
        save_png(drawing, folder / f"digitrec-{drawing.key}{_suffix(drawing)}.png")
    return count


def write_arrays(drawings: Iterable[Drawing], stream: IO[bytes]) -> int:
    """Writes the drawings that show a single digit as an `.npz` file in MNIST's format.

    `x` is (n, 28, 28) uint8, white ink on black, as the network sees it; `y` is (n,) uint8.
    Returns how many there are.
    """
    import numpy as np

    from digitrec.recognition.raster import SIZE, render

    images, labels = [], []
    for drawing in drawings:
        label = drawing.label
        if label is not None and len(label) == 1 and label in "0123456789":
            images.append(np.uint8(np.rint(render(drawing.ink.strokes) * 255)))
            labels.append(int(label))
    x = np.stack(images) if images else np.empty((0, SIZE, SIZE), np.uint8)
    np.savez_compressed(stream, x=x, y=np.array(labels, np.uint8))
    return len(labels)


def save_png(drawing: Drawing, path: Path) -> None:
    """Writes a picture of a drawing, black ink on white; whole or not at all."""
    coverage = antialiasing.thumbnail(drawing.ink.strokes, PICTURE, pen=0.05)
    with written_whole(path, replace=True, binary=True) as stream:
        write_coverage(coverage, stream)


def _suffix(drawing: Drawing) -> str:
    label = drawing.label
    return f"-{label}" if label and label.isdigit() else ""
