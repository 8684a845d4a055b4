"""Taught examples as rows of the history's file, and as ink lines."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from digitrec.recognition.example import Example
from digitrec.recognition.ink import Ink, Stroke
from digitrec.recognition.reading import REJECTED
from digitrec.storage.drawing import DamagedRowError

NOT_A_DIGIT = REJECTED
"""The label of an example that is not a digit."""


def to_row(strokes: Iterable[Stroke], digit: int | None) -> dict[str, Any]:
    """The columns that say what an example is.

    The strokes are JSON, like those of a drawing. The fingerprint, their SHA-256, finds an example
    that has been taught before.
    """
    text = json.dumps([[[float(x), float(y)] for x, y in stroke] for stroke in strokes],
                      separators=(",", ":"))  # fmt: skip
    fingerprint = hashlib.sha256(text.encode()).digest()
    return {"strokes": text, "fingerprint": fingerprint, "digit": digit}


def from_row(row: Any) -> Example:
    """The example in a row; `row` gives its columns by name.

    Raises:
        DamagedRowError: if a column holds something else.
    """
    try:
        strokes = Ink.from_dict({"strokes": json.loads(row["strokes"])}).strokes
    except RecursionError:
        raise DamagedRowError("nested too deeply") from None
    except (ValueError, TypeError) as error:  # an `InkError` is a value error
        raise DamagedRowError(str(error)) from error
    if not is_drawn(strokes):
        raise DamagedRowError("nothing is drawn")
    digit = row["digit"]
    if digit is not None and not (isinstance(digit, int) and 0 <= digit <= 9):
        raise DamagedRowError(f"{digit!r} is not a digit")
    return Example(row["key"], strokes, digit)


def to_ink(example: Example) -> Ink:
    """An example as ink with its key for an id and its digit for a label."""
    label = NOT_A_DIGIT if example.digit is None else str(example.digit)
    return Ink(example.strokes, str(example.key), label)


def is_drawn(strokes: Iterable[Stroke]) -> bool:
    """Whether there is more than nothing or a dot; the networks are not asked about less."""
    return len({point for stroke in strokes for point in stroke}) > 1
