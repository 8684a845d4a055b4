"""Taught hands: how a person writes the digits, by examples, in the history's file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import IO, TYPE_CHECKING, Any

from digitrec import constants
from digitrec.recognition.example import Example
from digitrec.recognition.ink import Stroke
from digitrec.storage.database import Database, is_key
from digitrec.storage.errors import StorageError
from digitrec.storage.hands.examples import (
    delete_examples,
    erase_examples,
    from_row,
    is_drawn,
    to_ink_line,
    to_row,
)
from digitrec.storage.row_values import DamagedRowError
from digitrec.storage.settings import is_hand_name

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    OnDamage = Callable[[StorageError], None]

DEFAULT_HAND = constants.DEFAULT_HAND
"""The hand that is taught if none is named."""

# Examples of a drawing that is in the trash come back with it.
_KEPT = "NOT EXISTS (SELECT 1 FROM trash WHERE trash.key = examples.drawing)"
_KNOWN = f"SELECT * FROM examples WHERE hand = ? AND fingerprint = ? AND {_KEPT}"  # noqa: S608
_TEACH = """INSERT INTO examples (hand, strokes, fingerprint, digit, created, drawing)
    VALUES (:hand, :strokes, :fingerprint, :digit, :created, :drawing)
    ON CONFLICT (hand, fingerprint) DO UPDATE
    SET strokes = excluded.strokes, digit = excluded.digit, drawing = excluded.drawing"""
_KEEP_EMBEDDING = """INSERT OR REPLACE INTO embeddings (example, model, embedding)
    SELECT key, ?, ? FROM examples WHERE key = ?"""


class Hands(Database):
    """The hands in a history file, each by its name. A hand without examples isn't there.

    The same strokes are one example of a hand, however often they are taught; the last digit holds.

    Raises:
        StorageError: by every method, if the file can't be opened, read or written.
    """

    def names(self) -> list[str]:
        """The hands that have examples, the default one first, then by name."""
        query = (
            f"SELECT DISTINCT hand FROM examples WHERE typeof(hand) = 'text' AND {_KEPT} "  # noqa: S608
            "ORDER BY hand <> ?, hand"
        )
        with self._connect() as connection:
            return [row[0] for row in connection.execute(query, (DEFAULT_HAND,))]

    def examples(
        self, name: str = DEFAULT_HAND, on_damage: OnDamage | None = None
    ) -> list[Example]:
        """The examples of a hand, oldest first; those that can't be read are left out.

        Args:
            name: of the hand.
            on_damage: takes an error for each example that can't be read.
        """
        query = f"SELECT * FROM examples WHERE hand = ? AND {_KEPT} ORDER BY key"  # noqa: S608
        with self._connect() as connection:
            rows = connection.execute(query, (name,)).fetchall()
        found: list[Example] = []
        for row in rows:
            try:
                found.append(from_row(row))
            except DamagedRowError as error:
                if on_damage is not None:
                    on_damage(self._damage(row["key"], name, error))
        return found

    def add(
        self,
        strokes: Iterable[Stroke],
        digit: int | None,
        name: str = DEFAULT_HAND,
        drawing: int | None = None,
    ) -> Example:
        """Teaches an example, and returns it with its key.

        The same strokes taught again keep their key.

        Args:
            strokes: of the digit.
            digit: 0 to 9; None: it is not a digit.
            name: of the hand.
            drawing: the key of the drawing in the history that the strokes were corrected in.
                Strokes of it that another hand was taught move to this one.

        Raises:
            StorageError: also if the name can't be one.
        """
        _check(name)
        with self._transaction() as connection:
            return _teach(connection, strokes, digit, name, drawing)

    def add_new(
        self, drawings: Iterable[tuple[Sequence[Stroke], int | None]], name: str = DEFAULT_HAND
    ) -> list[Example]:
        """Teaches many examples at once, all or none, and returns those that the hand did not know.

        Args:
            drawings: strokes and their digit; None for the digit: it is not one.
            name: of the hand.

        Raises:
            StorageError: also if the name can't be one.
        """
        _check(name)
        new: dict[int, Example] = {}
        with self._transaction() as connection:
            for strokes, digit in drawings:
                fingerprint = to_row(strokes, digit)["fingerprint"]
                known = connection.execute(_KNOWN, (name, fingerprint)).fetchone()
                if known is None or not _says(known, digit):
                    example = _teach(connection, strokes, digit, name, None)
                    new[example.key] = example
        return list(new.values())

    def remove(self, keys: Iterable[int]) -> int:
        """Takes examples out of their hands, and returns how many there were."""
        with self._deletion() as connection:
            return sum(
                delete_examples(connection, "key = ?", (key,)) for key in keys if is_key(key)
            )

    def remove_of_drawing(self, drawing: int) -> int:
        """Takes out the examples that came from a drawing, and returns how many there were."""
        with self._deletion() as connection:
            return delete_examples(connection, "drawing = ?", (drawing,))

    def forget(self, name: str | None = None) -> int:
        """Forgets a hand, or every hand; from the disk too. Returns how many examples it had."""
        with self._deletion() as connection:
            return erase_examples(connection, name)

    def embeddings(self, name: str, model: str) -> dict[int, bytes]:
        """The embeddings of a hand's examples that are kept, by the example's key.

        Args:
            name: of the hand.
            model: SHA-256 of the file of the model that made them.
        """
        query = (
            "SELECT key, embedding FROM embeddings JOIN examples ON key = example "
            "WHERE hand = ? AND model = ? AND typeof(embedding) = 'blob'"
        )
        with self._connect() as connection:
            return dict(map(tuple, connection.execute(query, (name, model))))

    def keep_embeddings(self, model: str, embeddings: Mapping[int, bytes]) -> None:
        """Keeps embeddings of examples by their keys, in the place of another model's.

        Those of examples that are not there any more are not kept.

        Args:
            model: SHA-256 of the file of the model that made them.
            embeddings: by the example's key.
        """
        rows = [(model, embedding, key) for key, embedding in embeddings.items() if is_key(key)]
        with self._transaction() as connection:
            connection.executemany(_KEEP_EMBEDDING, rows)

    def export(
        self, stream: IO[str], name: str = DEFAULT_HAND, on_damage: OnDamage | None = None
    ) -> int:
        """Writes a hand's examples as ink lines, oldest first, and returns how many.

        `id` is the example's key, `label` its digit, or `?` if it is not a digit. Errors of the
        stream go to the caller; examples that can't be read are treated as in `examples`.
        """
        examples = self.examples(name, on_damage)
        stream.writelines(to_ink_line(example) + "\n" for example in examples)
        return len(examples)

    def _damage(self, key: int, name: str, error: DamagedRowError) -> StorageError:
        return StorageError(
            "Example {key} of the hand {name} in the history {path} is damaged ({reason}). "
            "`digitrec hand forget {key}` takes it out.",
            key=key,
            name=name,
            path=self.path,
            reason=str(error),
        )


def _check(name: str) -> None:
    if not is_hand_name(name):
        raise StorageError(
            "The name of a hand has 1 to {most} characters, and no control characters.",
            most=constants.LONGEST_HAND_NAME,
        )


def _teach(
    connection: sqlite3.Connection,
    strokes: Iterable[Stroke],
    digit: int | None,
    name: str,
    drawing: int | None,
) -> Example:
    strokes = tuple(strokes)
    if not is_drawn(strokes):
        raise StorageError("There is nothing to learn from: nothing is drawn, or only a dot.")
    row: dict[str, Any] = to_row(strokes, digit) | {
        "hand": name,
        "drawing": drawing,
        "created": datetime.now(UTC).isoformat(timespec="microseconds"),
    }
    if drawing is not None:
        moved = "drawing = ? AND fingerprint = ? AND hand <> ?"
        delete_examples(connection, moved, (drawing, row["fingerprint"], name))
    connection.execute(_TEACH, row)
    query = "SELECT * FROM examples WHERE hand = :hand AND fingerprint = :fingerprint"
    return from_row(connection.execute(query, row).fetchone())


def _says(row: sqlite3.Row, digit: int | None) -> bool:
    try:
        return from_row(row).digit == digit
    except DamagedRowError:
        return False  # teaching it again mends it
