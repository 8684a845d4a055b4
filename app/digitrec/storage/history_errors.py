"""Errors of SQLite and of the system, in words that a person can act on."""

from __future__ import annotations

from pathlib import Path

from digitrec.recognition.message import Message
from digitrec.storage.drawing import DamagedRowError
from digitrec.storage.schema import NewerSchemaError, SchemaError

NONSENSE = (UnicodeDecodeError, DamagedRowError)
"""What a damaged file can lead to besides SQLite's errors: a column's name that is no text, or a
row that is not found again."""


def in_words(path: Path, error: Exception) -> str:
    """Says what is wrong with the history at `path`, and what to do."""
    import sqlite3

    if isinstance(error, NewerSchemaError):
        return Message(
            "The history {path} was made by a newer version of Digitrec; it needs that version.",
            path=path,
        )
    if isinstance(error, SchemaError):
        return _not_a_history(path, error)
    if isinstance(error, OSError):
        return Message(
            "The history {path} can't be opened ({reason}). {then}",
            path=path,
            reason=error.strerror,
            then=_CHECK,
        )
    match sqlite3.SQLITE_CORRUPT if isinstance(error, NONSENSE) else _code(error):
        case sqlite3.SQLITE_NOTADB | sqlite3.SQLITE_CORRUPT:
            return Message(
                "The history {path} is damaged ({reason}). "
                "Move the file away, and a new history begins.",
                path=path,
                reason=error,
            )
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return Message(
                "The history {path} is held by another program. Close that, or try again.",
                path=path,
            )
        # A statement of ours makes no sense there: a table or a column is missing or is another.
        case sqlite3.SQLITE_ERROR | sqlite3.SQLITE_CONSTRAINT | sqlite3.SQLITE_MISMATCH:
            return _not_a_history(path, error)
        case _:
            return Message(
                "The history {path} can't be used ({reason}). {then}",
                path=path,
                reason=error,
                then=_CHECK,
            )


def is_damage(error: Exception) -> bool:
    """Whether an error means that the file is damaged, or is none of SQLite's."""
    import sqlite3

    return isinstance(error, NONSENSE) or _code(error) in {
        sqlite3.SQLITE_NOTADB,
        sqlite3.SQLITE_CORRUPT,
    }


def is_refusal(error: Exception) -> bool:
    """Whether an error means that the system lets nobody write here, or not this user."""
    import sqlite3

    return isinstance(error, OSError) or _code(error) in {
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_CANTOPEN,
    }


def _code(error: Exception) -> int:
    """SQLite's primary error code: the low byte (sqlite.org/rescode.html)."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def _not_a_history(path: Path, error: Exception) -> Message:
    return Message(
        "The file {path} is not a history of Digitrec ({reason}). "
        "Move it away, and a new history begins.",
        path=path,
        reason=error,
    )


_CHECK = Message("See that its folder can be written to and that the disk isn't full.")
