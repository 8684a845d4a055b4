"""A change of one drawing's row, as it waits to be written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from digitrec.storage.drawing import Drawing
from digitrec.storage.picture_crop import PictureCrop


@dataclass(frozen=True)
class Change:
    """What to do with one drawing's row, or with the crops of one picture, in this order."""

    key: int | None = None
    forget: bool = False
    drawing: Drawing | None = None
    only_update: bool = False  # the drawing gets no new row
    correction: tuple[str | None] | None = None
    when_kept: Callable[[int], None] | None = None
    crops: Callable[[], Sequence[PictureCrop]] | None = None

    @property
    def inserts(self) -> bool:
        """Whether the drawing gets a row if it has none."""
        return self.drawing is not None and not self.only_update

    @property
    def as_written(self) -> Drawing | None:
        """The drawing with its correction, if there is one to write."""
        if self.drawing is None or self.correction is None:
            return self.drawing
        return replace(self.drawing, corrected=self.correction[0])

    def then(self, later: Change) -> Change:
        """One change that does what this one and a later one do."""
        key = self.key if later.key is None else later.key
        if later.forget:
            return replace(later, key=key)
        return Change(
            key,
            self.forget,
            later.drawing or self.drawing,
            self.only_update if later.drawing is None else later.only_update and not self.inserts,
            later.correction or self.correction,
            later.when_kept or self.when_kept,
            later.crops or self.crops,
        )
