"""Drawing: what lies on the paper, and every state that it was in, to undo and redo."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from digitrec.recognition.ink import Stroke

if TYPE_CHECKING:
    from digitrec.recognition.segmentation.segmenter import Group
    from digitrec.session.picture import Picture


class Sheet(NamedTuple):
    """What lies on the paper at one moment.

    Attributes:
        number: which drawing this is; Clear and a picture begin the next.
        strokes: the strokes, oldest first.
        picture: the picture that is shown instead of strokes.
        corrected: what the person says that it shows, where they said so.
        groups: which strokes the person says belong to one digit, where they said so.
    """

    number: int
    strokes: tuple[Stroke, ...] = ()
    picture: Picture | None = None
    corrected: str | None = None
    groups: tuple[Group, ...] | None = None

    @property
    def blank(self) -> bool:
        """Whether there is nothing on it."""
        return not self.strokes and self.picture is None


class Sheets:
    """The sheet on the table, with those before and after it.

    A sheet shares its strokes with its neighbours, so that undo needs no limit.
    """

    def __init__(self, number: int = 1) -> None:
        self.sheet = Sheet(number)
        self._drawings = number
        self._past: list[Sheet] = []
        self._future: list[Sheet] = []

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
        """Adds a stroke. On a picture it begins a new drawing; a correction no longer holds."""
        now = self.sheet
        if now.picture is not None:
            self._go(Sheet(self._next(), (stroke,)))
        else:
            self._go(Sheet(now.number, (*now.strokes, stroke)))

    def erase(self, *indices: int) -> None:
        """Takes strokes away, as one step. A correction no longer holds."""
        now = self.sheet
        left = tuple(stroke for at, stroke in enumerate(now.strokes) if at not in indices)
        if len(left) < len(now.strokes):
            self._go(Sheet(now.number, left))

    def clear(self) -> None:
        """Ends the drawing and lays out a blank sheet, unless this one is blank."""
        if self.can_clear:
            self._go(Sheet(self._next()))

    def show(self, picture: Picture) -> None:
        """Ends the drawing and shows a picture."""
        self._go(Sheet(self._next(), picture=picture))

    def open(
        self,
        strokes: tuple[Stroke, ...],
        corrected: str | None,
        groups: tuple[Group, ...] | None = None,
    ) -> None:
        """Ends the drawing and lays out one that was made before."""
        self._go(Sheet(self._next(), strokes, corrected=corrected, groups=groups))

    def correct(self, text: str | None) -> None:
        """Notes what the person says that it shows, or takes it back."""
        if not self.sheet.blank and self.sheet.corrected != text:
            self._go(self.sheet._replace(corrected=text))

    def part(self, sheet: Sheet) -> None:
        """Lays out the same drawing, parted into other digits. A correction no longer holds."""
        self._go(sheet._replace(corrected=None))

    def undo(self) -> None:
        """Goes back by one step, if there is one."""
        if self._past:
            self._future.append(self.sheet)
            self.sheet = self._past.pop()

    def redo(self) -> None:
        """Goes forward again by one undone step, if there is one."""
        if self._future:
            self._past.append(self.sheet)
            self.sheet = self._future.pop()

    def _go(self, sheet: Sheet) -> None:
        self._past.append(self.sheet)
        self._future.clear()
        self.sheet = sheet

    def _next(self) -> int:
        """A number no drawing had, also none that was undone: its row may be in the history."""
        self._drawings += 1
        return self._drawings
