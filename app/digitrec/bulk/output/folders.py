"""A folder to write to: on a disk, or in an object store. A file in it is written as a whole."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from digitrec.bulk.input.object_stores import file_system, is_address
from digitrec.files import write_whole


class Folder(Protocol):
    """Files by their names. All raise OSError if the system or the store refuses."""

    def read(self, name: str) -> bytes | None:
        """A file's content; None if there is none."""
        ...

    def size(self, name: str) -> int | None:
        """A file's size in bytes; None if there is none."""
        ...

    def write(self, name: str, content: bytes) -> None:
        """Writes a file, or replaces it, as a whole or not at all."""
        ...

    def remove(self, pattern: str) -> None:
        """Removes the files whose names match a pattern."""
        ...

    def names(self, pattern: str) -> list[str]:
        """The names of the files that match a pattern, sorted."""
        ...


def open_folder(name: str) -> Folder:
    """A folder, which is made if it is missing.

    Args:
        name: a path, or the address of a folder in a store; see `object_stores`.

    Raises:
        OSError: if it can't be made.
        InkError: if the store's driver is missing or refuses.
    """
    return _StoreFolder(name) if is_address(name) else _DiskFolder(Path(name))


class _DiskFolder:
    def __init__(self, path: Path) -> None:
        path.mkdir(parents=True, exist_ok=True)
        self._path = path

    def read(self, name: str) -> bytes | None:
        file = self._path / name
        return file.read_bytes() if file.exists() else None

    def size(self, name: str) -> int | None:
        file = self._path / name
        return file.stat().st_size if file.exists() else None

    def write(self, name: str, content: bytes) -> None:
        write_whole(self._path / name, content)

    def remove(self, pattern: str) -> None:
        for name in self.names(pattern):
            (self._path / name).unlink()

    def names(self, pattern: str) -> list[str]:
        return sorted(file.name for file in self._path.glob(pattern))


class _StoreFolder:
    """A store keeps an object as it was until another has been sent to it completely."""

    def __init__(self, address: str) -> None:
        self._system, self._path = file_system(address)
        self._system.makedirs(self._path, exist_ok=True)

    def read(self, name: str) -> bytes | None:
        file = f"{self._path}/{name}"
        return bytes(self._system.cat_file(file)) if self._system.exists(file) else None

    def size(self, name: str) -> int | None:
        file = f"{self._path}/{name}"
        return int(self._system.size(file)) if self._system.exists(file) else None

    def write(self, name: str, content: bytes) -> None:
        self._system.pipe_file(f"{self._path}/{name}", content)

    def remove(self, pattern: str) -> None:
        for name in self.names(pattern):
            self._system.rm_file(f"{self._path}/{name}")

    def names(self, pattern: str) -> list[str]:
        self._system.invalidate_cache()
        return sorted(
            file.rpartition("/")[2] for file in self._system.glob(f"{self._path}/{pattern}")
        )
