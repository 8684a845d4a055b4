"""The result of reading one drawing, and the line that is printed for it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, NamedTuple

from digitrec.cli.output import describe, write_error, write_line
from digitrec.recognition.reading import Reading


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

    def write(self) -> None:
        """Prints the line; raises what `output.standard_output` raises."""
        if self.to_stderr:
            write_error(self.text)
        else:
            write_line(self.text)


@dataclass(frozen=True)
class Result:
    """What reading one drawing gave: a reading, or an error message.

    Attributes:
        source: the file, as the person named it.
        outcome: the reading, or why there is none.
        line: number of the ink line, from 1; None for an image or a file as a whole.
        id: the ink's own id, if it has one.
    """

    source: str
    outcome: Reading | str
    line: int | None = None
    id: str | int | None = None

    def to_dict(self) -> dict[str, Any]:
        """The object that `--json` writes."""
        head: dict[str, Any] = {"id": self.id, "source": self.source}
        if isinstance(self.outcome, Reading):
            return head | self.outcome.to_dict()
        return head | {"error": self._error}

    def to_line(self, as_json: bool) -> OutputLine:
        """The line to print: JSON in ASCII, which every terminal's encoding has, or plain text."""
        is_error = not isinstance(self.outcome, Reading)
        if as_json:
            return OutputLine(json.dumps(self.to_dict()), is_error, to_stderr=False)
        if isinstance(self.outcome, Reading):
            return OutputLine(f"{self._name}: {describe(self.outcome)}", is_error, to_stderr=False)
        return OutputLine(f"{self.source}: {self._error}", is_error, to_stderr=True)

    @property
    def _name(self) -> str:
        if self.line is None:
            return self.source
        return f"{self.source}, {f'line {self.line}' if self.id is None else self.id}"

    @property
    def _error(self) -> str:
        return f"{self.outcome}" if self.line is None else f"line {self.line}: {self.outcome}"
