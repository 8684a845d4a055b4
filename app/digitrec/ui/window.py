"""The program's window: its first paint, its theme, and its end.

The first paint has the drawing area and the answer's bars, in plain canvases at their places, and
takes the pen. Everything that costs time follows after it (`startup.opening`) and is handed over
when it is finished, as `Parts`.
"""

from __future__ import annotations

import sys
import time
import tkinter

from digitrec import tracing
from digitrec.constants import DEFAULT_PEN
from digitrec.text import words
from digitrec.ui.answer.panel import AnswerPanel
from digitrec.ui.canvas.drawing_area import DrawingArea
from digitrec.ui.geometry.saved import load_geometry, settings_folder
from digitrec.ui.geometry.scale import scale_of
from digitrec.ui.widgets import theme

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from digitrec.recognition.ink import Stroke
    from digitrec.recognition.recognizer import Recognizer
    from digitrec.storage.places import Places
    from digitrec.ui.access.keyboard_pen import KeyboardPen
    from digitrec.ui.desk import Desk
    from digitrec.ui.errors.handler import ErrorHandler
    from digitrec.ui.parts import Parts
    from digitrec.ui.widgets.status_line import StatusLine


class Window:
    """The program's only window.

    Args:
        root: Tk's root window.
        places: where things are kept; None finds the person's own places.
        on_painted: called once, after the first paint.

    Attributes:
        look: the theme's colours at the screen's scale.
        area: the drawing area.
        panel: the answer.
        status: the line for messages; None until the fonts are known.
        desk: takes the ink; None until there is a session.
        parts: everything else, once it is complete.
        keyboard_pen: draws by keys; None until it is added, after everything else.
        recognizer: None until the model is loaded.
        failed: whether the window could not be completed.
    """

    def __init__(
        self,
        root: tkinter.Tk,
        places: Places | None = None,
        on_painted: Callable[[], None] = lambda: None,
    ) -> None:
        self.root = root
        self.places = places
        self.status: StatusLine | None = None
        self.desk: Desk | None = None
        self.parts: Parts | None = None
        self.keyboard_pen: KeyboardPen | None = None
        self.recognizer: Recognizer | None = None
        self.error_handler: ErrorHandler | None = None
        self.failed = False
        self._on_painted = on_painted
        self._keep: Callable[[], None] = root.withdraw
        folder = str(places.settings.parent) if places is not None else settings_folder()
        self.saved_geometry = load_geometry(folder)
        palette = theme.PALETTES[self.saved_geometry.theme]
        least = theme.LEAST_WIDTH, theme.LEAST_HEIGHT
        self.look = theme.Look(palette, scale_of(root, least))
        root.report_callback_exception = self.report
        root.protocol("WM_DELETE_WINDOW", self.close)
        root.title(words.TITLE)
        self.area = DrawingArea(root, self.look, DEFAULT_PEN, self._ink, self._stroke, self._erase)
        self.panel = AnswerPanel(root, self.look, self.pick)
        self._lay_out()
        px = self.look.px
        self.least_size = px(theme.LEAST_WIDTH), px(theme.LEAST_HEIGHT)
        root.minsize(*self.least_size)
        default = f"{px(theme.WIDTH)}x{px(theme.HEIGHT)}"
        self.place(self.saved_geometry.window or default, self.saved_geometry.maximized)
        root.configure(background=palette.ground)
        self._first = self.area.bind("<Expose>", self._exposed, add=True)

    def add_texts(self) -> StatusLine:
        """Adds the texts and the status line: a step of its own, as the first waits for the fonts.

        The desk is there already: what is drawn must wait for no font.

        Raises:
            tkinter.TclError: if there are no fonts.
        """
        from digitrec.ui.widgets.status_line import StatusLine

        self.look = theme.Look(self.look.palette, self.look.scale, theme.family_of(self.root))
        self.area.create_hint(self.look)
        self.panel.create_texts(self.look)
        self.status = StatusLine(self.root, self.look)
        margin, gap = self.look.px(theme.MARGIN), self.look.px(theme.GAP)
        self.status.grid(row=3, column=0, columnspan=2, sticky="nsew", padx=margin, pady=(gap, 0))
        if self.desk is not None:
            self.desk.apply_theme(self.look)
        return self.status

    def use_desk(self, desk: Desk, keep: Callable[[], None]) -> None:
        """Gives the ink to a desk from now on, and to begin with what was drawn so far.

        Args:
            desk: takes the ink.
            keep: called before the window closes, to keep what there is to keep.
        """
        self.desk, self._keep = desk, keep
        for stroke in self.area.strokes:
            desk.add_stroke(stroke, time.perf_counter())

    def keep_by(self, keep: Callable[[], None]) -> None:
        """Keeps what there is to keep in another way before the window closes."""
        self._keep = keep

    def complete(self, parts: Parts) -> None:
        """Takes the finished parts."""
        self.parts = parts
        self.update_buttons()

    def close(self) -> None:
        """Keeps what there is to keep, and closes."""
        try:
            self._keep()
        finally:
            self.root.destroy()

    def give_up(self, message: str) -> None:
        """Prints on standard error why there can be no window, and closes."""
        self.failed = True
        if sys.stderr is not None:
            print(message, file=sys.stderr)
        self.close()

    def place(self, geometry: str, maximized: bool) -> None:
        """Gives the window a size and a position, as Tk writes them, or maximises it."""
        from digitrec.ui.geometry.screen import place

        place(self.root, geometry, self.least_size, maximized)

    def warn(self, message: str) -> None:
        """Shows what is wrong, until there is another message."""
        if self.status is not None:
            self.status.warn(message)

    def say(self, message: str) -> None:
        """Shows a message for a while."""
        if self.status is not None:
            self.status.say(message)

    def pick(self, digit: int | None) -> None:
        """The person says which digit it is; None: that it is not a digit."""
        if self.parts is not None:
            self.parts.tools.pick(digit)

    def update_buttons(self) -> None:
        """Disables the buttons that have nothing to do."""
        if self.parts is not None and self.desk is not None:
            self.parts.toolbar.set_enabled(*self.desk.session.can)

    def apply_theme(self, name: str) -> None:
        """Changes to the theme "light", "dark" or "contrast"."""
        self.look = self.look.with_palette(theme.PALETTES[name])
        self.root.configure(background=self.look.palette.ground)
        self.suit_windows()
        for part in (self.area, self.panel, self.status, self.desk):
            if part is not None:
                part.apply_theme(self.look)
        if self.parts is not None:
            self.apply_theme_to_buttons()
            for themed in self.parts.themed:
                themed.apply_theme(self.look)

    def suit_windows(self) -> None:
        """On Windows, gives the title bar the theme, and has a pen draw at once."""
        if sys.platform == "win32":
            from digitrec.ui.widgets import windows_frame

            windows_frame.darken_title_bar(self.root, self.look.palette.name != "light")
            windows_frame.take_pen_at_once(self.area)

    def apply_theme_to_buttons(self) -> None:
        """Gives the buttons the window's theme; if it can't be loaded, they stay plain."""
        from digitrec.ui.ttk_themes.sun_valley import apply_theme

        try:
            apply_theme(self.root, self.look)
        except (tkinter.TclError, OSError, ImportError) as error:
            self.warn(words.THEME_TROUBLE.format(reason=error))

    def report(
        self, kind: type[BaseException], error: BaseException | None, at: TracebackType | None
    ) -> None:
        """Takes an unexpected error: into the log, and onto a page."""
        from digitrec.ui.errors.handler import ErrorHandler

        if self.error_handler is None:
            self.error_handler = ErrorHandler(
                self.root, self.places, lambda: self.look, lambda: self.status, self.close
            )
        self.error_handler.take(kind, error, at)

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

    def _exposed(self, _: tkinter.Event[tkinter.Misc]) -> None:
        self.area.unbind("<Expose>", self._first)
        self.root.after_idle(self._painted)  # after the canvas's own drawing, which waits already

    def _painted(self) -> None:
        if tracing.STREAM is not None:
            self.root.winfo_pointerxy()  # the screen's answer to this comes after the painting
            tracing.emit("window", canvas=list(self.area.bounds))
            from digitrec.ui.canvas.pen_trace import PenTrace

            PenTrace(self.area)
        self._on_painted()

    def _ink(self, moment: float) -> None:
        if self.desk is not None:
            self.desk.read_growing(moment)

    def _stroke(self, stroke: Stroke, moment: float) -> None:
        if self.desk is not None:
            self.desk.add_stroke(stroke, moment)

    def _erase(self, indices: list[int]) -> None:
        if self.desk is not None:
            self.desk.erase(indices)
