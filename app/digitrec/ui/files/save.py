"""Save: asks where to, and writes the drawing there on the background thread."""

from __future__ import annotations

import tkinter
from collections.abc import Callable
from pathlib import Path

from digitrec.files import written_whole
from digitrec.recognition.ink import Stroke
from digitrec.text import words
from digitrec.ui.desk import Desk
from digitrec.ui.widgets.background import Background
from digitrec.ui.widgets.status_line import StatusLine

PNG, SVG = ".png", ".svg"


class Saver:
    """Saves the drawing on the paper as a picture or as SVG.

    Args:
        root: owner of the dialog.
        desk: has the drawing.
        status: tells how it went.
        background: does the work.
        pen: gives the pen's width in logical pixels, and screen pixels to a logical pixel.
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

    def ask(self) -> None:
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
            # Other systems need one, to add the suffix of the kind that is chosen.
            defaultextension="" if x11 else PNG,
        )
        if name:
            self.save(Path(name), strokes, text)

    def save(self, path: Path, strokes: tuple[Stroke, ...], text: str) -> None:
        """Saves a drawing; its suffix decides how, and where it has none, the kind chosen last.

        Args:
            path: of the file. The dialog has asked whether it may be replaced, if it has a suffix.
            strokes: of the drawing, in screen pixels.
            text: its reading.
        """
        asked = bool(path.suffix)
        if not asked:
            suffix = SVG if self._kind.get() == words.SVG_FILES else PNG
            path = path.with_name(path.name + suffix)
        if path.suffix.lower() not in (PNG, SVG):
            self._status.warn(words.SAVE_SUFFIX.format(suffix=path.suffix))
            return
        pen, scale = self._pen()

        def job() -> str | None:
            try:
                _write(path, strokes, text, pen, scale, replace=asked)
            except OSError as error:
                reason = error.strerror or str(error)
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

    cutting = drawing_file.cut_out(strokes, pen, scale)
    binary = path.suffix.lower() == PNG
    with written_whole(path, replace=replace, binary=binary) as stream:
        if binary:
            drawing_file.write_png(cutting, stream, scale)
        else:
            title = words.SAVED_TITLE.format(text=text) if text else words.SAVED_UNREAD
            stream.write(drawing_file.svg(cutting, title))
