"""The corrected lines of pictures in the history's file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from digitrec.storage.database import Database, is_key
from digitrec.storage.drawing import DamagedRowError
from digitrec.storage.errors import StorageError
from digitrec.storage.picture_crop import ID_PREFIX, PictureCrop

if TYPE_CHECKING:
    import sqlite3

COLUMNS = ("created", "png", "label", "text", "box", "source", "page", "model")
_INSERT = "INSERT INTO crops ({}) VALUES ({})".format(  # noqa: S608 (column names of ours)
    ", ".join(COLUMNS), ", ".join(f":{column}" for column in COLUMNS)
)


class PictureCrops(Database):
    """The crops in a history file, oldest first.

    Raises:
        StorageError: by every method, if the file can't be opened, read or written.
    """

    def replace(self, keys: Sequence[int], crops: Iterable[PictureCrop]) -> list[int]:
        """Deletes the crops with these keys and writes others; gives the keys of those."""
        rows = [crop.to_row() for crop in crops]
        if keys:
            self.delete(keys)
        found = []
        with self._transaction() as connection:
            for row in rows:
                key = connection.execute(_INSERT, row).lastrowid
                found += [] if key is None else [key]
        return found

    def all(self, on_damage: Callable[[StorageError], None]) -> list[PictureCrop]:
        """The crops, oldest first; `on_damage` takes an error for each that can't be read."""
        with self._connect() as connection:
            keys = [row[0] for row in connection.execute("SELECT key FROM crops ORDER BY key")]
        found = []
        for key in keys:
            try:
                crop = self.get(key)
            except StorageError as error:
                on_damage(error)
                continue
            found += [] if crop is None else [crop]
        return found

    def get(self, key: int) -> PictureCrop | None:
        """The crop with a key, or None if there is none.

        Raises:
            StorageError: also if its row is damaged.
        """
        with self._connect() as connection:
            row = connection.execute("SELECT * FROM crops WHERE key = ?", (key,)).fetchone()
        try:
            return None if row is None else PictureCrop.from_row(row)
        except DamagedRowError as error:
            raise StorageError(
                "Correction {key} of a picture in the history {path} is damaged ({reason}). "
                "`digitrec history delete {id}` takes it out.",
                key=key,
                path=self.path,
                reason=str(error),
                id=f"{ID_PREFIX}{key}",
            ) from error

    def delete(self, keys: Iterable[int]) -> int:
        """Deletes the crops with these keys, and returns how many there were."""
        wanted = [(key,) for key in keys if is_key(key)]
        with self._deletion() as connection:
            deleted = connection.executemany("DELETE FROM crops WHERE key = ?", wanted).rowcount
        return max(deleted, 0)  # SQLite counts -1 for no key at all


def delete_crops(connection: sqlite3.Connection, before: str | None = None) -> None:
    """Deletes all crops, or those that were made before a moment, within a transaction."""
    if before is None:
        connection.execute("DELETE FROM crops")
    else:
        connection.execute("DELETE FROM crops WHERE created < ?", (before,))
