"""Roles: what the session needs of others, who know nothing of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from digitrec.recognition.ink import Ink
    from digitrec.recognition.raster import Raster
    from digitrec.recognition.reading import Reading
    from digitrec.recognition.segmentation.segmenter import Group
    from digitrec.storage.drawing import Drawing


class Reader(Protocol):
    """What reads: `digitrec.recognition.recognizer.Recognizer`."""

    def read(
        self,
        ink: Ink,
        digits: int | None = None,
        dot: float = 0.0,
        groups: Sequence[Group] | None = None,
    ) -> Reading:
        """Reads a drawing."""

    def read_picture(self, picture: Raster, digits: int | None = None) -> Reading:
        """Reads a picture."""


class Keeper(Protocol):
    """What keeps drawings: `digitrec.storage.journal.Journal`."""

    def keep(self, drawing_id: int, drawing: Drawing) -> None:
        """Keeps a drawing, or brings it up to date."""

    def adopt(self, drawing_id: int, key: int) -> None:
        """Gives it the row that it has in the history already."""

    def correct(self, drawing_id: int, text: str | None) -> None:
        """Sets what a person says that it is."""

    def forget(self, drawing_id: int) -> None:
        """Takes it out of the history."""

    def close(self, timeout: float | None = None) -> bool:
        """Writes what waits."""
