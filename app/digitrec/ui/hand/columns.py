"""The places of examples in columns, one for each digit. Knows no widget."""

from __future__ import annotations

from collections.abc import Sequence

from digitrec.recognition.example import Example

OTHER = 10
"""The column of what is not a digit, which is there only if something is in it."""


class Columns:
    """Places squares in columns that are spread over the whole width.

    Args:
        examples: sorted by column.
        width: that there is.
        largest: side of the squares if they have all the room that they want.
        gap: between two squares, at least.
        top: where the squares begin.
    """

    def __init__(
        self, examples: Sequence[Example], width: int, largest: int, gap: int, top: int
    ) -> None:
        self._of = [column_of(example) for example in examples]
        self._top = top
        self._width = width
        self.members: list[list[int]] = [[] for _ in range(11 if OTHER in self._of else 10)]
        for at, column in enumerate(self._of):
            self.members[column].append(at)
        count = len(self.members)
        self.side = max(1, min((width - (count - 1) * gap) // count, largest))
        self.step = self.side + gap

    @property
    def height(self) -> int:
        """Where the longest column ends."""
        return self._top + max(map(len, self.members)) * self.step

    def left(self, column: int) -> int:
        """Where a column begins."""
        return round(column * (self._width - self.side) / (len(self.members) - 1))

    def place(self, at: int) -> tuple[int, int]:
        """The upper left corner of an example's square."""
        column = self._of[at]
        return self.left(column), self._top + self.members[column].index(at) * self.step

    def between(self, top: float, bottom: float) -> list[int]:
        """The examples of which something lies between two heights."""
        first = max(0, int((top - self._top) // self.step))
        last = int((bottom - self._top) // self.step)
        return [at for some in self.members for at in some[first : last + 1]]

    def at(self, x: float, y: float) -> int | None:
        """The example whose square is there."""
        row = int((y - self._top) // self.step)
        if y < self._top or (y - self._top) % self.step >= self.side:
            return None
        for column, some in enumerate(self.members):
            if 0 <= x - self.left(column) < self.side and row < len(some):
                return some[row]
        return None

    def neighbour(self, at: int, columns: int, rows: int) -> int | None:
        """The example so many columns and rows further on, past empty columns."""
        column = self._of[at]
        row = self.members[column].index(at) + rows
        if not columns:
            some = self.members[column]
            return some[row] if 0 <= row < len(some) else None
        column += columns
        while 0 <= column < len(self.members):
            some = self.members[column]
            if some:
                return some[min(row, len(some) - 1)]
            column += columns
        return None


def column_of(example: Example) -> int:
    """The column of an example: its digit, or `OTHER`."""
    return OTHER if example.digit is None else example.digit
