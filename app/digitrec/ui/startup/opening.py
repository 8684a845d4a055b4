"""The opening: completes a window step by step after its first paint.

Each step costs some milliseconds; between them there is room for pen events. The session comes
first, as it keeps what is drawn, then the recogniser, which is loaded on a thread meanwhile.
"""

from __future__ import annotations

import contextlib
import tkinter
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from digitrec import tracing
from digitrec.text import catalogue, words
from digitrec.ui.widgets.background import Background

if TYPE_CHECKING:
    from digitrec.recognition.recognizer import Recognizer
    from digitrec.ui.history.controller import HistoryController
    from digitrec.ui.parts import Parts
    from digitrec.ui.startup.loading import Failure
    from digitrec.ui.window import Window

_LOOK = 4
"""Milliseconds between two looks for the recogniser, once the window is complete."""


class Opening:
    """Completes a window, and gives it the recogniser when that is loaded.

    If a step fails, there can be no complete window, and what there is of it is closed.

    Args:
        window: has been painted.
        on_complete: called with the window when it is complete, and with its parts; the model may
            still be loading.
        on_failure: called with the error of a step, before the window is closed.
    """

    def __init__(
        self,
        window: Window,
        on_complete: Callable[[Window, Parts], None],
        on_failure: Callable[[Exception], None],
    ) -> None:
        self._window = window
        self._root = window.root
        self._on_complete = on_complete
        self._on_failure = on_failure
        self._background = Background(window.root)
        self._loaded: Recognizer | Failure | None = None
        self._applied = False

    def begin(self) -> None:
        """Takes the first step; the others follow."""
        self._advance(self._steps())

    def _advance(self, steps: Iterator[None]) -> None:
        """Takes one step, and the next one after the events that wait."""
        try:
            next(steps)
        except StopIteration:
            return
        except Exception as error:
            self._fail(error)
            return
        self._root.after(1, lambda: self._advance(steps))

    def _steps(self) -> Iterator[None]:
        from digitrec.ui.startup import session_steps

        window, background = self._window, self._background
        window.suit_windows()
        begun = session_steps.begin_session(window, background)
        self._load(begun.history, begun.choices.settings.keep_days)
        yield
        try:
            status = window.add_texts()
        except tkinter.TclError as error:  # neither an answer nor a button could be written
            background.close()
            window.give_up(words.NO_FONTS.format(reason=error))
            return
        yield
        made = session_steps.complete_session(window, background, status, begun)
        yield
        from digitrec.ui.startup import steps

        tools = steps.open_tools(window, background, status, made)
        yield
        controls = steps.add_controls(window, background, status, made, tools)
        yield
        parts = steps.add_toolbars(window, background, made, tools, controls)
        window.complete(parts)
        self._later(
            self._apply_loaded,
            controls.effects.system_theme,
            partial(self._on_complete, window, parts),
            self._look_for_loaded,
        )

    def _load(self, history: HistoryController, keep_days: int) -> None:
        """Has the recogniser loaded on threads, once what was drawn before is in the history.

        Its libraries and its archive need Python's lock for most of the time: with them, the first
        stroke would be written several tenths of a second later.
        """
        from digitrec.ui.startup.loading import begin_imports, open_recognizer

        def load() -> Recognizer | Failure:
            history.wait_until_idle()
            return open_recognizer()

        begin_imports(history.wait_until_idle)
        self._background.do(load, self._take_loaded)
        history.drop_older(keep_days)
        history.empty_left_trash()

    def _fail(self, error: Exception) -> None:
        self._window.failed = True
        self._on_failure(error)
        self._background.close()
        self._window.close()

    def _take_loaded(self, loaded: Recognizer | Failure) -> None:
        self._loaded = loaded
        self._apply_loaded()

    def _look_for_loaded(self) -> None:
        """Looks for the recogniser more often than the background does, as the person waits."""
        if not self._applied:
            self._root.after(_LOOK, self._look_for_loaded)
            self._background.collect()

    def _apply_loaded(self) -> None:
        """Gives the recogniser to the window, as soon as both are there."""
        loaded, parts = self._loaded, self._window.parts
        if loaded is None or parts is None:
            return
        self._loaded, self._applied = None, True
        try:
            self._use(loaded, parts)
        finally:
            parts.desk.refresh()
            parts.exchange.begin()
            need_numpy: list[Callable[[], None]] = [
                self._window.area.use_smooth_ink,
                parts.effects.recent_drawings,
                partial(self._take_drops, parts),
            ]
            self._later(
                self._show_icon,
                self._translate_dialogs,
                *map(self._if_installed, need_numpy),
                partial(self._attach_access, parts),
            )

    def _use(self, loaded: Recognizer | Failure, parts: Parts) -> None:
        from digitrec.ui.startup.loading import Failure

        window, session = self._window, parts.desk.session
        if isinstance(loaded, Failure):
            session.failed(loaded.reason)
            error = loaded.unexpected
            if error is not None:
                window.report(type(error), error, error.__traceback__)
        else:
            window.recognizer = loaded
            parts.effects.rejection_threshold()
            session.ready(loaded, loaded.model.sha256[:12])
            tracing.emit("model")
            parts.hand.begin(loaded)

    def _later(self, *steps: Callable[[], None]) -> None:
        """Takes steps that don't need one another: if one fails, the others are still taken."""

        def take() -> None:
            self._later(*steps[1:])
            steps[0]()

        if steps:
            self._root.after(1, take)

    def _if_installed(self, step: Callable[[], None]) -> Callable[[], None]:
        """The step, with a line for the person if the program is broken and lacks a library."""

        def take() -> None:
            try:
                step()
            except ImportError as error:
                self._window.warn(words.THEME_TROUBLE.format(reason=error))

        return take

    def _take_drops(self, parts: Parts) -> None:
        from digitrec.ui.files.drop import DropTarget

        window, exchange = self._window, parts.exchange
        target = DropTarget(
            self._root,
            window.area,
            lambda: window.look,
            exchange.open_dropped,
            exchange.open_dropped_text,
        )
        target.begin(parts.background)

    def _attach_access(self, parts: Parts) -> None:
        from digitrec.ui.startup.access import attach

        self._window.keyboard_pen = attach(self._window, parts)

    def _show_icon(self) -> None:
        from digitrec.resources import resource

        with contextlib.suppress(tkinter.TclError):  # the desktop's default icon will do
            icon = tkinter.PhotoImage(master=self._root, file=resource("icons/digitrec.png"))
            self._root.wm_iconphoto(True, icon)

    def _translate_dialogs(self) -> None:
        from digitrec.ui.widgets import dialogs

        with contextlib.suppress(tkinter.TclError):  # then they have the system's language
            dialogs.translate_dialogs(self._root, catalogue.language)
