"""The history page: all drawings, to look through, open, delete and export."""

from __future__ import annotations

import gc
import tkinter
from collections.abc import Callable, Sequence
from pathlib import Path
from tkinter import ttk
from typing import TypeVar

from digitrec.storage.drawing import Drawing
from digitrec.storage.errors import StorageError
from digitrec.storage.history_browser import ALL, HistoryBrowser
from digitrec.text import words
from digitrec.text.catalogue import Counted, said
from digitrec.ui.history.contents import (
    Contents,
    agreement_in_words,
    empty_trash_and_close,
    load_contents,
    load_thumbnails,
)
from digitrec.ui.history.export import Exporter
from digitrec.ui.history.grid import ThumbnailGrid
from digitrec.ui.history.page_layout import PageLayout
from digitrec.ui.history.thumbnails import Thumbnail
from digitrec.ui.widgets.background import Background
from digitrec.ui.widgets.theme import Look

Result = TypeVar("Result")

PATIENCE = 300
"""Milliseconds after which the page says that work is under way."""


class HistoryPage(tkinter.Toplevel):
    """A window with every drawing in it, however many there are.

    All work on the history is done on a thread of the page's own, which ends with the page. What
    the person has asked for by then is still done.

    Args:
        root: the program's window.
        look: colours and scale.
        path: file of the history.
        on_open: called with a drawing that should be put on the paper again.
        on_change: called after drawings were deleted or restored.
        on_trouble: takes an error message if the page is closed already.
        on_end: called when nothing is left to do after the page was closed.
    """

    def __init__(
        self,
        root: tkinter.Tk,
        look: Look,
        path: Path,
        on_open: Callable[[Drawing], None],
        on_change: Callable[[], None],
        on_trouble: Callable[[str], None] = lambda _: None,
        on_end: Callable[[HistoryPage], None] = lambda _: None,
    ) -> None:
        super().__init__(root, background=look.palette.ground)
        self.title(words.HISTORY)
        self.transient(root)
        self._browser = HistoryBrowser(path)
        self._background = Background(root)
        self._on_open = on_open
        self._on_change = on_change
        self._on_trouble = on_trouble
        self._on_end = on_end
        self._keys: Sequence[int] = ()
        self._can_restore = False
        self._working = 0
        self._notice: str | None = None
        self._closed = False
        self.kind = tkinter.StringVar(self, ALL)
        self.thumbnail_grid = ThumbnailGrid(
            self, look, self._load_thumbnails, self._open, self._update_buttons
        )
        self._layout = PageLayout(self, look, self.kind, self.reload, self.thumbnail_grid)
        self.kinds = self._layout.kinds
        self.exporter = Exporter(self, self._browser, self._background, self._layout.set_status)
        self.buttons = self._add_buttons(look)
        self._bind_keys()
        self.reload()

    @property
    def closed(self) -> bool:
        """Whether the page was closed; its thread may still be working."""
        return self._closed

    @property
    def count(self) -> int:
        """How many drawings of the chosen kind there are."""
        return len(self._keys)

    @property
    def status(self) -> str:
        """The message under the drawings."""
        return self._layout.status

    @property
    def agreement(self) -> str:
        """The line above the drawings."""
        return self._layout.agreement

    def reload(self) -> None:
        """Loads the list of the drawings again, of the kind that is chosen now."""
        browser, kind = self._browser, self.kind.get()
        self._start(lambda: load_contents(browser, kind), self._show)

    def delete_selected(self) -> None:
        """Deletes the selected drawings; they can be restored."""
        self._delete([self._keys[at] for at in self.thumbnail_grid.selected])

    def delete_all(self) -> None:
        """Deletes all that are shown; they can be restored until the page is closed."""
        self._delete(self._keys)

    def restore(self) -> None:
        """Restores what was deleted last."""
        if self._can_restore:
            self._change(self._browser.restore, words.PUT_BACK)

    def destroy(self) -> None:
        """Closes the page. What was asked for is still done; then the trash is emptied."""
        if self._closed:
            return
        self._closed = True
        self.exporter.stop()
        if self._notice is not None:
            self.after_cancel(self._notice)
        browser = self._browser
        self._background.do(
            lambda: empty_trash_and_close(browser), lambda _: None, even_if_closed=True
        )
        self._background.close(self._ended)
        super().destroy()

    def wait_until_done(self, timeout: float) -> bool:
        """Waits, once the page is closed, until all that was asked for is done.

        Returns:
            Whether that was within `timeout` seconds.
        """
        return self._background.join(timeout)

    def _ended(self) -> None:
        # Without this, another thread may collect the widgets, which only Tk's thread may do.
        self.master.after_idle(gc.collect)
        self._on_end(self)

    def _delete(self, keys: Sequence[int]) -> None:
        browser = self._browser
        if keys:
            self._change(lambda: browser.move_to_trash(keys), words.DELETED)

    def _change(self, change: Callable[[], int], message: Counted) -> None:
        """Changes the history; then shows it again, and says how many drawings that were."""
        if self._working:
            return
        browser, kind = self._browser, self.kind.get()

        def job() -> tuple[int, Contents]:
            return change(), load_contents(browser, kind)

        def done(result: tuple[int, Contents]) -> None:
            count, contents = result
            if count:
                self._on_change()
            if not self._closed:
                self._show(contents, message.format(count) if count else "")

        self._start(job, done, even_if_closed=True)

    def _start(
        self,
        job: Callable[[], Result],
        done: Callable[[Result], None],
        *,
        even_if_closed: bool = False,
    ) -> None:
        """Does a job in the background, the buttons disabled meanwhile; shows what goes wrong."""

        def attempt() -> Result | StorageError:
            try:
                return job()
            except StorageError as error:
                return error

        def finish(result: Result | StorageError) -> None:
            self._working -= 1
            if not self._closed:
                self._end_notice()
            if not isinstance(result, StorageError):
                done(result)
            elif self._closed:
                self._on_trouble(said(result))
            else:
                self._layout.set_status(said(result), alarm=True)
            if not self._closed:
                self._update_buttons()

        self._working += 1
        if self._notice is None:
            self._notice = self.after(PATIENCE, self._show_notice)
        self._update_buttons()
        self._background.do(attempt, finish, even_if_closed=even_if_closed)

    def _show_notice(self) -> None:
        self._layout.set_status(words.LOADING)
        self.configure(cursor="watch")

    def _end_notice(self) -> None:
        if self._notice is not None and not self._working:
            self.after_cancel(self._notice)
            self._notice = None
            self.configure(cursor="")

    def _show(self, contents: Contents, message: str = "") -> None:
        self._keys, agreement, self._can_restore = contents
        self.thumbnail_grid.reset(len(self._keys))
        self._layout.set_agreement(agreement_in_words(agreement))
        nothing = words.NO_DRAWINGS if self.kind.get() == ALL else words.NONE_OF_KIND
        self._layout.set_status(message or ("" if self._keys else nothing))

    def _load_thumbnails(self, first: int, size: int) -> None:
        """Loads the drawings that the grid needs."""
        browser, side, keys = self._browser, self.thumbnail_grid.side, self._keys
        needed = keys[first : first + size]

        def done(thumbnails: list[Thumbnail | None]) -> None:
            if keys is self._keys:  # else the positions mean other drawings by now
                self.thumbnail_grid.add_thumbnails(first, thumbnails)

        self._background.do(lambda: load_thumbnails(browser, needed, side), done)

    def _open(self, position: int) -> None:
        if self._working:
            return
        browser, key = self._browser, self._keys[position]

        def done(drawing: Drawing | None) -> None:
            if drawing is None:
                self._layout.set_status(words.NO_LONGER_KEPT, alarm=True)
            else:
                self._on_open(drawing)
                self.destroy()

        self._start(lambda: browser.get(key), done)

    def _update_buttons(self) -> None:
        selected = len(self.thumbnail_grid.selected)
        for name, possible in (
            ("open", selected == 1),
            ("delete", selected > 0),
            ("delete_all", bool(self._keys)),
            ("restore", self._can_restore),
        ):
            enabled = possible and not self._working
            self.buttons[name].state(["!disabled" if enabled else "disabled"])

    def _add_buttons(self, look: Look) -> dict[str, ttk.Button | ttk.Menubutton]:
        foot = self._layout.foot
        buttons: dict[str, ttk.Button | ttk.Menubutton] = {
            name: ttk.Button(foot, text=text, command=command)
            for name, text, command in (
                ("open", words.OPEN_AGAIN, self.thumbnail_grid.open_selected),
                ("delete", words.DELETE, self.delete_selected),
                ("delete_all", words.DELETE_ALL, self.delete_all),
                ("restore", words.UNDO, self.restore),
            )
        }
        buttons["export"] = self.exporter.make_button(foot, look)
        buttons["close"] = ttk.Button(foot, text=words.CLOSE, command=self.destroy)
        self._layout.add_buttons(*buttons.values())
        return buttons

    def _bind_keys(self) -> None:
        control = "Command" if self.tk.call("tk", "windowingsystem") == "aqua" else "Control"
        for sequence, action in (
            ("<Escape>", self.destroy),
            ("<Delete>", self.delete_selected),
            ("<BackSpace>", self.delete_selected),
            (f"<{control}-z>", self.restore),
            (f"<{control}-a>", self.thumbnail_grid.select_all),
            ("<Return>", self.thumbnail_grid.open_selected),
        ):
            self.bind(sequence, lambda _, do=action: do())  # type: ignore[misc]
        self.thumbnail_grid.focus_set()
