"""The history's tables, as steps from each version to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

Step = tuple[str, ...]
"""Statements that lead from one version to the next."""

MIGRATIONS: tuple[Step, ...] = (
    # 1: the drawings. AUTOINCREMENT gives no key twice, so that the key of a drawing that another
    # program deleted can't come to mean another drawing.
    (
        """CREATE TABLE drawings (
            key INTEGER PRIMARY KEY AUTOINCREMENT,
            created TEXT NOT NULL,
            ink TEXT NOT NULL,
            reading TEXT NOT NULL,
            text TEXT NOT NULL,
            confidence REAL NOT NULL,
            rejected INTEGER NOT NULL,
            model TEXT NOT NULL
        )""",
        "CREATE INDEX drawings_created ON drawings (created)",
    ),
    # 2: what the person says that a drawing is, kept beside what was read.
    ("ALTER TABLE drawings ADD COLUMN corrected TEXT",),
    # 3: what was deleted in a page of the history that is still open, and can be put back.
    (
        """CREATE TABLE trash (
            key INTEGER PRIMARY KEY,
            created TEXT NOT NULL,
            ink TEXT NOT NULL,
            reading TEXT NOT NULL,
            text TEXT NOT NULL,
            confidence REAL NOT NULL,
            rejected INTEGER NOT NULL,
            model TEXT NOT NULL,
            corrected TEXT,
            owner TEXT NOT NULL,
            step INTEGER NOT NULL,
            thrown TEXT NOT NULL
        )""",
    ),
)
"""`MIGRATIONS[n]` leads from version n to version n + 1. Written once, never changed."""


class NewerSchemaError(Exception):
    """The history was made by a newer version of the program."""


def migrate(connection: sqlite3.Connection, steps: tuple[Step, ...] = MIGRATIONS) -> None:
    """Brings a history to the last version, each step whole or not at all.

    Raises:
        NewerSchemaError: where it is past the last version; it is left as it is.
        sqlite3.Error: where SQLite refuses.
    """
    while (version := _version(connection)) != len(steps):
        if version > len(steps):
            raise NewerSchemaError
        # Writers wait here for each other, so the version is asked again once it's our turn.
        connection.execute("BEGIN IMMEDIATE")
        try:
            if _version(connection) == version:
                for statement in steps[version]:
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {version + 1}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
