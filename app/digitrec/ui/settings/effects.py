"""What follows when a setting is changed."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

from digitrec.ui.settings.system_theme import system_theme

if TYPE_CHECKING:
    from digitrec.recognition.recognizer import Recognizer
    from digitrec.session.choices import Choices
    from digitrec.ui.desk import Desk
    from digitrec.ui.history.controller import HistoryController
    from digitrec.ui.history.recent_drawings import RecentDrawings
    from digitrec.ui.tools import Tools
    from digitrec.ui.widgets.background import Background
    from digitrec.ui.widgets.theme import Look

THRESHOLD_OFFSETS = {"never": math.inf, "seldom": 2.5, "usual": 0.0, "often": -1.5}
"""What each choice adds to the threshold of the rejection score, as a logit, above which a digit is
rejected. The names are the ones in the file of settings."""


class SettingEffects:
    """Applies settings to the parts of the window that they are about.

    Args:
        choices: the settings.
        desk: reads while the pen is down, or when it is lifted.
        tools: has the pen, and the view of what the network sees.
        history: keeps drawings.
        background: asks the system for its theme.
        look: gives the window's colours.
        apply_theme: changes the window's theme, "light" or "dark".
        place_recent_drawings: puts the last drawings into the window.
        recognizer: gives the recogniser; None if there is none.
    """

    def __init__(
        self,
        choices: Choices,
        desk: Desk,
        tools: Tools,
        history: HistoryController,
        background: Background,
        look: Callable[[], Look],
        apply_theme: Callable[[str], None],
        place_recent_drawings: Callable[[RecentDrawings], None],
        recognizer: Callable[[], Recognizer | None],
    ) -> None:
        self._choices = choices
        self._desk = desk
        self._tools = tools
        self._history = history
        self._background = background
        self._look = look
        self._apply_theme = apply_theme
        self._place_recent_drawings = place_recent_drawings
        self._recognizer = recognizer

    def theme(self) -> None:
        """Applies the theme: a named one now, the system's when that is known."""
        name = self._choices.settings.theme
        if name == "system":
            self.system_theme()
        else:
            self._apply_theme(name)

    def system_theme(self) -> None:
        """Applies the system's theme when that is known, if it is to be followed."""

        def follow(name: str) -> None:
            follows = self._choices.settings.theme == "system"
            if follows and name != self._look().palette.name:
                self._apply_theme(name)

        if self._choices.settings.theme == "system":
            self._background.do_apart(system_theme, follow)

    def pen(self) -> None:
        """Applies the pen's width."""
        self._tools.apply_pen()

    def reading(self) -> None:
        """Applies when drawings are read."""
        self._desk.live = self._choices.settings.live
        self._desk.final = self._choices.settings.final
        self._desk.refresh()

    def insight(self) -> None:
        """Applies whether what the network sees is shown."""
        self._tools.apply_insight()

    def rejection(self) -> None:
        """Applies how easily a digit is rejected, and reads again."""
        self.rejection_threshold()
        self._desk.refresh()

    def rejection_threshold(self) -> None:
        """Applies how easily a digit is rejected."""
        recognizer = self._recognizer()
        if recognizer is not None:
            recognizer.threshold_offset = THRESHOLD_OFFSETS[self._choices.settings.doubt]

    def keep_history(self) -> None:
        """Applies whether drawings are kept."""
        keep = self._choices.settings.keep_history
        self._desk.session.keep_with(self._history.journal() if keep else None)
        self.recent_drawings()
        if keep:
            self._desk.refresh()

    def recent_drawings(self) -> None:
        """Shows the last drawings if drawings are kept, else hides them. Needs NumPy."""
        if self._choices.settings.keep_history:
            self._history.add_recent_drawings(self._desk, self._place_recent_drawings)
        else:
            self._history.hide_recent_drawings()

    def keep_days(self) -> None:
        """Applies for how long drawings are kept."""
        self._history.drop_older(self._choices.settings.keep_days)
