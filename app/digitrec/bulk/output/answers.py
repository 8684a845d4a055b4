"""Files of answers: JSON lines, CSV or Parquet, the first two also packed by gzip."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, Any, cast

from digitrec.bulk.result import CSV_COLUMNS, Format, OutputLine, csv_line

Write = Callable[[list[OutputLine]], None]

FORMS: dict[str, Format] = {".jsonl": "json", ".ndjson": "json", ".csv": "csv", ".parquet": "row"}
"""Ending of a file of answers → the form of the lines that go into it."""


class AnswersError(ValueError):
    """Answers can't be written as they were asked for. The message says why."""


def form_of(name: str) -> Format:
    """The form of the lines for a file of answers, by the ending of its name.

    Raises:
        AnswersError: if it has another ending.
    """
    for ending, form in FORMS.items():
        if name.lower().removesuffix(".gz").endswith(ending):
            return form
    raise AnswersError(f"{name}: its name has to end with one of {', '.join(FORMS)}")


@contextmanager
def answers_to(stream: IO[bytes], name: str) -> Iterator[Write]:
    """A function that writes answers to a stream; the file is complete at the end of the block.

    The same answers always give the same bytes.

    Args:
        stream: to write to.
        name: of the file; its ending says the format.

    Raises:
        AnswersError: if it has another ending, or if pyarrow is missing.
    """
    if form_of(name) == "row":
        with _parquet(stream) as write:
            yield write
    elif name.lower().endswith(".gz"):
        # Without a name and a time, so that the bytes depend on the answers alone.
        with gzip.GzipFile("", "wb", 6, stream, mtime=0) as packed:
            yield _lines(cast(IO[bytes], packed), name.lower().removesuffix(".gz"))
    else:
        yield _lines(stream, name)


def _lines(stream: IO[bytes], name: str) -> Write:
    """Writes lines, after a heading if it is a table."""
    if form_of(name) == "csv":
        stream.write(csv_line(CSV_COLUMNS).encode() + b"\n")

    def write(lines: list[OutputLine]) -> None:
        stream.write(
            "".join(f"{line.text}\n" for line in lines).encode("utf-8", "backslashreplace")
        )

    return write


@contextmanager
def _parquet(stream: IO[bytes]) -> Iterator[Write]:
    try:
        import pyarrow
        from pyarrow.parquet import ParquetWriter
    except ImportError:
        raise AnswersError("Parquet needs pyarrow: pip install 'digitrec[cluster]'") from None
    types: list[Any] = [pyarrow.string()] * 3
    types += [pyarrow.float64(), pyarrow.bool_(), pyarrow.string()]
    schema = pyarrow.schema(list(zip(CSV_COLUMNS, types, strict=True)))
    rows: list[list[Any]] = []
    with ParquetWriter(stream, schema) as writer:

        def flush() -> None:
            columns = zip(*rows, strict=True) if rows else [()] * len(CSV_COLUMNS)
            arrays = [pyarrow.array(c, t) for c, t in zip(columns, types, strict=True)]
            writer.write_table(pyarrow.table(arrays, schema=schema))
            rows.clear()

        def write(lines: list[OutputLine]) -> None:
            rows.extend(json.loads(line.text) for line in lines)
            if len(rows) >= _ROWS_PER_GROUP:
                flush()

        yield write
        flush()


_ROWS_PER_GROUP = 50_000
