"""The rows that a session's drawings have in the history."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from digitrec.recognition.ink import Ink
from digitrec.recognition.message import Message
from digitrec.recognition.reading import Reading
from digitrec.session.protocols import Keeper
from digitrec.session.sheets import Sheet
from digitrec.storage.drawing import Drawing

NOT_READ = Reading(reason=Message("not read, as the model was not ready"))


class Recorder:
    """Keeps each drawing from its first stroke on; its row follows every later change.

    What is drawn before the model is ready waits for it, and is kept unread if it never comes.

    Args:
        keeper: takes the drawings; None keeps none.
        now: gives the present moment, aware of its time zone.

    Attributes:
        model: the name by which the history calls the model.
    """

    def __init__(self, keeper: Keeper | None, now: Callable[[], datetime]) -> None:
        self.model = ""
        self._keeper = keeper
        self._now = now
        self._last: Sheet | None = None
        self._begun: dict[int, datetime] = {}
        self._waiting: dict[int, Sheet] = {}
        self._opened: dict[int, Sheet | None] = {}  # what the row holds of each that was opened

    def is_last(self, sheet: Sheet) -> bool:
        """Whether this sheet was the last to be kept."""
        return self._last is sheet

    def was_opened(self, number: int) -> bool:
        """Whether this drawing was opened from the history."""
        return number in self._opened

    def keep(self, sheet: Sheet, reading: Reading | None) -> None:
        """Keeps a sheet; without a reading, it waits for the model."""
        self._last = sheet
        if not sheet.strokes or self._opened.get(sheet.number) is sheet:
            return
        if self.was_opened(sheet.number):
            self._opened[sheet.number] = None
        self._begun.setdefault(sheet.number, self._now())
        if reading is None:
            self._waiting[sheet.number] = sheet
        else:
            self._write(sheet, reading)

    def keep_waiting(self, read: Callable[[Sheet], Reading] = lambda _: NOT_READ) -> None:
        """Keeps the sheets that waited for the model, as read by `read`; by default unread."""
        waiting, self._waiting = self._waiting, {}
        for sheet in waiting.values():
            self._write(sheet, read(sheet))

    def adopt(self, sheet: Sheet, drawing: Drawing) -> None:
        """Notes that a sheet shows a drawing of the history, whose row is to follow it."""
        self._last = self._opened[sheet.number] = sheet
        self._begun[sheet.number] = drawing.created
        if self._keeper is not None and drawing.key is not None:
            self._keeper.adopt(sheet.number, drawing.key)

    def correct(self, sheet: Sheet) -> None:
        """Keeps the sheet's correction."""
        if self._keeper is not None:
            self._keeper.correct(sheet.number, sheet.corrected)

    def when_kept(self, number: int, call: Callable[[int], None]) -> None:
        """Calls with a drawing's key in the history once it is there; never if none is kept."""
        if self._keeper is not None:
            self._keeper.when_kept(number, call)

    def forget(self, number: int) -> None:
        """Takes a drawing out of the history."""
        self._waiting.pop(number, None)
        if self.was_opened(number):
            self._opened[number] = None
        if self._keeper is not None:
            self._keeper.forget(number)

    def forget_all(self, sheet: Sheet) -> None:
        """Forgets which drawings there were; of those that wait none is kept.

        Args:
            sheet: the blank one to go on with.
        """
        self._last = sheet
        self._waiting.clear()
        self._begun.clear()
        self._opened.clear()

    def keep_with(self, keeper: Keeper | None) -> None:
        """Keeps drawings in another place from now on, or no longer."""
        self._keeper = keeper
        self._opened = dict.fromkeys(self._opened)

    def close(self, timeout: float) -> bool:
        """Keeps unread what still waits for the model, and waits for the disk.

        Returns:
            Whether everything was written within `timeout` seconds.
        """
        self.keep_waiting()
        return self._keeper is None or self._keeper.close(timeout)

    def _write(self, sheet: Sheet, reading: Reading) -> None:
        if self._keeper is not None:
            begun = self._begun.setdefault(sheet.number, self._now())
            drawing = Drawing(Ink(sheet.strokes), reading, self.model, begun, sheet.corrected)
            self._keeper.keep(sheet.number, drawing)
