"""The journal: writes drawings to the history on a thread, so that the window waits for no disk."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from digitrec.recognition.message import Message, message_of
from digitrec.storage.drawing import Drawing
from digitrec.storage.errors import DamagedFileError, StorageError
from digitrec.storage.journal.change import Change

if TYPE_CHECKING:
    from digitrec.storage.history import History
    from digitrec.storage.picture_crop import PictureCrop

MOST_WAITING = 1000
"""Drawings held in memory while the history can't be written; beyond that the oldest is dropped."""


class Journal:
    """Writes drawings to the history on a thread of its own; its methods return at once.

    The caller numbers the drawings. Each has one row in the history, however often it is kept. If
    several versions of it are waiting, only the newest is written. While the history can't be
    written, drawings wait in memory; the journal tries again at the next call.

    Args:
        path: file of the history.
        on_trouble: takes a message when writing begins to fail; called on the journal's thread.
        on_written: called when everything given is in the history; on the journal's thread too.
        on_recovered: takes a message when a damaged history was set aside and a new one begun;
            on the journal's thread too.
    """

    def __init__(
        self,
        path: Path,
        on_trouble: Callable[[str], None],
        on_written: Callable[[], None] = lambda: None,
        on_recovered: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._path = path
        self._on_trouble = on_trouble
        self._on_written = on_written
        self._on_recovered = on_recovered
        self._waiting: dict[int, Change] = {}
        self._deletions: list[Callable[[str | None], None]] = []  # of all; they come first
        self._writing: Change | None = None
        self._discarded = 0  # how often everything that waited was discarded
        self._turn = threading.Condition()
        self._called = False  # since the thread last looked
        self._closing = False
        self._idle = threading.Event()  # everything given is written, or was refused
        self._thread: threading.Thread | None = None
        # The journal's thread alone uses these.
        self._keys: dict[int, int] = {}
        self._crop_keys: dict[int, Sequence[int]] = {}
        self._troubled = False
        self._recovered = False

    @property
    def closed(self) -> bool:
        """Whether `close` was called."""
        return self._closing

    def begin(self) -> None:
        """Starts the thread, so that the first drawing finds imported what it takes to write it."""
        with self._turn:
            if not self._closing:
                self._wake()

    def wait_until_idle(self, timeout: float) -> bool:
        """Waits until there is nothing to do; False if that takes longer than `timeout` seconds."""
        return self._thread is None or self._idle.wait(timeout)

    def keep(self, drawing_id: int, drawing: Drawing) -> None:
        """Keeps a drawing, or updates it. A correction stays until it is changed."""
        self._add(drawing_id, Change(drawing=drawing))

    def update(self, drawing_id: int, drawing: Drawing) -> None:
        """Updates a drawing that was kept, unless its row was deleted meanwhile."""
        self._add(drawing_id, Change(drawing=drawing, only_update=True))

    def adopt(self, drawing_id: int, key: int) -> None:
        """Notes which row a drawing has in the history already."""
        self._add(drawing_id, Change(key=key))

    def correct(self, drawing_id: int, text: str | None) -> None:
        """Sets what the person says a kept drawing shows; None means as read."""
        self._add(drawing_id, Change(correction=(text,)))

    def when_kept(self, drawing_id: int, call: Callable[[int], None]) -> None:
        """Calls with the key of a drawing's row once all that was given for it is written.

        If the drawing was taken out of the history just before, the key is the one that it had. A
        call that still waits is replaced by a later one for the same drawing.

        Args:
            drawing_id: as the caller numbers the drawings.
            call: is called on the journal's thread; not at all if the drawing was never kept.
        """
        self._add(drawing_id, Change(when_kept=call))

    def keep_crops(self, picture_id: int, crops: Callable[[], Sequence[PictureCrop]]) -> None:
        """Keeps what a person corrected in a picture, in place of what was kept of it before.

        Args:
            picture_id: as the caller numbers drawings and pictures.
            crops: gives the corrected lines; called on the journal's thread.
        """
        self._add(picture_id, Change(crops=crops))

    def forget(self, drawing_id: int) -> None:
        """Takes a drawing out of the history. It may be kept again, as a new one."""
        self._add(drawing_id, Change(forget=True))

    def delete_all(self, on_done: Callable[[str | None], None]) -> None:
        """Deletes the whole history, and discards what waits to be written to it.

        The journal does this itself, so that nothing given before is written afterwards, not even
        what is being written now or is being retried. What is given later is kept.

        Args:
            on_done: takes None, or why nothing was deleted; called on the journal's thread.
        """
        with self._turn:
            if self._closing:
                return
            self._waiting.clear()
            self._discarded += 1
            self._deletions.append(on_done)
            self._wake()

    def close(self, timeout: float | None = None) -> bool:
        """Writes what waits, and ends the thread; what is given later is not kept.

        Args:
            timeout: how many seconds to wait at most; None waits as long as it takes.

        Returns:
            Whether everything was written.
        """
        with self._turn:
            self._closing = self._called = True
            self._turn.notify()
        if self._thread is not None:
            self._thread.join(timeout)
            if self._thread.is_alive():
                return False
        return not self._waiting

    @property
    def unwritten(self) -> list[Drawing]:
        """The drawings that are not in the history yet, as they would be there; oldest first."""
        with self._turn:
            changes = [self._writing, *self._waiting.values()]
        return [one.as_written for one in changes if one is not None and one.as_written is not None]

    def _add(self, drawing_id: int, change: Change) -> None:
        with self._turn:
            if self._closing:
                return
            earlier = self._waiting.pop(drawing_id, Change())
            self._waiting[drawing_id] = earlier.then(change)
            while len(self._waiting) > MOST_WAITING:
                del self._waiting[next(iter(self._waiting))]
            self._wake()

    def _wake(self) -> None:
        """Has the thread look what there is to do; to be called with the turn held."""
        self._called = True
        self._idle.clear()
        if self._thread is None:
            # A daemon, so that a disk that hangs doesn't keep the program from ending.
            self._thread = threading.Thread(target=self._run, name="journal", daemon=True)
            self._thread.start()
        self._turn.notify()

    def _run(self) -> None:
        import sqlite3  # noqa: F401 (now, not with the first drawing)

        from digitrec.storage.history import History

        with History(self._path) as history:
            while True:
                with self._turn:
                    if not self._called:
                        self._idle.set()
                    self._turn.wait_for(lambda: self._called)
                    self._called = False
                    closing = self._closing
                try:
                    self._write(history)
                    self._on_written()
                except StorageError as error:
                    if isinstance(error, DamagedFileError) and self._recover(history):
                        self._called = True
                        continue
                    if not self._troubled:
                        self._on_trouble(message_of(error))
                    self._troubled = True
                except Exception:
                    self._report_unexpected()
                    if self._waiting:  # what failed was dropped; the rest can be written
                        self._called = True
                        continue
                if closing:
                    return

    def _recover(self, history: History) -> bool:
        """Has a damaged history set aside, once; False if a new one could not begin."""
        import sqlite3

        from digitrec.storage.recovery import recover

        if self._recovered:  # another damage at once is none of the file's
            return False
        self._recovered = True
        history.close()
        try:
            found = recover(self._path)
        except (OSError, sqlite3.Error, StorageError):
            return False
        if found is not None:
            self._on_recovered(
                Message(
                    "The history was damaged and is now in {path}. A new one has begun, "
                    "with the drawings that could be read: {count}.",
                    path=found.aside,
                    count=found.drawings,
                )
            )
        return True

    @staticmethod
    def _report_unexpected() -> None:
        """Reports the current error as one that ends a thread is reported, and goes on."""
        import sys

        found = threading.ExceptHookArgs((*sys.exc_info(), threading.current_thread()))
        threading.excepthook(found)

    def _write(self, history: History) -> None:
        """Writes what waits, oldest first, until nothing does or the history refuses."""
        while True:
            with self._turn:
                deletions, self._deletions = self._deletions, []
                discarded = self._discarded
                if not self._waiting and not deletions:
                    return
                if not deletions:
                    number = next(iter(self._waiting))
                    self._writing = change = self._waiting.pop(number)
            if deletions:
                self._delete_all(history, deletions)
                continue
            try:
                self._apply(history, number, change)
            except StorageError:
                with self._turn:
                    if discarded == self._discarded:  # else it is not wanted any more
                        later = self._waiting.pop(number, Change())
                        self._waiting = {number: change.then(later), **self._waiting}
                    self._writing = None
                raise
            self._writing = None
            # Here, not once nothing waits: what is given meanwhile may be the next to fail.
            self._troubled = False

    def _delete_all(
        self, history: History, on_done: Sequence[Callable[[str | None], None]]
    ) -> None:
        trouble = None
        try:
            if self._path.exists():
                history.delete_all()
            self._keys.clear()
            self._crop_keys.clear()
        except StorageError as error:
            trouble = message_of(error)
        for call in on_done:
            call(trouble)

    def _apply(self, history: History, number: int, change: Change) -> None:
        if change.key is not None:
            self._keys[number] = change.key
        forgotten = self._keys.get(number)
        if change.forget and number in self._keys:
            history.delete([self._keys[number]])
            del self._keys[number]
        if change.drawing is not None and change.only_update:
            if number in self._keys:
                history.update(replace(change.drawing, key=self._keys[number]))
        elif change.drawing is not None:
            key = self._keys.get(number, change.drawing.key)
            kept = history.keep(replace(change.drawing, key=key))
            if kept.key is not None:
                self._keys[number] = kept.key
        if change.correction is not None and number in self._keys:
            history.correct(self._keys[number], *change.correction)
        if change.crops is not None:
            self._replace_crops(number, change.crops())
        key = self._keys.get(number, forgotten)
        if change.when_kept is not None and key is not None:
            change.when_kept(key)

    def _replace_crops(self, number: int, crops: Sequence[PictureCrop]) -> None:
        from digitrec.storage.picture_crops import PictureCrops

        before = self._crop_keys.get(number, ())
        if before or crops:
            with PictureCrops(self._path) as pictures:
                self._crop_keys[number] = pictures.replace(before, crops)
