"""The history behind one window: the journal, the recent drawings and the history page."""

from __future__ import annotations

import contextlib
import time
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
    from digitrec.ui.widgets.status_line import StatusLine

CLOSING_SECONDS = 3.0
"""How long closing the window waits for what was asked for on history pages."""

IDLE_SECONDS = 1.0
"""How long the recogniser waits, before it is loaded, for the first drawings to be written."""


class HistoryController:
    """Everything that the window does with the history.

    Args:
        root: the window.
        path: file of the history.
        background: reads the recent drawings.
        look: returns the window's current colours and scale.

    Attributes:
        recent_drawings: the last drawings; None until they are shown.
        on_deletion: called when drawings were deleted or restored, and what they taught with them.
    """

    def __init__(
        self,
        root: tkinter.Tk,
        path: Path,
        background: Background,
        look: Callable[[], Look],
    ) -> None:
        self.recent_drawings: RecentDrawings | None = None
        self.on_deletion: Callable[[], None] = lambda: None
        self._loader: RecentLoader | None = None
        self._journal: Journal | None = None
        self._pages: list[HistoryPage] = []  # the open one, and those that still have work to do
        self._root = root
        self._path = path
        self._background = background
        self._status: StatusLine | None = None
        self._waiting: list[Callable[[StatusLine], None]] = []  # for the status line
        self._trouble = ""  # of the journal, which lasts until it can write again
        self._look = look

    def report_to(self, status: StatusLine) -> None:
        """Shows what is wrong with the history on this line from now on, and what was before."""
        self._status = status
        for show in self._waiting:
            show(status)
        self._waiting.clear()

    @property
    def page(self) -> HistoryPage | None:
        """The history page, if it is open."""
        return next((page for page in self._pages if not page.closed), None)

    def journal(self) -> Journal:
        """The journal of this window, which keeps drawings and refreshes the recent ones.

        There is only one, also if the history is switched off and on again: two could write one
        drawing twice.
        """
        if self._journal is None:
            self._journal = Journal(
                self._path,
                lambda message: self._background.post(lambda: self._show_trouble(said(message))),
                lambda: self._background.post(self._written),
                lambda message: self._background.post(lambda: self._warn(said(message))),
            )
        return self._journal

    def wait_until_idle(self) -> None:
        """Waits, but not long, until what was drawn so far is in the history."""
        if self._journal is not None:
            self._journal.wait_until_idle(IDLE_SECONDS)

    def _show(self, show: Callable[[StatusLine], None]) -> None:
        if self._status is None:
            self._waiting.append(show)
        else:
            show(self._status)

    def _warn(self, message: str) -> None:
        self._show(lambda status: status.warn(message))

    def _show_trouble(self, trouble: str) -> None:
        before, self._trouble = self._trouble, trouble
        self._show(lambda status: status.end_warning(before))
        self._show(lambda status: status.begin_warning(trouble))

    def _written(self) -> None:
        over = self._trouble
        self._show(lambda status: status.end_warning(over))
        self.refresh()

    def add_recent_drawings(self, desk: Desk, place: Callable[[RecentDrawings], None]) -> None:
        """Shows the last drawings; a click puts one on the paper again. Needs NumPy."""
        from digitrec.ui.history.recent_drawings import RecentDrawings
        from digitrec.ui.history.recent_loader import RecentLoader

        if self.recent_drawings is None:
            self.recent_drawings = RecentDrawings(
                self._root, self._look(), desk.open_drawing, self.refresh
            )
            self._loader = RecentLoader(self.recent_drawings, self._path, self._background)
        place(self.recent_drawings)

    def hide_recent_drawings(self) -> None:
        """Hides the last drawings, for when none are kept."""
        if self.recent_drawings is not None:
            self.recent_drawings.grid_remove()

    def refresh(self) -> None:
        """Loads the recent drawings again."""
        if self._loader is not None:
            self._loader.refresh()

    def show_page(self, desk: Desk) -> None:
        """Opens the page of all drawings, or brings it to the front."""
        from digitrec.ui.history.page import HistoryPage

        page = self.page
        if page is not None:
            page.lift()
            page.focus_set()
            return
        self._pages.append(
            HistoryPage(
                self._root,
                self._look(),
                self._path,
                desk.open_drawing,
                on_change=self._changed,
                on_trouble=self._warn,
                on_end=self._pages.remove,
            )
        )

    def _changed(self) -> None:
        self.refresh()
        self.on_deletion()

    def drop_older(self, days: int) -> None:
        """Deletes drawings older than `days` days on the background thread; 0 deletes nothing."""
        if not days:
            return
        path, moment = self._path, datetime.now(UTC) - timedelta(days=days)

        def job() -> str | None:
            from digitrec.storage.history import History

            try:
                if path.exists():
                    with History(path) as history:
                        history.delete_before(moment)
            except StorageError as error:
                return said(error)
            return None

        def done(trouble: str | None) -> None:
            if trouble is not None:
                self._warn(trouble)
            self.refresh()

        self._background.do(job, done)

    def empty_left_trash(self) -> None:
        """Deletes for good what history pages left behind whose program ended unforeseen."""
        path = self._path

        def job() -> None:
            from digitrec.storage.history_browser import HistoryBrowser

            with contextlib.suppress(StorageError):  # whatever is done next says so
                if path.exists():
                    with HistoryBrowser(path) as browser:
                        browser.empty_left_trash()

        self._background.do(job, lambda _: None)

    def delete_everything(self, done: Callable[[str | None], None]) -> None:
        """Deletes all drawings, and what waits to be written.

        Args:
            done: called when that is done, with what went wrong or None.
        """

        def show_result(trouble: str | None) -> None:
            if self.page is not None:
                self.page.reload()
            self.refresh()
            done(None if trouble is None else said(trouble))

        self.journal().delete_all(
            lambda trouble: self._background.post(lambda: show_result(trouble))
        )

    def apply_theme(self, look: Look) -> None:
        """Shows the recent drawings in other colours."""
        if self.recent_drawings is not None:
            self.recent_drawings.apply_theme(look)

    def close(self) -> None:
        """Closes the page and waits, but not long, for what was asked for on it to be done.

        The session closes the journal if it keeps drawings; if the history is off, this does.
        """
        deadline = time.monotonic() + CLOSING_SECONDS
        for page in self._pages:
            page.destroy()
        for page in self._pages:
            page.wait_until_done(max(0.0, deadline - time.monotonic()))
        if self._journal is not None and not self._journal.closed:
            self._journal.close(max(0.0, deadline - time.monotonic()))
