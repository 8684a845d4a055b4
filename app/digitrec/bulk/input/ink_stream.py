"""The drawings in a stream of ink, each as soon as it has arrived."""

from __future__ import annotations

import io
import itertools
import json
from collections.abc import Iterator
from typing import NamedTuple

from digitrec.bulk.input.lines import LONGEST_LINE, read_lines
from digitrec.recognition.ink import Ink, InkError
from digitrec.recognition.ink_formats.documents import JSON, LARGEST_DOCUMENT, drawings_in
from digitrec.recognition.ink_formats.json_shapes import ink_from_json

LARGER = "not one drawing a line, and larger than"


class Found(NamedTuple):
    """A drawing that was found in a stream.

    Attributes:
        place: where, such as "line 4".
        drawing: as it is written, for another process to read; or read already, or why it can't be.
    """

    place: str
    drawing: bytes | Ink | InkError

    @property
    def size(self) -> int:
        """Bytes of the line; a drawing that is read already counts as a short one."""
        return len(self.drawing) if isinstance(self.drawing, bytes) else 0

    def ink(self) -> Ink:
        """The drawing.

        Raises:
            InkError: if it is none.
        """
        if isinstance(self.drawing, Ink):
            return self.drawing
        if isinstance(self.drawing, InkError):
            raise self.drawing
        if len(self.drawing) > LONGEST_LINE:
            raise InkError(f"longer than {LONGEST_LINE >> 20} MiB")
        return ink_from_json(self.drawing)


def read_stream(
    stream: io.BufferedReader, form: str | None, blank_lines: int = 0
) -> Iterator[Found | None]:
    """The drawings of a stream, and None wherever the next has to be waited for.

    JSON with one drawing a line is read line by line; every other document as a whole.

    Args:
        stream: in UTF-8, at its first character.
        form: its format; see `documents.format_of`. Anything unknown is read as JSON lines.
        blank_lines: lines of it that have been skipped.
    """
    lines = _numbered(read_lines(stream), blank_lines)
    begun: list[_Line] = []
    if form == JSON:
        for line in lines:
            if line is None:
                yield None
                continue
            begun.append(line)
            if len(begun) == 2 or not _may_go_on(line.text):
                break
    if form not in (JSON, None) or _is_document(begun):
        yield from _document(lines, begun)
        return
    for line in itertools.chain(begun, lines):
        yield None if line is None else Found(f"line {line.number}", line.text)


class _Line(NamedTuple):
    number: int
    text: bytes


def _numbered(lines: Iterator[bytes | None], number: int) -> Iterator[_Line | None]:
    """The lines that are not blank, with their numbers."""
    for text in lines:
        if text is None:
            yield None
            continue
        number += 1
        if text.strip():
            yield _Line(number, text)


def _document(lines: Iterator[_Line | None], begun: list[_Line]) -> Iterator[Found | None]:
    """The drawings of a stream that has to be read as a whole."""
    parts, size = [line.text for line in begun], sum(len(line.text) for line in begun)
    for line in lines:
        if line is None:
            yield None
            continue
        size += len(line.text) + 1
        if size <= LARGEST_DOCUMENT:
            parts.append(line.text)
    if size > LARGEST_DOCUMENT:
        yield Found("", InkError(f"{LARGER} {LARGEST_DOCUMENT >> 20} MiB"))
        return
    for number, drawing in enumerate(drawings_in(b"\n".join(parts)), 1):
        yield Found(f"drawing {number}", drawing)


def _is_document(begun: list[_Line]) -> bool:
    """Whether JSON goes on from line to line, by its first two lines that are not blank."""
    if not begun:
        return False
    first, *more = (line.text.lstrip() for line in begun)
    if first.startswith(b"["):  # a list of drawings; or one drawing a line, its strokes alone
        return not (more and _is_whole(first))
    # One broken line, and then others? Or an object that is written over lines?
    return bool(more) and not (more[0].startswith(b"{") and _is_whole(more[0]))


def _may_go_on(line: bytes) -> bool:
    """Whether JSON that begins so could go on in the next line."""
    if len(line) > LONGEST_LINE:
        return False
    if line.lstrip().startswith(b"["):
        return True
    try:
        json.loads(line)
    except json.JSONDecodeError as error:
        return error.pos >= len(error.doc.rstrip())
    except (ValueError, RecursionError):
        return False
    return False


def _is_whole(line: bytes) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True
