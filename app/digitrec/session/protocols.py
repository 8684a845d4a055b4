"""The interfaces that the session needs: one that reads drawings, one that keeps them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from digitrec.recognition.ink import Ink
    from digitrec.recognition.picture.opened_picture import Picture
    from digitrec.recognition.reading import Reading
    from digitrec.recognition.segmentation.segmenter import Group
    from digitrec.storage.drawing import Drawing
    from digitrec.storage.picture_crop import PictureCrop


class Reader(Protocol):
    """Reads drawings and pictures: `digitrec.recognition.recognizer.Recognizer`."""

    def read(
        self,
        ink: Ink,
        digits: int | None = None,
        dot: float = 0.0,
        groups: Sequence[Group] | None = None,
        marks: bool = True,
        *,
        draft: bool = False,
    ) -> Reading:
        """Reads a drawing; a draft, which takes less time, while it is still growing."""

    def read_picture(
        self, picture: Picture, digits: int | None = None, marks: bool = True
    ) -> Reading:
        """Reads a picture."""


class Keeper(Protocol):
    """Keeps drawings: `digitrec.storage.journal.Journal`."""

    def keep(self, drawing_id: int, drawing: Drawing) -> None:
        """Keeps a drawing, or brings it up to date."""

    def update(self, drawing_id: int, drawing: Drawing) -> None:
        """Brings a kept drawing up to date, unless somebody has deleted it meanwhile."""

    def adopt(self, drawing_id: int, key: int) -> None:
        """Links it to the row that it already has in the history."""

    def correct(self, drawing_id: int, text: str | None) -> None:
        """Sets the text that a person gave; None if they took it back."""

    def when_kept(self, drawing_id: int, call: Callable[[int], None]) -> None:
        """Calls, on any thread, with the key of its row, once what came before is written."""

    def keep_crops(self, picture_id: int, crops: Callable[[], Sequence[PictureCrop]]) -> None:
        """Keeps what a person corrected in a picture, in place of what was kept of it before."""

    def forget(self, drawing_id: int) -> None:
        """Takes it out of the history."""

    @property
    def unwritten(self) -> list[Drawing]:
        """The drawings that are not written yet."""

    def close(self, timeout: float | None = None) -> bool:
        """Writes what still waits; False if that took longer than `timeout` seconds."""
