"""Loads the last drawings whenever the history has changed."""

from __future__ import annotations

from pathlib import Path

from digitrec.storage.errors import StorageError
from digitrec.storage.history import History
from digitrec.ui.history.recent_drawings import WIDEST, RecentDrawings
from digitrec.ui.history.thumbnails import Thumbnail
from digitrec.ui.widgets.background import Background


class RecentLoader:
    """Reads the last drawings on the background thread and shows them.

    Args:
        recent_drawings: shows them.
        path: file of the history.
        background: reads the drawings and makes the thumbnails.
    """

    def __init__(self, recent_drawings: RecentDrawings, path: Path, background: Background) -> None:
        self._recent_drawings = recent_drawings
        self._path = path
        self._background = background
        self._requested = False

    def refresh(self) -> None:
        """Reads them again. Of several calls that come close together, one is carried out."""
        if self._requested or not self._recent_drawings.capacity:
            return
        self._requested = True
        capacity, side = self._recent_drawings.capacity, self._recent_drawings.side

        def job() -> list[Thumbnail]:
            self._requested = False  # a change from now on needs another look
            return _load(self._path, capacity, side)

        self._background.do(job, self._recent_drawings.set_thumbnails)


def _load(path: Path, count: int, side: int) -> list[Thumbnail]:
    try:
        # Opened each time, as nobody could close it at the end while another program holds it.
        with History(path) as history:
            drawings = history.drawings(newest_first=True, limit=count, on_damage=lambda _: None)
            return [Thumbnail.render(drawing, side, WIDEST) for drawing in drawings]
    except StorageError:  # the journal has said so already
        return []
