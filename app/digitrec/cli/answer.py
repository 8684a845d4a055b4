"""Answer: what came of one drawing, and how it is told."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, NamedTuple

from digitrec.cli.output import complain, in_words, write_line
from digitrec.recognition.reading import Reading


class Told(NamedTuple):
    """An answer as text, ready to be written.

    Attributes:
        text: a line, without its end.
        is_error: whether the drawing could not be read.
        aside: whether it belongs on standard error.
    """

    text: str
    is_error: bool
    aside: bool

    def show(self) -> None:
        """Writes it; raises as `output.standard_output` does."""
        if self.aside:
            complain(self.text)
        else:
            write_line(self.text)


@dataclass(frozen=True)
class Answer:
    """What came of one drawing: a reading, or the error in words.

    Attributes:
        source: the file, as the person named it.
        result: the reading, or why there is none.
        line: number of the ink line, from 1; None for a picture or a file as a whole.
        id: the ink's own, where it has one.
    """

    source: str
    result: Reading | str
    line: int | None = None
    id: str | int | None = None

    def to_dict(self) -> dict[str, Any]:
        """The answer as the command line's JSON has it."""
        head: dict[str, Any] = {"id": self.id, "source": self.source}
        if isinstance(self.result, Reading):
            return head | self.result.to_dict()
        return head | {"error": self._error}

    def told(self, as_json: bool) -> Told:
        """The answer as a line: of JSON in ASCII, whatever the terminal's encoding, or in words."""
        is_error = not isinstance(self.result, Reading)
        if as_json:
            return Told(json.dumps(self.to_dict()), is_error, aside=False)
        if isinstance(self.result, Reading):
            return Told(f"{self._name}: {in_words(self.result)}", is_error, aside=False)
        return Told(f"{self.source}: {self._error}", is_error, aside=True)

    @property
    def _name(self) -> str:
        if self.line is None:
            return self.source
        return f"{self.source}, {f'line {self.line}' if self.id is None else self.id}"

    @property
    def _error(self) -> str:
        return f"{self.result}" if self.line is None else f"line {self.line}: {self.result}"
