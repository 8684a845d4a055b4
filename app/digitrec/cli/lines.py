"""Lines: the lines of a stream, each as soon as it is there, and a word before any wait."""

from __future__ import annotations

import io
import os
import stat
import sys
from collections.abc import Callable, Iterator

LONGEST_LINE = 16 * 1024 * 1024
"""Bytes of one ink line; past them it holds more points than a drawing may."""

_BOM = b"\xef\xbb\xbf"
_CHUNK = 64 * 1024  # what a pipe holds on Linux


def sniff(stream: io.BufferedReader) -> tuple[bool, int]:
    """Whether an object begins here, as on an ink line; and how many blank lines were skipped."""
    if stream.peek(len(_BOM)).startswith(_BOM):  # Windows' editors put it before any text
        stream.read(len(_BOM))
    skipped = 0
    while ahead := stream.peek():
        rest = ahead.lstrip()
        if rest:
            return rest.startswith(b"{"), skipped
        skipped += ahead.count(b"\n")
        stream.read(len(ahead))
    return False, skipped


def is_file(stream: io.BufferedReader) -> bool:
    """Whether it is a file on a disk, which needn't be waited for."""
    try:
        return stat.S_ISREG(os.fstat(stream.fileno()).st_mode)
    except OSError:  # a stream in memory
        return True


def lines(stream: io.BufferedReader) -> Iterator[bytes | None]:
    """The lines without their ends, and None wherever the next has to be waited for.

    Of a line that is too long only the beginning, which is too long still.
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
    """What tells whether there is something to read, or the end, without a wait."""
    if is_file(stream):
        return lambda: True
    if sys.platform == "win32":  # where only sockets can be asked
        return lambda: False
    import select

    return lambda: bool(select.select([stream], [], [], 0)[0])
