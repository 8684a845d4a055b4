"""Which items of a long list are selected, with the rules of a file manager. Knows no widget."""

from __future__ import annotations

from collections.abc import Set as AbstractSet


class Selection:
    """Selected positions among `count` items.

    Attributes:
        anchor: the position from which a range is extended, and from which keys move.
    """

    def __init__(self) -> None:
        self.anchor = 0
        self._count = 0
        self._positions: frozenset[int] = frozenset()

    @property
    def positions(self) -> AbstractSet[int]:
        """The selected positions."""
        return self._positions

    @property
    def only(self) -> int | None:
        """The selected position if there is exactly one."""
        return next(iter(self._positions)) if len(self._positions) == 1 else None

    def __contains__(self, position: int) -> bool:
        return position in self._positions

    def __len__(self) -> int:
        return len(self._positions)

    def reset(self, count: int) -> None:
        """Starts again with a list of `count` items, none of them selected."""
        self.anchor = 0
        self._count = count
        self._positions = frozenset()

    def select(self, position: int | None) -> None:
        """Selects one item and no other; None selects nothing."""
        if position is None:
            self._positions = frozenset()
        else:
            self.anchor = position
            self._positions = frozenset((position,))

    def toggle(self, position: int) -> None:
        """Selects one item more, or one less."""
        self.anchor = position
        self._positions ^= {position}

    def extend_to(self, position: int) -> None:
        """Selects all from the anchor to this item."""
        low, high = sorted((self.anchor, position))
        self._positions = frozenset(range(low, high + 1))

    def select_all(self) -> None:
        """Selects every item."""
        self._positions = frozenset(range(self._count))

    def move(self, by: int) -> int | None:
        """Selects the item `by` positions further on, or the first if nothing was selected.

        Returns:
            Its position; None if there is none there.
        """
        position = self.anchor + by if self._positions else 0
        if not 0 <= position < self._count:
            return None
        self.select(position)
        return position
