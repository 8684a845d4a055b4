"""Saving: asks for a file, and writes the drawing to it on the background thread."""

from __future__ import annotations

import tkinter
from collections.abc import Callable
from pathlib import Path

from digitrec.files import written_whole
from digitrec.recognition.ink import Stroke
from digitrec.text import words
from digitrec.text.catalogue import said
from digitrec.ui.desk import Desk
from digitrec.ui.widgets.background import Background
from digitrec.ui.widgets.status_line import StatusLine

PNG, SVG = ".png", ".svg"


class Saver:
    """Saves the drawing as a picture or as SVG.

    Args:
        root: parent of the dialog.
        desk: has the drawing.
        status: shows the result.
        background: does the work.
        pen: gives the pen's width in logical pixels, and the screen pixels of a logical pixel.
    """

    def __init__(
        self,
        root: tkinter.Tk,
        desk: Desk,
        status: StatusLine,
        background: Background,
        pen: Callable[[], tuple[float, float]],
    ) -> None:
        self._root = root
        self._desk = desk
        self._status = status
        self._background = background
        self._pen = pen
        self._kind = tkinter.StringVar(root, words.PNG_FILES)

    def ask_and_save(self) -> None:
        """Asks for a file's name and saves the drawing there."""
        from tkinter import filedialog

        session = self._desk.session
        if session.sheet.picture is not None:
            self._status.say(words.ONLY_DRAWINGS)
            return
        if session.sheet.blank:
            self._status.say(words.NOTHING_TO_SAVE)
            return
        strokes, text = session.sheet.strokes, session.text
        x11 = self._root.tk.call("tk", "windowingsystem") == "x11"
        name = filedialog.asksaveasfilename(
            parent=self._root,
            title=words.SAVE_TITLE,
            initialfile=f"digitrec-{text}" if text.isdigit() else "digitrec",
            filetypes=[(words.PNG_FILES, "*.png"), (words.SVG_FILES, "*.svg")],
            typevariable=self._kind,
            # Other systems need a suffix here, to replace it by that of the chosen kind.
            defaultextension="" if x11 else PNG,
        )
        if name:
            self.save_drawing(Path(name), strokes, text)

    def save_drawing(self, path: Path, strokes: tuple[Stroke, ...], text: str) -> None:
        """Saves a drawing. The suffix decides the kind; without one, the kind chosen last is taken.

        Args:
            path: of the file. If it has a suffix, the dialog has asked before replacing a file.
            strokes: of the drawing, in screen pixels.
            text: its reading.
        """
        replace = bool(path.suffix)
        if not replace:
            suffix = SVG if self._kind.get() == words.SVG_FILES else PNG
            path = path.with_name(path.name + suffix)
        if path.suffix.lower() not in (PNG, SVG):
            self._status.warn(words.SAVE_SUFFIX.format(suffix=path.suffix))
            return
        pen, scale = self._pen()

        def job() -> str | None:
            try:
                _write(path, strokes, text, pen, scale, replace=replace)
            except OSError as error:
                reason = said(error.strerror or error)
                return words.CANNOT_EXPORT.format(target=path, reason=reason)
            return None

        def done(trouble: str | None) -> None:
            if trouble is None:
                self._status.say(words.SAVED.format(target=path))
            else:
                self._status.warn(trouble)

        self._background.do(job, done)


def _write(
    path: Path,
    strokes: tuple[Stroke, ...],
    text: str,
    pen: float,
    scale: float,
    replace: bool,
) -> None:
    from digitrec.ui.files import drawing_file

    crop = drawing_file.crop_drawing(strokes, pen, scale)
    binary = path.suffix.lower() == PNG
    with written_whole(path, replace=replace, binary=binary) as stream:
        if binary:
            drawing_file.write_png(crop, stream, scale)
        else:
            title = words.SAVED_TITLE.format(text=text) if text else words.SAVED_UNREAD
            stream.write(drawing_file.svg(crop, title))
