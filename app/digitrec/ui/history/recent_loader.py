"""Recent: keeps the strip of the last drawings up to date."""

from __future__ import annotations

from pathlib import Path

from digitrec.storage.errors import StorageError
from digitrec.storage.history_browser import ALL, HistoryBrowser
from digitrec.ui.history.recent_drawings import RecentDrawings
from digitrec.ui.history.thumbnails import Thumbnail
from digitrec.ui.widgets.background import Background


class RecentLoader:
    """Reads the last drawings on the background thread and shows them in the strip.

    Args:
        strip: shows them.
        path: file of the history.
        background: does the reading, and the thumbnails.
    """

    def __init__(self, recent_drawings: RecentDrawings, path: Path, background: Background) -> None:
        self._recent_drawings = recent_drawings
        self._browser = HistoryBrowser(path)
        self._background = background
        self._asked = False

    def refresh(self) -> None:
        """Reads them anew. Of calls that come close together, one is done."""
        if self._asked or not self._recent_drawings.room:
            return
        self._asked = True
        room, side = self._recent_drawings.room, self._recent_drawings.side

        def job() -> list[Thumbnail]:
            try:
                drawings = self._browser.page(ALL, 0, room)
            except StorageError:  # the journal has said so already
                return []
            return [Thumbnail.of(drawing, side) for drawing in drawings]

        def done(thumbnails: list[Thumbnail]) -> None:
            self._asked = False
            self._recent_drawings.show(thumbnails)

        self._background.do(job, done)

    def close(self) -> None:
        """Lets the history go."""
        self._browser.close()
