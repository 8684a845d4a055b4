"""The steps of the opening that make a window's parts, after those of `session_steps`.

Each imports what it needs when it is taken, so that no step is long.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from digitrec.text import words
from digitrec.ui.widgets import theme

if TYPE_CHECKING:
    from digitrec.ui.answer.example_view import ExampleView
    from digitrec.ui.answer.explanation import Explanation
    from digitrec.ui.answer.network_view import NetworkView
    from digitrec.ui.files.exchange import Exchange
    from digitrec.ui.files.save import Saver
    from digitrec.ui.history.recent_drawings import RecentDrawings
    from digitrec.ui.parts import Parts
    from digitrec.ui.settings.controller import SettingsController
    from digitrec.ui.settings.effects import SettingEffects
    from digitrec.ui.startup.session_steps import SessionParts
    from digitrec.ui.tools import Tools
    from digitrec.ui.widgets.background import Background
    from digitrec.ui.widgets.status_line import StatusLine
    from digitrec.ui.widgets.theme import Look
    from digitrec.ui.window import Window


class ToolParts(NamedTuple):
    """What `open_tools` makes."""

    exchange: Exchange
    saver: Saver
    tools: Tools
    explanation: Explanation
    network_view: NetworkView
    example_view: ExampleView


class Controls(NamedTuple):
    """What `add_controls` makes."""

    effects: SettingEffects
    settings: SettingsController
    actions: Mapping[str, Callable[[], None]]


def open_tools(
    window: Window, background: Background, status: StatusLine, made: SessionParts
) -> ToolParts:
    """Makes what acts on the drawing and its reading."""
    from digitrec.ui.answer.example_view import ExampleView
    from digitrec.ui.answer.explanation import Explanation
    from digitrec.ui.answer.links import Links
    from digitrec.ui.answer.network_view import NetworkView
    from digitrec.ui.files.exchange import Exchange
    from digitrec.ui.files.save import Saver
    from digitrec.ui.tools import Tools

    root, area, panel, look = window.root, window.area, window.panel, window.look
    choices, desk = made.choices, made.desk
    exchange = Exchange(root, desk, status, background, lambda: window.recognizer)
    saver = Saver(
        root, desk, status, background, lambda: (choices.settings.pen_width, window.look.scale)
    )

    def switch_insight() -> None:
        tools.switch_insight()

    example_view = ExampleView(panel, look, panel.reserve_width)
    network_view = NetworkView(panel, look, switch_insight, example_view.follow)
    explanation = Explanation(
        area, network_view, example_view, background, lambda: window.recognizer
    )
    tools = Tools(area, desk, status, choices, explanation, lambda: window.look)

    def follow(action: str) -> None:
        if action == "teach":
            made.hand.show_page()
        else:
            tools.regroup(action)

    texts = {"join": words.JOIN, "split": words.SPLIT, "teach": words.TEACH}
    links = Links(panel, look, texts, follow)
    panel.add_links(links)
    desk.on_reading = explanation.explain
    captioned: dict[str, Callable[[], None]] = {
        "page_back": partial(exchange.turn_page, -1),
        "page_on": partial(exchange.turn_page, 1),
        "zoom_in": desk.picture.zoom_in,
        "zoom_out": desk.picture.zoom_out,
    }
    desk.picture.on_action = lambda action: captioned[action]()
    tools.apply_insight()
    return ToolParts(exchange, saver, tools, explanation, network_view, example_view)


def add_controls(
    window: Window,
    background: Background,
    status: StatusLine,
    made: SessionParts,
    tools: ToolParts,
) -> Controls:
    """Makes the settings, and binds the keys."""
    from digitrec.ui.keyboard.keys import bind, key_table
    from digitrec.ui.settings.controller import SettingsController
    from digitrec.ui.settings.effects import SettingEffects
    from digitrec.ui.startup.actions import actions_of
    from digitrec.ui.widgets.keys_page import show_keys

    root, desk, history = window.root, made.desk, made.history
    keys = key_table(root.tk.call("tk", "windowingsystem"))

    def show_key_page() -> None:
        show_keys(root, window.look, keys)

    effects = SettingEffects(
        made.choices,
        desk,
        tools.tools,
        history,
        background,
        look=lambda: window.look,
        apply_theme=window.apply_theme,
        place_recent_drawings=lambda widget: _place_recent_drawings(widget, window.look),
        recognizer=lambda: window.recognizer,
    )
    settings = SettingsController(
        root,
        made.places,
        made.choices,
        effects,
        desk,
        history,
        made.hand,
        status,
        look=lambda: window.look,
        recognizer=lambda: window.recognizer,
        show_keys=show_key_page,
    )

    def switch_keyboard_pen() -> None:
        if window.keyboard_pen is not None:
            window.keyboard_pen.switch()

    actions = actions_of(
        desk,
        tools.tools,
        tools.exchange,
        tools.saver,
        history,
        made.hand,
        settings,
        show_key_page,
        switch_keyboard_pen,
    )
    bind(root, keys, actions, tools.tools.correct)
    return Controls(effects, settings, actions)


def add_toolbars(
    window: Window,
    background: Background,
    made: SessionParts,
    tools: ToolParts,
    controls: Controls,
) -> Parts:
    """Adds the buttons, and keeps the window high enough for them; gives the finished parts."""
    from digitrec.ui.parts import Parts
    from digitrec.ui.widgets.toolbar import SecondaryToolbar, Toolbar

    look, px, actions = window.look, window.look.px, controls.actions
    window.apply_theme_to_buttons()
    pen_width = made.choices.settings.pen_width
    toolbar = Toolbar(window.root, look, actions, pen_width, tools.tools.set_pen)
    secondary_toolbar = SecondaryToolbar(window.root, look, actions)
    tools.tools.add_toolbar(toolbar)
    margin, gap = px(theme.MARGIN), px(theme.GAP)
    toolbar.grid(row=1, column=0, sticky="new", padx=margin, pady=(gap, 0))
    secondary_toolbar.grid(row=1, column=1, sticky="new", padx=(0, margin), pady=(gap, 0))
    rows = max(
        toolbar.height_at(px(theme.AREA_LEAST)), secondary_toolbar.height_at(px(theme.PANEL))
    )
    more = rows - px(theme.TOOLBAR + theme.ROOM_SPARED)
    width, height = window.least_size
    window.root.minsize(width, height + max(0, more))
    return Parts(
        background=background,
        choices=made.choices,
        history=made.history,
        hand=made.hand,
        desk=made.desk,
        geometry_tracker=made.geometry_tracker,
        closing=made.closing,
        exchange=tools.exchange,
        saver=tools.saver,
        tools=tools.tools,
        explanation=tools.explanation,
        network_view=tools.network_view,
        example_view=tools.example_view,
        effects=controls.effects,
        settings_controller=controls.settings,
        toolbar=toolbar,
        secondary_toolbar=secondary_toolbar,
    )


def _place_recent_drawings(recent_drawings: RecentDrawings, look: Look) -> None:
    margin, gap = look.px(theme.MARGIN), look.px(theme.GAP)
    recent_drawings.grid(row=2, column=0, columnspan=2, sticky="new", padx=margin, pady=(gap, 0))
