"""Pictures on the clipboard, and files that a copied text names."""

from __future__ import annotations

import io
from pathlib import Path

from digitrec.text import words
from digitrec.ui.files.file_uri import path_of


class NothingToPasteError(Exception):
    """There is no picture on the clipboard, or no access to it. The message says which."""


def clipboard_picture() -> tuple[Path | io.BytesIO, str | None]:
    """The picture on the clipboard, and the file's name if a file was copied.

    Not for Tk's thread: on Linux the system asks the program that copied, which may be this one.

    Raises:
        NothingToPasteError: if there is none.
    """
    from PIL import Image, ImageGrab

    try:
        found = ImageGrab.grabclipboard()
    except NotImplementedError:
        raise NothingToPasteError(words.CANNOT_PASTE) from None
    except (OSError, ValueError, ChildProcessError):
        raise NothingToPasteError(words.NOTHING_TO_PASTE) from None
    if isinstance(found, Image.Image):
        stream = io.BytesIO()
        found.save(stream, "PNG")
        stream.seek(0)
        return stream, None
    if found:
        path = Path(found[0])
        return path, path.name
    raise NothingToPasteError(words.NOTHING_TO_PASTE)


def path_in(text: str) -> Path | None:
    """The file that a copied text names, by its path or its address; None if there is none."""
    line = text.strip().splitlines()[0].strip().strip('"') if text.strip() else ""
    line = path_of(line) or line
    try:
        path = Path(line)
        return path if line and path.is_file() else None
    except (OSError, ValueError):
        return None
