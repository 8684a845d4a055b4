"""The window's actions, which its keys and its buttons share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digitrec.ui.desk import Desk
    from digitrec.ui.files.exchange import Exchange
    from digitrec.ui.files.save import Saver
    from digitrec.ui.hand.controller import HandController
    from digitrec.ui.history.controller import HistoryController
    from digitrec.ui.settings.controller import SettingsController
    from digitrec.ui.tools import Tools


def actions_of(
    desk: Desk,
    tools: Tools,
    exchange: Exchange,
    saver: Saver,
    history: HistoryController,
    hand: HandController,
    settings: SettingsController,
    show_keys: Callable[[], None],
    switch_keyboard_pen: Callable[[], None],
) -> dict[str, Callable[[], None]]:
    """What each action of `keys.key_table` does, by its name."""
    return {
        "clear": desk.clear,
        "undo": desk.undo,
        "redo": desk.redo,
        "open": exchange.ask_and_open,
        "save": saver.ask_and_save,
        "paste": exchange.paste,
        "copy": exchange.copy,
        "take_back": desk.take_back,
        "none": lambda: tools.pick(None),
        "previous": lambda: desk.move_selection(-1),
        "next": lambda: desk.move_selection(1),
        "join": lambda: tools.regroup("join"),
        "split": lambda: tools.regroup("split"),
        "page_back": lambda: exchange.turn_page(-1),
        "page_on": lambda: exchange.turn_page(1),
        "zoom_in": desk.picture.zoom_in,
        "zoom_out": desk.picture.zoom_out,
        "fit": desk.picture.fit,
        "scroll_up": lambda: desk.picture.scroll(0, -1),
        "scroll_down": lambda: desk.picture.scroll(0, 1),
        "scroll_left": lambda: desk.picture.scroll(-1, 0),
        "scroll_right": lambda: desk.picture.scroll(1, 0),
        "eraser": tools.switch_eraser,
        "thinner": tools.thinner,
        "thicker": tools.thicker,
        "history": lambda: history.show_page(desk),
        "teach": hand.show_page,
        "settings": settings.open_page,
        "show_reading": desk.show_reading,
        "why": tools.switch_insight,
        "keyboard": switch_keyboard_pen,
        "help": show_keys,
    }
