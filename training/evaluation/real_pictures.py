"""How pictures of real paper are read: the real sets next to the data sets, by kind of fault.

Only digits are compared: the labels of the real sets have no marks. Nothing is chosen by them.
"""

from __future__ import annotations

import json
from pathlib import Path

from digitrec.recognition.model import Model
from digitrec.recognition.picture.decoding import open_picture
from digitrec.recognition.reading import REJECTED, Reading, digits_of
from digitrec.recognition.recognizer import Recognizer
from training.evaluation.figures import RealFigures
from training.terminal.progress import shown

REAL_SETS = {"cheque-amounts": "cheque amounts", "sudoku-photos": "sudoku digits"}
"""Folders with `labels.json` next to the data sets, and what they are called."""

FAULTS = ("nothing read", "not taken for a digit", "wrong", "missing", "too many", "several")
"""Kinds of fault: of digits that were read as others, left out, or read where there are none."""


def measure_real(model: Model, folder: Path, limit: int | None = None) -> tuple[RealFigures, ...]:
    """How the real sets that are there are read, through the whole of `read_picture`.

    Args:
        model: to measure.
        folder: of the data sets.
        limit: pictures of each set, at most.
    """
    recognizer = Recognizer(model)
    return tuple(
        _measure(recognizer, folder / name, title, limit)
        for name, title in REAL_SETS.items()
        if (folder / name / "labels.json").is_file()
    )


def _measure(recognizer: Recognizer, folder: Path, title: str, limit: int | None) -> RealFigures:
    labels = json.loads((folder / "labels.json").read_text("utf-8"))
    faults = dict.fromkeys(FAULTS, 0)
    right = accepted = wrong_accepted = 0
    pictures = sorted(labels.items())[:limit]
    for name, digits in shown(f"reading {title}", pictures, len(pictures)):
        reading = recognizer.read_picture(open_picture(folder / name))
        fault = fault_of(reading, digits)
        if fault is None:
            right += 1
        else:
            faults[fault] += 1
        accepted += not reading.rejected
        wrong_accepted += fault is not None and not reading.rejected
    count = max(len(pictures), 1)
    return RealFigures(
        title,
        len(pictures),
        right / count,
        1 - accepted / count,
        wrong_accepted / count,
        {fault: number / count for fault, number in faults.items()},
    )


def fault_of(reading: Reading, digits: str) -> str | None:
    """What is wrong with a reading, one of `FAULTS`; None if its digits are right.

    Signs and letters that are read as such, as `?`, are no digits. A digit that is rejected though
    it was read right is right: the doubt is counted for itself.
    """
    guessed = "".join(str(digit.digit) for digit in reading.digits)
    said = digits_of(reading.text).replace(REJECTED, "")
    if digits in (guessed, said):
        return None
    if not guessed:
        return "nothing read"
    if len(guessed) == len(digits):
        same = sum(one == other for one, other in zip(guessed, digits, strict=True))
        if REJECTED in reading.text and _is_part(said, digits):
            return "not taken for a digit"
        return "wrong" if same >= len(digits) - 1 else "several"
    if _is_part(guessed, digits):
        return "missing"
    return "too many" if _is_part(digits, guessed) else "several"


def _is_part(short: str, long: str) -> bool:
    """Whether one text is the other with characters left out."""
    rest = iter(long)
    return all(letter in rest for letter in short)
