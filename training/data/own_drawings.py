"""A person's own drawings and taught examples, exported from the application, as training data."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from digitrec.recognition.ink import Ink, InkError
from training.data.datasets import DataError, PenDigits, Split, Strokes

PERSON = 0
"""The person's number as a writer. The writers of the pen digits are numbered from 1."""

NO_DIGIT = "?"
"""The label that a person gives to a drawing that is not a digit."""

REPEATS = 10
"""Variations of each of a person's own drawings in an epoch, for one of another writer's: they are
few, and they are the ones that the person wants to be read."""

_USABLE = frozenset("0123456789" + NO_DIGIT)
_REMEDY = "Export the drawings again with: digitrec history export FILE.jsonl (or remove the line)"


@dataclass(frozen=True)
class OwnDrawings:
    """A person's own drawings.

    Attributes:
        digits: those that the person labelled as a digit, all by the writer `PERSON`.
        non_digits: those that the person labelled as not a digit.
        skipped: how many others there are: without a label, with several digits, or with nothing
            but a dot.
        names: of the digits: their `id` in the file, or the number of their line.
    """

    digits: PenDigits
    non_digits: tuple[Strokes, ...]
    skipped: int
    names: tuple[str, ...] = ()


def load_history(path: Path) -> OwnDrawings:
    """The drawings of an ink file that `digitrec history export` or `digitrec hand export` wrote.

    Taught examples are in both; in the history's export they are drawings that a person corrected.

    Only labels by a person are used. If a line has the field `corrected`, that is the person's
    label; if it is null, there is none, and `label` is only what the program read. If a line has no
    such field, a person or another program wrote it, and `label` is used.

    A drawing that occurs several times counts once, with its last label by a person.

    Raises:
        DataError: if the file can't be read, a line is broken, or no drawing can be used.
    """
    labels: dict[Strokes, str] = {}
    names: dict[Strokes, str] = {}
    skipped: set[Strokes] = set()
    for number, line in _lines(path):
        try:
            strokes, text = _drawing(line)
        except InkError as error:
            raise DataError(f"{path}, line {number}: {error}. {_REMEDY}") from None
        if text is None:
            skipped.add(strokes)
        else:
            labels[strokes] = text
            names[strokes] = str(json.loads(line).get("id") or f"line {number}")
    skipped -= labels.keys()
    if not labels:
        raise DataError(f"{path}: {_why_none(len(skipped))}")
    digits = {strokes: int(text) for strokes, text in labels.items() if text != NO_DIGIT}
    return OwnDrawings(
        PenDigits(
            tuple(digits),
            np.array(list(digits.values()), np.uint8),
            np.full(len(digits), PERSON, np.int64),
        ),
        tuple(strokes for strokes, text in labels.items() if text == NO_DIGIT),
        len(skipped),
        tuple(names[strokes] for strokes in digits),
    )


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """The lines that are not blank, with their numbers.

    Raises:
        DataError: if the file can't be read.
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
    """A line's strokes, and their label by a person, a digit or `NO_DIGIT`; None without one.

    Raises:
        InkError: if the line is not ink, or `corrected` is not a text.
    """
    ink = Ink.from_json(line)
    text = _label(json.loads(line), ink)
    if _is_too_little(ink) or text not in _USABLE:
        return ink.strokes, None
    return ink.strokes, text


def _label(fields: dict[str, Any], ink: Ink) -> str | None:
    if "corrected" not in fields:
        return ink.label
    corrected = fields["corrected"]
    if corrected is not None and not isinstance(corrected, str):
        raise InkError(f'"corrected" must be a text or null, not {json.dumps(corrected)[:40]}')
    return NO_DIGIT if corrected == "" else corrected


def _is_too_little(ink: Ink) -> bool:
    """Whether it is empty or a dot, which the application doesn't show to the network."""
    return len({point for stroke in ink.strokes for point in stroke}) < 2


def _why_none(skipped: int) -> str:
    if not skipped:
        return "it is empty. Draw in the window, label each drawing with a digit key, and export"
    drawings = "its only drawing" if skipped == 1 else f"any of its {skipped} drawings"
    return (
        f"nobody has labelled {drawings} as a single digit, and the program's own readings don't "
        "count as labels. Draw in the window, label each drawing with a digit key, and export again"
    )


def with_own(
    split: Split, characters: tuple[Strokes, ...], own: OwnDrawings
) -> tuple[Split, tuple[Strokes, ...]]:
    """Training data and characters with a person's own drawings added, each `REPEATS` times."""
    pen, digits = split.pen, own.digits
    together = PenDigits(
        pen.strokes + digits.strokes * REPEATS,
        np.concatenate([pen.labels, np.tile(digits.labels, REPEATS)]),
        np.concatenate([pen.writers, np.tile(digits.writers, REPEATS)]),
    )
    return replace(split, pen=together), characters + own.non_digits * REPEATS
