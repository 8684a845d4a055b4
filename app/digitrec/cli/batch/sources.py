"""Turns files and standard input into reading jobs, in the order given."""

from __future__ import annotations

import io
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import cast

from digitrec.cli.batch.jobs import (
    FinishedJob,
    InkJob,
    Job,
    PictureJob,
    empty_message,
    error_message,
)
from digitrec.cli.batch.lines import read_lines, sniff
from digitrec.cli.batch.result import Result

STANDARD_INPUT = "-"
INK_ENDINGS = (".jsonl", ".ndjson")

LINES_PER_JOB = 32
"""Few enough that several processes finish at about the same time."""

PAGES_PER_JOB = 8
"""Few enough that the first are printed soon. A job for the last pages of an animation decodes all
that are before them."""

BYTES_PER_JOB = 256 * 1024
"""Size from which a job takes no more lines. A longer line is read alone. It bounds memory."""

NumberedLine = tuple[int, bytes]


def jobs(
    sources: Iterable[str], digits: int | None, as_json: bool, marks: bool = True
) -> Iterator[Job | None]:
    """What there is to read, in order; None wherever the next job may have to be waited for.

    Args:
        sources: files, or `-` for standard input.
        digits: how many digits each drawing has; None to find out.
        as_json: whether to print JSON.
        marks: whether to read the marks between digits too.
    """
    for source in sources:
        comes_later = source == STANDARD_INPUT or _is_pipe(source)
        if comes_later:
            yield None  # opening a pipe waits for its writer
        try:
            if comes_later or is_ink(source):
                yield from _stream_jobs(source, digits, as_json, marks)
            else:
                yield from _picture_jobs(PictureJob(source, digits, as_json, marks=marks))
        except Exception as error:  # the other sources are still read
            yield FinishedJob(Result(source, error_message(source, error)).to_line(as_json))


def _stream_jobs(
    source: str, digits: int | None, as_json: bool, marks: bool
) -> Iterator[Job | None]:
    if source == STANDARD_INPUT and sys.stdin is None:
        yield FinishedJob(Result(source, "there is no standard input").to_line(as_json))
        return
    with open_source(source) as stream:
        begins_as_ink, blank_lines = sniff(stream)
        if source != STANDARD_INPUT:
            begins_as_ink = is_ink(source)
        if not stream.peek(1):
            yield FinishedJob(Result(source, empty_message(blank_lines)).to_line(as_json))
        elif begins_as_ink:
            for batch in _batches(read_lines(stream), blank_lines):
                yield None if batch is None else InkJob(source, batch, digits, as_json, marks)
        else:
            whole = PictureJob(source, digits, as_json, stream.read(), marks=marks)
            yield from _picture_jobs(whole)


def _picture_jobs(whole: PictureJob) -> Iterator[PictureJob]:
    """Jobs for all pages of a picture."""
    pages = whole.count_pages()
    for first in range(0, pages, PAGES_PER_JOB):
        yield replace(whole, pages=range(first, min(first + PAGES_PER_JOB, pages)))


def _batches(
    lines: Iterator[bytes | None], blank_lines: int
) -> Iterator[list[NumberedLine] | None]:
    """Lines to be read together, without blank ones; None if the next has to be waited for."""
    batch: list[NumberedLine] = []
    number, size = blank_lines, 0
    try:
        for line in lines:
            if line is not None:
                number += 1
                if line.strip():
                    batch.append((number, line))
                    size += len(line)
            if batch and (line is None or len(batch) == LINES_PER_JOB or size > BYTES_PER_JOB):
                yield batch
                batch, size = [], 0
            if line is None:
                yield None
    except OSError:  # the lines before the error are answered first
        if batch:
            yield batch
        raise
    if batch:
        yield batch


def open_source(source: str) -> AbstractContextManager[io.BufferedReader]:
    """A file, or standard input, as a stream of bytes."""
    if source != STANDARD_INPUT:
        return Path(source).open("rb")
    return nullcontext(cast(io.BufferedReader, sys.stdin.buffer))


def is_ink(source: str) -> bool:
    """Whether a file is named like one of ink lines."""
    return source.lower().endswith(INK_ENDINGS)


def _is_pipe(source: str) -> bool:
    """Whether it exists and is neither a file on a disk nor a folder."""
    try:
        mode = Path(source).stat().st_mode
    except (OSError, ValueError):  # a value error: a name that no file can have
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))
