"""Reads many drawings from Python: one after another, or a file into a file."""

from __future__ import annotations

import contextlib
import io
import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import IO, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from digitrec.bulk.crew.crew import Crew
from digitrec.bulk.input.ink_stream import Found
from digitrec.bulk.input.object_stores import file_system, is_address
from digitrec.bulk.jobs import FinishedJob, InkJob, PictureJob, SourceJob
from digitrec.bulk.output.answers import answers_to, form_of
from digitrec.bulk.result import Format
from digitrec.bulk.sources import DRAWINGS_PER_JOB, jobs
from digitrec.files import written_whole
from digitrec.recognition.ink import Ink
from digitrec.recognition.reading import Reading
from digitrec.recognition.recognizer import Recognizer
from digitrec.resources import model_path

Drawing = Ink | str | os.PathLike[str] | bytes | NDArray[Any]
"""Ink; or a picture: the path of its file, the file's bytes, or an array of its pixels."""

_CHANNELS = 1, 3, 4  # of an array of pixels (h, w, channels)


class ShardReport(NamedTuple):
    """What `read_shard` has done.

    Attributes:
        drawings: how many the file of answers answers for.
        errors: how many of them could not be read.
    """

    drawings: int
    errors: int


def read(
    drawings: Iterable[Drawing],
    *,
    digits: int | None = None,
    marks: bool = True,
    model: str | os.PathLike[str] | None = None,
    cores: int | None = None,
) -> Iterator[Reading]:
    """Reads drawings in order, each reading as soon as it is there, with all cores where it pays.

    Other processes are started from about 250 drawings or 16 pictures on, and end with the
    iterator. Only a few hundred drawings are taken from `drawings` in advance. The readings are
    those of `digitrec predict`, and have no alternatives.

    Args:
        drawings: `Ink`; or pictures: the path of a file, the bytes of one, or an array of shape
            (h, w), (h, w, 3) or (h, w, 4), of uint8, of booleans, or of floats in [0, 1]. Of a file
            with pages, the first is read. An array (n, h, w) or (n, h, w, 3) is n pictures.
        digits: how many digits each drawing has; None to find out.
        marks: whether to read the marks between digits too.
        model: file of a sealed model; None for the bundled one.
        cores: how many to use; None for all that this process may use.

    Returns:
        An iterator with a reading for each drawing. If one can't be read, its reading has no
        digits, is rejected, and says why in `reason`.

    Raises:
        ModelError: if the model can't be used.
        TypeError: at once, if `drawings` is a single drawing; later, if one of them is none of the
            above.
    """
    if _is_one_drawing(drawings):
        kind = type(drawings).__name__
        raise TypeError(f"read takes a list of drawings, not one of them ({kind}): read([drawing])")
    return _readings(iter(drawings), digits, marks, model, cores)


def _readings(
    drawings: Iterator[Drawing],
    digits: int | None,
    marks: bool,
    model: str | os.PathLike[str] | None,
    cores: int | None,
) -> Iterator[Reading]:
    with _crew(model, cores) as crew:
        for readings in crew.run(_jobs(drawings, digits, marks)):
            yield from readings


def _is_one_drawing(drawings: object) -> bool:
    """Whether it is one drawing. An array (n, h, w) is n pictures; (h, w, 3) is one in colour."""
    if isinstance(drawings, np.ndarray):
        return drawings.ndim < 3 or (drawings.ndim == 3 and drawings.shape[2] in _CHANNELS)
    return isinstance(drawings, Ink | str | os.PathLike | bytes | bytearray | memoryview)


def read_shard(
    source: str | os.PathLike[str],
    target: str | os.PathLike[str],
    *,
    digits: int | None = None,
    marks: bool = True,
    model: str | os.PathLike[str] | None = None,
    cores: int | None = None,
) -> ShardReport:
    """Reads a file of drawings into a file of answers.

    The target is there completely or not at all: it is written under a temporary name and renamed.
    Doing it again gives the same bytes, so that any engine may repeat it. Neither file is held in
    memory as a whole.

    Args:
        source: what `digitrec predict` reads: ink in any format, also packed by gzip, a Parquet
            file, or a picture. It is a path, or an address such as `s3://bucket/ink.jsonl` where
            fsspec and the store's driver are installed.
        target: `.jsonl` for the lines of `predict --json`, `.csv` for the table of `--csv`, or
            `.parquet` for that table; the first two also with `.gz`. A path or an address. An
            existing file is replaced.
        digits: how many digits each drawing has; None to find out.
        marks: whether to read the marks between digits too.
        model: file of a sealed model; None for the bundled one.
        cores: how many to use; None for all that this process may use.

    Returns:
        How many drawings there were. A drawing that can't be read gives a line with an error.

    Raises:
        OSError: if the source can't be read to its end, or the target can't be written.
        InkError: if the source is no ink, table or picture.
        AnswersError: if the target has another ending. It is a ValueError, as is InkError.
        ModelError: if the model can't be used.
    """
    name, wanted = os.fspath(target), os.fspath(source)
    found = _readable(jobs([wanted], digits, form_of(name), marks, prompt=False))
    count = errors = 0
    with _crew(model, cores) as crew, _target(name) as stream, answers_to(stream, name) as write:
        for lines in crew.run(found):
            write(lines)
            count += len(lines)
            errors += sum(line.is_error for line in lines)
    return ShardReport(count, errors)


@lru_cache(maxsize=2)
def _recognizer(path: Path) -> Recognizer:
    return Recognizer.open(path)


@contextlib.contextmanager
def _crew(model: str | os.PathLike[str] | None, cores: int | None) -> Iterator[Crew]:
    path = Path(model) if model else model_path()
    recognizer = _recognizer(path)
    with contextlib.closing(Crew(lambda: recognizer, model=path, cores=cores)) as crew:
        yield crew


@dataclass(frozen=True)
class _ReadingJob:
    """A job that gives readings rather than lines."""

    job: InkJob | PictureJob

    @property
    def weight(self) -> int:
        return self.job.weight

    def run(self, recognizer: Recognizer) -> list[Reading]:
        """A reading for each drawing."""
        outcomes = (result.outcome for result in self.job.results(recognizer))
        return [each if isinstance(each, Reading) else Reading(reason=each) for each in outcomes]


def _jobs(drawings: Iterable[Drawing], digits: int | None, marks: bool) -> Iterator[_ReadingJob]:
    form: Format = "json"
    inks: list[Found] = []
    for drawing in drawings:
        if isinstance(drawing, Ink):
            inks.append(Found("", drawing))
            if len(inks) < DRAWINGS_PER_JOB:
                continue
        if inks:
            yield _ReadingJob(InkJob("", inks, digits, form, marks))
            inks = []
        if not isinstance(drawing, Ink):
            name, content = _picture(drawing)
            yield _ReadingJob(PictureJob(name, digits, form, content, marks=marks))
    if inks:
        yield _ReadingJob(InkJob("", inks, digits, form, marks))


def _picture(drawing: object) -> tuple[str, bytes | None]:
    """Name and content of a picture; a file is opened by the process that reads it."""
    if isinstance(drawing, bytes):
        return "", drawing
    if isinstance(drawing, np.ndarray):
        return "", _png(drawing)
    if isinstance(drawing, str | os.PathLike):
        return os.fspath(drawing), None
    raise TypeError(f"a drawing is ink, a path, bytes or an array, not {type(drawing).__name__}")


def _png(pixels: NDArray[Any]) -> bytes:
    """An array as a picture file, which another process can decode."""
    if pixels.ndim not in (2, 3) or (pixels.ndim == 3 and pixels.shape[2] not in _CHANNELS):
        raise TypeError(f"an array of pixels is (h, w), (h, w, 3) or (h, w, 4), not {pixels.shape}")
    levels = pixels[..., 0] if pixels.shape[2:] == (1,) else pixels
    if levels.dtype.kind in "fb":
        levels = np.rint(np.clip(np.nan_to_num(levels.astype(np.float32)), 0, 1) * 255)
    elif levels.dtype != np.uint8:
        raise TypeError(f"an array of pixels is of uint8, bool or float, not {levels.dtype}")
    stream = io.BytesIO()
    Image.fromarray(levels.astype(np.uint8)).save(stream, "PNG", compress_level=1)
    return stream.getvalue()


def _readable(found: Iterable[SourceJob | None]) -> Iterator[SourceJob | None]:
    """The jobs of a source.

    Raises:
        OSError, InkError: what is wrong with the source. A retry may succeed, and an answer in its
            stead would not be noticed.
    """
    for job in found:
        if not isinstance(job, FinishedJob):
            yield job
        elif job.error is not None:
            raise job.error


@contextlib.contextmanager
def _target(name: str) -> Iterator[IO[bytes]]:
    """A stream whose content becomes a file or an object at the end of the block."""
    if not is_address(name):
        with written_whole(Path(name), replace=True, binary=True) as stream:
            yield stream
        return
    system, path = file_system(name)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "answers")
        with file.open("wb") as stream:
            yield stream
        system.put_file(str(file), path)
