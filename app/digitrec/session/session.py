"""Session: takes ink to its reading and into the history. Knows no window."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from digitrec.recognition.ink import Ink, Stroke
from digitrec.recognition.message import Message
from digitrec.recognition.reading import REJECTED, Reading
from digitrec.session import selection
from digitrec.session.picture import Picture
from digitrec.session.protocols import Keeper, Reader
from digitrec.session.sheets import Sheet, Sheets
from digitrec.storage.drawing import Drawing
from digitrec.ui.answer import verdict
from digitrec.ui.answer.verdict import Verdict

NOT_READ = Reading(reason=Message("not read, as the model was not ready"))


class Session:
    """One person's drawings while the window is open.

    Attributes:
        reading: of what is on the paper.
        trouble: why there is no model.
        selection: which of several digits the person looks at.

    A drawing is kept from its first stroke on, and its row follows every later change. What is
    drawn before the model is ready waits for it, and is kept unread if it never comes.

    Args:
        keeper: takes the drawings; None keeps none.
        dot: sides up to which a drawing is a dot, in its own units.
        now: gives the present moment, aware of its time zone.
    """

    def __init__(
        self,
        keeper: Keeper | None,
        dot: float = 0.0,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.reading: Reading | None = None
        self.trouble: str | None = None
        self.selection = selection.Selection()
        self._read_last: Sheet | None = None  # that `reading` is of
        self._sheets = Sheets()
        self._keeper = keeper
        self._dot = dot
        self._now = now
        self._reader: Reader | None = None
        self._model = ""
        self._begun: dict[int, datetime] = {}
        self._waiting: dict[int, Sheet] = {}
        self._kept: Sheet | None = None
        self._opened: dict[int, Sheet | None] = {}  # of each that was opened, what is in its row

    @property
    def sheet(self) -> Sheet:
        """What lies on the paper."""
        return self._sheets.sheet

    @property
    def can(self) -> tuple[bool, bool, bool]:
        """Whether there is something to undo, to redo and to clear."""
        return self._sheets.can_undo, self._sheets.can_redo, self._sheets.can_clear

    @property
    def text(self) -> str:
        """What the drawing says: as corrected, else as read; empty where nothing was read."""
        read = self.reading.text if self.reading is not None else ""
        return read if self.sheet.corrected is None else self.sheet.corrected

    def ready(self, reader: Reader, model: str) -> None:
        """Takes the recogniser, and reads what was drawn before.

        Args:
            reader: the recogniser.
            model: the name that the history calls its model by.
        """
        self._reader, self._model = reader, model
        waiting, self._waiting = self._waiting, {}
        for sheet in waiting.values():
            self._keep(sheet, self._read(sheet))

    def start_afresh(self) -> None:
        """Forgets every drawing of this session; what waits to be kept is let go."""
        self._sheets = Sheets(self.sheet.number + 1)
        self._kept = self.sheet
        self._waiting.clear()
        self._begun.clear()
        self._opened.clear()
        self.reading = None

    def keep_with(self, keeper: Keeper | None) -> None:
        """Keeps drawings in another place from now on, or no more."""
        self._keeper = keeper
        self._opened = dict.fromkeys(self._opened)

    def failed(self, reason: str) -> None:
        """Notes that there is no model. Drawings are kept unread."""
        self.trouble = reason
        self._keep_unread()

    def add(self, stroke: Stroke) -> None:
        """Adds a stroke to the drawing."""
        self._step(lambda: self._sheets.add(stroke))

    def erase(self, *indices: int) -> None:
        """Takes strokes out of the drawing, as one step."""
        self._step(lambda: self._sheets.erase(*indices))

    def undo(self) -> None:
        """Goes back by one step: a stroke, a Clear, a picture or a correction."""
        before = self.sheet
        self._step(self._sheets.undo)
        began = before.number not in self._opened
        if before.strokes and before.number != self.sheet.number and began:
            self._forget(before.number)  # the stroke that began it was undone

    def redo(self) -> None:
        """Goes forward again."""
        self._step(self._sheets.redo)

    def clear(self) -> None:
        """Ends the drawing."""
        self._step(self._sheets.clear)

    def show(self, picture: Picture) -> None:
        """Ends the drawing and shows a picture, which is not kept in the history."""
        self._step(lambda: self._sheets.show(picture))

    def open(self, drawing: Drawing, strokes: tuple[Stroke, ...] | None = None) -> None:
        """Ends the drawing and lays out one of the history; what changes in it changes there.

        Args:
            drawing: from the history.
            strokes: its strokes as they fit on the paper; None for as they are.
        """
        laid = drawing.ink.strokes if strokes is None else strokes
        groups = selection.told(drawing.reading, laid)
        self._step(lambda: self._sheets.open(laid, drawing.corrected, groups))
        sheet = self.sheet
        self._kept = self._opened[sheet.number] = sheet
        self._begun[sheet.number] = drawing.created
        if self._keeper is not None and drawing.key is not None:
            self._keeper.adopt(sheet.number, drawing.key)

    def correct(self, digit: str) -> bool:
        """Takes a digit as what the drawing really is; False where there is no drawing.

        For a number the digits are typed one after another, as many as were read, and the next
        begins anew. The digit that stands already takes the correction back. Where one of the
        number's digits is selected, that one is corrected, and the next is selected.
        """
        if self.sheet.blank:
            return False
        if self._correct_selected(digit):
            return True
        length = max(1, len(self.reading.digits)) if self.reading is not None else 1
        corrected = self.sheet.corrected
        typed = "" if corrected in (None, REJECTED) else corrected
        text = digit if len(typed) >= length else typed + digit
        self._step(lambda: self._sheets.correct(None if text == typed else text))
        return True

    def correct_to_none(self) -> bool:
        """Notes that the drawing is no digit, or takes that back; False where there is none."""
        if self.sheet.blank:
            return False
        if self._correct_selected(REJECTED):
            return True
        text = None if self.sheet.corrected == REJECTED else REJECTED
        self._step(lambda: self._sheets.correct(text))
        return True

    def take_back(self) -> None:
        """Takes a correction back."""
        self._step(lambda: self._sheets.correct(None))

    def select(self, place: int | None) -> None:
        """Selects one of several digits, or none."""
        self._catch_up()
        count = len(self.reading.digits) if self.reading is not None else 0
        self.selection.place = place if place is not None and place < count > 1 else None

    def move(self, by: int) -> None:
        """Selects the next digit, or the one before with -1."""
        self._catch_up()
        if self.reading is not None:
            self.selection.move(by, len(self.reading.digits))

    def join(self) -> bool:
        """Joins the selected digit with its neighbour; False where none is selected."""
        self._catch_up()
        return self._part(selection.joined, self.selection.place)

    def split(self) -> bool:
        """Splits the selected digit in two, or the only one; False where none is selected.

        Raises:
            ReadingError: where it can't be split.
        """
        self._catch_up()
        alone = self.reading is not None and len(self.reading.digits) == 1
        return self._part(selection.split, 0 if alone else self.selection.place)

    def read(self, growing: Stroke = ()) -> None:
        """Reads what is on the paper into `reading`, with the stroke that is being drawn."""
        self._read_sheet(growing)
        self._read_last = None if growing else self.sheet
        self.selection.follow(self.sheet, self.reading)

    def _read_sheet(self, growing: Stroke) -> None:
        sheet = self.sheet
        self.reading = None
        if sheet.picture is not None and not growing:
            self.reading = sheet.picture.reading
            return
        if growing:
            sheet = Sheet(sheet.number, (*sheet.strokes, growing))
        if sheet.strokes and self._reader is not None:
            self.reading = self._read(sheet)

    def verdict(self, growing: bool = False) -> Verdict:
        """What is to be said of the last reading."""
        if self.trouble is not None:
            return verdict.trouble(self.trouble)
        if self.reading is not None:
            corrected = None if growing else self.sheet.corrected
            shown = verdict.of(self.reading, corrected, self.selection.place)
            actions = () if growing else selection.offers(self.reading, self.selection.place)
            return shown._replace(actions=actions)
        return verdict.EMPTY if self.sheet.blank and not growing else verdict.LOADING

    def keep(self) -> None:
        """Keeps the drawing as it is now, with its reading."""
        sheet = self.sheet
        self._kept = sheet
        if not sheet.strokes or self._opened.get(sheet.number) is sheet:
            return
        if sheet.number in self._opened:
            self._opened[sheet.number] = None
        self._begun.setdefault(sheet.number, self._now())
        if self._reader is None and self.trouble is None:
            self._waiting[sheet.number] = sheet
        else:
            self._keep(sheet, self.reading or NOT_READ)

    def close(self, timeout: float) -> bool:
        """Keeps what was never read, and waits for the disk.

        Returns:
            Whether everything was written within `timeout` seconds.
        """
        self._keep_before_leaving()
        self._keep_unread()
        return self._keeper is None or self._keeper.close(timeout)

    def _step(self, step: Callable[[], None]) -> None:
        """Takes a step, and lets the history follow where the drawing itself does not change."""
        before = self.sheet
        self._keep_before_leaving()
        step()
        after = self.sheet
        if before.number != after.number or not before.strokes:
            return
        if not after.strokes:
            self._forget(after.number)
        elif before.corrected != after.corrected and self._keeper is not None:
            self._keeper.correct(after.number, after.corrected)

    def _keep_before_leaving(self) -> None:
        """Keeps a sheet that is left before the reading that was due: keys can overtake it."""
        if self._kept is not self.sheet:
            self.read()
            self.keep()

    def _catch_up(self) -> None:
        """Reads what is on the paper, where the reading that is due was overtaken."""
        if self._read_last is not self.sheet:
            self.read()

    def _correct_selected(self, letter: str) -> bool:
        """Puts a letter at the selected digit's place; False where none is selected."""
        self._catch_up()
        place, reading = self.selection.place, self.reading
        if place is None or reading is None:
            return False
        text = selection.put(reading, self.sheet.corrected, place, letter)
        self._step(lambda: self._sheets.correct(text))
        self.select(min(place + 1, len(reading.digits) - 1))
        return True

    def _part(self, part: selection.Part, place: int | None) -> bool:
        if place is None or self.reading is None or self._reader is None:
            return False
        sheet, selected = part(self.sheet, self.reading, place, self._reader)
        self._step(lambda: self._sheets.part(sheet))
        self.read()
        self.select(selected)
        return True

    def _read(self, sheet: Sheet) -> Reading:
        if self._reader is None:
            return NOT_READ
        return self._reader.read(Ink(sheet.strokes), dot=self._dot, groups=sheet.groups)

    def _keep(self, sheet: Sheet, reading: Reading) -> None:
        if self._keeper is not None:
            begun = self._begun.setdefault(sheet.number, self._now())
            drawing = Drawing(Ink(sheet.strokes), reading, self._model, begun, sheet.corrected)
            self._keeper.keep(sheet.number, drawing)

    def _keep_unread(self) -> None:
        waiting, self._waiting = self._waiting, {}
        for sheet in waiting.values():
            self._keep(sheet, NOT_READ)

    def _forget(self, number: int) -> None:
        self._waiting.pop(number, None)
        if number in self._opened:
            self._opened[number] = None
        if self._keeper is not None:
            self._keeper.forget(number)
