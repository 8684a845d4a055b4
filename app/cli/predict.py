"""predict: reads pictures and ink from files or standard input, and answers one by one."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from app.cli.output import CommandError, complain, in_words, write_json, write_line
from app.recognition.ink import Ink, InkError
from app.recognition.model import ModelError
from app.recognition.page import PictureError, open_picture
from app.recognition.reading import Reading
from app.recognition.recognizer import ReadingError, Recognizer
from app.resources import model_path

STANDARD_INPUT = "-"
INK_ENDINGS = (".jsonl", ".ndjson")
LONGEST_LINE = 16 * 1024 * 1024
"""Bytes of one ink line; past them it holds more points than a drawing may."""

_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Answer:
    """What came of one drawing: a reading, or the error in words.

    Attributes:
        source: the file, as the person named it.
        line: number of the ink line, from 1; None for a picture or a file as a whole.
        id: the ink's own, where it has one.
        result: the reading, or why there is none.
    """

    source: str
    result: Reading | str
    line: int | None = None
    id: str | int | None = None

    def to_dict(self) -> dict[str, Any]:
        """The answer as the command line's JSON has it."""
        head: dict[str, Any] = {"id": self.id, "source": self.source}
        if isinstance(self.result, Reading):
            return head | self.result.to_dict()
        return head | {"error": self._error}

    def show(self, as_json: bool) -> None:
        """Writes the answer: errors to standard error, unless as JSON."""
        if as_json:
            write_json(self.to_dict())
        elif isinstance(self.result, Reading):
            write_line(f"{self._name}: {in_words(self.result)}")
        else:
            complain(f"{self.source}: {self._error}")

    @property
    def _name(self) -> str:
        if self.line is None:
            return self.source
        return f"{self.source}, {f'line {self.line}' if self.id is None else self.id}"

    @property
    def _error(self) -> str:
        return f"{self.result}" if self.line is None else f"line {self.line}: {self.result}"


def predict(sources: list[str], digits: int | None, as_json: bool) -> int:
    """Reads each source in turn; gives the exit status.

    Args:
        sources: files, or `-` for standard input.
        digits: how many digits a drawing has; None to find out.
        as_json: whether to write JSON lines.
    """
    try:
        recognizer = Recognizer.open(model_path())
    except ModelError as error:
        raise CommandError(str(error)) from error
    status = 0
    for source in sources:
        for answer in _answers(source, recognizer, digits):
            answer.show(as_json)
            if not isinstance(answer.result, Reading):
                status = 1
    return status


def _answers(source: str, recognizer: Recognizer, digits: int | None) -> Iterator[Answer]:
    try:
        with _opened(source) as stream:
            is_ink, blank_lines = _sniff(stream)
            if source != STANDARD_INPUT:
                is_ink = source.lower().endswith(INK_ENDINGS)
            if not stream.peek(1):
                yield Answer(source, "holds no drawing" if blank_lines else "is empty")
            elif is_ink:
                yield from _ink_answers(source, stream, blank_lines, recognizer, digits)
            else:
                yield Answer(source, _read_picture(stream, recognizer, digits))
    except OSError as error:
        yield Answer(source, _why(source, error))


def _opened(source: str) -> AbstractContextManager[io.BufferedReader]:
    if source != STANDARD_INPUT:
        return Path(source).open("rb")
    if sys.stdin is None:
        raise FileNotFoundError
    return nullcontext(cast(io.BufferedReader, sys.stdin.buffer))


def _sniff(stream: io.BufferedReader) -> tuple[bool, int]:
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


def _ink_answers(
    source: str,
    stream: io.BufferedReader,
    blank_lines: int,
    recognizer: Recognizer,
    digits: int | None,
) -> Iterator[Answer]:
    for number, line in enumerate(_lines(stream), blank_lines + 1):
        if not line.strip():
            continue
        try:
            if len(line) > LONGEST_LINE:
                raise InkError(f"longer than {LONGEST_LINE >> 20} MiB")
            ink = Ink.from_json(line)
            yield Answer(source, recognizer.read(ink, digits), number, ink.id)
        except (InkError, ReadingError) as error:
            yield Answer(source, str(error), number, _id_of(line))


def _lines(stream: io.BufferedReader) -> Iterator[bytes]:
    """The lines; of one that is too long only the beginning, which is too long still."""
    while line := stream.readline(LONGEST_LINE + 1):
        rest = line
        while len(rest) > LONGEST_LINE and not rest.endswith(b"\n"):
            rest = stream.readline(LONGEST_LINE + 1)
        yield line


def _id_of(line: bytes) -> str | int | None:
    """The id of a line that isn't ink otherwise."""
    try:
        name = json.loads(line).get("id")
    except (ValueError, AttributeError, RecursionError):
        return None
    return name if isinstance(name, str | int) and not isinstance(name, bool) else None


def _read_picture(
    stream: io.BufferedReader, recognizer: Recognizer, digits: int | None
) -> Reading | str:
    try:
        return recognizer.read_picture(open_picture(stream), digits)
    except (PictureError, ReadingError) as error:
        return str(error)


def _why(source: str, error: OSError) -> str:
    if Path(source).is_dir():  # for which Windows says that it's forbidden
        return "is a folder, not a file"
    if isinstance(error, FileNotFoundError):
        return "no such file" if source != STANDARD_INPUT else "there is no standard input"
    if isinstance(error, PermissionError):
        return "not allowed to read this file"
    return f"can't be read ({error.strerror or error})"
