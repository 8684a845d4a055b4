import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from digitrec.storage.errors import StorageError
from digitrec.storage.history import History
from digitrec.storage.schema import MIGRATIONS, migrate
from tests.storage.drawings import drawing


def test_it_is_a_write_ahead_log_of_the_last_version(history: History, path: Path) -> None:
    history.keep(drawing())

    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
    connection.close()


def test_listing_by_time_uses_the_index(history: History, path: Path) -> None:
    len(history)
    with sqlite3.connect(path) as connection:
        query = "EXPLAIN QUERY PLAN SELECT * FROM drawings ORDER BY created, key LIMIT 5"
        plan = " ".join(str(row) for row in connection.execute(query))
    connection.close()

    assert "USING INDEX drawings_created" in plan
    assert "TEMP B-TREE" not in plan


def _at_version_1(path: Path) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    migrate(connection, MIGRATIONS[:1])
    row = drawing("42").to_row()
    del row["corrected"]
    columns = ", ".join(row)
    marks = ", ".join("?" for _ in row)
    connection.execute(f"INSERT INTO drawings ({columns}) VALUES ({marks})", tuple(row.values()))  # noqa: S608
    connection.close()


def test_a_history_of_version_1_is_brought_up_and_keeps_its_drawings(path: Path) -> None:
    _at_version_1(path)
    with History(path) as history:
        assert list(history) == [replace(drawing("42"), key=1)]
        history.correct(1, "47")
        assert [one.corrected for one in history] == ["47"]


def test_a_step_that_fails_changes_nothing(path: Path) -> None:
    _at_version_1(path)
    connection = sqlite3.connect(path, isolation_level=None)
    steps = (*MIGRATIONS[:1], (*MIGRATIONS[1], "CREATE TABLE drawings (again)"))
    with pytest.raises(sqlite3.OperationalError):
        migrate(connection, steps)
    columns = [row[1] for row in connection.execute("PRAGMA table_info(drawings)")]
    version = connection.execute("PRAGMA user_version").fetchone()
    connection.close()

    assert "corrected" not in columns
    assert version == (1,)
    with History(path) as history:
        assert len(history) == 1


def test_a_history_of_a_newer_version_is_refused_and_left_alone(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE drawings (of_tomorrow)")
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    connection.close()
    before = path.read_bytes()

    with History(path) as history:
        with pytest.raises(StorageError, match="newer version of Digitrec"):
            history.keep(drawing())
        with pytest.raises(StorageError, match="newer version of Digitrec"):
            len(history)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "change",
    [
        "PRAGMA user_version = -1",
        "PRAGMA user_version = 0",
        f"PRAGMA user_version = {len(MIGRATIONS) - 1}",
        "DROP TABLE drawings",
        "ALTER TABLE drawings RENAME COLUMN key TO other",
        "DROP TABLE drawings; CREATE TABLE drawings (key INTEGER PRIMARY KEY)",
        "DROP TABLE drawings; CREATE VIEW drawings AS SELECT 1 AS key",
    ],
)
def test_a_version_or_tables_that_make_no_sense_are_named(path: Path, change: str) -> None:
    with History(path) as history:
        history.keep(drawing())
    connection = sqlite3.connect(path)
    connection.executescript(change)
    connection.close()

    with (
        History(path) as history,
        pytest.raises(StorageError, match=r"history\.sqlite3 is not a history of Digitrec"),
    ):
        list(history)
