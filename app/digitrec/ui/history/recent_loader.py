"""Recent: keeps the strip of the last drawings up to date."""

from __future__ import annotations

from pathlib import Path

from digitrec.storage.errors import StorageError
from digitrec.storage.history_browser import ALL, Shelf
from digitrec.ui.history.recent_drawings import Strip
from digitrec.ui.history.thumbnails import Card
from digitrec.ui.widgets.background import Background


class Recent:
    """Reads the last drawings on the background thread and shows them in the strip.

    Args:
        strip: shows them.
        path: file of the history.
        background: does the reading, and the thumbnails.
    """

    def __init__(self, strip: Strip, path: Path, background: Background) -> None:
        self._strip = strip
        self._shelf = Shelf(path)
        self._background = background
        self._asked = False

    def refresh(self) -> None:
        """Reads them anew. Of calls that come close together, one is done."""
        if self._asked or not self._strip.room:
            return
        self._asked = True
        room, side = self._strip.room, self._strip.side

        def job() -> list[Card]:
            try:
                drawings = self._shelf.page(ALL, 0, room)
            except StorageError:  # the journal has said so already
                return []
            return [Card.of(drawing, side) for drawing in drawings]

        def done(cards: list[Card]) -> None:
            self._asked = False
            self._strip.show(cards)

        self._background.do(job, done)

    def close(self) -> None:
        """Lets the history go."""
        self._shelf.close()
