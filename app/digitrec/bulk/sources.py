"""Turns files and standard input into reading jobs, in the order given."""

from __future__ import annotations

import itertools
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

from digitrec.bulk.input.ink_stream import Found, read_stream
from digitrec.bulk.input.inputs import Trouble, find_inputs
from digitrec.bulk.input.lines import is_file, sniff
from digitrec.bulk.input.opening import (
    STANDARD_INPUT,
    TABLE_ENDING,
    is_ink,
    open_source,
    unpacked,
)
from digitrec.bulk.input.position import Position
from digitrec.bulk.input.table import FoundPicture, read_table
from digitrec.bulk.jobs import (
    FinishedJob,
    InkJob,
    PictureJob,
    SourceJob,
    empty_message,
    error_message,
)
from digitrec.bulk.result import Format, Result
from digitrec.recognition.ink import InkError
from digitrec.recognition.ink_formats.encoding import as_utf8
from digitrec.recognition.picture.formats.endings import PICTURE_ENDINGS

_NO_INPUT = "there is no standard input"
_NOT_INK = "is not ink"

DRAWINGS_PER_JOB = 32
"""Few enough that several processes finish at about the same time."""

PAGES_PER_JOB = 8
"""Few enough that the first are printed soon. A job for the last pages of an animation decodes all
that are before them."""

BYTES_PER_JOB = 256 * 1024
"""Size from which a job takes no more lines. A longer line is read alone. It bounds memory."""


def jobs(
    words: Iterable[str],
    digits: int | None,
    form: Format,
    marks: bool = True,
    recursive: bool = False,
    *,
    prompt: bool = True,
    position: Position | None = None,
) -> Iterator[SourceJob | None]:
    """What there is to read, in order; None wherever the next job may have to be waited for.

    Args:
        words: files, folders, patterns and lists; see `inputs.find_inputs`.
        digits: how many digits each drawing has; None to find out.
        form: how to print them.
        marks: whether to read the marks between digits too.
        recursive: whether to go into the folders in a folder.
        prompt: whether what has arrived becomes a job before anything is waited for. Otherwise the
            jobs depend on the input alone, and not on when it arrives.
        position: told how far the input has been taken.
    """
    for source in find_inputs(words, recursive):
        if isinstance(source, Trouble):
            yield _failed(source.source, source.error, form)
            continue
        comes_later = source == STANDARD_INPUT or _is_pipe(source)
        if comes_later:
            yield None  # opening a pipe waits for its writer
        try:
            if source.lower().endswith(TABLE_ENDING):
                yield from _table_jobs(source, digits, form, marks, position)
            elif not comes_later and source.lower().endswith(PICTURE_ENDINGS):
                yield from _picture_jobs(PictureJob(source, digits, form, marks=marks))
            else:
                yield from _stream_jobs(source, digits, form, marks, prompt, position)
        except Exception as error:  # the other sources are still read
            yield _failed(source, error, form)
        if position is not None:
            position.take(source)


def ink_in(source: str) -> Iterator[Found]:
    """The drawings in a file of ink, or in standard input.

    Raises:
        InkError: if it is no ink.
        OSError: if it can't be read.
    """
    if source == STANDARD_INPUT and sys.stdin is None:
        raise InkError(_NO_INPUT)
    with open_source(source) as opened:
        stream = as_utf8(unpacked(opened))
        ink, blank_lines = sniff(stream)
        if not stream.peek(1):
            raise InkError(empty_message(blank_lines))
        if ink is None and (not is_ink(source) or b"\0" in stream.peek()):
            raise InkError(_NOT_INK)
        yield from (found for found in read_stream(stream, ink, blank_lines) if found is not None)


def _failed(source: str, error: str | Exception, form: Format) -> FinishedJob:
    if isinstance(error, str):
        return FinishedJob(Result(source, error).to_line(form))
    line = Result(source, error_message(source, error)).to_line(form)
    return FinishedJob(line, error=error)


def _stream_jobs(
    source: str,
    digits: int | None,
    form: Format,
    marks: bool,
    prompt: bool,
    position: Position | None,
) -> Iterator[SourceJob | None]:
    if source == STANDARD_INPUT and sys.stdin is None:
        yield _failed(source, InkError(_NO_INPUT), form)
        return
    with open_source(source) as opened:
        if position is not None:
            position.open(opened)
        stream = as_utf8(unpacked(opened))
        ink, blank_lines = sniff(stream)
        if not stream.peek(1):
            yield _failed(source, empty_message(blank_lines), form)
        elif ink is None and is_ink(source) and b"\0" in stream.peek():
            yield _failed(source, InkError(_NOT_INK), form)  # once, and not for each of its lines
        elif ink is not None or is_ink(source):
            found = read_stream(stream, ink, blank_lines)
            for batch in _batches(found if prompt else filter(None, found)):
                yield None if batch is None else InkJob(source, batch, digits, form, marks)
        elif is_file(opened):
            yield from _picture_jobs(PictureJob(source, digits, form, marks=marks))
        else:
            whole = PictureJob(source, digits, form, stream.read(), marks=marks)
            yield from _picture_jobs(whole)


def _picture_jobs(whole: PictureJob) -> Iterator[PictureJob]:
    """Jobs for all pages of a picture."""
    pages = whole.count_pages()
    for first in range(0, pages, PAGES_PER_JOB):
        yield replace(whole, pages=range(first, min(first + PAGES_PER_JOB, pages)))


def _table_jobs(
    source: str, digits: int | None, form: Format, marks: bool, position: Position | None
) -> Iterator[SourceJob | None]:
    """Jobs for the rows of a table, which has either ink or pictures."""
    with open_source(source) as stream:
        if position is not None:
            position.open(stream)
        rows = read_table(stream, os.path.dirname(source))  # noqa: PTH120 (or of an address)
        for kind, some in itertools.groupby(rows, type):
            if kind is Found:
                for batch in _batches(cast(Iterator[Found], some)):
                    yield None if batch is None else InkJob(source, batch, digits, form, marks)
            else:
                for row in cast(Iterator[FoundPicture], some):
                    job = PictureJob(source, digits, form, row.content, marks=marks)
                    yield replace(job, place=row.place, id=row.id, path=row.path)


def _batches(drawings: Iterator[Found | None]) -> Iterator[list[Found] | None]:
    """Drawings to be read together; None if the next has to be waited for."""
    batch: list[Found] = []
    size = 0
    try:
        for drawing in drawings:
            if drawing is not None:
                batch.append(drawing)
                size += drawing.size
            full = len(batch) == DRAWINGS_PER_JOB or size > BYTES_PER_JOB
            if batch and (drawing is None or full):
                yield batch
                batch, size = [], 0
            if drawing is None:
                yield None
    except OSError:  # the drawings before the error are answered first
        if batch:
            yield batch
        raise
    if batch:
        yield batch


def _is_pipe(source: str) -> bool:
    """Whether it exists and is neither a file on a disk nor a folder."""
    try:
        mode = Path(source).stat().st_mode
    except (OSError, ValueError):  # a value error: a name that no file can have
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))
