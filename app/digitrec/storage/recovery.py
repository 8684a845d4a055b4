"""Recovery of a damaged history: it is set aside, and what can be read goes into a new one."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, NamedTuple

from digitrec.storage.database import files_of
from digitrec.storage.drawing import DamagedRowError, Drawing
from digitrec.storage.hands.examples import from_row
from digitrec.storage.history import COLUMNS, History
from digitrec.storage.picture_crop import PictureCrop
from digitrec.storage.picture_crops import COLUMNS as CROP_COLUMNS
from digitrec.storage.private import close_to_others

_EXAMPLE_COLUMNS = ("hand", "strokes", "fingerprint", "digit", "created", "drawing")
_MOST_TRIED = 100_000  # keys between readable parts that are tried one by one


class Recovered(NamedTuple):
    """What became of a damaged history.

    Attributes:
        aside: the file that has it now.
        drawings: how many of its drawings are in the new one.
    """

    aside: Path
    drawings: int


def recover(path: Path) -> Recovered | None:
    """Sets a damaged history aside, and begins a new one with the drawings and examples it has.

    Returns:
        None if the history is not damaged; another program may have recovered it.

    Raises:
        OSError: if the file can't be renamed.
        StorageError: if the new one can't be written. The old one is set aside then.
    """
    if not _is_damaged(path):
        return None
    aside = _set_aside(path)
    with closing(sqlite3.connect(aside)) as old, History(path) as new:
        old.row_factory = sqlite3.Row
        drawings = list(_readable(old, "drawings", Drawing.from_row))
        new.insert("drawings", ("key", *COLUMNS), drawings)
        examples = _readable(old, "examples", from_row)
        new.insert("examples", ("key", *_EXAMPLE_COLUMNS), examples)
        crops = _readable(old, "crops", PictureCrop.from_row)
        new.insert("crops", ("key", *CROP_COLUMNS), crops)
    return Recovered(aside, len(drawings))


def _is_damaged(path: Path) -> bool:
    try:
        with closing(sqlite3.connect(path)) as connection:
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok")
    except sqlite3.DatabaseError as error:
        return error.sqlite_errorcode & 0xFF in {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}


def _set_aside(path: Path) -> Path:
    """Renames a database with its log, and returns its new name."""
    stamp = time.strftime("%Y%m%d-%H%M%S")
    aside = path.with_name(f"{path.stem}-damaged-{stamp}{path.suffix}")
    for old, new in zip(files_of(path), files_of(aside), strict=True):
        close_to_others(old)
        with suppress(FileNotFoundError):
            old.rename(new)
    return aside


def _readable(
    old: sqlite3.Connection, table: str, parse: Callable[[Any], object]
) -> Iterator[dict[str, Any]]:
    """The rows of a table that can be read and hold what they should."""
    for key in _keys(old, table):
        try:
            query = f"SELECT * FROM {table} NOT INDEXED WHERE key = ?"  # noqa: S608
            found = old.execute(query, (key,)).fetchone()
            if found is not None:
                row = {"corrected": None, **dict(found)}  # histories of version 1 lack that
                parse(row)
                yield row
        except (sqlite3.Error, DamagedRowError):
            continue


def _keys(old: sqlite3.Connection, table: str) -> Iterable[int]:
    """The keys of a table: read from both ends up to the damage, and all that lie between."""
    first, last = _keys_until_damage(old, table, "ASC"), _keys_until_damage(old, table, "DESC")
    keys = set(first) | set(last)
    if first and last and first[-1] < last[-1]:
        keys |= set(range(first[-1] + 1, min(last[-1], first[-1] + _MOST_TRIED)))
    return sorted(keys)


def _keys_until_damage(old: sqlite3.Connection, table: str, order: str) -> list[int]:
    keys: list[int] = []
    with suppress(sqlite3.Error):
        query = f"SELECT key FROM {table} NOT INDEXED ORDER BY key {order}"  # noqa: S608
        keys.extend(row[0] for row in old.execute(query) if isinstance(row[0], int))
    return keys
