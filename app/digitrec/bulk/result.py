"""The result of reading one drawing, and the line that is printed for it."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from digitrec.bulk.description import describe, escaped
from digitrec.recognition.reading import Reading

Format = Literal["text", "json", "csv", "row"]
"""How results are written; a row is a JSON list of the values of `CSV_COLUMNS`, for tables."""

CSV_COLUMNS = "source", "id", "text", "confidence", "rejected", "error"


class OutputLine(NamedTuple):
    """A result as text, ready to be printed.

    Attributes:
        text: one line, without its line end.
        is_error: whether the drawing could not be read.
        to_stderr: whether the line goes to standard error.
    """

    text: str
    is_error: bool
    to_stderr: bool


@dataclass(frozen=True)
class Result:
    """What reading one drawing gave: a reading, or an error message.

    Attributes:
        source: the file, as the person named it.
        outcome: the reading, or why there is none.
        place: where in the file, such as "line 4"; empty for an image or a file as a whole.
        id: the ink's own id, if it has one.
    """

    source: str
    outcome: Reading | str
    place: str = ""
    id: str | int | None = None

    def to_dict(self) -> dict[str, Any]:
        """The object that `--json` writes."""
        head: dict[str, Any] = {"id": self.id, "source": self.source}
        if isinstance(self.outcome, Reading):
            return head | self.outcome.to_dict()
        return head | {"error": self._error}

    def to_line(self, form: Format) -> OutputLine:
        """The line to print. JSON is in ASCII, which every terminal's encoding has."""
        is_error = not isinstance(self.outcome, Reading)
        if form == "json":
            return OutputLine(json.dumps(self.to_dict()), is_error, to_stderr=False)
        if form == "row":
            return OutputLine(json.dumps(self._row()), is_error, to_stderr=False)
        if form == "csv":
            return OutputLine(csv_line(self._cells()), is_error, to_stderr=False)
        if isinstance(self.outcome, Reading):
            return OutputLine(f"{self._name}: {describe(self.outcome)}", is_error, to_stderr=False)
        return OutputLine(f"{self.source}: {self._error}", is_error, to_stderr=True)

    def _row(self) -> tuple[object, ...]:
        """The values of the columns `CSV_COLUMNS`."""
        name = None if self.id is None else str(self.id)
        if not isinstance(self.outcome, Reading):
            return self.source, name, None, None, None, self._error
        read = self.outcome
        return self.source, name, read.text, read.confidence, read.rejected, None

    def _cells(self) -> tuple[object, ...]:
        """The values of the columns `CSV_COLUMNS`; names are escaped, as for a terminal."""
        source, name, text, confidence, rejected, error = self._row()
        return (
            escaped(str(source)),
            escaped(str(name or "")),
            text,
            confidence,
            None if rejected is None else str(rejected).lower(),
            None if error is None else escaped(str(error)),
        )

    @property
    def _name(self) -> str:
        if not self.place:
            return escaped(self.source)
        return escaped(f"{self.source}, {self.place if self.id is None else self.id}")

    @property
    def _error(self) -> str:
        return f"{self.place}: {self.outcome}" if self.place else f"{self.outcome}"


def csv_line(cells: tuple[object, ...]) -> str:
    """A row of a table as comma-separated values (RFC 4180), without the line's end."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator="").writerow(cells)
    return stream.getvalue()
