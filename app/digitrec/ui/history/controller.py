"""Archive: what the window has to do with the history: keeping, the strip, the page of all."""

from __future__ import annotations

import tkinter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from digitrec.storage.errors import StorageError
from digitrec.storage.journal import Journal
from digitrec.text.catalogue import said
from digitrec.ui.desk import Desk
from digitrec.ui.widgets.background import Background
from digitrec.ui.widgets.theme import Look

if TYPE_CHECKING:
    from digitrec.ui.history.page import HistoryPage
    from digitrec.ui.history.recent_drawings import RecentDrawings
    from digitrec.ui.history.recent_loader import RecentLoader


class HistoryController:
    """The history behind one window.

    Args:
        root: the window.
        path: file of the history.
        background: reads it, for the strip.
        warn: says what is wrong with it.
        look: gives the window's colours and scale as they are.
    """

    def __init__(
        self,
        root: tkinter.Tk,
        path: Path,
        background: Background,
        warn: Callable[[str], None],
        look: Callable[[], Look],
    ) -> None:
        self.recent_drawings: RecentDrawings | None = None
        self.page: HistoryPage | None = None
        self._recent: RecentLoader | None = None
        self._root = root
        self._path = path
        self._background = background
        self._warn = warn
        self._look = look

    def journal(self) -> Journal:
        """A journal that keeps drawings, and has the strip follow."""
        return Journal(
            self._path,
            lambda message: self._background.post(lambda: self._warn(said(message))),
            lambda: self._background.post(self.refresh),
        )

    def add_recent_drawings(self, desk: Desk, place: Callable[[RecentDrawings], None]) -> None:
        """Shows the last drawings; a click lays one on the desk. Needs NumPy."""
        from digitrec.ui.history.recent_drawings import RecentDrawings
        from digitrec.ui.history.recent_loader import RecentLoader

        if self.recent_drawings is None:
            self.recent_drawings = RecentDrawings(
                self._root, self._look(), desk.open_drawing, self.refresh
            )
            self._recent = RecentLoader(self.recent_drawings, self._path, self._background)
        place(self.recent_drawings)

    def hide_recent_drawings(self) -> None:
        """Takes the strip away: nothing is kept."""
        if self.recent_drawings is not None:
            self.recent_drawings.grid_remove()

    def refresh(self) -> None:
        """Brings the strip up to date."""
        if self._recent is not None:
            self._recent.refresh()

    def show_page(self, desk: Desk) -> None:
        """Opens the page of all drawings, or brings it to the front."""
        from digitrec.ui.history.page import HistoryPage

        if self.page is not None and self.page.winfo_exists():
            self.page.lift()
            self.page.focus_set()
            return
        self.page = HistoryPage(
            self._root, self._look(), self._path, desk.open_drawing, self.refresh
        )

    def drop_older(self, days: int) -> None:
        """Deletes what is older than so many days, on the background thread; 0 deletes nothing."""
        if not days or not self._path.exists():
            return
        moment = datetime.now(UTC) - timedelta(days=days)

        def job() -> str | None:
            from digitrec.storage.history import History

            try:
                with History(self._path) as history:
                    history.delete_before(moment)
            except StorageError as error:
                return said(error)
            return None

        def done(trouble: str | None) -> None:
            if trouble is not None:
                self._warn(trouble)
            self.refresh()

        self._background.do(job, done)

    def apply_theme(self, look: Look) -> None:
        """Takes on other colours."""
        if self.recent_drawings is not None:
            self.recent_drawings.apply_theme(look)

    def close(self) -> None:
        """Lets the history go."""
        if self._recent is not None:
            self._recent.close()
