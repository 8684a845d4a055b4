"""Jobs: pieces of reading that any process can do, and that can be sent to it."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from digitrec.cli.answer import Answer, Told
from digitrec.cli.lines import LONGEST_LINE, sniff
from digitrec.recognition.ink import Ink, InkError
from digitrec.recognition.picture.decoding import PictureError, open_picture
from digitrec.recognition.reading import Reading
from digitrec.recognition.recognizer import ReadingError, Recognizer

_PICTURES = 16  # drawings that are read in about the time of a picture
_PLENTY = 4096  # bytes of an ink line that is long for one drawing


class Job(Protocol):
    """Something to be read, whose answers are told."""

    @property
    def weight(self) -> int:
        """How much there is to do; 1 for a usual drawing."""
        ...

    def do(self, recognizer: Recognizer) -> list[Told]:
        """The answers, in order."""
        ...


@dataclass(frozen=True)
class InkJob:
    """Some ink lines of one file.

    Attributes:
        source: the file, as the person named it.
        lines: each with its number in the file.
        digits: how many digits each drawing has; None to find out.
        as_json: whether the answers are JSON.
    """

    source: str
    lines: list[tuple[int, bytes]]
    digits: int | None
    as_json: bool

    @property
    def weight(self) -> int:
        """A long line counts as many."""
        return max(len(self.lines), sum(len(line) for _, line in self.lines) // _PLENTY)

    def do(self, recognizer: Recognizer) -> list[Told]:
        """The answers, in order."""
        parsed = [_parsed(line) for _, line in self.lines]
        inks = [ink for ink in parsed if isinstance(ink, Ink)]
        readings = recognizer.read_all(inks, self.digits)
        answers = []
        for (number, line), ink in zip(self.lines, parsed, strict=True):
            if isinstance(ink, Ink):
                result = next(readings)
                told = str(result) if isinstance(result, ReadingError) else result
                answers.append(Answer(self.source, told, number, ink.id))
            else:
                answers.append(Answer(self.source, ink, number, _id_of(line)))
        return [answer.told(self.as_json) for answer in answers]


@dataclass(frozen=True)
class PictureJob:
    """A picture.

    Attributes:
        source: the file, as the person named it.
        digits: how many digits it has; None to find out.
        as_json: whether the answer is JSON.
        content: its bytes, where they have been read already.
    """

    source: str
    digits: int | None
    as_json: bool
    content: bytes | None = None

    @property
    def weight(self) -> int:
        """As many drawings as take about its time."""
        return _PICTURES

    def do(self, recognizer: Recognizer) -> list[Told]:
        """Its one answer."""
        try:
            result = self._read(recognizer)
        except (PictureError, ReadingError) as error:
            result = str(error)
        except OSError as error:
            result = why(self.source, error)
        return [Answer(self.source, result).told(self.as_json)]

    def _read(self, recognizer: Recognizer) -> Reading | str:
        if self.content is not None:
            return recognizer.read_picture(open_picture(io.BytesIO(self.content)), self.digits)
        with Path(self.source).open("rb") as stream:
            _, blank_lines = sniff(stream)
            if not stream.peek(1):
                return nothing(blank_lines)
            return recognizer.read_picture(open_picture(stream), self.digits)


@dataclass(frozen=True)
class DoneJob:
    """An answer that is known, in its place among the others."""

    answer: Told
    weight: int = 1

    def do(self, recognizer: Recognizer) -> list[Told]:  # noqa: ARG002
        """The answer."""
        return [self.answer]


def nothing(blank_lines: int) -> str:
    """Why a file without a drawing isn't read."""
    return "holds no drawing" if blank_lines else "is empty"


def why(source: str, error: OSError) -> str:
    """Why a file can't be read, in words."""
    if Path(source).is_dir():  # for which Windows says that it's forbidden
        return "is a folder, not a file"
    if isinstance(error, FileNotFoundError):
        return "no such file"
    if isinstance(error, PermissionError):
        return "not allowed to read this file"
    return f"can't be read ({error.strerror or error})"


def _parsed(line: bytes) -> Ink | str:
    """The ink of a line, or why it holds none."""
    if len(line) > LONGEST_LINE:
        return f"longer than {LONGEST_LINE >> 20} MiB"
    try:
        return Ink.from_json(line)
    except InkError as error:
        return str(error)


def _id_of(line: bytes) -> str | int | None:
    """The id of a line that isn't ink otherwise."""
    try:
        name = json.loads(line).get("id")
    except (ValueError, AttributeError, RecursionError):
        return None
    return name if isinstance(name, str | int) and not isinstance(name, bool) else None
