"""The settings of one window: opens their page, and deletes everything."""

from __future__ import annotations

import tkinter
from collections.abc import Callable
from typing import TYPE_CHECKING

from digitrec.text import words
from digitrec.text.catalogue import said
from digitrec.ui.files.folder import open_folder

if TYPE_CHECKING:
    from digitrec.recognition.recognizer import Recognizer
    from digitrec.session.choices import Choices
    from digitrec.storage.places import Places
    from digitrec.ui.desk import Desk
    from digitrec.ui.hand.controller import HandController
    from digitrec.ui.history.controller import HistoryController
    from digitrec.ui.settings.effects import SettingEffects
    from digitrec.ui.settings.page import SettingsPage
    from digitrec.ui.widgets.status_line import StatusLine
    from digitrec.ui.widgets.theme import Look


class SettingsController:
    """Opens the page of settings, and does what its buttons ask for.

    Args:
        root: the window.
        places: where everything is kept.
        choices: the settings.
        effects: applies a setting that was changed.
        desk: has the drawing, which is deleted with everything else.
        history: deletes the drawings that are kept.
        hand: is taught on a page of its own.
        status: says how it went.
        look: gives the window's colours and scale.
        recognizer: gives the recogniser; None if there is none.
        show_keys: shows the page of keys.

    Attributes:
        page: the page, or None if it was never opened.
        on_speech: called when it was chosen to have answers spoken, or not.
    """

    def __init__(
        self,
        root: tkinter.Tk,
        places: Places,
        choices: Choices,
        effects: SettingEffects,
        desk: Desk,
        history: HistoryController,
        hand: HandController,
        status: StatusLine,
        look: Callable[[], Look],
        recognizer: Callable[[], Recognizer | None],
        show_keys: Callable[[], None],
    ) -> None:
        self.page: SettingsPage | None = None
        self._root = root
        self._places = places
        self._choices = choices
        self._effects = effects
        self._desk = desk
        self._history = history
        self._hand = hand
        self._status = status
        self._look = look
        self._recognizer = recognizer
        self._show_keys = show_keys
        self.on_speech: Callable[[], None] = lambda: None
        hand.on_change = self._show_hand

    def open_page(self) -> None:
        """Opens the page, or brings it to the front."""
        from digitrec.ui.settings.page import SettingsPage

        if self.page is not None and self.page.winfo_exists():
            self.page.lift()
            return
        effects = self._effects
        actions = {
            "theme": self._apply_theme,
            "language": lambda: None,  # at the next start
            "pen_width": effects.pen,
            "live": effects.reading,
            "final": effects.reading,
            "insight": effects.insight,
            "speech": self.on_speech,
            "doubt": effects.rejection,
            "keep_history": effects.keep_history,
            "keep_days": effects.keep_days,
            "learn_corrections": lambda: None,  # at the next correction
            "teach": self._teach,
            "folder": self._open_folder,
            "report": self._save_report,
            "delete": self._delete_everything,
            "help": self._show_keys,
            "about": self.show_about,
        }
        folder = str(self._places.history.parent)
        self.page = SettingsPage(
            self._root, self._look(), self._choices, actions, self._hand.summary, folder
        )

    def show_about(self) -> None:
        """Shows what the program is, over the page of settings."""
        from digitrec.ui.settings.about import AboutPage

        recognizer = self._recognizer()
        model = "–"
        if recognizer is not None:
            model = f"{recognizer.model.card.name} {recognizer.model.sha256[:12]}"
        if self.page is not None and self.page.winfo_exists():
            AboutPage(self.page, self._look(), model)

    def _apply_theme(self) -> None:
        self._effects.theme()
        if self.page is not None and self.page.winfo_exists():  # again, in the new colours
            self.page.destroy()
            self.open_page()

    def _show_hand(self) -> None:
        if self.page is not None and self.page.winfo_exists():
            self.page.show_hand(self._hand.summary)

    def _teach(self) -> None:
        if self.page is not None:
            self.page.destroy()
        self._hand.show_page()

    def _open_folder(self) -> None:
        trouble = open_folder(self._places.history.parent)
        if trouble is not None:
            self._status.warn(trouble)

    def _save_report(self) -> None:
        from digitrec.ui.errors.report import save_report

        told = save_report(self.page or self._root, self._places)
        if told is not None:
            self._status.say(told)

    def _delete_everything(self) -> None:
        """Deletes the history, the settings and the drawing."""
        self._desk.session.forget_all()
        self._desk.show_session()
        self._status.say(words.LOADING)  # another program may hold the history for seconds
        self._history.delete_everything(self._history_deleted)

    def _history_deleted(self, trouble: str | None) -> None:
        """Deletes the settings too, once the history is gone."""
        from digitrec.storage.settings import Settings

        if trouble is not None:
            self._status.warn(trouble)
            return
        try:
            self._places.settings.unlink(missing_ok=True)
        except OSError as error:
            self._status.warn(said(error))
            return
        self._choices.settings = Settings()
        effects = self._effects
        for apply in (effects.pen, effects.reading, effects.rejection, effects.insight):
            apply()
        effects.keep_history()
        self._hand.load()
        self._apply_theme()
        self._status.say(words.EVERYTHING_DELETED)
