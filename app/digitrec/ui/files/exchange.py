"""Exchange: pictures into the window, by file or clipboard, and readings out."""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from digitrec.session.picture import Picture, PictureReader, open_first, open_picture
from digitrec.text import words
from digitrec.text.catalogue import said
from digitrec.ui.desk import Desk
from digitrec.ui.files.clipboard import NothingToPasteError, clipboard_picture, path_in
from digitrec.ui.files.file_uri import path_of
from digitrec.ui.widgets.background import Background
from digitrec.ui.widgets.status_line import StatusLine

_ELSEWHERE = ("http://", "https://", "ftp://")

SUFFIXES = (".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp", ".tif", ".tiff")


class Exchange:
    """Opens and pastes pictures, which are decoded and read on the background thread.

    Args:
        root: owner of dialogs and of the clipboard.
        desk: shows pictures.
        status: tells what went wrong.
        background: does the work.
        reader: gives the recogniser, or None where there is none; asked on the background thread,
            after the job that loads it.
    """

    def __init__(
        self,
        root: tkinter.Tk,
        desk: Desk,
        status: StatusLine,
        background: Background,
        reader: Callable[[], PictureReader | None],
    ) -> None:
        self._root = root
        self._desk = desk
        self._status = status
        self._background = background
        self._reader = reader

    def ask(self) -> None:
        """Asks for a picture's file and opens it."""
        from tkinter import filedialog

        patterns = [*SUFFIXES, *(suffix.upper() for suffix in SUFFIXES)]
        name = filedialog.askopenfilename(
            parent=self._root,
            title=words.OPEN_TITLE,
            filetypes=[(words.PICTURES, patterns), (words.ALL_FILES, "*")],
        )
        if name:
            self.open(Path(name))

    def open(self, path: Path) -> None:
        """Opens a picture's file."""
        self._start(lambda: open_picture(path, path.name, self._reader()), path.name)

    def paste(self) -> None:
        """Opens the picture on the clipboard, or the file that a copied address names."""
        path = path_in(self._clipboard_text())
        if path is not None:
            self.open(path)
            return

        def fetch() -> Picture:
            file, name = clipboard_picture()
            return open_picture(file, name or words.PASTED, self._reader())

        self._start(fetch, words.PASTED)

    def drop(self, names: Sequence[str]) -> None:
        """Opens the first of some dropped files that can be read.

        Args:
            names: paths or addresses.
        """
        paths = [_path(name) for name in names if not name.startswith(_ELSEWHERE)]
        if paths:
            several = words.ONE_AT_A_TIME if len(names) > 1 else ""
            self._start(lambda: open_first(paths, self._reader()), paths[0].name, several)
        else:
            self._status.say(words.ON_THE_INTERNET if names else words.NOT_A_FILE)

    def drop_text(self, text: str) -> None:
        """Opens the file that dropped text names."""
        path = path_in(text)
        if path is not None:
            self.open(path)
        else:
            away = text.strip().startswith(_ELSEWHERE)
            self._status.say(words.ON_THE_INTERNET if away else words.NOT_A_FILE)

    def copy(self) -> None:
        """Puts the reading's text on the clipboard."""
        text = self._desk.session.text
        if not text:
            self._status.say(words.NOTHING_TO_COPY)
            return
        self._root.clipboard_clear()
        self._root.clipboard_append(text)
        self._status.say(words.COPIED.format(text=text))

    def _start(self, fetch: Callable[[], Picture], name: str, note: str = "") -> None:
        """Fetches a picture on the background thread and shows it; then says the note."""
        from digitrec.recognition.picture.decoding import PictureError

        def job() -> Picture | str:
            try:
                return fetch()
            except PictureError as error:
                ink = name.lower().endswith(".jsonl")
                reason = words.INK_LINES.format(name=name) if ink else said(error)
                return words.PICTURE_TROUBLE.format(name=name, reason=reason)
            except NothingToPasteError as error:
                return str(error)

        def done(result: Picture | str) -> None:
            if isinstance(result, str):
                self._status.warn(result)
            else:
                self._status.clear()
                self._desk.show_picture(result)
                if note:
                    self._status.say(note.format(name=result.name))

        self._status.say(words.READING_PICTURE.format(name=name))
        self._background.do(job, done)

    def _clipboard_text(self) -> str:
        for kind in ("text/uri-list", "UTF8_STRING", "STRING"):
            try:
                got: Any = self._root.clipboard_get(type=kind)
                return str(got)
            except tkinter.TclError:
                continue
        return ""


def _path(name: str) -> Path:
    """The path of a dropped file; tkdnd gives a file: address without what is before the host."""
    return Path(path_of(name) or (name[9:] if name.startswith("localhost/") else name))
