"""Damaged histories: bytes of the file, rows, and the schema."""

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import sqlite3
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from digitrec.storage.errors import StorageError
from digitrec.storage.hands import Hands
from digitrec.storage.history import History
from digitrec.storage.history_browser import KINDS, HistoryBrowser
from digitrec.storage.journal import Journal
from tests.samples import digit
from tests.storage.drawings import drawing
from tests.torture.mutants.mutation import mutated, odd_value
from tests.torture.mutants.programs import command
from tests.torture.trial import ANSWER, ERROR, Trial

DRAWINGS = 30
SCHEMA = (
    "PRAGMA user_version = {number}",
    "PRAGMA application_id = {number}",
    "ALTER TABLE {table} RENAME TO other",
    "ALTER TABLE {table} RENAME COLUMN {column} TO other",
    "ALTER TABLE {table} DROP COLUMN {column}",
    "ALTER TABLE {table} ADD COLUMN other BLOB DEFAULT x'ff'",
    "DROP TABLE {table}",
    "CREATE TRIGGER t BEFORE INSERT ON {table} BEGIN SELECT raise(ABORT, 'no'); END",
    "CREATE TRIGGER t BEFORE DELETE ON {table} BEGIN SELECT raise(IGNORE); END",
    "DROP TABLE {table}; CREATE VIEW {table} AS SELECT 1 AS key, 2 AS created",
    "DROP TABLE {table}; CREATE TABLE {table} (key)",
    "PRAGMA writable_schema = 1; UPDATE sqlite_schema SET sql = 'CREATE' WHERE name = '{table}'",
    "PRAGMA writable_schema = 1; UPDATE sqlite_schema SET rootpage = {number}",
    "PRAGMA writable_schema = 1; UPDATE sqlite_schema SET sql = x'ff' WHERE name = '{table}'",
    "PRAGMA auto_vacuum = FULL; VACUUM",
    "PRAGMA journal_mode = DELETE; PRAGMA page_size = 512; VACUUM",
    "PRAGMA encoding = 'UTF-16'",
)


def trials(seed: int, count: int) -> Iterator[Trial]:
    """Damaged histories, each listed, exported, looked through, and written to."""
    content = sound()
    for number in range(count):
        rng = random.Random(f"histories {seed} {number}")
        kind = rng.choice(("bytes", "rows", "rows", "schema", "files"))
        yield Trial(
            f"histories --seed {seed} --only {number} ({kind})",
            lambda kind=kind, rng=rng: _try(content, kind, rng),
        )


@cache
def sound() -> bytes:
    """The file of a history of some drawings and a taught hand."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "history.sqlite3")
        with History(path) as history:
            for number in range(DRAWINGS):
                history.keep(drawing(str(number), number))
            history.correct(3, "8")
        with Hands(path) as hands:
            for number in range(3):
                hands.add(digit(number).strokes, number)
        with contextlib.closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
        return path.read_bytes()


def _try(content: bytes, kind: str, rng: random.Random) -> str:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DIGITREC_HOME"] = folder
        path = Path(folder, "history.sqlite3")
        path.write_bytes(content)
        healthy: set[str] = set()
        if kind == "bytes":
            path.write_bytes(mutated(rng, content, [content]))
        elif kind == "rows":
            healthy = _damage_rows(path, rng)
        elif kind == "schema":
            _change_schema(path, rng)
        else:
            _damage_neighbours(path, rng)
        return _use(path, healthy)


def _damage_rows(path: Path, rng: random.Random) -> set[str]:
    """Puts odd values into some rows; gives the keys of the others."""
    keys = {str(key) for key in range(1, DRAWINGS + 1)}
    columns = ("created", "ink", "reading", "text", "confidence", "rejected", "model", "corrected")
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for _ in range(rng.choice((1, 2, 5, 25))):
            key, column = rng.randrange(1, DRAWINGS + 1), rng.choice(columns)
            value = odd_value(rng)
            if isinstance(value, list | dict):
                value = json.dumps(value)
            elif isinstance(value, str):
                value = value.encode("utf-8", "surrogatepass")
            elif isinstance(value, int) and abs(value) >= 2**63:
                value = str(value)
            as_text = isinstance(value, bytes) and rng.random() < 0.7
            new = "CAST(? AS TEXT)" if as_text else "?"
            statement = f"UPDATE drawings SET {column} = {new} WHERE key = ?"  # noqa: S608
            with contextlib.suppress(sqlite3.Error):
                connection.execute(statement, (value, key))
                keys.discard(str(key))
    return keys


def _change_schema(path: Path, rng: random.Random) -> None:
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for _ in range(rng.choice((1, 1, 2))):
            statement = rng.choice(SCHEMA).format(
                number=rng.choice((-1, 0, 1, 2, 99, 2**31 - 1)),
                table=rng.choice(("drawings", "drawings", "examples", "trash")),
                column=rng.choice(("created", "ink", "reading", "model", "corrected")),
            )
            with contextlib.suppress(sqlite3.Error):
                connection.executescript(statement)


def _damage_neighbours(path: Path, rng: random.Random) -> None:
    """Puts something where SQLite keeps its log or its locks, or in the place of the file."""
    match rng.randrange(6):
        case 0:
            path.with_name(path.name + "-wal").write_bytes(rng.randbytes(rng.choice((5, 5000))))
        case 1:
            path.with_name(path.name + "-journal").write_bytes(rng.randbytes(600))
        case 2:
            path.with_name(path.name + "-shm").mkdir()
        case 3:
            path.with_name(path.name + "-wal").mkdir()
        case 4:
            path.unlink()
            path.mkdir()
        case 5:
            path.unlink()
            os.mkfifo(path)


def _use(path: Path, healthy: set[str]) -> str:
    listed_status, lines, _ = command("history", "list", "--json")
    listed = {json.loads(line)["id"] for line in lines}
    assert healthy <= listed, f"not listed: {healthy - listed}"
    exported, _, _ = command("history", "export", "-")
    shown, _, _ = command("hand", "show", "--json")
    troubled = any((listed_status, exported, shown))
    try:
        _browse(path)
    except StorageError:
        troubled = True
    _write(path)
    return ERROR if troubled else ANSWER


def _browse(path: Path) -> None:
    """Does what the page of the history does."""
    with HistoryBrowser(path) as browser:
        for kind in KINDS:
            browser.keys(kind)
        keys = browser.keys()
        assert set(browser.load(keys)) <= set(keys)
        browser.agreement()
        browser.move_to_trash(keys[:2])
        if browser.can_restore():
            browser.restore()
        browser.empty_left_trash()
        browser.export(io.StringIO(), lambda _: None)


def _write(path: Path) -> None:
    """Keeps a drawing as the window does: it is in the history afterwards, or still at hand."""
    journal = Journal(path, lambda message: None)
    new = drawing("7", 10_000)
    journal.keep(1, new)
    if journal.close(4):
        with History(path) as history:
            assert any(one.ink == new.ink and one.created == new.created for one in
                       history.drawings(on_damage=lambda _: None)), "lost"  # fmt: skip
    else:
        assert [one.created for one in journal.unwritten] == [new.created], "lost"
