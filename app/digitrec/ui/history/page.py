"""History page: all drawings, to look through, open, delete and take along."""

from __future__ import annotations

import contextlib
import gc
import tkinter
from collections.abc import Callable
from pathlib import Path
from tkinter import ttk

from digitrec.storage.drawing import Drawing
from digitrec.storage.errors import StorageError
from digitrec.storage.history_browser import ALL, KINDS, Agreement, HistoryBrowser
from digitrec.text import words
from digitrec.text.catalogue import Counted
from digitrec.ui.history.export import Exporter
from digitrec.ui.history.grid import ThumbnailGrid
from digitrec.ui.history.thumbnails import Thumbnail
from digitrec.ui.widgets.background import Background
from digitrec.ui.widgets.flow_layout import Flow
from digitrec.ui.widgets.theme import GAP, MARGIN, SMALL_GAP, Look

_WIDTH, _HEIGHT = 720, 560
_LEAST_WIDTH, _LEAST_BETWEEN = 420, 240
"""Of the page, in logical pixels; between the rows of buttons are a few lines and the drawings."""


class HistoryPage(tkinter.Toplevel):
    """A window with every drawing in it, however many there are.

    Args:
        root: the program's window.
        look: colours and scale.
        path: file of the history.
        on_open: called with a drawing that is to be laid on the paper again.
        on_change: called after drawings were deleted or put back.
    """

    def __init__(
        self,
        root: tkinter.Tk,
        look: Look,
        path: Path,
        on_open: Callable[[Drawing], None],
        on_change: Callable[[], None],
    ) -> None:
        super().__init__(root, background=look.palette.ground)
        self.title(words.HISTORY)
        self.transient(root)
        self._look = look
        self._browser = HistoryBrowser(path)
        self._background = Background(self)
        self._on_open = on_open
        self._on_change = on_change
        self._count = 0
        self._can_put_back = False
        self.kind = tkinter.StringVar(self, ALL)
        self.thumbnail_grid = ThumbnailGrid(self, look, self._wanted, self._open, self._chosen)
        self.exporter = Exporter(self, self._browser, self._background, self._say)
        self._build()
        self._bind_keys()
        self.reload()

    def reload(self, message: str = "") -> None:
        """Counts anew, shows from the top, and says a message."""
        kind = self.kind.get()

        def job() -> tuple[int, Agreement, bool]:
            browser = self._browser
            return browser.count(kind), browser.agreement(), browser.can_put_back()

        def done(found: tuple[int, Agreement, bool]) -> None:
            self._count, agreement, self._can_put_back = found
            self.thumbnail_grid.show(self._count)
            self._agreement.configure(text=agreement_in_words(agreement))
            empty = words.NO_DRAWINGS if kind == ALL else words.NONE_OF_KIND
            self._say(message or ("" if self._count else empty))
            self._chosen()

        self._background.do(job, done)

    def delete(self) -> None:
        """Deletes the chosen drawings; they can be put back."""
        keys = self.thumbnail_grid.chosen_keys
        if keys:
            self._change(lambda: self._browser.throw_away(keys), words.DELETED)

    def delete_all(self) -> None:
        """Deletes all that are shown; they can be put back until the page is closed."""
        kind = self.kind.get()
        self._change(lambda: self._browser.throw_all_away(kind), words.DELETED)

    def put_back(self) -> None:
        """Puts back what was deleted last."""
        self._change(self._browser.put_back, words.PUT_BACK)

    def destroy(self) -> None:
        """Closes the page and lets the history go."""
        self.exporter.stop()
        self._background.close()
        with contextlib.suppress(StorageError):  # what is left is emptied the next time
            self._browser.empty_trash()
        self._browser.close()
        super().destroy()
        self.master.after_idle(gc.collect)  # else another thread may do it, where Tk must not be

    def _change(self, job: Callable[[], int], message: Counted) -> None:
        """Changes the history, and says how many drawings that were."""

        def done(count: int) -> None:
            if count:
                self.reload(message.format(count))
                self._on_change()

        self._background.do(job, done)

    def _wanted(self, first: int, size: int) -> None:
        """The album wants to show these."""
        kind, side = self.kind.get(), self.thumbnail_grid.side

        def job() -> list[Thumbnail]:
            return [Thumbnail.of(one, side) for one in self._browser.page(kind, first, size)]

        self._background.do(job, lambda thumbnails: self.thumbnail_grid.take(first, thumbnails))

    def _open(self, drawing: Drawing) -> None:
        self._on_open(drawing)
        self.destroy()

    def _chosen(self) -> None:
        some = bool(self.thumbnail_grid.chosen)
        for name, can in (
            ("open", len(self.thumbnail_grid.chosen) == 1),
            ("delete", some),
            ("delete_all", self._count > 0),
            ("put_back", self._can_put_back),
        ):
            self.buttons[name].state(["!disabled" if can else "disabled"])

    def _say(self, message: str) -> None:
        self._status.configure(text=message)

    def _build(self) -> None:
        look, px, colours = self._look, self._look.px, self._look.palette
        margin, gap = px(MARGIN), px(GAP)
        self.columnconfigure(0, weight=1)
        self.rowconfigure(2, weight=1)
        kinds = Flow(self, px(SMALL_GAP))
        kinds.configure(background=colours.ground)
        self.kinds = {
            kind: ttk.Radiobutton(
                kinds,
                text=words.KIND_NAMES.get(kind, kind),
                value=kind,
                variable=self.kind,
                command=self.reload,
                style="Toggle.TButton",
            )
            for kind in KINDS
        }
        kinds.put(*self.kinds.values())
        kinds.grid(row=0, column=0, columnspan=2, sticky="ew", padx=margin, pady=(margin, 0))

        def line() -> tkinter.Label:
            made = tkinter.Label(
                self, anchor="w", justify="left", borderwidth=0, padx=0, pady=0,
                background=colours.ground, foreground=colours.quiet, font=look.font(12),
            )  # fmt: skip
            made.bind("<Configure>", lambda event: made.configure(wraplength=event.width))
            return made

        self._agreement, self._status = line(), line()
        self._agreement.grid(
            row=1, column=0, columnspan=2, sticky="ew", padx=margin, pady=(gap, px(SMALL_GAP))
        )
        bar = ttk.Scrollbar(self, command=self.thumbnail_grid.yview)
        self.thumbnail_grid.follow(bar.set)
        self.thumbnail_grid.grid(row=2, column=0, sticky="nsew", padx=(margin - px(SMALL_GAP), 0))
        bar.grid(row=2, column=1, sticky="ns", padx=(0, px(SMALL_GAP)))
        self._status.grid(
            row=3, column=0, columnspan=2, sticky="ew", padx=margin, pady=(px(SMALL_GAP), 0)
        )
        below = Flow(self, px(SMALL_GAP))
        below.configure(background=colours.ground)
        self.buttons: dict[str, ttk.Button | ttk.Menubutton] = {
            name: ttk.Button(below, text=text, command=command)
            for name, text, command in (
                ("open", words.OPEN_AGAIN, self.thumbnail_grid.open_chosen),
                ("delete", words.DELETE, self.delete),
                ("delete_all", words.DELETE_ALL, self.delete_all),
                ("put_back", words.UNDO, self.put_back),
            )
        }
        self.buttons["export"] = self.exporter.button(below, look)
        self.buttons["close"] = ttk.Button(below, text=words.CLOSE, command=self.destroy)
        below.put(*self.buttons.values())
        below.grid(row=4, column=0, columnspan=2, sticky="ew", padx=margin, pady=(gap, margin))
        width = max(px(_WIDTH), kinds.winfo_reqwidth() + 2 * margin)
        self.geometry(f"{min(width, self.winfo_screenwidth())}x{px(_HEIGHT)}")
        room = px(_LEAST_WIDTH) - 2 * margin
        self.minsize(
            px(_LEAST_WIDTH), kinds.height_at(room) + below.height_at(room) + px(_LEAST_BETWEEN)
        )

    def _bind_keys(self) -> None:
        control = "Command" if self.tk.call("tk", "windowingsystem") == "aqua" else "Control"
        for sequence, action in (
            ("<Escape>", self.destroy),
            ("<Delete>", self.delete),
            ("<BackSpace>", self.delete),
            (f"<{control}-z>", self.put_back),
            (f"<{control}-a>", self.thumbnail_grid.choose_all),
            ("<Return>", self.thumbnail_grid.open_chosen),
        ):
            self.bind(sequence, lambda _, do=action: do())  # type: ignore[misc]
        self.thumbnail_grid.focus_set()


def agreement_in_words(found: Agreement) -> str:
    """How often the readings were left standing, and how often those that were sure."""
    if not found.drawings:
        return ""
    text = words.AGREEMENT.format(
        found.drawings,
        right=found.right,
        share=words.share(found.right / found.drawings),
    )
    if found.sure:
        share = words.share(found.sure_and_right / found.sure)
        text += " " + words.AGREEMENT_SURE.format(share=share)
    return text
