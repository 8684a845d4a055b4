"""History: a person's own drawings, exported from the application, as training data."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from digitrec.recognition.ink import Ink, InkError
from training.data.datasets import DataError, PenDigits, Strokes

PERSON = 0
"""The person's number as a writer; the pen digits' writers count from 1."""

NO_DIGIT = "?"
"""What a person gives a drawing as, where it is no digit."""

_USABLE = frozenset("0123456789" + NO_DIGIT)
_REMEDY = "Export the drawings anew with: digitrec history export FILE.jsonl (or take the line out)"


@dataclass(frozen=True)
class OwnDrawings:
    """A person's own drawings.

    Attributes:
        digits: those that the person said are a digit, all by the writer `PERSON`.
        non_digits: those that the person said are none.
        skipped: how many others there are: that nobody said anything of, that hold several digits,
            or that hold no more than a dot.
    """

    digits: PenDigits
    non_digits: tuple[Strokes, ...]
    skipped: int


def load_history(path: Path) -> OwnDrawings:
    """The drawings of an ink file that `digitrec history export` wrote.

    Only what a person said is taken for true. On a line with a field `corrected` that is its text;
    null there means that nobody said anything, and the `label` is the program's own reading. On a
    line without that field, one that a person or another program wrote, it is the `label`.

    A drawing that comes again counts once, as the last line that says something of it has it.

    Raises:
        DataError: where the file can't be read, a line is broken, or no drawing can be used.
    """
    said: dict[Strokes, str] = {}
    skipped: set[Strokes] = set()
    for number, line in _lines(path):
        try:
            strokes, text = _drawing(line)
        except InkError as error:
            raise DataError(f"{path}, line {number}: {error}. {_REMEDY}") from None
        if text is None:
            skipped.add(strokes)
        else:
            said[strokes] = text
    skipped -= said.keys()
    if not said:
        raise DataError(f"{path}: {_why_none(len(skipped))}")
    digits = {strokes: int(text) for strokes, text in said.items() if text != NO_DIGIT}
    return OwnDrawings(
        PenDigits(
            tuple(digits),
            np.array(list(digits.values()), np.uint8),
            np.full(len(digits), PERSON, np.int64),
        ),
        tuple(strokes for strokes, text in said.items() if text == NO_DIGIT),
        len(skipped),
    )


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """The lines that are not blank, with their numbers.

    Raises:
        DataError: where the file can't be read.
    """
    try:
        with path.open("rb") as stream:
            for number, line in enumerate(stream, 1):
                if line.strip():
                    yield number, line
    except OSError as error:
        raise DataError(
            f"{path} can't be read ({error.strerror}). "
            "Make it with: digitrec history export FILE.jsonl"
        ) from error


def _drawing(line: bytes) -> tuple[Strokes, str | None]:
    """A line's strokes, and the digit or `NO_DIGIT` that a person gave them; None for neither.

    Raises:
        InkError: where the line is not ink, or `corrected` no text.
    """
    ink = Ink.from_json(line)
    text = _said(json.loads(line), ink)
    if _is_too_little(ink) or text not in _USABLE:
        return ink.strokes, None
    return ink.strokes, text


def _said(fields: dict[str, Any], ink: Ink) -> str | None:
    if "corrected" not in fields:
        return ink.label
    corrected = fields["corrected"]
    if corrected is not None and not isinstance(corrected, str):
        raise InkError(f'"corrected" is a text or null, not {json.dumps(corrected)[:40]}')
    return NO_DIGIT if corrected == "" else corrected


def _is_too_little(ink: Ink) -> bool:
    """Whether it is empty or a dot: of such a drawing the application asks no network."""
    return len({point for stroke in ink.strokes for point in stroke}) < 2


def _why_none(skipped: int) -> str:
    if not skipped:
        return "it holds no drawing. Draw some in the window, correct them by a digit key, export"
    drawings = "its only drawing" if skipped == 1 else f"any of its {skipped} drawings"
    return (
        f"no person said which single digit {drawings} shows, and the program's own readings are "
        "no labels. Draw in the window, give each drawing its digit by a digit key, and export anew"
    )
