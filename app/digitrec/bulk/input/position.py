"""How far the input has been taken, to say how long the rest will take."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from digitrec.bulk.input.inputs import Trouble, find_inputs

_MOST_FILES = 100_000  # whose sizes are looked up


class Position:
    """Counts bytes of files as they lie on the disk, packed or not.

    Args:
        words: that name the input; see `inputs.find_inputs`.
        recursive: whether to go into the folders in a folder.
    """

    def __init__(self, words: Iterable[str], recursive: bool = False) -> None:
        self._total = _size_of(words, recursive)
        self._taken = 0
        self._file: io.BufferedReader | None = None

    @property
    def fraction(self) -> float | None:
        """Of the input, what has been taken, 0 to 1; None if the whole is not known."""
        if not self._total:
            return None
        at = 0
        if self._file is not None:
            with suppress(OSError, ValueError):  # a value error: it is closed
                at = self._file.tell()
        return min(1.0, (self._taken + at) / self._total)

    def open(self, file: io.BufferedReader) -> None:
        """Notes the file that is being taken."""
        self._file = file

    def take(self, source: str) -> None:
        """Notes that all of a file has been taken."""
        self._file = None
        if self._total:
            self._taken += _size(source) or 0


def _size_of(words: Iterable[str], recursive: bool) -> int | None:
    """Bytes of all files; None if one has no size, or if there are too many to ask."""
    files = list(itertools.islice(find_inputs(words, recursive), _MOST_FILES + 1))
    if len(files) > _MOST_FILES:
        return None
    sizes = [0 if isinstance(file, Trouble) else _size(file) for file in files]
    known = [size for size in sizes if size is not None]
    return sum(known) if len(known) == len(sizes) else None


def _size(source: str) -> int | None:
    try:
        file = Path(source)
        return file.stat().st_size if file.is_file() else None
    except (OSError, ValueError):
        return None
