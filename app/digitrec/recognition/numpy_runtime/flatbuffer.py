"""Reads FlatBuffers, the format of a LiteRT graph, without a schema or generated code.

Source: https://flatbuffers.dev/internals/. All numbers are little-endian. A table begins with the
distance back to its vtable, which holds the offset of each field by its number in the schema.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

_OFFSET, _SIGNED, _FIELD = struct.Struct("<I"), struct.Struct("<i"), struct.Struct("<H")


class Table:
    """A table in a buffer. What doesn't lie in the buffer raises a ValueError.

    Args:
        content: the whole buffer.
        at: where the table begins; None for the root table.
    """

    def __init__(self, content: bytes, at: int | None = None) -> None:
        self._content = content
        self._at = self._pointed(0) if at is None else at
        self._fields = self._at - self._number(_SIGNED, self._at)
        self._size = self._number(_FIELD, self._fields)
        self._scalars: dict[int, Any] = {}

    def scalar(self, field: int, form: str, default: Any = 0) -> Any:
        """A number; the default if the table leaves it out.

        Args:
            field: its number in the schema.
            form: its type, as `struct` names it.
            default: as in the schema.
        """
        if field not in self._scalars:  # a graph's options are asked for at every run
            place = self._place(field)
            self._scalars[field] = (
                default if place is None else self._number(struct.Struct("<" + form), place)
            )
        return self._scalars[field]

    def table(self, field: int) -> Table | None:
        """A table within this one; None if it is left out."""
        place = self._place(field)
        return None if place is None else Table(self._content, self._pointed(place))

    def tables(self, field: int) -> Iterator[Table]:
        """A list of tables."""
        first, count = self._vector(field)
        for at in range(first, first + 4 * count, 4):
            yield Table(self._content, self._pointed(at))

    def numbers(self, field: int, kind: str) -> NDArray[Any]:
        """A list of numbers, as a read-only array of the NumPy type `kind`."""
        first, count = self._vector(field)
        return np.frombuffer(self._content, kind, count, first)

    def _vector(self, field: int) -> tuple[int, int]:
        """Where a list's elements begin, and how many there are."""
        place = self._place(field)
        if place is None:
            return 0, 0
        start = self._pointed(place)
        return start + 4, int(self._number(_OFFSET, start))

    def _place(self, field: int) -> int | None:
        entry = 4 + 2 * field  # after the sizes of the vtable and of the table
        if entry >= self._size:
            return None
        offset = self._number(_FIELD, self._fields + entry)
        return self._at + offset if offset else None

    def _pointed(self, at: int) -> int:
        return at + int(self._number(_OFFSET, at))

    def _number(self, form: struct.Struct, at: int) -> Any:
        if not 0 <= at <= len(self._content) - form.size:
            raise ValueError("it ends too early")
        return form.unpack_from(self._content, at)[0]
