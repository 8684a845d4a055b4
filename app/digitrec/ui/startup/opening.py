"""Opening: what the window does once it is painted, step by step.

Each step costs some milliseconds; between them there is room for pen events. The recogniser comes
first, as it loads on a thread meanwhile.
"""

from __future__ import annotations

import contextlib
import time
import tkinter
from collections.abc import Callable
from typing import TYPE_CHECKING

from digitrec import tracing
from digitrec.text import catalogue, words
from digitrec.text.catalogue import said
from digitrec.ui.widgets import theme

if TYPE_CHECKING:
    from digitrec.recognition.recognizer import Recognizer
    from digitrec.ui.widgets.toolbar import SecondaryToolbar, Toolbar
    from digitrec.ui.window import Window


class Opening:
    """Completes a window that stands already.

    Args:
        window: to be completed.
        then: called when it is; the model may still be loading.
    """

    def __init__(self, window: Window, then: Callable[[], None]) -> None:
        self._window = window
        self._then = then

    def begin(self) -> None:
        """Takes the first step, which has the others follow."""
        self._take_steps(
            [
                self._start_recognizer,
                self._write,
                self._open_session,
                self._open_tools,
                self._add_buttons,
                self._finish,
            ]
        )

    def _take_steps(self, steps: list[Callable[[], None]]) -> None:
        """Takes one step after another, with room for events between them."""
        if steps:
            self._window.root.after(1, lambda: self._take_steps(steps[1:]))
            steps[0]()
        else:
            self._then()

    def _start_recognizer(self) -> None:
        from digitrec.ui.startup.loading import open_recognizer
        from digitrec.ui.widgets.background import Background

        window = self._window
        window.background = Background(window.root)
        window.background.do(open_recognizer, self._recognizer_opened)

    def _write(self) -> None:
        from digitrec.ui.widgets.status_line import StatusLine

        window = self._window
        try:
            family = theme.family_of(window.root)
        except tkinter.TclError as error:  # neither an answer nor a button could be written
            window.give_up(words.NO_FONTS.format(reason=error))
            return
        window.look = theme.Look(window.look.palette, window.look.scale, family)
        window.area.create_hint(window.look)
        window.panel.create_texts(window.look)
        window.status = StatusLine(window.root, window.look)
        margin, gap = window.look.px(theme.MARGIN), window.look.px(theme.GAP)
        window.status.grid(row=3, column=0, columnspan=2, sticky="nsew", padx=margin, pady=(gap, 0))

    def _open_session(self) -> None:
        from digitrec.session.choices import Choices
        from digitrec.session.session import Session
        from digitrec.storage.places import find_places
        from digitrec.ui.desk import Desk
        from digitrec.ui.geometry.tracker import GeometryTracker
        from digitrec.ui.history.controller import HistoryController

        window = self._window
        window.places = window.places or find_places()
        window.choices = Choices(window.places.settings)
        if window.choices.notice is not None:
            window.warn(said(window.choices.notice))
        settings = window.choices.settings
        window.history = HistoryController(
            window.root, window.places.history, window.background, window.warn, lambda: window.look
        )
        window.history.drop_older(settings.keep_days)
        journal = window.history.journal() if settings.keep_history else None
        session = Session(journal, dot=window.look.px(settings.pen_width) / 2)
        window.desk = Desk(
            window.area,
            window.panel,
            session,
            window.look,
            settings.live,
            settings.final,
            window.changed,
        )
        for stroke in window.area.strokes:
            window.desk.stroke(stroke, time.perf_counter())
        window.area.apply_theme(window.look, settings.pen_width)
        if settings.theme not in ("system", window.look.palette.name):
            window.apply_theme(settings.theme)
        if settings.window and not window.saved_geometry.window:
            window.place(settings.window, settings.maximized)
        window.geometry_tracker = GeometryTracker(window.root, settings.window)
        window.area.bind("<Configure>", lambda _: window.root.after_idle(window.fit), add=True)

    def _open_tools(self) -> None:
        from digitrec.ui.answer.explanation import Explanation
        from digitrec.ui.answer.links import Links
        from digitrec.ui.answer.network_view import NetworkView
        from digitrec.ui.files.exchange import Exchange
        from digitrec.ui.files.save import Saver
        from digitrec.ui.keys import bind, key_table
        from digitrec.ui.settings.controller import SettingsController
        from digitrec.ui.tools import Tools

        window = self._window
        assert window.desk is not None  # noqa: S101 (the steps before made them)
        assert window.status is not None  # noqa: S101
        assert window.choices is not None  # noqa: S101
        window.exchange = Exchange(
            window.root, window.desk, window.status, window.background, lambda: window.recognizer
        )
        choices = window.choices
        window.saver = Saver(
            window.root,
            window.desk,
            window.status,
            window.background,
            lambda: (choices.settings.pen_width, window.look.scale),
        )
        window.tools = Tools(
            window.area, window.desk, window.status, window.choices, lambda: window.look
        )
        named = {"join": words.JOIN, "split": words.SPLIT}
        window.panel.add_links(Links(window.panel, window.look, named, window.tools.part))
        window.network_view = NetworkView(
            window.panel, window.look, window.tools.switch_insight, window.panel.reserve_width
        )
        window.tools.insight = Explanation(
            window.area, window.network_view, window.background, lambda: window.recognizer
        )
        window.desk.follow = window.tools.insight.explain
        window.tools.apply_insight()
        window.settings_controller = SettingsController(window)
        window.keys = key_table(window.root.tk.call("tk", "windowingsystem"))
        bind(window.root, window.keys, self._actions(), lambda digit: window.picked(int(digit)))

    def _add_buttons(self) -> None:
        from digitrec.ui.widgets.toolbar import SecondaryToolbar, Toolbar

        window = self._window
        assert window.tools is not None  # noqa: S101 (the steps before made them)
        assert window.choices is not None  # noqa: S101
        window.apply_theme_to_buttons()
        actions = self._actions()
        pen = window.choices.settings.pen_width
        window.toolbar = Toolbar(window.root, window.look, actions, pen, window.tools.set_pen)
        window.tools.toolbar = window.toolbar
        window.secondary_toolbar = SecondaryToolbar(window.root, window.look, actions)
        margin, gap = window.look.px(theme.MARGIN), window.look.px(theme.GAP)
        window.toolbar.grid(row=1, column=0, sticky="new", padx=margin, pady=(gap, 0))
        window.secondary_toolbar.grid(
            row=1, column=1, sticky="new", padx=(0, margin), pady=(gap, 0)
        )
        self._keep_room(window.toolbar, window.secondary_toolbar)
        window.changed()

    def _keep_room(self, toolbar: Toolbar, secondary_toolbar: SecondaryToolbar) -> None:
        """Keeps the window from being too low for the paper and the toolbars' rows."""
        window, px = self._window, self._window.look.px
        bars = max(
            toolbar.height_at(px(theme.AREA_LEAST)), secondary_toolbar.height_at(px(theme.PANEL))
        )
        more = bars - px(theme.TOOLBAR + theme.ROOM_SPARED)
        window.root.minsize(window.least[0], window.least[1] + max(0, more))

    def _finish(self) -> None:
        from digitrec.ui.widgets import dialogs

        window = self._window
        self._show_icon()
        with contextlib.suppress(tkinter.TclError):  # then they speak as the system does
            dialogs.speak(window.root, catalogue.language)
        if window.choices is not None and window.choices.settings.theme == "system":
            window.follow_system()

    def _actions(self) -> dict[str, Callable[[], None]]:
        window = self._window
        assert window.desk is not None  # noqa: S101
        assert window.exchange is not None  # noqa: S101
        assert window.saver is not None  # noqa: S101
        assert window.tools is not None  # noqa: S101
        assert window.settings_controller is not None  # noqa: S101
        desk, tools = window.desk, window.tools
        return {
            "clear": window.desk.clear,
            "undo": window.desk.undo,
            "redo": window.desk.redo,
            "open": window.exchange.ask_and_open,
            "save": window.saver.ask_and_save,
            "paste": window.exchange.paste,
            "copy": window.exchange.copy,
            "take_back": window.desk.take_back,
            "none": lambda: window.picked(None),
            "previous": lambda: desk.move(-1),
            "next": lambda: desk.move(1),
            "join": lambda: tools.part("join"),
            "split": lambda: tools.part("split"),
            "eraser": tools.switch_eraser,
            "thinner": window.tools.thinner,
            "thicker": window.tools.thicker,
            "history": window.show_history,
            "settings": window.settings_controller.show,
            "tell": window.desk.tell,
            "why": window.tools.switch_insight,
            "help": window.show_keys,
        }

    def _show_icon(self) -> None:
        from digitrec.resources import resource

        window = self._window
        with contextlib.suppress(tkinter.TclError):  # the desktop's usual icon will do
            icon = tkinter.PhotoImage(master=window.root, file=resource("icons/digitrec.png"))
            window.root.wm_iconphoto(True, icon)

    def _recognizer_opened(self, opened: Recognizer | str) -> None:
        window = self._window
        if window.desk is None or window.settings_controller is None:
            window.root.after(1, lambda: self._recognizer_opened(opened))
            return
        session = window.desk.session
        if isinstance(opened, str):
            session.failed(opened)
        else:
            window.recognizer = opened
            window.settings_controller.apply_rejection()
            session.ready(opened, opened.model.sha256[:12])
            tracing.emit("model")
        window.desk.refresh()
        later = window.area.use_smooth_ink, window.show_recent_drawings, self._take_drops
        window.root.after(1, lambda: self._take_later(*later))

    def _take_drops(self) -> None:
        from digitrec.ui.files.drop import DropTarget

        window = self._window
        if window.exchange is not None:
            exchange = window.exchange
            target = DropTarget(
                window.root,
                window.area,
                lambda: window.look,
                exchange.open_dropped,
                exchange.open_dropped_text,
            )
            target.begin(window.background)

    def _take_later(self, *steps: Callable[[], None]) -> None:
        """Takes what needs NumPy, which is here with the recogniser, when nothing else is waiting.

        Where the program is broken and NumPy is not to be had, ink keeps its hard edges.
        """
        if not steps:
            return
        try:
            steps[0]()
        except ImportError as error:
            self._window.warn(words.THEME_TROUBLE.format(reason=error))
        self._window.root.after(1, lambda: self._take_later(*steps[1:]))
