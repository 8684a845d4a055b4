"""What is on the clipboard: a picture, files, or a text that may name one."""

from __future__ import annotations

import io
import itertools
import subprocess
import sys
import tkinter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from digitrec.text import words
from digitrec.ui.files.file_uri import path_of

INTERNET = ("http://", "https://", "ftp://")
"""Addresses of what Digitrec doesn't fetch."""

FILES = ("x-special/gnome-copied-files", "text/uri-list")
TEXTS = ("UTF8_STRING", "STRING")
PLAIN_TEXTS = ("text/plain;charset=utf-8", "text/plain")
PICTURES = (
    "image/png", "image/jpeg", "image/webp", "image/tiff", "image/bmp", "image/gif",
    "image/heic", "image/avif", "application/pdf",
)  # fmt: skip
"""The kinds of content that programs offer under X11, the best of each first."""

_NO_ADDRESS = ("copy", "cut", "x-special/nautilus-clipboard")  # first lines of file managers' lists
_PIECE = 1 << 20  # characters converted at a time, which bounds memory
_BYTES = {f"0x{value:x}": value for value in range(256)}
_PATIENCE = 5.0  # seconds


class NothingToPasteError(Exception):
    """There is no picture on the clipboard. The message says what is there instead."""


class Copied(NamedTuple):
    """What was copied.

    Attributes:
        files: addresses, or paths.
        picture: of a file's content, as Tk gives it; `content_of` makes bytes of it.
        text: a text.
        otherwise: what to say if none of these can be opened; empty if there may be more, which the
            system has to be asked for (`system_picture`).
    """

    files: Sequence[str] = ()
    picture: str = ""
    text: str = ""
    otherwise: str = ""


def look(root: tkinter.Misc) -> Copied:
    """What is on the clipboard, as far as Tk can tell. Tk goes on with its events meanwhile.

    Under X11 Tk can fetch everything, from the program that copied it; under Wayland from Xwayland.
    Elsewhere it knows texts only: see `system_picture`.
    """
    if root.tk.call("tk", "windowingsystem") != "x11":
        return Copied(text=_fetch(root, "STRING"))
    try:
        offered = str(root.clipboard_get(type="TARGETS")).split()
    except tkinter.TclError as error:
        if "respond" in str(error):
            return Copied(otherwise=words.NO_ANSWER)
        offered = ["STRING"]  # an old program, or none
    files = _files(root, offered)
    if any(path_of(address) for address in files):
        return Copied(files=[address for address in files if path_of(address)])
    picture = next((kind for kind in PICTURES if kind in offered), None)
    if picture is not None:
        return Copied(picture=_fetch(root, picture), otherwise=words.NO_ANSWER)
    if files:
        return Copied(otherwise=words.ON_THE_INTERNET)
    text = _text(root, offered)
    return Copied(text=text, otherwise=_instead(text, offered))


def content_of(picture: str) -> bytes:
    """The bytes of a content that is neither text nor known to Tk: `0x89 0x50 0x4e …` (Tk 8.6)."""
    if not picture.startswith("0x"):
        return picture.encode("latin-1", "replace")
    content, start = bytearray(), 0
    while start < len(picture):
        end = picture.find(" ", start + _PIECE)
        end = len(picture) if end < 0 else end
        content += bytes(map(_BYTES.__getitem__, picture[start:end].split()))
        start = end
    return bytes(content)


def addresses_in(text: str) -> list[str]:
    """The addresses in a list of files, one a line (RFC 2483), as programs copy and drag them."""
    lines = (line.strip().strip('"') for line in text.replace("\0", "\n").splitlines())
    return [line for line in lines if line and line not in _NO_ADDRESS and line[0] != "#"]


def system_picture() -> Sequence[Path] | io.BytesIO:
    """The picture or the files on the clipboard of Windows or macOS. Not for Tk's thread.

    Raises:
        NothingToPasteError: if there is none.
    """
    from PIL import Image, ImageGrab

    if sys.platform == "darwin" and (file := _file_of_finder()):
        return [file]
    try:
        found = ImageGrab.grabclipboard()
    except (OSError, ValueError, NotImplementedError):
        raise NothingToPasteError(words.NOTHING_TO_PASTE) from None
    if isinstance(found, Image.Image):
        stream = io.BytesIO()
        found.save(stream, "PNG")
        stream.seek(0)
        return stream
    if found:
        return [Path(name) for name in found]
    raise NothingToPasteError(words.NOTHING_TO_PASTE)


def path_in(text: str) -> Path | None:
    """The file that a copied text names, by its path or its address; None if there is none."""
    line = next(iter(addresses_in(text)), "")
    line = path_of(line) or line
    try:
        path = Path(line)
        return path if line and path.is_file() else None
    except (OSError, ValueError):
        return None


def _files(root: tkinter.Misc, offered: Sequence[str]) -> list[str]:
    lists = (_fetch_text(root, kind) for kind in FILES if kind in offered)
    return next(filter(None, map(addresses_in, lists)), [])


def _text(root: tkinter.Misc, offered: Sequence[str]) -> str:
    texts = (_fetch(root, kind) for kind in TEXTS if kind in offered)
    plain = (_fetch_text(root, kind) for kind in PLAIN_TEXTS if kind in offered)
    return next(filter(None, itertools.chain(texts, plain)), "")


def _fetch_text(root: tkinter.Misc, kind: str) -> str:
    """A text of a kind that Tk doesn't know to be text."""
    return content_of(_fetch(root, kind)).decode("utf-8", "surrogateescape")


def _fetch(root: tkinter.Misc, kind: str) -> str:
    """One kind of content; empty if there is none, or if the program that copied it is gone."""
    try:
        return str(root.clipboard_get(type=kind))
    except tkinter.TclError:
        return ""


def _instead(text: str, offered: Sequence[str]) -> str:
    if text:
        return words.ON_THE_INTERNET if text.startswith(INTERNET) else words.ONLY_TEXT
    kind = next((kind for kind in offered if "/" in kind), None)
    if kind is not None:
        return words.OTHER_KIND.format(kind=kind)
    return words.NOTHING_COPIED


def _file_of_finder() -> Path | None:
    """A file that was copied in the Finder, which puts a picture of its icon beside it."""
    script = "POSIX path of (the clipboard as «class furl»)"
    try:
        done = subprocess.run(
            ["osascript", "-e", script], capture_output=True, timeout=_PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    name = done.stdout.decode("utf-8", "replace").rstrip("\n")
    return Path(name) if done.returncode == 0 and name else None
