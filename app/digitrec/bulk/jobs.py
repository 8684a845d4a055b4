"""Jobs: pieces of reading that any process can run, and that can be sent to another process.

A job answers for every drawing in it, whatever goes wrong: an error costs only its own drawing.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol, TypeVar, cast

from digitrec.bulk.input.ink_stream import Found
from digitrec.bulk.input.lines import LONGEST_LINE, sniff
from digitrec.bulk.input.opening import open_source
from digitrec.bulk.result import Format, OutputLine, Result
from digitrec.recognition.ink import Ink, InkError
from digitrec.recognition.model import ModelError
from digitrec.recognition.picture.decoding import (
    PictureError,
    count_pages,
    open_pages,
)
from digitrec.recognition.reading import Reading
from digitrec.recognition.recognizer import ReadingError, Recognizer

T = TypeVar("T")

MAX_DIGITS = 250
"""Digits that a drawing can be asked to have. The search for a number of digits takes time and
memory in proportion to it: for 10 million 23 s, and for 999,999,999 more than 100 GiB."""

_PICTURE_WEIGHT = 16  # drawings that are read in about the time of one image
_BYTES_PER_DRAWING = 4096  # of an ink line that is long for one drawing


class Job(Protocol[T]):
    """Something to read, and what is wanted of each drawing, such as the line to print for it."""

    @property
    def weight(self) -> int:
        """How much work this is; 1 for an ordinary drawing."""
        ...

    def run(self, recognizer: Recognizer) -> list[T]:
        """One result for each drawing, in order."""
        ...


@dataclass(frozen=True)
class InkJob:
    """Some drawings of one file of ink.

    Attributes:
        source: the file, as the person named it.
        drawings: as they were found there.
        digits: how many digits each drawing has; None to find out.
        form: how to print them.
        marks: whether to read the marks between digits too.
    """

    source: str
    drawings: list[Found]
    digits: int | None
    form: Format
    marks: bool = True

    @property
    def weight(self) -> int:
        """A long line counts as many."""
        total = sum(drawing.size for drawing in self.drawings)
        return max(len(self.drawings), total // _BYTES_PER_DRAWING)

    def run(self, recognizer: Recognizer) -> list[OutputLine]:
        """The lines to print, in order."""
        return [result.to_line(self.form) for result in self.results(recognizer)]

    def results(self, recognizer: Recognizer) -> list[Result]:
        """What was read, in order."""
        parsed = [_parse_ink(drawing, self.source) for drawing in self.drawings]
        inks = [ink for ink in parsed if isinstance(ink, Ink)]
        outcomes = iter(self._read(recognizer, inks))
        return [
            Result(self.source, next(outcomes), drawing.place, ink.id)
            if isinstance(ink, Ink)
            else Result(self.source, ink, drawing.place, _id_of(drawing.drawing))
            for drawing, ink in zip(self.drawings, parsed, strict=True)
        ]

    def _read(self, recognizer: Recognizer, inks: Sequence[Ink]) -> list[Reading | str]:
        """A reading or an error message for each drawing."""
        try:
            _check_digits(self.digits)
            return [
                str(outcome) if isinstance(outcome, ReadingError) else outcome
                for outcome in recognizer.read_all(inks, self.digits, self.marks)
            ]
        except Exception as error:
            if len(inks) == 1:
                return [error_message(self.source, error)]
            # One of them is to blame: the others are read one by one.
            return [outcome for ink in inks for outcome in self._read(recognizer, [ink])]


@dataclass(frozen=True)
class PictureJob:
    """An image, or some pages of one.

    Attributes:
        source: the file, as the person named it.
        digits: how many digits each page has; None to find out.
        form: how to print them.
        content: the file's bytes, if they have been read already.
        pages: numbers of the pages, from 0.
        marks: whether to read the marks between digits too.
        place: where in the file the picture is, such as "row 4" of a table.
        id: the picture's own id, if it has one.
        path: of the picture's file, if that is not the source.
    """

    source: str
    digits: int | None
    form: Format
    content: bytes | None = None
    pages: range = range(1)
    marks: bool = True
    place: str = ""
    id: str | int | None = None
    path: str = ""

    @property
    def file(self) -> str:
        """The file or the object in a store that the picture is in."""
        return self.path or self.source

    def with_content(self) -> PictureJob:
        """The same job for a machine that doesn't have the file; itself if it can't be read."""
        if self.content is not None:
            return self
        try:
            with open_source(self.file) as stream:
                return replace(self, content=stream.read())
        except Exception:  # which the other machine will say, too
            return self

    @property
    def weight(self) -> int:
        """As many drawings as are read in about the same time."""
        return _PICTURE_WEIGHT * len(self.pages)

    def count_pages(self) -> int:
        """How many pages the image has; 1 if it can't be read, which `run` says."""
        try:
            with self._open() as stream:
                return count_pages(stream)
        except Exception:
            return 1

    def run(self, recognizer: Recognizer) -> list[OutputLine]:
        """The lines to print, one for each page."""
        return [result.to_line(self.form) for result in self.results(recognizer)]

    def results(self, recognizer: Recognizer) -> list[Result]:
        """What was read of each page."""
        outcomes: list[Reading | str] = []
        try:
            with self._open() as stream:
                for outcome in self._read(stream, recognizer):
                    outcomes.append(outcome)  # noqa: PERF402 (those before an error stay)
        except Exception as error:
            outcomes.append(error_message(self.source, error))
        return [
            Result(self._page_name(number), outcome, self.place, self.id)
            for number, outcome in zip(self.pages, outcomes, strict=False)
        ]

    def _open(self) -> AbstractContextManager[io.BufferedReader]:
        if self.content is None:
            return open_source(self.file)
        return io.BufferedReader(cast(io.RawIOBase, io.BytesIO(self.content)))

    def _read(self, stream: io.BufferedReader, recognizer: Recognizer) -> Iterator[Reading | str]:
        _, blank_lines = sniff(stream)
        if not stream.peek(1):
            yield empty_message(blank_lines)
            return
        for page in open_pages(stream, self.pages.start, self.pages.stop):
            try:
                if isinstance(page, PictureError):
                    raise page
                _check_digits(self.digits)
                yield recognizer.read_picture(page, self.digits, self.marks)
            except Exception as error:  # the other pages are still read
                yield error_message(self.source, error)

    def _page_name(self, number: int) -> str:
        """The first page has the file's own name, which is all that most files have."""
        return self.source if number == 0 else f"{self.source}#{number + 1}"


@dataclass(frozen=True)
class FinishedJob:
    """A result that is known already, in its place among the others.

    Attributes:
        line: to print.
        weight: see `Job`.
        error: what kept a source from being read, if something did.
    """

    line: OutputLine
    weight: int = 1
    error: Exception | None = None

    def run(self, recognizer: Recognizer) -> list[OutputLine]:  # noqa: ARG002
        """The one line to print."""
        return [self.line]


SourceJob = InkJob | PictureJob | FinishedJob
"""What files and standard input are turned into; see `sources.jobs`."""


def empty_message(blank_lines: int) -> str:
    """Why a file without a drawing isn't read."""
    return "contains no drawing" if blank_lines else "is empty"


def error_message(source: str, error: Exception) -> str:
    """Why something can't be read, in words.

    Args:
        source: the file, as the person named it.
        error: what was raised: an expected error, or any other.
    """
    if isinstance(error, OSError) and Path(source).is_dir():  # Windows calls this forbidden
        return "is a folder, not a file"
    match error:
        case InkError() | PictureError() | ReadingError() | ModelError():
            return str(error)
        case FileNotFoundError():
            return "no such file"
        case PermissionError():
            return "not allowed to read this file"
        case OSError():
            return f"can't be read ({error.strerror or error})"
        case MemoryError():
            return "needs more memory than there is"
    return f"can't be read: unexpected {type(error).__name__}: {error}"


def _check_digits(digits: int | None) -> None:
    if digits is not None and digits > MAX_DIGITS:
        raise ReadingError(f"{digits} digits were asked for, but at most {MAX_DIGITS} can be read")


def _parse_ink(drawing: Found, source: str) -> Ink | str:
    """The ink of a drawing, or why it is none."""
    try:
        return drawing.ink()
    except Exception as error:
        return error_message(source, error)


def _id_of(line: object) -> str | int | None:
    """The id of a line that isn't valid ink otherwise."""
    if not isinstance(line, bytes) or len(line) > LONGEST_LINE:
        return None
    try:
        name = json.loads(line).get("id")
    except (ValueError, AttributeError, RecursionError):
        return None
    return name if isinstance(name, str | int) and not isinstance(name, bool) else None
