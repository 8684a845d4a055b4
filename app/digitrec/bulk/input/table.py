"""Drawings in the rows of a Parquet file, as data sets on Hugging Face have them.

The columns are `id`, which may be missing, and `strokes` or `image`. Strokes are lists, or JSON as
a text. An image is the bytes of a picture file, the path of one, or a struct of `bytes` and `path`
(the feature `Image` of the library `datasets`). A relative path begins where the Parquet file is.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import IO, Any, NamedTuple

from digitrec.bulk.input.ink_stream import Found
from digitrec.recognition.ink import InkError

_ROWS = 256  # decoded at a time


class FoundPicture(NamedTuple):
    """A picture that was found in a row.

    Attributes:
        place: which row, such as "row 4".
        id: that the row has.
        content: bytes of the picture's file; None if only its path is known.
        path: of the picture's file; empty if its content is known.
    """

    place: str
    id: str | int | None
    content: bytes | None
    path: str


def read_table(stream: IO[bytes], folder: str) -> Iterator[Found | FoundPicture]:
    """The drawings or pictures of all rows, in order; at most 256 rows are decoded at a time.

    Args:
        stream: of a Parquet file, which can be sought in.
        folder: where relative paths of pictures begin.

    Raises:
        InkError: if it is no Parquet file, has neither column, or if pyarrow is missing.
    """
    try:
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile
    except ImportError:
        raise InkError("a Parquet file needs pyarrow: pip install 'digitrec[cluster]'") from None
    try:
        file = ParquetFile(stream)
        names = file.schema_arrow.names
        column = next((name for name in ("strokes", "image") if name in names), None)
        if column is None:
            raise InkError('a table without a column "strokes" or "image"')
        wanted = [column, *(["id"] if "id" in names else [])]
        number = 0
        for batch in file.iter_batches(_ROWS, columns=wanted):
            for row in batch.to_pylist():
                number += 1
                yield _found(f"row {number}", row.get("id"), column, row[column], folder)
    except ArrowException as error:
        raise InkError(f"can't be read as Parquet: {error}") from error


def _found(place: str, name: Any, column: str, value: Any, folder: str) -> Found | FoundPicture:
    own = name if name is None or type(name) in (str, int) else str(name)
    if column == "strokes":
        return Found(place, _line(own, value))
    path = None
    if isinstance(value, dict):
        value, path = value.get("bytes"), value.get("path")
    elif isinstance(value, str):
        value, path = None, value
    if value is None and isinstance(path, str) and path:
        return FoundPicture(place, own, None, os.path.join(folder, path))  # noqa: PTH118 (or a URL)
    return FoundPicture(place, own, value if isinstance(value, bytes) else b"", "")


def _line(name: str | int | None, strokes: Any) -> bytes:
    """The ink line of a row, for another process to parse."""
    written = strokes if isinstance(strokes, str) else json.dumps(strokes, default=lambda _: None)
    head = "" if name is None else f'"id":{json.dumps(name)},'
    return f'{{{head}"strokes":{written}}}'.encode()
