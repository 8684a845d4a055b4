"""Limits for picture files, made for 500 MB of memory and 5 seconds.

A file of 38 bytes can ask for 49 million pixels, or be made of a million parts. What a picture
takes is known from its head, before it is decoded. Only a PDF is not so easily known: `pdf_process`
opens it in a process that can be ended.
"""

from __future__ import annotations

import io
from typing import BinaryIO

from digitrec.recognition.picture.formats.errors import PictureError

MAX_PIXELS = 100_000_000
"""Pixels of a picture, if its format can be decoded within the memory."""

MAX_SIDE = 65_535
"""Pixels of a side. Pillow keeps a pointer for each row: 50 million rows of one pixel take 573 MB.
Nor can a JPEG be longer."""

MAX_PAGES = 5_000
"""Pages of a file that are read."""

_max_bytes = 360_000_000  # of decoded pixels; the program itself takes 110 MB with its arrays
_MAX_FILE = 200_000_000  # bytes of a file that its decoder wants as a whole
_MAX_READS = 500_000  # of a file, which takes about 2 s; a PNG has three for each of its chunks


def lower_budget(most: int) -> None:
    """From now on, refuses pictures in this process whose pixels take more bytes than this."""
    global _max_bytes  # noqa: PLW0603 (of the process, as its memory is)
    _max_bytes = min(_max_bytes, most)


def check_size(width: int, height: int, bytes_each: float) -> None:
    """Refuses a picture that would take too much memory.

    Args:
        width: in pixels.
        height: in pixels.
        bytes_each: what its decoder takes for each pixel.

    Raises:
        PictureError: if it is too large.
    """
    if max(width, height) > MAX_SIDE:
        raise PictureError(
            "{width} × {height} pixels are too many; a side may have {most}",
            width=width,
            height=height,
            most=MAX_SIDE,
        )
    most = min(MAX_PIXELS, int(_max_bytes / bytes_each))
    if width * height > most:
        raise PictureError(
            "{width} × {height} pixels are too many; "
            "pictures of this kind can be read up to {most} million pixels",
            width=width,
            height=height,
            most=most // 1_000_000,
        )


def check_page(number: int, most: int) -> None:
    """Refuses a page that comes after too many others.

    Args:
        number: of the page, from 0.
        most: how many are read.

    Raises:
        PictureError: if it is not one of them.
    """
    if number >= most:
        raise PictureError("only the first {most} pages of this file are read", most=most)


def read_whole(stream: BinaryIO) -> bytes:
    """The content of a file that is decoded as a whole.

    Raises:
        PictureError: if it is too large.
    """
    content = stream.read(_MAX_FILE + 1)
    if len(content) > _MAX_FILE:
        raise PictureError(
            "pictures of this kind can be read up to {most} MB", most=_MAX_FILE // 1_000_000
        )
    return content


class MeteredStream:
    """A stream that can be read only so often.

    Pillow reads a file part by part, in Python. This bounds the time, whatever the parts are:
    chunks of a PNG, segments of a JPEG, blocks of a GIF, tags of a TIFF.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._reads_left = _MAX_READS

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes; all if it is negative.

        Raises:
            PictureError: if it was called too often.
        """
        self._reads_left -= 1
        if self._reads_left < 0:
            raise PictureError("a broken picture: it is made of too many parts")
        return self._stream.read(size)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Moves to a position."""
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        """The position."""
        return self._stream.tell()

    def fileno(self) -> int:
        """The system's number of the file.

        Raises:
            OSError: if it is in memory.
        """
        return self._stream.fileno()

    def close(self) -> None:
        """Does nothing: whoever has opened the stream closes it."""
