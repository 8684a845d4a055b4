"""Tuning: the page of settings, and what follows when one is changed."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

from digitrec.storage.errors import StorageError
from digitrec.text import words
from digitrec.text.catalogue import said
from digitrec.ui.files.folder import open_folder

if TYPE_CHECKING:
    from digitrec.ui.settings.page import SettingsPage
    from digitrec.ui.window import Window

THRESHOLD_OFFSETS = {"never": math.inf, "seldom": 2.5, "usual": 0.0, "often": -1.5}
"""What is added to the logit of the doubt from which a digit is rejected."""


class SettingsController:
    """Takes a person's choices to the parts of the window that they are about."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self.page: SettingsPage | None = None

    def show(self) -> None:
        """Opens the page, or brings it to the front."""
        from digitrec.ui.settings.page import SettingsPage

        window = self._window
        if window.choices is None:
            return
        if self.page is not None and self.page.winfo_exists():
            self.page.lift()
            return
        model = "–"
        if window.recognizer is not None:
            card = window.recognizer.model
            model = f"{card.card.name} {card.sha256[:12]}"
        actions = {
            "theme": self._theme,
            "language": lambda: None,  # from the next start on
            "pen_width": self._pen,
            "live": self._reading,
            "final": self._reading,
            "insight": self._insight,
            "doubt": self._doubt,
            "keep_history": self._keep_history,
            "keep_days": self._keep_days,
            "folder": self._open_folder,
            "delete": self._delete,
            "help": window.show_keys,
        }
        from digitrec.version import version

        about = words.ABOUT.format(version=version(), model=model)
        where = str(self._folder)
        self.page = SettingsPage(window.root, window.look, window.choices, actions, where, about)

    def apply_rejection(self) -> None:
        """Has the recogniser doubt as much as was chosen."""
        window = self._window
        if window.recognizer is not None and window.choices is not None:
            window.recognizer.threshold_offset = THRESHOLD_OFFSETS[window.choices.settings.doubt]

    @property
    def _folder(self) -> Path:
        places = self._window.places
        return places.history.parent if places is not None else Path()

    def _theme(self) -> None:
        window = self._window
        if window.choices is None:
            return
        name = window.choices.settings.theme
        if name == "system":
            window.follow_system()
        else:
            window.apply_theme(name)
        if self.page is not None and self.page.winfo_exists():  # in the colours that hold now
            self.page.destroy()
            self.show()

    def _pen(self) -> None:
        window = self._window
        if window.choices is not None:
            width = window.choices.settings.pen_width
            window.area.apply_theme(window.look, width)
            if window.toolbar is not None:
                window.toolbar.show_pen(width)

    def _reading(self) -> None:
        window = self._window
        if window.choices is not None and window.desk is not None:
            window.desk.live = window.choices.settings.live
            window.desk.final = window.choices.settings.final
            window.desk.refresh()

    def _insight(self) -> None:
        if self._window.tools is not None:
            self._window.tools.apply_insight()

    def _doubt(self) -> None:
        self.apply_rejection()
        if self._window.desk is not None:
            self._window.desk.refresh()

    def _keep_history(self) -> None:
        window = self._window
        if window.choices is None or window.desk is None or window.history is None:
            return
        keep = window.choices.settings.keep_history
        window.desk.session.keep_with(window.history.journal() if keep else None)
        window.show_recent_drawings()
        if keep:
            window.desk.refresh()

    def _keep_days(self) -> None:
        window = self._window
        if window.choices is not None and window.history is not None:
            window.history.drop_older(window.choices.settings.keep_days)

    def _open_folder(self) -> None:
        trouble = open_folder(self._folder)
        if trouble is not None:
            self._window.warn(trouble)

    def _delete(self) -> None:
        """Deletes the history and the settings, and what lies on the paper."""
        from digitrec.storage.history import History
        from digitrec.storage.settings import Settings

        window = self._window
        if window.places is None or window.choices is None or window.desk is None:
            return
        try:
            window.desk.session.forget_all()
            if window.places.history.exists():
                with History(window.places.history) as history:
                    history.delete_all()
            window.places.settings.unlink(missing_ok=True)
        except (StorageError, OSError) as error:
            window.warn(said(error))
            return
        window.choices.settings = Settings()
        window.desk.lay_out()
        self._pen()
        self._reading()
        self._doubt()
        self._theme()
        if window.history is not None:
            window.history.refresh()
        if window.status is not None:
            window.status.say(words.EVERYTHING_DELETED)
