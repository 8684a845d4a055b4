"""The desk: takes what a person does to the session, and shows the drawing and its answer."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence

from digitrec import tracing
from digitrec.recognition.ink import Stroke
from digitrec.recognition.reading import Reading
from digitrec.session.picture import Picture
from digitrec.session.session import Session
from digitrec.session.sheets import Sheet
from digitrec.storage.drawing import Drawing
from digitrec.ui.answer import verdict
from digitrec.ui.answer.panel import AnswerPanel
from digitrec.ui.canvas.digit_marks import DigitMarks
from digitrec.ui.canvas.drawing_area import DrawingArea
from digitrec.ui.geometry.screen import fitted
from digitrec.ui.picture.stage import PictureStage
from digitrec.ui.widgets.background import Background
from digitrec.ui.widgets.theme import Look

TYPE_CHECKING = False
if TYPE_CHECKING:
    from digitrec.ui.canvas.mark_letters import MarkLetters

FRAME = 0.004
"""Least seconds from one reading to the next. A reading and its painting take 2 to 3 ms, and ink
that just missed one waits for the next: with 8 ms here, half of the readings came 7 ms after their
pen event; with 4 ms, half of them come within 4 ms."""


class Desk:
    """Leads from the drawing area over the session to the answer.

    Args:
        area: shows the drawing.
        panel: shows the answer.
        session: reads and keeps.
        background: decodes parts of large pictures.
        look: colours and scale.
        live: whether to read while the pen is down.
        final: whether to show the reading when the pen is lifted.
        on_change: called after each step, for buttons that depend on it.

    Attributes:
        invites: whether to offer teaching while nothing is drawn.
        picture: shows pictures on the drawing area.
        on_reading: called whenever a reading is shown, with its sheet, the reading, the growing
            stroke, and the selected digit.
    """

    def __init__(
        self,
        area: DrawingArea,
        panel: AnswerPanel,
        session: Session,
        background: Background,
        look: Look,
        live: bool,
        final: bool,
        on_change: Callable[[], None],
    ) -> None:
        self.session = session
        self.invites = False
        self.live = live
        self.final = final
        self._area = area
        self._panel = panel
        self._look = look
        self._on_change = on_change
        self.on_reading: Callable[[Sheet, Reading | None, Stroke, int | None], None] = lambda *_: (
            None
        )
        self._marks = DigitMarks(area, look, self.pick)
        self._mark_letters: MarkLetters | None = None
        self.picture = PictureStage(area, look, background, self.pick, self.pick_mark)
        self._revealed: tuple[int, tuple[Stroke, ...]] | None = None  # shown as it was asked for
        self._due: str | None = None
        self._cause = 0.0
        self._last = 0.0

    def read_growing(self, moment: float) -> None:
        """Has the drawing read, as the stroke that is being drawn has grown."""
        if self.live:
            self._schedule(moment)

    def add_stroke(self, stroke: Stroke, moment: float) -> None:
        """Adds a finished stroke."""
        self.session.add(stroke)
        self._on_change()
        self._schedule(moment, at_once=True)

    def erase(self, indices: Sequence[int]) -> None:
        """Removes strokes."""
        self._step(lambda: self.session.erase(*indices))

    def show_reading(self) -> None:
        """Shows the reading, if it isn't shown automatically."""
        self._revealed = self.session.sheet[:2]
        self.refresh()

    def pick(self, place: int | None) -> None:
        """Selects a digit, or none; picking the selected one again selects none."""
        selected = self.session.selection.place
        self._select(lambda: self.session.select(None if place == selected else place))

    def pick_mark(self, mark: int) -> None:
        """Selects a mark."""
        self._select(lambda: self.session.select_mark(mark))

    def move_selection(self, by: int) -> None:
        """Selects the next digit, or the one before with -1."""
        self._select(lambda: self.session.move(by))

    def join(self) -> bool:
        """Joins the selected digit with its neighbour; False if none is selected."""
        return bool(self._area.stroke) or self._note(self.session.join)

    def split(self) -> bool:
        """Splits the selected digit in two; False if none is selected.

        Raises:
            ReadingError: if it can't be split.
        """
        return bool(self._area.stroke) or self._note(self.session.split)

    def undo(self) -> None:
        """Undoes the last step; if a stroke is being drawn, that is the last."""
        self._step(lambda: None if self._area.stroke else self.session.undo())

    def redo(self) -> None:
        """Redoes an undone step."""
        self._step(lambda: None if self._area.stroke else self.session.redo())

    def clear(self) -> None:
        """Ends the drawing, with the stroke that is being drawn: Undo brings that back too."""
        if self._area.stroke:
            self.session.add(self._area.stroke)
        self._step(self.session.clear)

    def open_drawing(self, drawing: Drawing) -> None:
        """Opens a drawing from the history, fitted into the drawing area."""
        strokes = fitted(drawing.ink.strokes, self._area.bounds[2:])
        self._step(lambda: self.session.open_drawing(drawing, strokes))

    def show_picture(self, picture: Picture) -> None:
        """Shows a picture and its reading."""
        self._step(lambda: self.session.show_picture(picture))

    def show_sheet(self, sheet: Sheet) -> None:
        """Shows a sheet with a picture again, as it was left."""
        self._step(lambda: self.session.show_sheet(sheet))

    def correct(self, digit: str) -> bool:
        """Notes what the drawing really is; False if there is no drawing."""
        return self._note(lambda: self.session.correct(digit))

    def correct_to_none(self) -> bool:
        """Notes that this is not a digit; False if there is no drawing."""
        return self._note(self.session.correct_to_none)

    def take_back(self) -> None:
        """Takes a correction back."""
        moment = time.perf_counter()
        self.session.take_back()
        self._read_soon(moment)

    def refresh(self) -> None:
        """Reads again: the recogniser is ready, or has failed, or a setting has changed."""
        self._schedule(time.perf_counter(), at_once=True)

    def show_session(self) -> None:
        """Shows the sheet as it is now, after the session was changed from elsewhere."""
        self._step(lambda: None)

    def apply_theme(self, look: Look) -> None:
        """Takes other colours."""
        self._look = look
        self._marks.apply_theme(look)
        if self._mark_letters is not None:
            self._mark_letters.apply_theme(look)
        self.picture.apply_theme(look)
        self._mark()

    def fit_picture(self) -> None:
        """Fits a picture to the drawing area's new size; ink stays where it is."""
        self.picture.resize()
        self._mark()

    def _note(self, note: Callable[[], bool]) -> bool:
        moment = time.perf_counter()
        noted = note()
        self._read_soon(moment)
        return noted

    def _select(self, select: Callable[[], None]) -> None:
        self._cause = time.perf_counter()
        select()
        self._show_answer(self._area.stroke)

    def _step(self, step: Callable[[], None]) -> None:
        moment = time.perf_counter()
        step()
        self._show_sheet()
        self._read_soon(moment)

    def _read_soon(self, moment: float) -> None:
        self._on_change()
        self._schedule(moment, at_once=True)

    def _show_sheet(self) -> None:
        sheet = self.session.sheet
        self._area.show_drawing(sheet.strokes, covered=sheet.picture is not None)
        self.picture.show(sheet)

    def _schedule(self, moment: float, at_once: bool = False) -> None:
        """Has the drawing read after the events that wait, at most once a frame."""
        if self._due is not None:
            if not at_once:
                return  # the reading that is due will see this ink too
            self._area.after_cancel(self._due)
        else:
            self._cause = moment
        wait = 0.0 if at_once else self._last + FRAME - moment
        if wait > 0:
            self._due = self._area.after(math.ceil(wait * 1000), self._read)
        else:
            self._due = self._area.after_idle(self._read)

    def _read(self) -> None:
        self._due = None
        self._last = time.perf_counter()
        growing = self._area.stroke
        try:
            self.session.read(growing)
            self._show_answer(growing)
        finally:
            if not growing:
                self.session.keep()

    def _show_answer(self, growing: Stroke) -> None:
        """Shows the reading, next to the drawing and on it."""
        session = self.session
        hidden = self._hidden(bool(growing))
        shown = verdict.HIDDEN if hidden else verdict.of_session(session, bool(growing))
        if shown == verdict.EMPTY and self.invites:
            shown = verdict.INVITING
        self._panel.show_verdict(shown)
        self._mark()
        reading = None if hidden else session.reading
        if not growing:
            self._area.fade(reading.strays if reading is not None else ())
        self._area.update_idletasks()
        self._trace()
        self.on_reading(session.sheet, reading, growing, session.selection.place)

    def _hidden(self, growing: bool) -> bool:
        """Whether the reading isn't shown automatically and was not asked for."""
        session, sheet = self.session, self.session.sheet
        if session.trouble is not None or sheet.blank:
            return False
        return not (self.live if growing else self.final or self._revealed == sheet[:2])

    def _mark(self) -> None:
        """Marks the digits that were read."""
        session, growing = self.session, bool(self._area.stroke)
        shown = None if self._hidden(growing) else session.reading
        drawn = session.sheet.picture is None
        self._show_mark_letters(shown if drawn else None, growing)
        if drawn:
            self._marks.mark_digits(session.sheet, shown, growing, session.selection.place)
            return
        self._marks.hide()
        if not growing:  # else it begins a new drawing, over the picture
            self.picture.mark(session.sheet, shown, session.selection)

    def _show_mark_letters(self, shown: Reading | None, growing: bool) -> None:
        """Shows what was read as a decimal point or the like in a drawing."""
        if growing and shown is not None:
            return
        session = self.session
        if shown is not None and shown.marks:
            if self._mark_letters is None:
                from digitrec.ui.canvas.mark_letters import MarkLetters

                self._mark_letters = MarkLetters(self._area, self._look, self.pick_mark)
            self._mark_letters.show(shown, session.sheet.corrected, session.selection.mark)
        elif self._mark_letters is not None:
            self._mark_letters.hide()

    def _trace(self) -> None:
        reading = self.session.reading
        if tracing.STREAM is not None and reading is not None:
            self._area.winfo_pointerxy()  # the screen's answer to this comes after the painting
            tracing.emit(
                "reading",
                text=self.session.text,
                confidence=round(reading.confidence, 6),
                milliseconds=round((time.perf_counter() - self._cause) * 1000, 3),
            )
