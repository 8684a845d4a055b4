"""Strokes and rows of taught examples, for the tests."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from digitrec.recognition.ink import Stroke


def strokes(x: float = 1.5) -> tuple[Stroke, ...]:
    """A stroke of three points that no other `x` gives."""
    return (((x, 2.25), (3.0, 4.125), (5.0, 1.0)),)


def execute(path: Path, statement: str, *values: object) -> list[Sequence[object]]:
    """Changes or asks a history's file as another program would."""
    with sqlite3.connect(path) as connection:
        rows = connection.execute(statement, values).fetchall()
    connection.close()
    return rows
