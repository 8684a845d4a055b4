"""The rows that a session's drawings have in the history."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from digitrec.recognition.ink import Ink
from digitrec.recognition.message import Message
from digitrec.recognition.reading import Reading
from digitrec.session.protocols import Keeper
from digitrec.session.sheets import Sheet
from digitrec.storage.drawing import Drawing

if TYPE_CHECKING:
    from digitrec.storage.picture_crop import PictureCrop

NOT_READ = Reading(reason=Message("not read, as the model was not ready"))


class Recorder:
    """Keeps each drawing from its first stroke on; its row follows every later change.

    What is drawn before the model is ready is kept unread at once; its reading follows when the
    model comes.

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
        self._unread: dict[int, Sheet] = {}  # kept, but not read yet
        self._opened: dict[int, Sheet | None] = {}  # what the row holds of each that was opened

    def is_last(self, sheet: Sheet) -> bool:
        """Whether this sheet was the last to be kept."""
        return self._last is sheet

    def was_opened(self, number: int) -> bool:
        """Whether this drawing was opened from the history."""
        return number in self._opened

    def keep(self, sheet: Sheet, reading: Reading | None) -> None:
        """Keeps a sheet; without a reading it is kept unread, until the model comes."""
        self._last = sheet
        if not sheet.strokes or self._opened.get(sheet.number) == sheet:
            return
        if self.was_opened(sheet.number):
            self._opened[sheet.number] = None
        self._begun.setdefault(sheet.number, self._now())
        if reading is None and self._keeper is not None:
            self._unread[sheet.number] = sheet
        self._write(sheet, NOT_READ if reading is None else reading)

    def read_unread(self, read: Callable[[Sheet], Reading]) -> None:
        """Keeps the readings of the sheets that were kept unread, now that there is a model.

        A drawing that was deleted meanwhile does not come back.
        """
        while self._unread:
            sheet = self._unread.pop(next(iter(self._unread)))
            drawing = self._drawing(sheet, read(sheet))
            if self._keeper is not None:
                self._keeper.update(sheet.number, drawing)

    def leave_unread(self) -> None:
        """Leaves the sheets that were kept unread as they are, as no model comes."""
        self._unread.clear()

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

    def correct_picture(self, sheet: Sheet) -> None:
        """Keeps what was corrected in a picture, or drops what was kept of it."""
        if self._keeper is not None:
            model, now = self.model, self._now()

            def crops() -> Sequence[PictureCrop]:
                from digitrec.session.corrected_lines import corrected_lines

                return corrected_lines(sheet, model, now)

            self._keeper.keep_crops(sheet.number, crops)

    def when_kept(self, number: int, call: Callable[[int], None]) -> None:
        """Calls with a drawing's key in the history once it is there; never if none is kept."""
        if self._keeper is not None:
            self._keeper.when_kept(number, call)

    def forget(self, number: int) -> None:
        """Takes a drawing out of the history."""
        self._unread.pop(number, None)
        if self.was_opened(number):
            self._opened[number] = None
        if self._keeper is not None:
            self._keeper.forget(number)

    def forget_all(self, sheet: Sheet) -> None:
        """Forgets which drawings there were; none of them is kept any more.

        Args:
            sheet: the blank one to go on with.
        """
        self._last = sheet
        self._unread.clear()
        self._begun.clear()
        self._opened.clear()

    def keep_with(self, keeper: Keeper | None) -> None:
        """Keeps drawings in another place from now on, or no longer."""
        self._keeper = keeper
        self._opened = dict.fromkeys(self._opened)

    @property
    def unwritten(self) -> list[Drawing]:
        """The drawings that the history does not have yet."""
        return [] if self._keeper is None else self._keeper.unwritten

    def close(self, timeout: float) -> bool:
        """Waits for the disk.

        Returns:
            Whether everything was written within `timeout` seconds.
        """
        return self._keeper is None or self._keeper.close(timeout)

    def _write(self, sheet: Sheet, reading: Reading) -> None:
        if self._keeper is not None:
            self._keeper.keep(sheet.number, self._drawing(sheet, reading))

    def _drawing(self, sheet: Sheet, reading: Reading) -> Drawing:
        begun = self._begun.setdefault(sheet.number, self._now())
        return Drawing(Ink(sheet.strokes), reading, self.model, begun, sheet.corrected)
