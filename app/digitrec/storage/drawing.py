"""Drawing: what the history keeps of one drawing, and how it lies in a row."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from digitrec.recognition.ink import Ink
from digitrec.recognition.reading import Digit, Reading


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing with what was read of it.

    Attributes:
        ink: its strokes.
        reading: what was read, with the probabilities.
        model: which model read it: the first digits of its file's SHA-256, or a name.
        created: when it was begun; aware of its time zone.
        corrected: what the person says it is, where that is not what was read.
        key: its row in the history; None where it isn't there yet.
    """

    ink: Ink
    reading: Reading
    model: str
    created: datetime
    corrected: str | None = None
    key: int | None = None

    @property
    def label(self) -> str | None:
        """What it shows, as far as anyone knows: as corrected, else as read without a doubt."""
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
            "ink": _json(self.ink.to_dict()),
            "reading": _json(_reading_to_dict(self.reading)),
            "text": self.reading.text,
            "confidence": self.reading.confidence,
            "rejected": self.reading.rejected,
            "model": self.model,
            "corrected": self.corrected,
        }

    @classmethod
    def from_row(cls, row: Any) -> Drawing:
        """The drawing of a row that `to_row` made, given by column name.

        Raises:
            ValueError, LookupError, TypeError, AttributeError: where a column was tampered with.
        """
        return cls(
            ink=_ink(json.loads(row["ink"])),
            reading=_reading(json.loads(row["reading"])),
            model=row["model"],
            created=datetime.fromisoformat(row["created"]),
            corrected=row["corrected"],
            key=row["key"],
        )


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, separators=(",", ":"))


def _ink(line: dict[str, Any]) -> Ink:
    """The drawing as it was kept; `Ink.from_dict` bounds what strangers give."""
    strokes = tuple(tuple((float(x), float(y)) for x, y in stroke) for stroke in line["strokes"])
    return Ink(strokes, line.get("id"), line.get("label"))


def _reading_to_dict(reading: Reading) -> dict[str, Any]:
    digits = [digit.to_dict() | {"strokes": list(digit.strokes)} for digit in reading.digits]
    kept: dict[str, Any] = {"digits": digits, "reason": reading.reason}
    if reading.lines:
        kept["lines"] = list(reading.lines)
    if reading.segmentation_confidence < 1:
        kept["parted"] = reading.segmentation_confidence
    return kept


def _reading(kept: dict[str, Any]) -> Reading:
    return Reading(
        tuple(_digit(digit) for digit in kept["digits"]),
        kept["reason"],
        tuple(kept.get("lines", ())),
        kept.get("parted", 1.0),
    )


def _digit(kept: dict[str, Any]) -> Digit:
    x0, y0, x1, y1 = kept["box"]
    return Digit(
        digit=kept["digit"],
        confidence=kept["confidence"],
        rejected=kept["rejected"],
        probabilities=tuple(kept["probabilities"]),
        box=(x0, y0, x1, y1),
        strokes=tuple(kept["strokes"]),
    )
