"""The sheet that is drawn on, and its earlier and later states, for undo and redo."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from digitrec.recognition.ink import Stroke
from digitrec.session.packed_strokes import PackedStrokes, packed, unpacked

if TYPE_CHECKING:
    from digitrec.recognition.reading import Reading
    from digitrec.recognition.segmentation.segmenter import Group
    from digitrec.session.picture import Picture


class Sheet(NamedTuple):
    """What is on the drawing area at one moment.

    Attributes:
        number: which drawing this is; Clear and a picture begin the next.
        strokes: the strokes, oldest first.
        picture: the picture that is shown instead of strokes.
        corrected: the text that the person gave; None if they gave none.
        groups: the strokes of each digit, if the person joined or split digits.
        read: the reading that was corrected. It holds until the correction is taken back, as the
            correction may have taught the recogniser to read it otherwise.
    """

    number: int
    strokes: tuple[Stroke, ...] = ()
    picture: Picture | None = None
    corrected: str | None = None
    groups: tuple[Group, ...] | None = None
    read: Reading | None = None

    @property
    def blank(self) -> bool:
        """Whether there is nothing on it."""
        return not self.strokes and self.picture is None


class _Step(NamedTuple):
    """A sheet before or after its neighbour: itself without its strokes, and these, packed."""

    bare: Sheet
    strokes: PackedStrokes


class Sheets:
    """The present sheet, with those before and after it.

    Undo has no limit: of the sheets before and after it, only what their neighbours lack is held,
    and that is packed.
    """

    def __init__(self, number: int = 1) -> None:
        self.sheet = Sheet(number)
        self._drawings = number
        self._past: list[_Step] = []
        self._future: list[_Step] = []

    @property
    def can_undo(self) -> bool:
        """Whether there is a sheet before this one."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """Whether there is an undone sheet after this one."""
        return bool(self._future)

    @property
    def can_clear(self) -> bool:
        """Whether there is anything on the sheet."""
        return not self.sheet.blank

    def add(self, stroke: Stroke) -> None:
        """Adds a stroke and drops the correction. On a picture it begins a new drawing."""
        now = self.sheet
        if now.picture is not None:
            self._go(Sheet(self._next(), (stroke,)))
        else:
            self._go(Sheet(now.number, (*now.strokes, stroke)))

    def erase(self, *indices: int) -> None:
        """Removes strokes, as one step, and drops the correction."""
        now = self.sheet
        left = tuple(stroke for at, stroke in enumerate(now.strokes) if at not in indices)
        if len(left) < len(now.strokes):
            self._go(Sheet(now.number, left))

    def clear(self) -> None:
        """Ends the drawing and takes a blank sheet, unless this one is blank."""
        if self.can_clear:
            self._go(Sheet(self._next()))

    def show_picture(self, picture: Picture) -> None:
        """Ends the drawing and shows a picture."""
        self._go(Sheet(self._next(), picture=picture))

    def show_sheet(self, sheet: Sheet) -> None:
        """Ends the drawing and goes on with an earlier sheet, which keeps its number."""
        self._go(sheet)

    def open_drawing(
        self,
        strokes: tuple[Stroke, ...],
        corrected: str | None,
        groups: tuple[Group, ...] | None = None,
    ) -> None:
        """Ends the drawing and opens one that was made before."""
        self._go(Sheet(self._next(), strokes, corrected=corrected, groups=groups))

    def correct(self, text: str | None, read: Reading | None = None) -> None:
        """Notes the text that the person gives, and what was read; None takes it back."""
        if not self.sheet.blank and self.sheet.corrected != text:
            self._go(self.sheet._replace(corrected=text, read=None if text is None else read))

    def regroup(self, sheet: Sheet) -> None:
        """Takes the same drawing, grouped into other digits, and drops the correction."""
        self._go(sheet._replace(corrected=None, read=None))

    def undo(self) -> None:
        """Goes back by one step, if there is one."""
        if self._past:
            self._step(self._past, self._future)

    def redo(self) -> None:
        """Goes forward again by one undone step, if there is one."""
        if self._future:
            self._step(self._future, self._past)

    def _step(self, there: list[_Step], back: list[_Step]) -> None:
        step = there.pop()
        sheet = step.bare._replace(strokes=unpacked(step.strokes, self.sheet.strokes))
        back.append(self._from(sheet))
        self.sheet = sheet

    def _go(self, sheet: Sheet) -> None:
        self._past.append(self._from(sheet))
        self._future.clear()
        self.sheet = sheet

    def _from(self, other: Sheet) -> _Step:
        """The step from another sheet to the present one."""
        strokes = packed(self.sheet.strokes, other.strokes)
        return _Step(self.sheet._replace(strokes=()), strokes)

    def _next(self) -> int:
        """A number that no drawing had, not even an undone one: its row may be in the history."""
        self._drawings += 1
        return self._drawings
