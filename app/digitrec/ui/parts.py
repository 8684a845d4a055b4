"""The finished parts of a window, as the opening hands them over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from digitrec.session.choices import Choices
    from digitrec.ui.answer.example_view import ExampleView
    from digitrec.ui.answer.explanation import Explanation
    from digitrec.ui.answer.network_view import NetworkView
    from digitrec.ui.closing import Closing
    from digitrec.ui.desk import Desk
    from digitrec.ui.files.exchange import Exchange
    from digitrec.ui.files.save import Saver
    from digitrec.ui.geometry.tracker import GeometryTracker
    from digitrec.ui.hand.controller import HandController
    from digitrec.ui.history.controller import HistoryController
    from digitrec.ui.settings.controller import SettingsController
    from digitrec.ui.settings.effects import SettingEffects
    from digitrec.ui.tools import Tools
    from digitrec.ui.widgets.background import Background
    from digitrec.ui.widgets.theme import Look
    from digitrec.ui.widgets.toolbar import SecondaryToolbar, Toolbar


class Themed(Protocol):
    """A part that has colours."""

    def apply_theme(self, look: Look) -> None:
        """Takes other colours."""


@dataclass(frozen=True)
class Parts:
    """Everything that a window has beyond its first paint. None of it is ever replaced."""

    background: Background
    choices: Choices
    history: HistoryController
    hand: HandController
    desk: Desk
    geometry_tracker: GeometryTracker
    closing: Closing
    exchange: Exchange
    saver: Saver
    tools: Tools
    explanation: Explanation
    network_view: NetworkView
    example_view: ExampleView
    effects: SettingEffects
    settings_controller: SettingsController
    toolbar: Toolbar
    secondary_toolbar: SecondaryToolbar

    @property
    def themed(self) -> Sequence[Themed]:
        """The parts whose colours follow the theme; the window sees to the desk's itself."""
        return (
            self.network_view,
            self.example_view,
            self.history,
            self.hand,
            self.toolbar,
            self.secondary_toolbar,
        )
