"""Sources: files and standard input as jobs of reading, in the order given."""

from __future__ import annotations

import io
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import cast

from digitrec.cli.answer import Answer
from digitrec.cli.jobs import DoneJob, InkJob, Job, PictureJob, nothing, why
from digitrec.cli.lines import lines, sniff

STANDARD_INPUT = "-"
INK_ENDINGS = (".jsonl", ".ndjson")

TOGETHER = 32
"""Lines of a job: so few that several processes end at about the same time."""

MOST_BYTES = 256 * 1024
"""Bytes of a job's lines, a longer one being read alone: it bounds memory."""

Numbered = tuple[int, bytes]


def jobs(sources: Iterable[str], digits: int | None, as_json: bool) -> Iterator[Job | None]:
    """What is to be done, in order; a None wherever what comes next may have to be waited for.

    Args:
        sources: files, or `-` for standard input.
        digits: how many digits a drawing has; None to find out.
        as_json: whether the answers are to be JSON.
    """
    for source in sources:
        comes_later = source == STANDARD_INPUT or _is_pipe(source)
        if comes_later:
            yield None  # opening a pipe waits for its writer
        try:
            if comes_later or _is_ink(source):
                yield from _stream_jobs(source, digits, as_json)
            else:
                yield PictureJob(source, digits, as_json)
        except OSError as error:
            yield DoneJob(Answer(source, why(source, error)).told(as_json))


def _stream_jobs(source: str, digits: int | None, as_json: bool) -> Iterator[Job | None]:
    if source == STANDARD_INPUT and sys.stdin is None:
        yield DoneJob(Answer(source, "there is no standard input").told(as_json))
        return
    with _opened(source) as stream:
        is_ink, blank_lines = sniff(stream)
        if source != STANDARD_INPUT:
            is_ink = _is_ink(source)
        if not stream.peek(1):
            yield DoneJob(Answer(source, nothing(blank_lines)).told(as_json))
        elif is_ink:
            for some in _batches(lines(stream), blank_lines):
                yield None if some is None else InkJob(source, some, digits, as_json)
        else:
            yield PictureJob(source, digits, as_json, stream.read())


def _batches(given: Iterator[bytes | None], blank_lines: int) -> Iterator[list[Numbered] | None]:
    """Lines that are read together, no blank ones; None where the next has to be waited for."""
    some: list[Numbered] = []
    number, size = blank_lines, 0
    try:
        for line in given:
            if line is not None:
                number += 1
                if line.strip():
                    some.append((number, line))
                    size += len(line)
            if some and (line is None or len(some) == TOGETHER or size > MOST_BYTES):
                yield some
                some, size = [], 0
            if line is None:
                yield None
    except OSError:  # the lines before it are answered first
        if some:
            yield some
        raise
    if some:
        yield some


def _opened(source: str) -> AbstractContextManager[io.BufferedReader]:
    if source != STANDARD_INPUT:
        return Path(source).open("rb")
    return nullcontext(cast(io.BufferedReader, sys.stdin.buffer))


def _is_ink(source: str) -> bool:
    return source.lower().endswith(INK_ENDINGS)


def _is_pipe(source: str) -> bool:
    """Whether it is neither a file on a disk nor a folder; what isn't there is no pipe."""
    try:
        mode = Path(source).stat().st_mode
    except OSError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))
