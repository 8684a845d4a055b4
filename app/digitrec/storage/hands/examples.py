"""Taught examples as rows of the history's file, and as ink lines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from digitrec.recognition.example import Example
from digitrec.recognition.ink import Ink, Stroke
from digitrec.recognition.reading import REJECTED
from digitrec.storage.row_values import DamagedRowError, damage_named

if TYPE_CHECKING:
    import sqlite3

NOT_A_DIGIT = REJECTED
"""The label of an example that is not a digit."""


def to_row(strokes: Iterable[Stroke], digit: int | None) -> dict[str, Any]:
    """The columns that say what an example is.

    The strokes are JSON, like those of a drawing. The fingerprint, their SHA-256, finds an example
    that has been taught before.
    """
    text = json.dumps([[[float(x), float(y)] for x, y in stroke] for stroke in strokes if stroke],
                      separators=(",", ":"))  # fmt: skip
    return {"strokes": text, "fingerprint": _fingerprint(text), "digit": digit}


def from_row(row: Any) -> Example:
    """The example in a row; `row` gives its columns by name.

    Raises:
        DamagedRowError: if a column holds something else.
    """
    with damage_named():
        strokes = _strokes(row["strokes"], row["fingerprint"])
    digit = row["digit"]
    if digit is not None and not (isinstance(digit, int) and 0 <= digit <= 9):
        raise DamagedRowError(f"{digit!r} is not a digit")
    return Example(row["key"], strokes, digit)


def _fingerprint(text: str) -> bytes:
    import hashlib  # loads OpenSSL; a window that writes its first stroke needs none

    return hashlib.sha256(text.encode()).digest()


def _strokes(text: Any, fingerprint: Any) -> tuple[Stroke, ...]:
    """The strokes of a row. Those that fit their fingerprint are as they were written."""
    found = json.loads(text)
    if isinstance(text, str) and _fingerprint(text) == fingerprint:
        return tuple(tuple(map(tuple, stroke)) for stroke in found)
    strokes = Ink.from_dict({"strokes": found}).strokes
    if not is_drawn(strokes):
        raise DamagedRowError("nothing is drawn")
    return strokes


def label_of(example: Example) -> str:
    """The digit of an example as the label of an ink line, `NOT_A_DIGIT` if it is none."""
    return NOT_A_DIGIT if example.digit is None else str(example.digit)


def to_ink_line(example: Example) -> str:
    """An example as an ink line without the line break; its `id` is its key."""
    return Ink(example.strokes, str(example.key), label_of(example)).to_json()


def to_correction_line(example: Example) -> str:
    """An example as an ink line in the history's export: a drawing that a person corrected."""
    label = label_of(example)
    ink = Ink(example.strokes, f"example-{example.key}", label)
    return json.dumps(ink.to_dict() | {"corrected": label}, separators=(",", ":"))


def delete_examples(
    connection: sqlite3.Connection, condition: str, values: Sequence[object] = ()
) -> int:
    """Deletes the examples that an SQL condition is true of, and their embeddings.

    Returns:
        How many there were.
    """
    connection.execute(
        f"DELETE FROM embeddings WHERE example IN (SELECT key FROM examples WHERE {condition})",  # noqa: S608
        values,
    )
    return connection.execute(
        f"DELETE FROM examples WHERE {condition}",  # noqa: S608
        values,
    ).rowcount


def erase_examples(connection: sqlite3.Connection, name: str | None = None) -> int:
    """Deletes the examples of a hand, or of every hand, so that the file holds nothing of them.

    SQLite overwrites a row that is deleted, but copies of it may be left on pages where it moved
    rows about. Only a table that is emptied as a whole has all its pages overwritten, so the
    examples of the other hands are taken out and put back.

    Returns:
        How many there were.
    """
    tables = {
        "examples": "SELECT * FROM examples WHERE hand <> ?",
        "embeddings": "SELECT embeddings.* FROM embeddings JOIN examples ON key = example "
        "WHERE hand <> ?",
    }
    kept = {
        table: [] if name is None else connection.execute(query, (name,)).fetchall()
        for table, query in tables.items()
    }
    count = 0
    for table, rows in kept.items():
        deleted = connection.execute(f"DELETE FROM {table}").rowcount  # noqa: S608
        count += deleted - len(rows) if table == "examples" else 0
        if rows:
            marks = ", ".join("?" * len(rows[0]))
            connection.executemany(f"INSERT INTO {table} VALUES ({marks})", map(tuple, rows))  # noqa: S608
    return count


def is_drawn(strokes: Iterable[Stroke]) -> bool:
    """Whether there is more than nothing or a dot; the networks are not asked about less."""
    return len({point for stroke in strokes for point in stroke}) > 1
