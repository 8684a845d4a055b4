"""Reads the lines of a stream, each as soon as it arrives, and says before any wait."""

from __future__ import annotations

import io
import os
import stat
import sys
from collections.abc import Callable, Iterator

from digitrec.recognition.ink_formats.documents import format_of

LONGEST_LINE = 16 * 1024 * 1024
"""Bytes of one ink line. A longer one has more points than a drawing may have."""

_BOM = b"\xef\xbb\xbf"
_CHUNK = 64 * 1024  # what a pipe holds on Linux


def sniff(stream: io.BufferedReader) -> tuple[str | None, int]:
    """The format of ink that begins here, if any, and how many blank lines were skipped."""
    if stream.peek(len(_BOM)).startswith(_BOM):  # editors on Windows put it before any text
        stream.read(len(_BOM))
    skipped = 0
    while ahead := stream.peek():
        rest = ahead.lstrip()
        if rest:
            return format_of(rest), skipped
        skipped += ahead.count(b"\n")
        stream.read(len(ahead))
    return None, skipped


def is_file(stream: io.BufferedReader) -> bool:
    """Whether the stream is a file on a disk, which never has to be waited for."""
    try:
        return stat.S_ISREG(os.fstat(stream.fileno()).st_mode)
    except OSError:  # a stream in memory
        return True


def read_lines(stream: io.BufferedReader) -> Iterator[bytes | None]:
    """The lines without their line ends, and None wherever the next has to be waited for.

    A line longer than `LONGEST_LINE` is cut off somewhere after that length.
    """
    ready = _readiness(stream)
    parts: list[bytes] = []
    size = 0
    while True:
        if not ready():
            yield None
        chunk = stream.read1(_CHUNK)
        *ends, rest = chunk.split(b"\n")
        for end in ends:
            yield b"".join([*parts, end])
            parts, size = [], 0
        if size <= LONGEST_LINE:
            parts.append(rest)
            size += len(rest)
        if not chunk:
            break
    if size:
        yield b"".join(parts)


def _readiness(stream: io.BufferedReader) -> Callable[[], bool]:
    """A function that says whether data, or the end, can be read without waiting."""
    if is_file(stream):
        return lambda: True
    if sys.platform == "win32":  # select() takes only sockets there
        return lambda: False
    import select

    return lambda: bool(select.select([stream], [], [], 0)[0])
