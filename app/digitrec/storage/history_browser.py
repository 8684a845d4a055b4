"""Shelf: the history as a person looks through it: by page and by kind, with undo of deleting."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from digitrec.storage.drawing import Drawing
from digitrec.storage.history import COLUMNS, History

ALL, WRONG, UNSURE = "all", "wrong", "unsure"
KINDS = (ALL, WRONG, UNSURE, *"0123456789")
"""Which drawings: all; those read wrong, as the person said; those read with doubt or little
confidence; those that show a digit, as corrected or else as read."""

UNSURE_BELOW = 0.75
SURE_FROM = 0.9

_WRONG = "corrected IS NOT NULL AND corrected <> text"
_CONDITIONS = {
    ALL: "1",
    WRONG: _WRONG,
    UNSURE: f"rejected OR confidence < {UNSURE_BELOW}",
    **{digit: f"coalesce(corrected, text) = '{digit}'" for digit in "0123456789"},
}


_ALL_COLUMNS = ", ".join(("key", *COLUMNS))
_AGREEMENT = (
    "SELECT count(*), total(fits), total(sure), total(sure AND fits) FROM "  # noqa: S608
    f"(SELECT NOT ({_WRONG}) AS fits, confidence >= {SURE_FROM} AS sure "
    "FROM drawings WHERE NOT rejected)"
)


@dataclass(frozen=True)
class Agreement:
    """How the program's readings fare with the person.

    A reading that the person let stand counts as right: who sees a wrong one corrects it, or draws
    anew and has nobody to tell.

    Attributes:
        drawings: all that were read as a digit or a number.
        right: those whose reading stands.
        sure: those read with a confidence of at least `SURE_FROM`.
        sure_and_right: those of them whose reading stands.
    """

    drawings: int
    right: int
    sure: int
    sure_and_right: int


class HistoryBrowser(History):
    """The history, for looking through it. Its methods raise as `History`'s do."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._owner = os.urandom(16).hex()

    def count(self, kind: str = ALL) -> int:
        """How many drawings there are of a kind."""
        with self._open() as connection:
            query = f"SELECT count(*) FROM drawings WHERE {_CONDITIONS[kind]}"  # noqa: S608
            return int(connection.execute(query).fetchone()[0])

    def page(self, kind: str, first: int, size: int) -> list[Drawing]:
        """Drawings of a kind, newest first: `size` of them, from the one numbered `first` on."""
        query = (
            f"SELECT * FROM drawings WHERE {_CONDITIONS[kind]} "  # noqa: S608
            "ORDER BY created DESC, key DESC LIMIT ? OFFSET ?"
        )
        with self._open() as connection:
            rows = connection.execute(query, (size, first)).fetchall()
        return [self._drawing(row) for row in rows]

    def throw_away(self, keys: Sequence[int]) -> int:
        """Deletes drawings so that they can be put back; gives how many there were."""
        return self._throw("key = ?", [(key,) for key in keys])

    def throw_all_away(self, kind: str = ALL) -> int:
        """The same with all drawings of a kind."""
        return self._throw(_CONDITIONS[kind], [()])

    def put_back(self) -> int:
        """Puts back what was thrown away last, with its keys; gives how many that were."""
        mine = "FROM trash WHERE owner = ? AND step = ?"
        with self._open() as connection:
            connection.execute("BEGIN IMMEDIATE")
            last = connection.execute(
                "SELECT max(step) FROM trash WHERE owner = ?", (self._owner,)
            ).fetchone()[0]
            back = connection.execute(
                f"INSERT OR IGNORE INTO drawings ({_ALL_COLUMNS}) SELECT {_ALL_COLUMNS} {mine}",
                (self._owner, last),
            ).rowcount
            connection.execute(f"DELETE {mine}", (self._owner, last))
            connection.execute("COMMIT")
        return max(back, 0)

    def can_put_back(self) -> bool:
        """Whether there is something to put back."""
        with self._open() as connection:
            query = "SELECT 1 FROM trash WHERE owner = ? LIMIT 1"
            return connection.execute(query, (self._owner,)).fetchone() is not None

    def empty_trash(self) -> None:
        """Deletes for good what this shelf threw away, and what others left behind a day ago."""
        before = (datetime.now(UTC) - timedelta(days=1)).isoformat()
        with self._open() as connection:
            connection.execute(
                "DELETE FROM trash WHERE owner = ? OR thrown < ?", (self._owner, before)
            )

    def _throw(self, condition: str, parameters: Sequence[tuple[int, ...]]) -> int:
        fields = f"{_ALL_COLUMNS}, owner, step, thrown"
        with self._open() as connection:
            connection.execute("BEGIN IMMEDIATE")
            step = connection.execute("SELECT coalesce(max(step), 0) + 1 FROM trash").fetchone()[0]
            mark = (self._owner, step, datetime.now(UTC).isoformat())
            connection.executemany(
                f"INSERT OR REPLACE INTO trash ({fields}) SELECT {_ALL_COLUMNS}, ?, ?, ? "  # noqa: S608
                f"FROM drawings WHERE {condition}",
                [(*mark, *row) for row in parameters],
            )
            deleted = connection.executemany(
                f"DELETE FROM drawings WHERE {condition}",  # noqa: S608
                parameters,
            ).rowcount
            connection.execute("COMMIT")
        return max(deleted, 0)

    def agreement(self) -> Agreement:
        """How often the person let the readings stand."""
        with self._open() as connection:
            row = connection.execute(_AGREEMENT).fetchone()
        return Agreement(*(int(value) for value in row))
