"""Shards: what there is to read, cut into pieces that are read and written as a whole.

Where a shard ends depends on the input alone, so that the same input always gives the same shards.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from digitrec.bulk.input.object_stores import is_address, version_of
from digitrec.bulk.jobs import FinishedJob, InkJob, PictureJob, SourceJob
from digitrec.bulk.result import OutputLine
from digitrec.recognition.ink import Ink

DRAWINGS_PER_SHARD = 10_000
"""Weight of a shard: seconds of work for one machine, and a file of 5 to 10 MB of answers."""

BYTES_PER_SHARD = 32 * 1024 * 1024
"""Size from which a shard takes no more jobs. It bounds memory."""


@dataclass(frozen=True)
class Shard:
    """Jobs whose answers are one part of the output.

    Attributes:
        number: from 0.
        jobs: in order.
        fingerprint: SHA-256 of what is to be read, in hexadecimal. Of pictures in files and in
            stores, it is name, size and time of the last change that count.
    """

    number: int
    jobs: tuple[SourceJob, ...]
    fingerprint: str


ReadShards = Callable[[Iterator[Shard]], Iterator[tuple[Shard, list[OutputLine]]]]
"""Reads shards and gives each with its answers, in any order."""


def cut(jobs: Iterable[SourceJob | None], weight: int = DRAWINGS_PER_SHARD) -> Iterator[Shard]:
    """Jobs as shards.

    Args:
        jobs: all there is to read.
        weight: from which on a shard is full.
    """
    number, found, total, size = 0, list[SourceJob](), 0, 0
    for job in jobs:
        if job is None:
            continue
        found.append(job)
        total += job.weight
        size += _bytes_of(job)
        if total >= weight or size >= BYTES_PER_SHARD:
            yield Shard(number, tuple(found), fingerprint(found))
            number, found, total, size = number + 1, [], 0, 0
    if found:
        yield Shard(number, tuple(found), fingerprint(found))


def fingerprint(jobs: Iterable[SourceJob]) -> str:
    """SHA-256 of what jobs are to read, in hexadecimal; see `Shard`."""
    digest = hashlib.sha256()
    for job in jobs:
        for part in _parts(job):
            digest.update(b"%d:" % len(part) + part)  # so that no two lists of parts look alike
    return digest.hexdigest()


def _parts(job: SourceJob) -> Iterator[bytes]:
    match job:
        case FinishedJob():
            yield job.line.text.encode()
        case InkJob():
            yield job.source.encode("utf-8", "surrogateescape")
            for place, drawing in job.drawings:
                written = drawing.to_json() if isinstance(drawing, Ink) else str(drawing)
                yield drawing if isinstance(drawing, bytes) else f"{place} {written}".encode()
        case PictureJob():
            yield f"{job.source}#{job.pages}{job.place}".encode("utf-8", "surrogateescape")
            yield _version(job.file) if job.content is None else job.content


def _version(file: str) -> bytes:
    """Something that changes when a file does; what is wrong with it, if it can't be read."""
    try:
        if is_address(file):
            return version_of(file).encode()
        status = Path(file).stat()
    except (OSError, ValueError) as error:
        return str(error).encode("utf-8", "surrogateescape")
    return f"{status.st_size} {status.st_mtime_ns}".encode()


def _bytes_of(job: SourceJob) -> int:
    """Bytes that a job holds in memory."""
    if isinstance(job, InkJob):
        return sum(drawing.size for drawing in job.drawings)
    return len(job.content or b"") if isinstance(job, PictureJob) else 0
