"""The history as a person looks through it: by kind, with undo of deleting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from digitrec.storage.drawing import Drawing
from digitrec.storage.hands.examples import delete_examples
from digitrec.storage.history import COLUMNS, History
from digitrec.storage.trash_owner import has_ended, new_owner

ALL, WRONG, UNSURE = "all", "wrong", "unsure"
KINDS = (ALL, WRONG, UNSURE, *"0123456789")
"""Which drawings: all; those the person corrected; those rejected or read with little confidence;
those that show a digit, as corrected or else as read."""

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
_TRASH_COLUMNS = f"{_ALL_COLUMNS}, owner, step, thrown"
_AGREEMENT = (
    "SELECT count(*), total(fits), total(sure), total(sure AND fits) FROM "  # noqa: S608
    f"(SELECT NOT ({_WRONG}) AS fits, confidence >= {SURE_FROM} AS sure "
    "FROM drawings WHERE NOT rejected)"
)
_AT_ONCE = 500  # keys in one query; SQLite takes 999 at least


@dataclass(frozen=True)
class Agreement:
    """How often the person agreed with the readings.

    A reading that the person did not correct counts as right. Somebody who sees a wrong one either
    corrects it or just draws again, and then nobody knows.

    Attributes:
        drawings: how many were read as a digit or a number.
        right: how many of them were not corrected.
        sure: how many were read with a confidence of at least `SURE_FROM`.
        sure_and_right: how many of those were not corrected.
    """

    drawings: int
    right: int
    sure: int
    sure_and_right: int


class HistoryBrowser(History):
    """The history, for looking through it. Its methods raise what those of `History` raise."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._owner = new_owner()

    def keys(self, kind: str = ALL) -> list[int]:
        """The keys of all drawings of a kind, newest first.

        What is shown and selected goes by them: they mean the same drawings also after others
        were kept or deleted.
        """
        query = (
            f"SELECT key FROM drawings WHERE {_CONDITIONS[kind]} "  # noqa: S608
            "ORDER BY created DESC, key DESC"
        )
        with self._connect() as connection:
            return [row[0] for row in connection.execute(query)]

    def load(self, keys: Sequence[int]) -> dict[int, Drawing]:
        """The drawings with these keys, without those that were deleted or can't be read."""
        found: dict[int, Drawing] = {}
        for start in range(0, len(keys), _AT_ONCE):
            some = self._fetch(keys[start : start + _AT_ONCE])
            # One that can't be read can still be deleted.
            found |= {key: one for key, one in some.items() if isinstance(one, Drawing)}
        return found

    def move_to_trash(self, keys: Sequence[int]) -> int:
        """Deletes drawings so that they can be restored, and returns how many there were."""
        rows = [(key,) for key in sorted(keys)]  # in the order of the rows on the disk
        with self._transaction() as connection:
            step = connection.execute("SELECT coalesce(max(step), 0) + 1 FROM trash").fetchone()[0]
            mark = (self._owner, step, datetime.now(UTC).isoformat())
            connection.executemany(
                f"INSERT OR REPLACE INTO trash ({_TRASH_COLUMNS}) "  # noqa: S608
                f"SELECT {_ALL_COLUMNS}, ?, ?, ? FROM drawings WHERE key = ?",
                [(*mark, *row) for row in rows],
            )
            deleted = connection.executemany("DELETE FROM drawings WHERE key = ?", rows).rowcount
        return max(deleted, 0)

    def restore(self) -> int:
        """Restores what was deleted last, with its keys, and returns how many that were."""
        mine = "FROM trash WHERE owner = ? AND step = ?"
        with self._transaction() as connection:
            last = connection.execute(
                "SELECT max(step) FROM trash WHERE owner = ?", (self._owner,)
            ).fetchone()[0]
            restored = connection.execute(
                f"INSERT OR IGNORE INTO drawings ({_ALL_COLUMNS}) SELECT {_ALL_COLUMNS} {mine}",
                (self._owner, last),
            ).rowcount
            connection.execute(f"DELETE {mine}", (self._owner, last))
        return max(restored, 0)

    def can_restore(self) -> bool:
        """Whether there is something to restore."""
        with self._connect() as connection:
            query = "SELECT 1 FROM trash WHERE owner = ? LIMIT 1"
            return connection.execute(query, (self._owner,)).fetchone() is not None

    def empty_trash(self) -> None:
        """Deletes for good what was deleted here, and what others left behind.

        Those are pages whose program has ended without emptying its trash, and pages on another
        machine a day later.
        """
        self._empty_trash_of({self._owner})

    def empty_left_trash(self) -> None:
        """Deletes for good what other pages left behind, as `empty_trash` does."""
        self._empty_trash_of(set())

    def _empty_trash_of(self, owners: set[str]) -> None:
        before = (datetime.now(UTC) - timedelta(days=1)).isoformat()
        with self._connect() as connection:
            found = connection.execute("SELECT DISTINCT owner, thrown < ? FROM trash", (before,))
            rows = found.fetchall()
        emptied = {owner for owner, old in rows if old or owner in owners or has_ended(owner)}
        if not emptied:
            return
        with self._deletion() as connection:
            for owner in emptied:
                mine = "FROM trash WHERE owner = ?"
                delete_examples(connection, f"drawing IN (SELECT key {mine})", (owner,))
                connection.execute(f"DELETE {mine}", (owner,))

    def agreement(self) -> Agreement:
        """How often the person agreed with the readings."""
        with self._connect() as connection:
            row = connection.execute(_AGREEMENT).fetchone()
        return Agreement(*(int(value) for value in row))
