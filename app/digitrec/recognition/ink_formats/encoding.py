"""The encoding of a text: UTF-8 or UTF-16, with a byte-order mark or without."""

from __future__ import annotations

import codecs
import io

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"),
          (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip
_CHUNK = 1 << 16


def encoding_of(beginning: bytes) -> str:
    """The encoding of a text that begins so; UTF-8 if nothing speaks against it.

    A text of ink begins with an ASCII character, of which UTF-16 makes a zero byte and another.
    """
    for mark, name in _MARKS:
        if beginning.startswith(mark):
            return name
    if len(beginning) > 1 and beginning[0] == 0 < beginning[1]:
        return "utf-16-be"
    if len(beginning) > 1 and beginning[1] == 0 < beginning[0]:
        return "utf-16-le"
    return "utf-8"


def decoded(content: bytes) -> str:
    """The text of a file; what is not in its encoding becomes U+FFFD."""
    return content.decode(encoding_of(content), "replace")


def as_utf8(stream: io.BufferedReader) -> io.BufferedReader:
    """The same stream if it isn't a text in UTF-16, else one that gives that text in UTF-8."""
    encoding = encoding_of(stream.peek(3))
    if not encoding.startswith("utf-16"):
        return stream
    return io.BufferedReader(_Recoded(stream, encoding))


class _Recoded(io.RawIOBase):
    """A stream in another encoding, read piece by piece as UTF-8."""

    def __init__(self, stream: io.BufferedReader, encoding: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._left = b""

    def readable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._stream.fileno()

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        while not self._left:
            chunk = self._stream.read1(_CHUNK)
            self._left = self._decoder.decode(chunk, not chunk).encode("utf-8", "replace")
            if not chunk:
                break
        count = min(len(buffer), len(self._left))
        buffer[:count] = self._left[:count]
        self._left = self._left[count:]
        return count
