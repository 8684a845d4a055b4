"""Window: puts the parts together, in the order in which a person needs them.

The first paint has the paper and the answer's bars, in plain canvases at their places, and takes
the pen. What costs time follows in steps that leave room for pen events between them: the
recogniser on a thread, the texts (10 ms for the system's fonts), the session and the history, ttk's
theme with the buttons, the icon, the system's theme.
"""

from __future__ import annotations

import contextlib
import sys
import time
import tkinter

from app import trace
from app.ui import theme, words
from app.ui.answer import AnswerPanel
from app.ui.canvas import DrawingArea
from app.ui.glance import Glance, folder, leave, look

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from app.recognition.ink import Stroke
    from app.recognition.recognizer import Recognizer
    from app.storage.places import Places
    from app.ui.archive import Archive
    from app.ui.choices import Choices
    from app.ui.desk import Desk
    from app.ui.exchange import Exchange
    from app.ui.status import StatusLine
    from app.ui.strip import Strip
    from app.ui.toolbar import Doors, Toolbar
    from app.ui.tools import Tools
    from app.ui.tuning import Tuning

FLUSH_SECONDS = 3.0
"""How long closing the window waits for the disk."""


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
        self.toolbar: Toolbar | None = None
        self.doors: Doors | None = None
        self.recognizer: Recognizer | None = None
        self.choices: Choices | None = None
        self.tools: Tools | None = None
        self.archive: Archive | None = None
        self.tuning: Tuning | None = None
        self.places = places
        self._then = then
        self._folder = str(places.settings.parent) if places is not None else folder()
        self._glance = look(self._folder)
        self.look = theme.Look(theme.PALETTES[self._glance.theme], theme.scale_of(root))
        root.report_callback_exception = self._report
        root.protocol("WM_DELETE_WINDOW", self.close)
        root.title(words.TITLE)
        px = self.look.px
        self.area = DrawingArea(root, self.look, theme.PEN, self._ink, self._stroke, self._erase)
        self.panel = AnswerPanel(root, self.look, self._picked)
        self.status: StatusLine | None = None
        self._lay_out()
        self._least = (
            px(theme.AREA_LEAST + theme.PANEL + 3 * theme.MARGIN),
            px(
                theme.AREA_LEAST
                + theme.MARGIN
                + theme.TOOLBAR
                + theme.STRIP
                + theme.STATUS
                + 3 * theme.GAP
            ),
        )
        root.minsize(*self._least)
        usual = f"{px(theme.WIDTH)}x{px(theme.HEIGHT)}"
        self._place(self._glance.window or usual)
        root.configure(background=self.look.palette.ground)
        self._first = self.area.bind("<Expose>", self._exposed, add=True)

    def close(self) -> None:
        """Keeps what there is to keep, and closes."""
        geometry = self.root.geometry()
        self.root.withdraw()
        if self.desk is not None:
            self.desk.session.close(FLUSH_SECONDS)
            self._background.close()
            if self.archive is not None:
                self.archive.close()
            self._save(geometry)
        self.root.destroy()

    def wear(self, name: str) -> None:
        """Puts on the theme "light" or "dark"."""
        self.look = self.look.with_palette(theme.PALETTES[name])
        self.root.configure(background=self.look.palette.ground)
        for part in (self.area, self.panel, self.status, self.desk, self.archive):
            if part is not None:
                part.dress(self.look)
        if self.toolbar is not None and self.doors is not None:
            self._wear_buttons()
            self.toolbar.dress(self.look)
            self.doors.dress(self.look)

    def _lay_out(self) -> None:
        px, root = self.look.px, self.root
        margin, gap = px(theme.MARGIN), px(theme.GAP)
        root.columnconfigure(0, weight=1)
        root.rowconfigure(0, weight=1)
        root.rowconfigure(1, minsize=px(theme.TOOLBAR) + gap)
        root.rowconfigure(2, minsize=px(theme.STRIP) + gap)
        root.rowconfigure(3, minsize=px(theme.STATUS) + gap)
        self.area.grid(row=0, column=0, sticky="nsew", padx=margin, pady=(margin, 0))
        self.panel.grid(row=0, column=1, sticky="ns", padx=(0, margin), pady=(margin, 0))

    def _place(self, geometry: str) -> None:
        from app.ui.geometry import place

        place(self.root, geometry, self._least)

    def _exposed(self, _: tkinter.Event[tkinter.Misc]) -> None:
        self.area.unbind("<Expose>", self._first)
        self.root.after_idle(self._painted)  # after the canvas's own drawing, which waits already

    def _painted(self) -> None:
        if trace.STREAM is not None:
            self.root.winfo_pointerxy()  # the screen's answer to this comes after the painting
            trace.emit("window", canvas=list(self.area.room))
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
            self.root.after(1, lambda: self._take_steps(steps[1:]))
            steps[0]()
        else:
            self._then()

    def _start_recognizer(self) -> None:
        from app.ui.background import Background
        from app.ui.jobs import open_recognizer

        self._background = Background(self.root)
        self._background.do(open_recognizer, self._recognizer_opened)

    def _write(self) -> None:
        from app.ui.status import StatusLine

        self.look = theme.Look(self.look.palette, self.look.scale, theme.family_of(self.root))
        self.area.write(self.look)
        self.panel.write(self.look)
        self.status = StatusLine(self.root, self.look)
        margin, gap = self.look.px(theme.MARGIN), self.look.px(theme.GAP)
        self.status.grid(row=3, column=0, columnspan=2, sticky="nsew", padx=margin, pady=(gap, 0))

    def warn(self, message: str) -> None:
        """Says what is wrong, until there is something else to say."""
        if self.status is not None:
            self.status.warn(message)

    def _open_session(self) -> None:
        from app.storage.places import find_places
        from app.ui.archive import Archive
        from app.ui.choices import Choices
        from app.ui.desk import Desk
        from app.ui.session import Session

        self.places = self.places or find_places()
        self.choices = Choices(self.places.settings)
        if self.choices.notice is not None:
            self.warn(self.choices.notice)
        settings = self.choices.settings
        self.archive = Archive(
            self.root, self.places.history, self._background, self.warn, lambda: self.look
        )
        self.archive.drop_older(settings.keep_days)
        journal = self.archive.journal() if settings.keep_history else None
        session = Session(journal, dot=self.look.px(settings.pen_width) / 2)
        self.desk = Desk(
            self.area, self.panel, session, self.look, settings.live, settings.final, self._changed
        )
        for stroke in self.area.strokes:
            self.desk.stroke(stroke, time.perf_counter())
        self.area.dress(self.look, settings.pen_width)
        if settings.theme not in ("system", self.look.palette.name):
            self.wear(settings.theme)
        if settings.window and not self._glance.window:
            self._place(settings.window)
        self.area.bind("<Configure>", lambda _: self.root.after_idle(self._fit), add=True)

    def _open_tools(self) -> None:
        from app.ui.exchange import Exchange
        from app.ui.keys import bind, key_table
        from app.ui.tools import Tools
        from app.ui.tuning import Tuning

        assert self.desk is not None  # noqa: S101 (the steps before made them)
        assert self.status is not None  # noqa: S101
        assert self.choices is not None  # noqa: S101
        self.exchange = Exchange(
            self.root, self.desk, self.status, self._background, lambda: self.recognizer
        )
        self.tools = Tools(self.area, self.desk, self.status, self.choices, lambda: self.look)
        self.tuning = Tuning(self)
        self._keys = key_table(self.root.tk.call("tk", "windowingsystem"))
        bind(self.root, self._keys, self._actions(), lambda digit: self._picked(int(digit)))

    def _add_buttons(self) -> None:
        from app.ui.toolbar import Doors, Toolbar

        assert self.tools is not None  # noqa: S101 (the steps before made them)
        assert self.choices is not None  # noqa: S101
        self._wear_buttons()
        actions = self._actions()
        pen = self.choices.settings.pen_width
        self.toolbar = Toolbar(self.root, self.look, actions, pen, self.tools.set_pen)
        self.tools.toolbar = self.toolbar
        self.doors = Doors(self.root, self.look, actions)
        margin, gap = self.look.px(theme.MARGIN), self.look.px(theme.GAP)
        self.toolbar.grid(row=1, column=0, sticky="new", padx=margin, pady=(gap, 0))
        self.doors.grid(row=1, column=1, sticky="new", padx=(0, margin), pady=(gap, 0))
        self._changed()

    def show_strip(self) -> None:
        """Shows the strip of the last drawings, where drawings are kept."""
        if self.archive is None or self.desk is None or self.choices is None:
            return
        if self.choices.settings.keep_history:
            self.archive.add_strip(self.desk, self._place_strip)
        else:
            self.archive.hide_strip()

    def _place_strip(self, strip: Strip) -> None:
        margin, gap = self.look.px(theme.MARGIN), self.look.px(theme.GAP)
        strip.grid(row=2, column=0, columnspan=2, sticky="new", padx=margin, pady=(gap, 0))

    def _finish(self) -> None:
        self._show_icon()
        if self.choices is not None and self.choices.settings.theme == "system":
            self.follow_system()

    def _actions(self) -> dict[str, Callable[[], None]]:
        assert self.desk is not None  # noqa: S101
        assert self.exchange is not None  # noqa: S101
        assert self.tools is not None  # noqa: S101
        assert self.tuning is not None  # noqa: S101
        return {
            "clear": self.desk.clear,
            "undo": self.desk.undo,
            "redo": self.desk.redo,
            "open": self.exchange.ask,
            "paste": self.exchange.paste,
            "copy": self.exchange.copy,
            "take_back": self.desk.take_back,
            "none": lambda: self._picked(None),
            "eraser": self.tools.switch_eraser,
            "thinner": self.tools.thinner,
            "thicker": self.tools.thicker,
            "history": self._show_history,
            "settings": self.tuning.show,
            "tell": self.desk.tell,
            "help": self.show_keys,
        }

    def show_keys(self) -> None:
        """Shows the page of keys."""
        from app.ui.keys_page import show_keys

        show_keys(self.root, self.look, self._keys)

    def _show_history(self) -> None:
        if self.archive is not None and self.desk is not None:
            self.archive.show_page(self.desk)

    def _picked(self, digit: int | None) -> None:
        if self.tools is not None:
            self.tools.pick(digit)

    def _wear_buttons(self) -> None:
        from app.ui.sun_valley import wear

        try:
            wear(self.root, self.look)
        except (tkinter.TclError, OSError, ImportError) as error:
            self.warn(words.THEME_TROUBLE.format(reason=error))

    def _show_icon(self) -> None:
        from app.resources import resource

        with contextlib.suppress(tkinter.TclError):  # the desktop's usual icon will do
            icon = tkinter.PhotoImage(master=self.root, file=resource("icons/digitrec.png"))
            self.root.wm_iconphoto(True, icon)

    def follow_system(self) -> None:
        """Puts on the system's theme, once the system has said which that is."""
        from app.ui.jobs import system_theme

        def follow(name: str) -> None:
            chosen = self.choices is None or self.choices.settings.theme != "system"
            if not chosen and name != self.look.palette.name:
                self.wear(name)

        self._background.do(system_theme, follow)

    def _recognizer_opened(self, opened: Recognizer | str) -> None:
        if self.desk is None or self.tuning is None:
            self.root.after(1, lambda: self._recognizer_opened(opened))
            return
        self._soften()
        session = self.desk.session
        if isinstance(opened, str):
            session.failed(opened)
        else:
            self.recognizer = opened
            self.tuning.apply_doubt()
            session.ready(opened, opened.model.sha256[:12])
            trace.emit("model")
        self.desk.refresh()

    def _soften(self) -> None:
        """NumPy is here with the recogniser: smooth edges cost no time of their own any more."""
        try:
            self.area.soften()
            self.show_strip()
        except ImportError as error:
            self.warn(words.THEME_TROUBLE.format(reason=error))

    def _ink(self, moment: float) -> None:
        if self.desk is not None:
            self.desk.ink(moment)

    def _stroke(self, stroke: Stroke, moment: float) -> None:
        if self.desk is not None:
            self.desk.stroke(stroke, moment)

    def _erase(self, indices: list[int]) -> None:
        if self.desk is not None:
            self.desk.erase(indices)

    def _fit(self) -> None:
        if self.desk is not None:
            self.desk.fit()

    def _changed(self) -> None:
        if self.toolbar is not None and self.desk is not None:
            self.toolbar.show(*self.desk.session.can)

    def _save(self, geometry: str) -> None:
        from app.storage.errors import StorageError

        if self.choices is None:
            return
        self.choices.change(window=geometry)
        try:
            self.choices.save()
        except StorageError as error:
            if sys.stderr is not None:
                print(f"digitrec: {error}", file=sys.stderr)
        leave(self._folder, Glance(self.look.palette.name, geometry))

    def _report(
        self, kind: type[BaseException], error: BaseException, at: TracebackType | None
    ) -> None:
        from app.ui.trouble import report

        logs = self.places.logs if self.places is not None else None
        self.warn(report(logs, kind, error, at))
