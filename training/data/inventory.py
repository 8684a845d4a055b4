"""Which data sets a folder holds: their titles, sizes and checksums."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from training.data.sources import SOURCES

_REAL = {"cheque-amounts": "Amounts on real cheques", "sudoku-photos": "Photographs of sudokus"}


@dataclass(frozen=True)
class DataSet:
    """A data set as it was read.

    Attributes:
        name: of its file or folder.
        title: by its publisher.
        files: how many files it has.
        megabytes: their size.
        sha256: of the file; of a folder, of the names and checksums of its files in order.
    """

    name: str
    title: str
    files: int
    megabytes: float
    sha256: str


def inventory(folder: Path) -> tuple[DataSet, ...]:
    """The data sets that are in a folder; those that are missing are left out."""
    titles = {source.file: source.title for source in SOURCES} | _REAL
    return tuple(
        _described(folder / name, title)
        for name, title in titles.items()
        if (folder / name).exists()
    )


def _described(path: Path, title: str) -> DataSet:
    files = sorted(each for each in path.rglob("*") if each.is_file()) if path.is_dir() else [path]
    digests = {each: hashlib.sha256(each.read_bytes()).hexdigest() for each in files}
    if path.is_dir():
        lines = "".join(f"{digest}  {each.relative_to(path)}\n" for each, digest in digests.items())
        whole = hashlib.sha256(lines.encode()).hexdigest()
    else:
        whole = digests[path]
    size = sum(each.stat().st_size for each in files)
    return DataSet(path.name, title, len(files), size / 1e6, whole)
