"""Opens what is read from: standard input, files, and objects in a store; gzip is unpacked."""

from __future__ import annotations

import gzip
import io
import sys
import zlib
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any, cast

from digitrec.bulk.input.object_stores import is_address, open_object
from digitrec.recognition.ink_formats.documents import INK_ENDINGS
from digitrec.recognition.picture.formats.endings import PICTURE_ENDINGS

STANDARD_INPUT = "-"
TABLE_ENDING = ".parquet"

_GZIP = b"\x1f\x8b"  # RFC 1952, 2.3.1

INPUT_ENDINGS = (
    *PICTURE_ENDINGS,
    *INK_ENDINGS,
    *(ending + ".gz" for ending in INK_ENDINGS),
    TABLE_ENDING,
)
"""How the names of files end that are read where a folder is named."""


def open_source(source: str) -> AbstractContextManager[io.BufferedReader]:
    """A file, an object in a store, or standard input, as a stream of bytes.

    Raises:
        OSError: if it can't be opened.
        InkError: if the store's driver is missing or refuses.
    """
    if source == STANDARD_INPUT:
        return nullcontext(cast(io.BufferedReader, sys.stdin.buffer))
    if is_address(source):
        return open_object(source)
    return Path(source).open("rb")


def unpacked(stream: io.BufferedReader) -> io.BufferedReader:
    """The same stream, or what it holds packed by gzip."""
    if not stream.peek(len(_GZIP)).startswith(_GZIP):
        return stream
    return io.BufferedReader(cast(io.RawIOBase, _Unpacked(fileobj=stream)))


class _Unpacked(gzip.GzipFile):
    """What gzip has packed. A file that is broken or cut short gives an OSError like any other."""

    def readinto(self, buffer: Any) -> int:
        try:
            return super().readinto(buffer)
        except (EOFError, zlib.error) as error:
            raise OSError(f"broken gzip: {error}") from error


def is_ink(source: str) -> bool:
    """Whether a file is named like one of ink."""
    return source.lower().removesuffix(".gz").endswith(INK_ENDINGS)
