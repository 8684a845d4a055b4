"""The history's SQLite file: opened at the first use, and shared with other programs."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from digitrec.storage.errors import DamagedFileError, StorageError
from digitrec.storage.history_errors import NONSENSE, in_words, is_damage, is_refusal
from digitrec.storage.private import close_to_others, create_private
from digitrec.storage.schema import SchemaError, check_version, migrate

if TYPE_CHECKING:
    import sqlite3
    from tempfile import TemporaryDirectory

BUSY_SECONDS = 5.0
"""How long to wait for another program that is writing."""

_RETRY_SECONDS = 0.01


class Database:
    """An SQLite file with the history's tables.

    The file is opened, and created with its folder, at the first use. After any error it is opened
    again at the next use. It may be used from any thread.

    Args:
        path: of the file.
        copy_if_read_only: read a copy of a file that can't be written, as on a read-only file
            system or in somebody else's folder. SQLite itself reads none there: even readers write
            to the memory that programs share, and an older file has to be migrated first.
    """

    def __init__(self, path: Path, copy_if_read_only: bool = False) -> None:
        self.path = path
        self.copy_if_read_only = copy_if_read_only
        self._copy: TemporaryDirectory[str] | None = None
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
        """Closes the file; the next use opens it again. Waits for what other threads do with it."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
            self._connection = None
            if self._copy is not None:
                self._copy.cleanup()
            self._copy = None

    @contextmanager
    def _connect(self) -> Iterator[sqlite3.Connection]:
        """The connection for a few statements, each of them a transaction.

        Raises:
            StorageError: if SQLite or the system refuses.
        """
        import sqlite3

        with self._lock:
            try:
                yield self._current_connection()
            except (sqlite3.Error, OSError, SchemaError, *NONSENSE) as error:
                self.close()  # which rolls back
                kind = DamagedFileError if is_damage(error) else StorageError
                raise kind(in_words(self.path, error)) from error
            except BaseException:
                self.close()
                raise

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """The connection for statements that all happen or none of them."""
        with self._connect() as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")

    @contextmanager
    def _deletion(self) -> Iterator[sqlite3.Connection]:
        """The connection for statements that delete, all or none; then no file has it any more.

        SQLite overwrites what is deleted from the database, but its log has it until it is emptied.
        """
        with self._transaction() as connection:
            yield connection
        with self._connect() as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def _current_connection(self) -> sqlite3.Connection:
        # SQLite would go on writing to a file that was deleted or replaced meanwhile.
        if self._connection is not None and _identity(self.path) != self._file:
            self.close()
        if self._connection is None:
            try:
                self._connection = _open(self.path)
            except Exception as error:
                if not (self.copy_if_read_only and is_refusal(error)):
                    raise
                self._connection = self._open_copy(error)
            self._file = _identity(self.path)
        return self._connection

    def _open_copy(self, error: Exception) -> sqlite3.Connection:
        """A connection to a copy in a private folder, which refuses to write; see `__init__`.

        Raises:
            Exception: the given error, if the file can't be read either.
        """
        import shutil
        from tempfile import TemporaryDirectory

        self._copy = TemporaryDirectory(prefix="digitrec-", ignore_cleanup_errors=True)
        try:
            for file in files_of(self.path):
                if file == self.path or file.exists():
                    shutil.copyfile(file, Path(self._copy.name, file.name))
        except OSError:
            raise error from None
        connection = _open(Path(self._copy.name, self.path.name))
        connection.execute("PRAGMA query_only = ON")
        return connection


def _open(path: Path) -> sqlite3.Connection:
    import sqlite3

    if _on_a_read_only_disk(path):
        return _open_unchanging(path)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    create_private(path)  # SQLite gives the log and the shared memory the database's permissions
    for file in files_of(path):
        close_to_others(file)
    connection = sqlite3.connect(
        path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    try:
        connection.row_factory = sqlite3.Row
        connection.text_factory = _decode
        check_version(connection)
        # A crash of the program loses nothing; a power cut may lose the last drawings, no more. It
        # comes before the migrations: without a log, each would wait for the disk several times.
        _use_log(connection)
        connection.execute("PRAGMA synchronous = NORMAL")
        migrate(connection)
        connection.execute("PRAGMA secure_delete = ON")  # what is deleted is gone from the disk
    except BaseException:
        connection.close()
        raise
    return connection


def _use_log(connection: sqlite3.Connection) -> None:
    """Changes the journal to a write-ahead log, which the file keeps.

    SQLite doesn't wait for other writers here, as when two programs open a new history at once.

    Raises:
        sqlite3.OperationalError: if another program is still writing after `BUSY_SECONDS`.
    """
    import sqlite3

    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() >= deadline:
                raise
        time.sleep(_RETRY_SECONDS)


def _open_unchanging(path: Path) -> sqlite3.Connection:
    """Opens a database that nobody can write to.

    SQLite needs to be told so: otherwise it wants to make the log's files (sqlite.org/wal.html,
    "Read-Only Databases").
    """
    import sqlite3

    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?immutable=1",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        connection.row_factory = sqlite3.Row
        connection.text_factory = _decode
        migrate(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _on_a_read_only_disk(path: Path) -> bool:
    """Whether a database lies there complete, without a log, on a disk that can only be read."""
    try:
        return bool(os.statvfs(path).f_flag & os.ST_RDONLY) and not any(
            file.exists() for file in files_of(path)[1:]
        )
    except (OSError, AttributeError):  # there is none, or this is Windows
        return False


def files_of(path: Path) -> tuple[Path, ...]:
    """The files of a database: itself, its log, and the memory that programs share."""
    return tuple(path.with_name(path.name + end) for end in ("", "-wal", "-shm", "-journal"))


def is_key(key: int) -> bool:
    """Whether a row could have this key."""
    return 0 < key < 2**63


def _decode(text: bytes) -> str:
    """A text of the file; one that is not UTF-8 must not hide the rows around it."""
    return text.decode("utf-8", "replace")


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
