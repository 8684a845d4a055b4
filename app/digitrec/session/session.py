"""One person's drawings and their readings while the program runs. Needs no screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from digitrec.recognition.ink import Ink, Stroke
from digitrec.recognition.reading import REJECTED, Reading
from digitrec.session import selection
from digitrec.session.picture import Picture
from digitrec.session.protocols import Keeper, Reader
from digitrec.session.recording import NOT_READ, Recorder
from digitrec.session.sheets import Sheet, Sheets
from digitrec.session.teaching import Lesson, lessons_of
from digitrec.storage.drawing import Drawing


class Session:
    """One person's drawings while the window is open.

    Args:
        keeper: takes the drawings; None keeps none.
        dot: a drawing whose sides are no longer than this, in its own units, is a dot.
        now: gives the present moment, aware of its time zone.

    Attributes:
        reading: of what is on the sheet.
        trouble: why there is no model.
        selection: the digit that the person looks at, if there are several.
        on_lessons: called on any thread when a correction was made, changed or taken back, and the
            drawing is kept: with its key in the history, and what its correction teaches now.
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
        self.on_lessons: Callable[[int, tuple[Lesson, ...]], None] = lambda *_: None
        self._read_last: Sheet | None = None  # that `reading` is of
        self._sheets = Sheets()
        self._recorder = Recorder(keeper, now)
        self._dot = dot
        self._reader: Reader | None = None

    @property
    def sheet(self) -> Sheet:
        """What is on the drawing area."""
        return self._sheets.sheet

    @property
    def can(self) -> tuple[bool, bool, bool]:
        """Whether there is something to undo, to redo, and to clear."""
        return self._sheets.can_undo, self._sheets.can_redo, self._sheets.can_clear

    @property
    def text(self) -> str:
        """The drawing's text: as corrected, else as read; empty if nothing was read."""
        read = self.reading.text if self.reading is not None else ""
        return read if self.sheet.corrected is None else self.sheet.corrected

    def ready(self, reader: Reader, model: str) -> None:
        """Takes the recogniser, and reads what was drawn before it was ready.

        Args:
            reader: the recogniser.
            model: the name by which the history calls its model.
        """
        self._reader, self._recorder.model = reader, model
        self._recorder.read_unread(self._read)

    def forget_all(self) -> None:
        """Forgets every drawing of this session; none of them is read any more."""
        self._sheets = Sheets(self.sheet.number + 1)
        self._recorder.forget_all(self.sheet)
        self.reading = None

    def keep_with(self, keeper: Keeper | None) -> None:
        """Keeps drawings in another place from now on, or no longer."""
        self._recorder.keep_with(keeper)

    def failed(self, reason: str) -> None:
        """Notes that there is no model. Drawings stay unread."""
        self.trouble = reason
        self._recorder.leave_unread()

    def add(self, stroke: Stroke) -> None:
        """Adds a stroke to the drawing; it is kept at once if there is no model yet to read it."""
        self._step(lambda: self._sheets.add(stroke))
        if self._waits:
            self.keep()

    def erase(self, *indices: int) -> None:
        """Removes strokes from the drawing, as one step."""
        self._step(lambda: self._sheets.erase(*indices))

    def undo(self) -> None:
        """Goes back by one step: a stroke, a Clear, a picture or a correction."""
        before = self.sheet
        self._step(self._sheets.undo)
        began_here = not self._recorder.was_opened(before.number)
        if before.strokes and before.number != self.sheet.number and began_here:
            self._recorder.forget(before.number)  # the stroke that began it was undone

    def redo(self) -> None:
        """Goes forward again."""
        self._step(self._sheets.redo)

    def clear(self) -> None:
        """Ends the drawing."""
        self._step(self._sheets.clear)

    def show_picture(self, picture: Picture) -> None:
        """Ends the drawing and shows a picture, which is not kept in the history."""
        self._step(lambda: self._sheets.show_picture(picture))

    def show_sheet(self, sheet: Sheet) -> None:
        """Ends the drawing and shows a sheet with a picture again, as it was left."""
        self._step(lambda: self._sheets.show_sheet(sheet))

    def open_drawing(self, drawing: Drawing, strokes: tuple[Stroke, ...] | None = None) -> None:
        """Ends the drawing and opens one from the history; changes to it are kept there.

        Args:
            drawing: from the history.
            strokes: its strokes as they fit on the drawing area; None leaves them as they are.
        """
        placed = drawing.ink.strokes if strokes is None else strokes
        groups = selection.certain_groups(drawing.reading, placed)
        self._step(lambda: self._sheets.open_drawing(placed, drawing.corrected, groups))
        self._recorder.adopt(self.sheet, drawing)

    def correct(self, digit: str) -> bool:
        """Notes that the drawing really is this digit; False if there is no drawing.

        The digits of a number are typed one after another, as many as were read; the one after
        that begins again. Typing the same digit again takes the correction back. If a digit of
        the number is selected, that one is corrected, and the next is selected.
        """
        if self.sheet.blank:
            return False
        if self._correct_selected(digit):
            return True
        length = max(1, len(self.reading.digits)) if self.reading is not None else 1
        corrected = self.sheet.corrected
        typed = "" if corrected in (None, REJECTED) else corrected
        text = digit if len(typed) >= length else typed + digit
        self._correct(None if text == typed else text)
        return True

    def correct_to_none(self) -> bool:
        """Notes that this is not a digit, or takes that back; False if there is no drawing."""
        if self.sheet.blank:
            return False
        if self._correct_selected(REJECTED):
            return True
        self._correct(None if self.sheet.corrected == REJECTED else REJECTED)
        return True

    def take_back(self) -> None:
        """Takes a correction back."""
        self._correct(None)

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
        """Joins the selected digit with its neighbour; False if none is selected.

        A single digit is joined with the marks that were left out.
        """
        self._catch_up()
        reading = self.reading
        lone = reading is not None and len(reading.digits) == 1 and bool(reading.strays)
        return self._regroup(selection.joined, 0 if lone else self.selection.place)

    def split(self) -> bool:
        """Splits the selected digit in two, or the only one; False if none is selected.

        Raises:
            ReadingError: if it can't be split.
        """
        self._catch_up()
        alone = self.reading is not None and len(self.reading.digits) == 1
        return self._regroup(selection.split, 0 if alone else self.selection.place)

    def read(self, growing: Stroke = ()) -> None:
        """Reads what is on the sheet into `reading`, with the stroke that is being drawn."""
        self._read_sheet(growing)
        self._read_last = None if growing else self.sheet
        self.selection.follow(self.sheet, self.reading)

    def _read_sheet(self, growing: Stroke) -> None:
        sheet = self.sheet
        self.reading = None
        if not growing and (sheet.picture is not None or sheet.read is not None):
            self.reading = sheet.read if sheet.picture is None else sheet.picture.reading
            return
        if growing:
            sheet = Sheet(sheet.number, (*sheet.strokes, growing))
        if sheet.strokes and self._reader is not None:
            self.reading = self._read(sheet, draft=bool(growing))

    def keep(self) -> None:
        """Keeps the drawing as it is now, with its reading."""
        self._recorder.keep(self.sheet, None if self._waits else self.reading or NOT_READ)

    def close(self, timeout: float) -> bool:
        """Keeps what was never read, and waits for the disk.

        Returns:
            Whether everything was written within `timeout` seconds.
        """
        self._keep_before_leaving()
        return self._recorder.close(timeout)

    @property
    def _waits(self) -> bool:
        """Whether the model is still to come."""
        return self._reader is None and self.trouble is None

    @property
    def unwritten(self) -> list[Drawing]:
        """The drawings that the history does not have yet."""
        return self._recorder.unwritten

    def _step(self, step: Callable[[], None]) -> None:
        """Takes a step; the history follows if it stays the same drawing."""
        before = self.sheet
        self._keep_before_leaving()
        step()
        after = self.sheet
        if before.number != after.number:
            return
        if after.picture is not None and before.corrected != after.corrected:
            self._recorder.correct_picture(after)
        if not before.strokes:
            return
        if not after.strokes:
            self._recorder.forget(after.number)
        elif before.corrected != after.corrected:
            self._recorder.correct(after)
        if before.corrected != after.corrected:
            lessons = lessons_of(after, after.read)
            self._recorder.when_kept(after.number, lambda key: self.on_lessons(key, lessons))

    def _correct(self, text: str | None) -> None:
        """Notes the text that the person gives, or takes it back."""
        self._catch_up()
        read = self.reading
        self._step(lambda: self._sheets.correct(text, read))

    def _keep_before_leaving(self) -> None:
        """Keeps a sheet that is left before its reading was due: keys can overtake it."""
        if not self._recorder.is_last(self.sheet):
            try:
                self.read()
            finally:  # the drawing is kept, even if the reader fails unforeseen
                self.keep()

    def _catch_up(self) -> None:
        """Reads what is on the sheet if something overtook the reading that was due."""
        if self._read_last is not self.sheet:
            self.read()

    def _correct_selected(self, letter: str) -> bool:
        """Puts a letter at the selected digit's place; False if none is selected."""
        self._catch_up()
        place, reading = self.selection.place, self.reading
        if place is None or reading is None:
            return False
        self._correct(selection.put(reading, self.sheet.corrected, place, letter))
        self.select(min(place + 1, len(reading.digits) - 1))
        return True

    def _regroup(self, regroup: selection.Regroup, place: int | None) -> bool:
        if place is None or self.reading is None or self._reader is None:
            return False
        sheet, selected = regroup(self.sheet, self.reading, place, self._reader)
        self._step(lambda: self._sheets.regroup(sheet))
        self.read()
        self.select(selected)
        return True

    def _read(self, sheet: Sheet, draft: bool = False) -> Reading:
        if self._reader is None:
            return NOT_READ
        ink = Ink(sheet.strokes)
        return self._reader.read(ink, dot=self._dot, groups=sheet.groups, draft=draft)
