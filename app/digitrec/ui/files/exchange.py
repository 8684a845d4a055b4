"""Pictures into the window, by file, clipboard or drop, and readings out to the clipboard."""

from __future__ import annotations

import io
import tkinter
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from digitrec.recognition.ink_formats.documents import INK_ENDINGS
from digitrec.recognition.picture.formats.endings import PICTURE_ENDINGS
from digitrec.session.album import NamedSource, open_first
from digitrec.session.picture import Picture, PictureReader
from digitrec.text import words
from digitrec.text.catalogue import said
from digitrec.ui.desk import Desk
from digitrec.ui.files.clipboard import (
    INTERNET,
    Copied,
    NothingToPasteError,
    content_of,
    look,
    path_in,
    system_picture,
)
from digitrec.ui.files.file_uri import path_of
from digitrec.ui.files.page_turner import PageTurner
from digitrec.ui.widgets.background import Background
from digitrec.ui.widgets.status_line import StatusLine

SUFFIXES = PICTURE_ENDINGS


class _Turn:
    """A place in the order in which pictures were asked for; the action comes when it is known."""

    def __init__(self) -> None:
        self.action: Callable[[], None] | None = None


class Exchange:
    """Opens and pastes pictures. They are decoded and read on the background thread.

    They are shown in the order in which they were asked for. Those that come before `begin` wait.

    Args:
        root: parent of the dialog, and owner of the clipboard.
        desk: shows pictures.
        status: shows what went wrong.
        background: does the work.
        reader: gives the recogniser, or None if there is none. It is called on the background
            thread, after `begin`.
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
        self._turner = PageTurner(desk, status, background, reader)
        self._ready = False
        self._pasting = False
        self._turns: deque[_Turn] = deque()

    def begin(self) -> None:
        """Reads pictures from now on, as there is a recogniser or never will be."""
        self._ready = True
        self._go_on()

    def ask_and_open(self) -> None:
        """Asks for pictures' files and opens them."""
        from tkinter import filedialog

        patterns = [*SUFFIXES, *(suffix.upper() for suffix in SUFFIXES)]
        several: dict[str, Any] = {"multiple": True}
        found: Any = filedialog.askopenfilename(
            parent=self._root,
            title=words.OPEN_TITLE,
            filetypes=[(words.PICTURES, patterns), (words.ALL_FILES, "*")],
            **several,
        )
        names = (found,) if isinstance(found, str) else found
        if any(names):
            self._open([Path(name) for name in names], self._take_turn())

    def turn_page(self, by: int) -> None:
        """Shows the next page of the pictures that are open, or the one before with -1."""
        self._turner.turn(by)

    def open_picture(self, path: Path) -> None:
        """Opens a picture's file."""
        self._open([path], self._take_turn())

    def paste(self) -> None:
        """Opens what was copied: files, a picture, or the file that a text names."""
        if self._pasting:  # Tk takes keys while it waits for the program that copied
            return
        turn = self._take_turn()
        self._pasting = True
        try:
            copied = look(self._root)
        finally:
            self._pasting = False
        if copied.files:
            self._open_files(copied.files, turn)
        elif copied.picture:
            self._start(lambda: self._pasted(copied.picture), words.PASTED, turn)
        else:
            self._open_named(copied.text, lambda turn: self._paste_otherwise(copied, turn), turn)

    def _pasted(self, content: str) -> Sequence[NamedSource]:
        return [NamedSource(io.BytesIO(content_of(content)), words.PASTED)]

    def _paste_otherwise(self, copied: Copied, turn: _Turn) -> None:
        """Pastes what Tk knows nothing of, or says what there is instead."""

        def fetch() -> Sequence[NamedSource]:
            found = system_picture()
            if isinstance(found, io.BytesIO):
                return [NamedSource(found, words.PASTED)]
            return [NamedSource(path, path.name) for path in found]

        if copied.otherwise:
            self._act(turn, lambda: self._status.say(copied.otherwise))
        else:
            self._start(fetch, words.PASTED, turn)

    def open_dropped(self, names: Sequence[str]) -> None:
        """Opens dropped files, and shows the first that can be read.

        Args:
            names: paths or addresses.
        """
        self._open_files(names, self._take_turn())

    def _open_files(self, names: Sequence[str], turn: _Turn) -> None:
        paths = [_path(name) for name in names if not name.startswith(INTERNET)]
        if paths:
            self._open(paths, turn)
        else:
            message = words.ON_THE_INTERNET if names else words.NOT_A_FILE
            self._act(turn, lambda: self._status.say(message))

    def open_dropped_text(self, text: str) -> None:
        """Opens the file that a dropped text names."""
        internet = text.strip().startswith(INTERNET)
        message = words.ON_THE_INTERNET if internet else words.NOT_A_FILE
        turn = self._take_turn()
        self._open_named(
            text, lambda turn: self._act(turn, lambda: self._status.say(message)), turn
        )

    def copy(self) -> None:
        """Puts the reading's text on the clipboard."""
        text = self._desk.session.text
        if not text:
            self._status.say(words.NOTHING_TO_COPY)
            return
        self._root.clipboard_clear()
        self._root.clipboard_append(text)
        self._status.say(words.COPIED.format(text=text))

    def _open(self, paths: Sequence[Path], turn: _Turn) -> None:
        named = [NamedSource(path, path.name) for path in dict.fromkeys(paths)]
        self._start(lambda: named, named[0].name, turn)

    def _open_named(self, text: str, otherwise: Callable[[_Turn], None], turn: _Turn) -> None:
        """Opens the file that a text names. Whether it exists is asked on the background thread.

        A file system on the network can take long to answer, or never does.

        Args:
            text: a path or an address.
            otherwise: called with the turn if it names no file.
            turn: in which it is opened.
        """

        def found(path: Path | None) -> None:
            if path is not None:
                self._open([path], turn)
            else:
                otherwise(turn)

        self._background.do(lambda: path_in(text), found)

    def _start(self, fetch: Callable[[], Sequence[NamedSource]], name: str, turn: _Turn) -> None:
        """Fetches pictures on the background thread, and shows the first that can be read."""
        from digitrec.recognition.picture.decoding import PictureError

        def job() -> tuple[Sequence[NamedSource], Picture] | str:
            try:
                named = fetch()
                first, picture = open_first(named, self._reader())
                return named[first:], picture
            except PictureError as error:
                ink = name.lower().endswith(INK_ENDINGS)
                reason = words.INK_LINES.format(name=name) if ink else said(error)
                return words.PICTURE_TROUBLE.format(name=name, reason=reason)
            except NothingToPasteError as error:
                return str(error)

        def done(result: tuple[Sequence[NamedSource], Picture] | str) -> None:
            if isinstance(result, str):
                self._status.warn(result)
            else:
                self._turner.add(*result)

        self._status.say(words.READING_PICTURE.format(name=name))
        self._act(turn, lambda: self._background.do(job, done))

    def _take_turn(self) -> _Turn:
        turn = _Turn()
        self._turns.append(turn)
        return turn

    def _act(self, turn: _Turn, action: Callable[[], None]) -> None:
        """Does what a turn is for, as soon as there is a recogniser and it is that turn's time."""
        turn.action = action
        self._go_on()

    def _go_on(self) -> None:
        while self._ready and self._turns:
            action = self._turns[0].action
            if action is None:
                break
            self._turns.popleft()
            action()


def _path(name: str) -> Path:
    """The path of a dropped file. Of an address, tkdnd removes the `file://` before the host."""
    return Path(path_of(name) or (name[9:] if name.startswith("localhost/") else name))
