"""Window: the parts together, and what goes between them.

The first paint has the paper and the answer's bars, in plain canvases at their places, and takes
the pen. What costs time follows after it, by `opening`.
"""

from __future__ import annotations

import sys
import tkinter

from digitrec import tracing
from digitrec.constants import DEFAULT_PEN
from digitrec.text import words
from digitrec.ui.answer.panel import AnswerPanel
from digitrec.ui.canvas.drawing_area import DrawingArea
from digitrec.ui.geometry.saved import folder, look
from digitrec.ui.widgets import theme

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from digitrec.recognition.ink import Stroke
    from digitrec.recognition.recognizer import Recognizer
    from digitrec.session.choices import Choices
    from digitrec.storage.places import Places
    from digitrec.ui.answer.network_view import NetworkView
    from digitrec.ui.desk import Desk
    from digitrec.ui.errors.handler import ErrorHandler
    from digitrec.ui.files.exchange import Exchange
    from digitrec.ui.files.save import Saver
    from digitrec.ui.geometry.tracker import GeometryTracker
    from digitrec.ui.history.controller import HistoryController
    from digitrec.ui.history.recent_drawings import RecentDrawings
    from digitrec.ui.keys import Key
    from digitrec.ui.settings.controller import SettingsController
    from digitrec.ui.tools import Tools
    from digitrec.ui.widgets.background import Background
    from digitrec.ui.widgets.status_line import StatusLine
    from digitrec.ui.widgets.toolbar import SecondaryToolbar, Toolbar


class Window:
    """The program's one window.

    Args:
        root: Tk's root window.
        places: where things are kept; None finds the person's own.
        then: called when the window is complete, for tests; the model may still be loading.
    """

    def __init__(
        self,
        root: tkinter.Tk,
        places: Places | None = None,
        then: Callable[[], None] = lambda: None,
    ) -> None:
        self.root = root
        self.desk: Desk | None = None
        self.exchange: Exchange | None = None
        self.saver: Saver | None = None
        self.toolbar: Toolbar | None = None
        self.secondary_toolbar: SecondaryToolbar | None = None
        self.recognizer: Recognizer | None = None
        self.choices: Choices | None = None
        self.tools: Tools | None = None
        self.network_view: NetworkView | None = None
        self.history: HistoryController | None = None
        self.settings_controller: SettingsController | None = None
        self.geometry_tracker: GeometryTracker | None = None
        self.error_handler: ErrorHandler | None = None
        self.keys: tuple[Key, ...] = ()
        self.background: Background  # from the first step after the first paint on
        self.places = places
        self.gave_up = False
        self._then = then
        self.folder = str(places.settings.parent) if places is not None else folder()
        self.saved_geometry = look(self.folder)
        self.look = theme.Look(theme.PALETTES[self.saved_geometry.theme], theme.scale_of(root))
        root.report_callback_exception = self.report
        root.protocol("WM_DELETE_WINDOW", self.close)
        root.title(words.TITLE)
        px = self.look.px
        self.area = DrawingArea(root, self.look, DEFAULT_PEN, self._ink, self._stroke, self._erase)
        self.panel = AnswerPanel(root, self.look, self.picked)
        self.status: StatusLine | None = None
        self._lay_out()
        self.least = (
            px(theme.AREA_LEAST + theme.PANEL + 3 * theme.MARGIN),
            px(
                theme.AREA_LEAST
                + theme.MARGIN
                + theme.TOOLBAR
                + theme.RECENT
                + theme.STATUS
                + 3 * theme.GAP
            ),
        )
        root.minsize(*self.least)
        usual = f"{px(theme.WIDTH)}x{px(theme.HEIGHT)}"
        self.place(self.saved_geometry.window or usual, self.saved_geometry.maximized)
        root.configure(background=self.look.palette.ground)
        self._first = self.area.bind("<Expose>", self._exposed, add=True)

    def close(self) -> None:
        """Keeps what there is to keep, and closes."""
        try:
            from digitrec.ui.startup.closing import keep

            keep(self)
        finally:
            self.root.destroy()

    def give_up(self, message: str) -> None:
        """Says on standard error why there can be no window, and closes."""
        self.gave_up = True
        if sys.stderr is not None:
            print(message, file=sys.stderr)
        self.close()

    def apply_theme(self, name: str) -> None:
        """Puts on the theme "light" or "dark"."""
        self.look = self.look.with_palette(theme.PALETTES[name])
        self.root.configure(background=self.look.palette.ground)
        for part in (
            self.area,
            self.panel,
            self.network_view,
            self.status,
            self.desk,
            self.history,
        ):
            if part is not None:
                part.apply_theme(self.look)
        if self.toolbar is not None and self.secondary_toolbar is not None:
            self.apply_theme_to_buttons()
            self.toolbar.apply_theme(self.look)
            self.secondary_toolbar.apply_theme(self.look)

    def _lay_out(self) -> None:
        px, root = self.look.px, self.root
        margin, gap = px(theme.MARGIN), px(theme.GAP)
        root.columnconfigure(0, weight=1)
        root.rowconfigure(0, weight=1)
        root.rowconfigure(1, minsize=px(theme.TOOLBAR) + gap)
        root.rowconfigure(2, minsize=px(theme.RECENT) + gap)
        root.rowconfigure(3, minsize=px(theme.STATUS) + gap)
        self.area.grid(row=0, column=0, sticky="nsew", padx=margin, pady=(margin, 0))
        self.panel.grid(row=0, column=1, sticky="ns", padx=(0, margin), pady=(margin, 0))

    def place(self, geometry: str, maximized: bool) -> None:
        """Gives the window a size and a place, as Tk writes them, or all of the screen."""
        from digitrec.ui.geometry.screen import place

        place(self.root, geometry, self.least, maximized)

    def _exposed(self, _: tkinter.Event[tkinter.Misc]) -> None:
        self.area.unbind("<Expose>", self._first)
        self.root.after_idle(self._painted)  # after the canvas's own drawing, which waits already

    def _painted(self) -> None:
        if tracing.STREAM is not None:
            self.root.winfo_pointerxy()  # the screen's answer to this comes after the painting
            tracing.emit("window", canvas=list(self.area.room))
            from digitrec.ui.canvas.pen_trace import PenTrace

            PenTrace(self.area)
        from digitrec.ui.startup.opening import Opening

        Opening(self, self._then).begin()

    def warn(self, message: str) -> None:
        """Says what is wrong, until there is something else to say."""
        if self.status is not None:
            self.status.warn(message)

    def show_recent_drawings(self) -> None:
        """Shows the strip of the last drawings, where drawings are kept."""
        if self.history is None or self.desk is None or self.choices is None:
            return
        if self.choices.settings.keep_history:
            self.history.add_recent_drawings(self.desk, self._place_recent_drawings)
        else:
            self.history.hide_recent_drawings()

    def _place_recent_drawings(self, recent_drawings: RecentDrawings) -> None:
        margin, gap = self.look.px(theme.MARGIN), self.look.px(theme.GAP)
        recent_drawings.grid(
            row=2, column=0, columnspan=2, sticky="new", padx=margin, pady=(gap, 0)
        )

    def show_keys(self) -> None:
        """Shows the page of keys."""
        from digitrec.ui.widgets.keys_page import show_keys

        show_keys(self.root, self.look, self.keys)

    def show_history(self) -> None:
        """Shows the page of all drawings."""
        if self.history is not None and self.desk is not None:
            self.history.show_page(self.desk)

    def picked(self, digit: int | None) -> None:
        """The person says which digit it is; None: that it is none."""
        if self.tools is not None:
            self.tools.pick(digit)

    def apply_theme_to_buttons(self) -> None:
        """Gives the buttons the theme that the window wears; plain ones will do."""
        from digitrec.ui.widgets.sun_valley import apply_theme

        try:
            apply_theme(self.root, self.look)
        except (tkinter.TclError, OSError, ImportError) as error:
            self.warn(words.THEME_TROUBLE.format(reason=error))

    def follow_system(self) -> None:
        """Puts on the system's theme, once the system has said which that is."""
        from digitrec.ui.startup.loading import system_theme

        def follow(name: str) -> None:
            chosen = self.choices is None or self.choices.settings.theme != "system"
            if not chosen and name != self.look.palette.name:
                self.apply_theme(name)

        self.background.do(system_theme, follow)

    def _ink(self, moment: float) -> None:
        if self.desk is not None:
            self.desk.ink(moment)

    def _stroke(self, stroke: Stroke, moment: float) -> None:
        if self.desk is not None:
            self.desk.stroke(stroke, moment)

    def _erase(self, indices: list[int]) -> None:
        if self.desk is not None:
            self.desk.erase(indices)

    def fit(self) -> None:
        """Fits a picture to the paper's new size."""
        if self.desk is not None:
            self.desk.fit()

    def changed(self) -> None:
        """Switches off the buttons that have nothing to do."""
        if self.toolbar is not None and self.desk is not None:
            self.toolbar.show(*self.desk.session.can)

    def report(
        self, kind: type[BaseException], error: BaseException | None, at: TracebackType | None
    ) -> None:
        """Takes an error that nobody foresaw."""
        from digitrec.ui.errors.handler import ErrorHandler

        self.error_handler = self.error_handler or ErrorHandler(self)
        self.error_handler.take(kind, error, at)
