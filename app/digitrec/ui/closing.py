"""What is kept when the window closes, and when the desktop's session ends."""

from __future__ import annotations

import sys
import tkinter
from collections.abc import Callable
from contextlib import ExitStack
from typing import TYPE_CHECKING

from digitrec.storage.errors import StorageError
from digitrec.text import words
from digitrec.ui.geometry.saved import SavedGeometry, save_geometry

if TYPE_CHECKING:
    from digitrec.session.choices import Choices
    from digitrec.session.session import Session
    from digitrec.storage.places import Places
    from digitrec.ui.geometry.tracker import GeometryTracker
    from digitrec.ui.hand.controller import HandController
    from digitrec.ui.history.controller import HistoryController
    from digitrec.ui.widgets.background import Background

FLUSH_SECONDS = 3.0
"""How long closing the window waits for the disk."""


class Closing:
    """Keeps the drawing, the settings and the window's geometry.

    Args:
        root: the window.
        places: where things are kept.
        choices: the settings.
        session: has the drawing.
        history: is closed with the window.
        hand: is closed with the window.
        background: is closed with the window.
        tracker: knows the window's size and position.
        theme_name: gives the theme that the window has.
    """

    def __init__(
        self,
        root: tkinter.Tk,
        places: Places,
        choices: Choices,
        session: Session,
        history: HistoryController,
        hand: HandController,
        background: Background,
        tracker: GeometryTracker,
        theme_name: Callable[[], str],
    ) -> None:
        self._root = root
        self._folder = str(places.settings.parent)
        self._choices = choices
        self._session = session
        self._history = history
        self._hand = hand
        self._background = background
        self._tracker = tracker
        self._theme_name = theme_name
        self._attended = True

    def expect_nobody(self) -> None:
        """Asks nothing from now on: a signal ends the program, and whoever sent it waits."""
        self._attended = False

    def keep(self) -> None:
        """Hides the window and keeps everything; if one part fails, the others are still kept."""
        geometry, maximized = self._tracker.now
        self._root.withdraw()
        with ExitStack() as last_first:
            last_first.callback(self._save, geometry, maximized)
            last_first.callback(self._history.close)
            last_first.callback(self._hand.wait_until_done)
            last_first.callback(self._background.close)
            last_first.callback(self._hand.close)
            last_first.callback(self._close_session)

    def save_settings(self) -> None:
        """Saves the settings and the geometry of a window that may stay open."""
        self._save(*self._tracker.now)

    def _close_session(self) -> None:
        if self._session.close(FLUSH_SECONDS):
            return
        unwritten = self._session.unwritten
        if unwritten and self._attended:
            from digitrec.ui.unwritten import offer_place

            offer_place(self._root, unwritten)
        elif unwritten and sys.stderr is not None:
            print(f"digitrec: {words.LOST}", file=sys.stderr)

    def _save(self, geometry: str, maximized: bool) -> None:
        self._choices.change(window=geometry, maximized=maximized)
        try:
            self._choices.save()
        except StorageError as error:
            if sys.stderr is not None:
                print(f"digitrec: {error}", file=sys.stderr)
        language = self._choices.settings.language
        saved = SavedGeometry(self._theme_name(), geometry, language, maximized)
        save_geometry(self._folder, saved)
