"""History: the drawings that were made, in an SQLite file that several programs may use at once."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any, Self

from digitrec.storage.drawing import Drawing
from digitrec.storage.errors import StorageError
from digitrec.storage.history_errors import in_words
from digitrec.storage.schema import NewerSchemaError, migrate

if TYPE_CHECKING:
    import sqlite3

BUSY_SECONDS = 5.0
"""How long to wait for another program that is writing."""

_PAGE = 256  # drawings fetched at a time
COLUMNS = ("created", "ink", "reading", "text", "confidence", "rejected", "model", "corrected")
_INSERT = "INSERT INTO drawings ({}) VALUES ({})".format(  # noqa: S608 (column names of ours)
    ", ".join(COLUMNS), ", ".join(f":{column}" for column in COLUMNS)
)
_UPDATE = (
    "UPDATE drawings SET ink = :ink, reading = :reading, text = :text, confidence = :confidence, "
    "rejected = :rejected, model = :model WHERE key = :key"
)


class History:
    """The drawings in a history file, oldest first.

    The file is opened, and made with its folder, at the first use. After any trouble it is opened
    anew at the next use. Every method may be called from any thread.

    Raises:
        StorageError: by every method, where the file can't be opened, read or written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None
        self._file: tuple[int, int] | None = None  # which file the connection has open

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the file; the next use opens it again."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
            self._connection = None

    def keep(self, drawing: Drawing) -> Drawing:
        """Keeps a drawing, and gives it with its key.

        One that has a key already replaces the strokes, the reading and the model in its row; the
        time and the correction there stay. Where that row was deleted, it is kept as a new one.
        """
        row = {**drawing.to_row(), "key": drawing.key}
        with self._open() as connection:
            if drawing.key is not None and connection.execute(_UPDATE, row).rowcount:
                return drawing
            return replace(drawing, key=connection.execute(_INSERT, row).lastrowid)

    def correct(self, key: int, text: str | None) -> bool:
        """Sets what the person says that a drawing is, None: as read; gives whether it exists."""
        with self._open() as connection:
            statement = "UPDATE drawings SET corrected = ? WHERE key = ?"
            return connection.execute(statement, (text, key)).rowcount > 0

    def get(self, key: int) -> Drawing | None:
        """The drawing of a key, or None where there is none."""
        if not _is_key(key):
            return None
        with self._open() as connection:
            row = connection.execute("SELECT * FROM drawings WHERE key = ?", (key,)).fetchone()
        return None if row is None else self._drawing(row)

    def drawings(self, newest_first: bool = False, limit: int | None = None) -> Iterator[Drawing]:
        """The drawings one after another, at most `limit`; the file isn't held between them."""
        order, beyond = ("DESC", "<") if newest_first else ("ASC", ">")
        first = f"SELECT * FROM drawings ORDER BY created {order}, key {order} LIMIT ?"  # noqa: S608
        after = first.replace("ORDER", f"WHERE (created, key) {beyond} (?, ?) ORDER")
        left = limit
        last: tuple[Any, ...] = ()
        while left is None or left > 0:
            size = _PAGE if left is None else min(left, _PAGE)
            with self._open() as connection:
                rows = connection.execute(after if last else first, (*last, size)).fetchall()
            yield from map(self._drawing, rows)
            if len(rows) < size:
                return
            last = (rows[-1]["created"], rows[-1]["key"])
            left = None if left is None else left - size

    def __iter__(self) -> Iterator[Drawing]:
        return self.drawings()

    def __len__(self) -> int:
        with self._open() as connection:
            return int(connection.execute("SELECT count(*) FROM drawings").fetchone()[0])

    def __bool__(self) -> bool:
        """A history is true, also when it is empty."""
        return True

    def delete(self, keys: Iterable[int]) -> int:
        """Deletes the drawings of these keys and gives how many there were."""
        wanted = [(key,) for key in keys if _is_key(key)]
        with self._open() as connection:
            connection.execute("BEGIN IMMEDIATE")
            deleted = connection.executemany("DELETE FROM drawings WHERE key = ?", wanted).rowcount
            connection.execute("COMMIT")
        return max(deleted, 0)  # SQLite counts -1 for no key at all

    def delete_all(self) -> int:
        """Deletes every drawing, from the disk too, and gives how many there were."""
        with self._open() as connection:
            count = connection.execute("DELETE FROM drawings").rowcount
            connection.execute("DELETE FROM trash")
            # The log still holds the strokes, until it is written back and cut.
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        return count

    def delete_before(self, moment: datetime) -> int:
        """Deletes the drawings that were begun before a moment; gives how many there were."""
        before = moment.astimezone(UTC).isoformat(timespec="microseconds")
        with self._open() as connection:
            return connection.execute("DELETE FROM drawings WHERE created < ?", (before,)).rowcount

    def export(self, stream: IO[str]) -> int:
        """Writes the drawings as ink lines, oldest first, and gives how many.

        `id` is the key in the history, `label` what the drawing shows, where that is known, and
        `corrected` what the person said that it shows, or null, as training needs to know.
        What the stream raises is raised on.
        """
        count = 0
        for count, drawing in enumerate(self, 1):  # noqa: B007 (counts)
            ink = replace(drawing.ink, id=str(drawing.key), label=drawing.label)
            line = ink.to_dict() | {"corrected": drawing.corrected}
            stream.write(json.dumps(line, separators=(",", ":")) + "\n")
        return count

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """The connection, each statement a transaction; trouble comes out as StorageError."""
        import sqlite3

        with self._lock:
            try:
                yield self._connected()
            except (sqlite3.Error, OSError, NewerSchemaError) as error:
                self.close()  # which rolls back
                raise StorageError(in_words(self.path, error)) from error
            except BaseException:
                self.close()
                raise

    def _connected(self) -> sqlite3.Connection:
        # SQLite would go on writing to a file that was deleted or replaced meanwhile.
        if self._connection is not None and _identity(self.path) != self._file:
            self.close()
        if self._connection is None:
            self._connection = _connect(self.path)
            self._file = _identity(self.path)
        return self._connection

    def _drawing(self, row: sqlite3.Row) -> Drawing:
        try:
            return Drawing.from_row(row)
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            key = row["key"]
            raise StorageError(
                "Drawing {key} in the history {path} is damaged ({reason}). "
                "`digitrec history delete {key}` takes it out.",
                key=key,
                path=self.path,
                reason=error,
            ) from error


def _connect(path: Path) -> sqlite3.Connection:
    import sqlite3

    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    connection = sqlite3.connect(
        path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    try:
        connection.row_factory = sqlite3.Row
        migrate(connection)
        # A crash of the program loses nothing; a power cut may lose the last drawings, no more.
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA secure_delete = ON")  # what is deleted is gone from the disk
    except BaseException:
        connection.close()
        raise
    return connection


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _is_key(key: int) -> bool:
    return 0 < key < 2**63
