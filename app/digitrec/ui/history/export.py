"""Export: the history taken along, as ink lines, as pictures, or as arrays like MNIST's."""

from __future__ import annotations

import threading
import tkinter
from collections.abc import Callable, Iterable
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
from digitrec.ui.widgets.background import Background
from digitrec.ui.widgets.theme import Look

PICTURE = 280
"""Side of an exported picture, in pixels."""

_EVERY = 50  # drawings between two words on how far it is


class Exporter:
    """Asks where to, and exports on the background thread; it can be stopped.

    Args:
        owner: of the dialogs.
        shelf: the history.
        background: does the work.
        say: tells how far it is, and how it ended.
    """

    def __init__(
        self,
        owner: tkinter.Toplevel,
        browser: HistoryBrowser,
        background: Background,
        say: Callable[[str], None],
    ) -> None:
        self._owner = owner
        self._browser = browser
        self._background = background
        self._say = say
        self._stop = threading.Event()

    def button(self, master: tkinter.Misc, look: Look) -> ttk.Menubutton:
        """The button with the kinds of export."""
        button = ttk.Menubutton(master, text=f"{words.EXPORT}\N{EN SPACE}")  # then the arrow
        colours = look.palette
        menu = tkinter.Menu(
            button,
            tearoff=False,
            background=colours.paper,
            foreground=colours.text,
            activebackground=colours.track,
            activeforeground=colours.text,
            font=look.font(13),
        )
        menu.add_command(label=words.EXPORT_INK, command=self.ink)
        menu.add_command(label=words.EXPORT_PICTURES, command=self.pictures)
        menu.add_command(label=words.EXPORT_ARRAYS, command=self.arrays)
        button["menu"] = menu
        return button

    def stop(self) -> None:
        """Ends what is being exported, after the drawing that it is at."""
        self._stop.set()

    def ink(self) -> None:
        """Exports ink lines, which `digitrec predict` and training read."""
        self._to_file(".jsonl", self._write_ink)

    def arrays(self) -> None:
        """Exports an `.npz` of images and labels, as MNIST has them."""
        self._to_file(".npz", self._write_arrays)

    def pictures(self) -> None:
        """Exports a PNG picture of each drawing into a folder."""
        chosen = filedialog.askdirectory(parent=self._owner, title=words.EXPORT_TITLE)
        if chosen:
            self._start(Path(chosen), self._write_pictures)

    def _to_file(self, suffix: str, write: Callable[[Path], int]) -> None:
        chosen = filedialog.asksaveasfilename(
            parent=self._owner,
            title=words.EXPORT_TITLE,
            defaultextension=suffix,
            initialfile=f"digitrec{suffix}",
            filetypes=[(suffix, f"*{suffix}")],
        )
        if chosen:
            self._start(Path(chosen), write)

    def _start(self, target: Path, write: Callable[[Path], int]) -> None:
        self._stop.clear()
        self._say(words.EXPORTING.format(count=0))

        def job() -> str:
            try:
                return words.EXPORTED.format(count=write(target), target=target)
            except StorageError as error:
                return said(error)
            except OSError as error:
                reason = said(error.strerror or error)
                return words.CANNOT_EXPORT.format(target=target, reason=reason)

        self._background.do(job, self._say)

    def _write_ink(self, target: Path) -> int:
        with written_whole(target, replace=True) as stream:
            return self._browser.export(stream)

    def _write_arrays(self, target: Path) -> int:
        with written_whole(target, replace=True, binary=True) as stream:
            return write_arrays(self._browser, stream)

    def _write_pictures(self, target: Path) -> int:
        count = 0
        for drawing in self._browser:
            if self._stop.is_set():
                break
            save_png(drawing, target / f"digitrec-{drawing.key}{_suffix(drawing)}.png")
            count += 1
            if count % _EVERY == 0:
                message = words.EXPORTING.format(count=count)
                self._background.post(lambda message=message: self._say(message))  # type: ignore[misc]
        return count


def write_arrays(drawings: Iterable[Drawing], stream: IO[bytes]) -> int:
    """Writes an `.npz` as MNIST has it, of all drawings that show a single digit.

    `x` is (n, 28, 28) uint8, white ink on black, as the network sees it; `y` is (n,) uint8.
    Gives how many there are.
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
