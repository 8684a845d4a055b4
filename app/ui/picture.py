"""Picture: a file's or the clipboard's picture, read, and drawn in the window's colours."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from app.recognition.raster import Raster
    from app.recognition.reading import Reading

_SIDE = 1000
"""Longest side kept for showing: undo holds on to it, and no larger one is looked at closely."""


class PictureReader(Protocol):
    """What reads pictures: `app.recognition.recognizer.Recognizer`."""

    def read_picture(self, picture: Raster, digits: int | None = None) -> Reading:
        """Reads a picture."""


class Picture(NamedTuple):
    """A picture and what was read of it.

    Attributes:
        name: the file's name, or what else a person knows it by.
        width: in pixels.
        height: in pixels.
        ink: its ink, a byte a pixel, row by row; 255 is full ink.
        reading: what was read; None where there was no model.
        seen: of its least sure digit, the 28×28 that the network sees, a byte a pixel.
    """

    name: str
    width: int
    height: int
    ink: bytes
    reading: Reading | None
    seen: bytes | None = None

    def fitted(self, width: int, height: int, paper: str, ink: str) -> bytes:
        """The picture in a portable pixmap that Tk shows, in these colours, inside a box."""
        from PIL import Image, ImageOps

        image = Image.frombytes("L", (self.width, self.height), self.ink)
        scale = min(width / self.width, height / self.height)
        size = max(1, round(self.width * scale)), max(1, round(self.height * scale))
        coloured = ImageOps.colorize(image.resize(size, Image.Resampling.BILINEAR), paper, ink)
        stream = io.BytesIO()
        coloured.save(stream, "PPM")
        return stream.getvalue()


def open_picture(file: Path | io.BytesIO, name: str, reader: PictureReader | None) -> Picture:
    """Opens and reads a picture.

    Raises:
        PictureError: where it can't be read as a picture.
    """
    from PIL import Image

    from app.recognition import page, saliency
    from app.ui import words

    try:
        raster = page.open_picture(file)
    except page.PictureError:
        if name.lower().endswith(".jsonl"):
            raise page.PictureError(words.INK_LINES.format(name=name)) from None
        raise
    reading = None if reader is None else reader.read_picture(raster)
    image = Image.fromarray((raster * 255).round().astype("uint8"))
    image.thumbnail((_SIDE, _SIDE))
    digit = None if reading is None else reading.least_sure
    seen = None if digit is None else as_bytes(saliency.seen_in_picture(raster, digit))
    return Picture(name, image.width, image.height, image.tobytes(), reading, seen)


def as_bytes(image: Raster) -> bytes:
    """An image of values from 0 to 1, a byte a pixel, row by row."""
    return (image * 255).round().astype("uint8").tobytes()


def open_first(paths: Sequence[Path], reader: PictureReader | None) -> Picture:
    """Opens and reads the first of some files that is a picture.

    Args:
        paths: at least one.
        reader: the recogniser.

    Raises:
        PictureError: where none can be read; it says what is wrong with the first.
    """
    from app.recognition.page import PictureError

    trouble: PictureError | None = None
    for path in paths:
        try:
            return open_picture(path, path.name, reader)
        except PictureError as error:
            trouble = trouble or error
    raise trouble or PictureError("no such file")


class NothingToPasteError(Exception):
    """There is no picture on the clipboard, or no way to get at it. The message says which."""


def clipboard_picture() -> tuple[Path | io.BytesIO, str | None]:
    """The picture on the clipboard, and its file's name where it is a file's.

    Asks the system, which on Linux asks the program that copied: not on the window's own thread.

    Raises:
        NothingToPasteError: where there is none.
    """
    from PIL import Image, ImageGrab

    from app.ui import words

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
    """The file that a copied text names, as a path or as a file: address; None where none does."""
    from app.ui.file_address import path_of

    line = text.strip().splitlines()[0].strip().strip('"') if text.strip() else ""
    line = path_of(line) or line
    try:
        path = Path(line)
        return path if line and path.is_file() else None
    except (OSError, ValueError):
        return None
