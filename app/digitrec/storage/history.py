"""The history of drawings, in an SQLite file that several programs may use at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import IO, TYPE_CHECKING, Any

from digitrec.storage.database import Database, is_key
from digitrec.storage.drawing import DamagedRowError, Drawing
from digitrec.storage.errors import DamagedFileError, StorageError
from digitrec.storage.hands import Hands
from digitrec.storage.hands.examples import (
    NOT_A_DIGIT,
    delete_examples,
    erase_examples,
    label_of,
    to_correction_line,
)
from digitrec.storage.picture_crops import PictureCrops, delete_crops

if TYPE_CHECKING:
    import sqlite3

    OnDamage = Callable[[StorageError], None]

_AT_ONCE = 256  # drawings fetched at a time; SQLite takes 999 keys in a query at least
COLUMNS = ("created", "ink", "reading", "text", "confidence", "rejected", "model", "corrected")
_INSERT = "INSERT INTO drawings ({}) VALUES ({})".format(  # noqa: S608 (column names of ours)
    ", ".join(COLUMNS), ", ".join(f":{column}" for column in COLUMNS)
)
_UPDATE = (
    "UPDATE drawings SET ink = :ink, reading = :reading, text = :text, confidence = :confidence, "
    "rejected = :rejected, model = :model WHERE key = :key"
)


class History(Database):
    """The drawings in a history file, oldest first.

    Raises:
        StorageError: by every method, if the file can't be opened, read or written.
    """

    def keep(self, drawing: Drawing) -> Drawing:
        """Writes a drawing, and returns it with its key.

        One that has a key already replaces the strokes, the reading and the model in its row; the
        time and the correction there stay. If that row was deleted, it gets a new one.
        """
        row = {**drawing.to_row(), "key": drawing.key}
        with self._connect() as connection:
            if drawing.key is not None and connection.execute(_UPDATE, row).rowcount:
                return drawing
            return replace(drawing, key=connection.execute(_INSERT, row).lastrowid)

    def update(self, drawing: Drawing) -> bool:
        """Replaces the strokes, the reading and the model in a drawing's row; False: no such row.

        The time and the correction there stay.
        """
        with self._connect() as connection:
            row = {**drawing.to_row(), "key": drawing.key}
            return connection.execute(_UPDATE, row).rowcount > 0

    def correct(self, key: int, text: str | None) -> bool:
        """Sets what the person says a drawing shows; None means as read. False: no such drawing."""
        with self._connect() as connection:
            statement = "UPDATE drawings SET corrected = ? WHERE key = ?"
            return connection.execute(statement, (text, key)).rowcount > 0

    def get(self, key: int) -> Drawing | None:
        """The drawing with a key, or None if there is none.

        Raises:
            StorageError: also if its row is damaged.
        """
        if not is_key(key):
            return None
        with self._connect() as connection:
            row = connection.execute("SELECT * FROM drawings WHERE key = ?", (key,)).fetchone()
        return None if row is None else self._drawing(row)

    def drawings(
        self,
        newest_first: bool = False,
        limit: int | None = None,
        on_damage: OnDamage | None = None,
    ) -> Iterator[Drawing]:
        """The drawings one after another; the file isn't held between them.

        They are those that there are at the beginning and that nobody deletes meanwhile. One whose
        row can't be read is left out and doesn't hide the others.

        Args:
            newest_first: the order; otherwise oldest first.
            limit: how many rows at most.
            on_damage: takes an error for each row that can't be read.

        Raises:
            StorageError: after the last drawing, if a row can't be read and there is no
                `on_damage`.
        """
        damage: list[StorageError] = []
        report = damage.append if on_damage is None else on_damage
        keys = self._keys(newest_first, limit)
        for start in range(0, len(keys), _AT_ONCE):
            some = keys[start : start + _AT_ONCE]
            found = self._fetch(some)
            for key in some:
                match found.get(key):  # None: it was deleted meanwhile
                    case Drawing() as drawing:
                        yield drawing
                    case StorageError() as error:
                        report(error)
        if damage:
            raise damage[0]

    def __iter__(self) -> Iterator[Drawing]:
        return self.drawings()

    def __len__(self) -> int:
        with self._connect() as connection:
            return int(connection.execute("SELECT count(*) FROM drawings").fetchone()[0])

    def __bool__(self) -> bool:
        """A history is true, even if it is empty."""
        return True

    def delete(self, keys: Iterable[int]) -> int:
        """Deletes the drawings with these keys, and returns how many there were.

        The examples that a hand was taught by correcting them go with them.
        """
        wanted = [(key,) for key in keys if is_key(key)]
        with self._deletion() as connection:
            deleted = connection.executemany("DELETE FROM drawings WHERE key = ?", wanted).rowcount
            for key in wanted:
                delete_examples(connection, "drawing = ?", key)
        return max(deleted, 0)  # SQLite counts -1 for no key at all

    def delete_all(self) -> int:
        """Deletes every drawing, correction of a picture and taught hand, from the disk too.

        Returns:
            How many drawings there were.
        """
        with self._deletion() as connection:
            count = connection.execute("DELETE FROM drawings").rowcount
            connection.execute("DELETE FROM trash")
            erase_examples(connection)
            delete_crops(connection)
        return count

    def delete_before(self, moment: datetime) -> int:
        """Deletes the drawings begun before a moment, and returns how many there were.

        The corrections of pictures that were made before it go with them. The examples that a hand
        was taught by correcting drawings stay.
        """
        before = moment.astimezone(UTC).isoformat(timespec="microseconds")
        with self._deletion() as connection:
            delete_crops(connection, before)
            return connection.execute("DELETE FROM drawings WHERE created < ?", (before,)).rowcount

    def export(self, stream: IO[str], on_damage: OnDamage | None = None) -> int:
        """Writes the drawings as ink lines, oldest first, and returns how many lines.

        After them come the examples that hands were taught, as drawings that a person corrected,
        except those that are drawings of the history with the same correction; then the corrected
        lines of pictures, as `PictureCrop.to_line` gives them. Errors of the stream go to the
        caller; rows that can't be read are treated as in `drawings`.
        """
        damage: list[StorageError] = []
        report = damage.append if on_damage is None else on_damage
        with Hands(self.path, self.copy_if_read_only) as hands:
            examples = [one for name in hands.names() for one in hands.examples(name, report)]
        taught = {(one.strokes, label_of(one)): one for one in examples}
        count = 0
        for count, drawing in enumerate(self.drawings(on_damage=report), 1):  # noqa: B007
            stream.write(drawing.to_ink_line() + "\n")
            if taught and drawing.corrected is not None:
                taught.pop((drawing.ink.strokes, drawing.corrected or NOT_A_DIGIT), None)
        stream.writelines(to_correction_line(one) + "\n" for one in taught.values())
        with PictureCrops(self.path) as pictures:
            crops = pictures.all(report)
        stream.writelines(crop.to_line() + "\n" for crop in crops)
        if damage:
            raise damage[0]
        return count + len(taught) + len(crops)

    def insert(self, table: str, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
        """Puts rows of another history into a table of this one, with their keys."""
        marks = ", ".join(f":{column}" for column in columns)
        statement = f"INSERT OR IGNORE INTO {table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608
        with self._transaction() as connection:
            connection.executemany(statement, rows)

    def _keys(self, newest_first: bool, limit: int | None) -> list[int]:
        """The keys of the drawings in the order of time.

        They are read at once: a row's time may be damaged, so nothing goes on from there.
        """
        order = "DESC" if newest_first else "ASC"
        query = f"SELECT key FROM drawings ORDER BY created {order}, key {order} LIMIT ?"  # noqa: S608
        with self._connect() as connection:
            return [row[0] for row in connection.execute(query, (-1 if limit is None else limit,))]

    def _fetch(self, keys: Sequence[int]) -> dict[int, Drawing | StorageError]:
        """The drawings with some keys, an error for each that can't be read."""
        marks = ", ".join("?" * len(keys))
        query = f"SELECT * FROM drawings WHERE key IN ({marks})"  # noqa: S608
        try:
            with self._connect() as connection:
                rows = connection.execute(query, keys).fetchall()
        except DamagedFileError as error:
            if len(keys) == 1:
                return {keys[0]: self._damage(keys[0], str(error.__cause__))}
            # A page of the file is damaged. Only the rows on it are lost.
            half = len(keys) // 2
            return self._fetch(keys[:half]) | self._fetch(keys[half:])
        found: dict[int, Drawing | StorageError] = {}
        for row in rows:
            try:
                found[row["key"]] = self._drawing(row)
            except StorageError as error:
                found[row["key"]] = error
        return found

    def _drawing(self, row: sqlite3.Row) -> Drawing:
        try:
            return Drawing.from_row(row)
        except DamagedRowError as error:
            raise self._damage(row["key"], str(error)) from error

    def _damage(self, key: int, reason: str) -> StorageError:
        return StorageError(
            "Drawing {key} in the history {path} is damaged ({reason}). "
            "`digitrec history delete {key}` takes it out.",
            key=key,
            path=self.path,
            reason=reason,
        )
