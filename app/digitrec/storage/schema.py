"""The history's tables, as migrations from each version to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

Step = tuple[str, ...]
"""The statements that lead from one version to the next."""

MIGRATIONS: tuple[Step, ...] = (
    # 1: the drawings. AUTOINCREMENT never uses a key again, so that the key of a drawing that
    # another program deleted can't come to mean another drawing.
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
    # 2: what the person says a drawing shows, next to what was read.
    ("ALTER TABLE drawings ADD COLUMN corrected TEXT",),
    # 3: what was deleted on a history page that is still open, and can be restored.
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
    # 4: the examples that hands were taught, and what a model's networks made of them. An example
    # may come from a drawing, and stays when that gets too old.
    (
        """CREATE TABLE examples (
            key INTEGER PRIMARY KEY AUTOINCREMENT,
            hand TEXT NOT NULL,
            strokes TEXT NOT NULL,
            fingerprint BLOB NOT NULL,
            digit INTEGER,
            created TEXT NOT NULL,
            drawing INTEGER,
            UNIQUE (hand, fingerprint)
        )""",
        "CREATE INDEX examples_drawing ON examples (drawing) WHERE drawing IS NOT NULL",
        """CREATE TABLE embeddings (
            example INTEGER PRIMARY KEY,
            model TEXT NOT NULL,
            embedding BLOB NOT NULL
        )""",
    ),
    # 5: lines of pictures that a person corrected, each with its part of the picture.
    (
        """CREATE TABLE crops (
            key INTEGER PRIMARY KEY AUTOINCREMENT,
            created TEXT NOT NULL,
            png BLOB NOT NULL,
            label TEXT NOT NULL,
            text TEXT NOT NULL,
            box TEXT NOT NULL,
            source TEXT NOT NULL,
            page INTEGER NOT NULL,
            model TEXT NOT NULL
        )""",
    ),
)
"""`MIGRATIONS[n]` leads from version n to version n + 1. Written once, never changed."""


class SchemaError(Exception):
    """The file's version is not one of a history. The message names it."""


class NewerSchemaError(SchemaError):
    """The history was made by a newer version of the program."""


def migrate(connection: sqlite3.Connection, steps: tuple[Step, ...] = MIGRATIONS) -> None:
    """Brings a history to the latest version, each step entirely or not at all.

    Raises:
        NewerSchemaError: if it is newer than the latest version; it is left unchanged.
        SchemaError: if its version is no number of a version; it is left unchanged too.
        sqlite3.Error: if SQLite refuses.
    """
    while (version := check_version(connection, steps)) != len(steps):
        # Writers wait here for each other, so the version may be another one by now.
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


def check_version(connection: sqlite3.Connection, steps: tuple[Step, ...] = MIGRATIONS) -> int:
    """The version of a history that can be used, once it is brought to the latest.

    Raises:
        NewerSchemaError: if it is newer than the latest version.
        SchemaError: if its version is no number of a version.
        sqlite3.Error: if SQLite refuses.
    """
    version = _version(connection)
    if version > len(steps):
        raise NewerSchemaError(f"version {version}")
    if version < 0:
        raise SchemaError(f"version {version}")
    return version


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
