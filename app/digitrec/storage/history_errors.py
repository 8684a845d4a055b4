"""Errors of SQLite and of the system, in words that a person can act on."""

from __future__ import annotations

from pathlib import Path

from digitrec.recognition.message import Message
from digitrec.storage.schema import NewerSchemaError


def in_words(path: Path, error: Exception) -> str:
    """Says what is wrong with the history at `path`, and what to do."""
    import sqlite3

    if isinstance(error, NewerSchemaError):
        return Message(
            "The history {path} was made by a newer version of Digitrec; it needs that version.",
            path=path,
        )
    if isinstance(error, OSError):
        return Message(
            "The history {path} can't be opened ({reason}). {then}",
            path=path,
            reason=error.strerror,
            then=_CHECK,
        )
    # The low byte is the primary error code (sqlite.org/rescode.html).
    match getattr(error, "sqlite_errorcode", 0) & 0xFF:
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
        case _:
            return Message(
                "The history {path} can't be used ({reason}). {then}",
                path=path,
                reason=error,
                then=_CHECK,
            )


_CHECK = Message("See that its folder can be written to and that the disk isn't full.")
