"""A drawing with its reading, as the history keeps it in a row."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from digitrec.recognition.ink import Box, Ink
from digitrec.recognition.reading import CELL, MARKS, SPACE, Digit, Mark, Reading

_FURTHEST = 1e100  # as `Ink.from_dict` has it; squares and sums stay finite


_LONGEST_REASON = 200
_FIRST, _LAST = datetime(1970, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)
"""Moments between which every system can tell the local time, in every time zone."""


class DamagedRowError(ValueError):
    """A row does not hold a drawing. The message says in a few words what is wrong with it."""

    def __str__(self) -> str:
        reason = super().__str__()
        cut = len(reason) > _LONGEST_REASON
        return f"{reason[:_LONGEST_REASON]} …" if cut else reason


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing and what was read in it.

    Attributes:
        ink: its strokes.
        reading: what was read, with the probabilities.
        model: the model that read it: the first digits of its file's SHA-256, or a name.
        created: when it was begun; aware of its time zone.
        corrected: what the person says it shows, if that is not what was read.
        key: its row in the history; None if it isn't there yet.
    """

    ink: Ink
    reading: Reading
    model: str
    created: datetime
    corrected: str | None = None
    key: int | None = None

    @property
    def label(self) -> str | None:
        """What it shows, if that is known: the correction, or else a reading that was accepted."""
        if self.corrected is not None:
            return self.corrected
        return None if self.reading.rejected else self.reading.text

    def to_row(self) -> dict[str, Any]:
        """The columns of its row, except the key.

        Ink and reading are JSON, so that any SQLite tool shows them; Python writes each float with
        the digits that give the same float again. Text, confidence and rejection repeat what the
        reading says, for queries.
        """
        return {
            "created": self.created.astimezone(UTC).isoformat(timespec="microseconds"),
            "ink": _to_json(self.ink.to_dict()),
            "reading": _to_json(_reading_to_dict(self.reading)),
            "text": self.reading.text,
            "confidence": self.reading.confidence,
            "rejected": self.reading.rejected,
            "model": self.model,
            "corrected": self.corrected,
        }

    @classmethod
    def from_row(cls, row: Any) -> Drawing:
        """The drawing in a row that `to_row` made; `row` gives its columns by name.

        Raises:
            DamagedRowError: if a column holds something else.
        """
        try:
            return cls(
                ink=_ink(json.loads(row["ink"])),
                reading=_reading(json.loads(row["reading"])),
                model=_text(row["model"]),
                created=moment_of(row["created"]),
                corrected=_text_or_none(row["corrected"]),
                key=row["key"],
            )
        except RecursionError:
            raise DamagedRowError("nested too deeply") from None
        # OverflowError is what float() raises for a whole number of hundreds of digits.
        except (ValueError, LookupError, TypeError, AttributeError, OverflowError) as error:
            raise DamagedRowError(str(error)) from error

    def to_ink_line(self) -> str:
        """The drawing as an ink line for export, without the line break.

        `id` is the key in the history, `label` what the drawing shows, if that is known, and
        `corrected` what the person said it shows, or null; training needs to know the difference.
        """
        ink = replace(self.ink, id=str(self.key), label=self.label)
        return _to_json(ink.to_dict() | {"corrected": self.corrected})


def _to_json(value: dict[str, Any]) -> str:
    return json.dumps(value, separators=(",", ":"))


def _ink(line: dict[str, Any]) -> Ink:
    """The ink as it was kept. `Ink.from_dict` also limits its size, for ink from elsewhere."""
    strokes = tuple(
        tuple((_coordinate(x), _coordinate(y)) for x, y in stroke) for stroke in line["strokes"]
    )
    return Ink(strokes, line.get("id"), line.get("label"))


def _reading_to_dict(reading: Reading) -> dict[str, Any]:
    digits = [digit.to_dict() | {"strokes": list(digit.strokes)} for digit in reading.digits]
    kept: dict[str, Any] = {"digits": digits, "reason": reading.reason}
    if reading.lines:
        kept["lines"] = list(reading.lines)
    if reading.segmentation_confidence < 1:
        kept["parted"] = reading.segmentation_confidence  # the name in every history so far
    if reading.strays:
        kept["strays"] = list(reading.strays)
    if reading.marks:
        kept["marks"] = [
            mark.to_dict() | {"at": mark.at, "line": mark.line, "strokes": list(mark.strokes)}
            for mark in reading.marks
        ]
    if reading.turn:
        kept["turn"] = reading.turn
    return kept


def _reading(kept: dict[str, Any]) -> Reading:
    return Reading(
        tuple(_digit(digit) for digit in kept["digits"]),
        _text_or_none(kept["reason"]),
        tuple(_whole(count) for count in kept.get("lines", ())),
        _probability(kept.get("parted", 1.0)),
        strays=tuple(_whole(index) for index in kept.get("strays", ())),
        marks=tuple(_mark(mark) for mark in kept.get("marks", ())),
        turn=_whole(kept.get("turn", 0)),
    )


def _mark(kept: dict[str, Any]) -> Mark:
    mark = _text(kept["mark"])
    if mark not in {*MARKS, SPACE, CELL}:
        raise DamagedRowError(f"{mark!r} is not a mark")
    return Mark(
        mark,
        _probability(kept["confidence"]),
        _box(kept["box"]),
        _whole(kept["at"]),
        _whole(kept["line"]),
        tuple(_whole(index) for index in kept["strokes"]),
    )


def _box(kept: Any) -> Box:
    x0, y0, x1, y1 = map(_coordinate, kept)
    return x0, y0, x1, y1


def _digit(kept: dict[str, Any]) -> Digit:
    probabilities = tuple(map(_probability, kept["probabilities"]))
    digit = _whole(kept["digit"])
    if digit > 9 or len(probabilities) != 10:
        raise DamagedRowError(f"{digit} with {len(probabilities)} probabilities is not a digit")
    return Digit(
        digit=digit,
        confidence=_probability(kept["confidence"]),
        rejected=bool(kept["rejected"]),
        probabilities=probabilities,
        box=_box(kept["box"]),
        strokes=tuple(_whole(index) for index in kept["strokes"]),
    )


def _coordinate(value: Any) -> float:
    number = float(value)
    if not abs(number) <= _FURTHEST:  # nor is NaN
        raise DamagedRowError(f"{number} is not a coordinate")
    return number


def _probability(value: Any) -> float:
    number = float(value)
    if not 0 <= number <= 1:
        raise DamagedRowError(f"{number} is not a probability")
    return number


def _whole(value: Any) -> int:
    if not isinstance(value, int) or value < 0:
        raise DamagedRowError(f"{value!r} is not a count")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise DamagedRowError(f"{value!r} is not a text")
    return value


def _text_or_none(value: Any) -> str | None:
    return None if value is None else _text(value)


def moment_of(value: Any) -> datetime:
    """The moment in a column of a row.

    Raises:
        DamagedRowError: if it is none, or no drawing can be that old or new.
        ValueError: if it is not a moment.
        TypeError: likewise.
    """
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise DamagedRowError(f"{value} has no time zone")
    if not _FIRST <= moment <= _LAST:
        raise DamagedRowError(f"nothing was drawn at {value}")
    return moment
