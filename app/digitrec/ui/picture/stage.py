"""Where the desk shows pictures. What that takes is loaded with the first picture."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from digitrec.recognition.reading import MARKS, REJECTED, Reading
from digitrec.session.selection import Selection, letters, mark_letters
from digitrec.session.sheets import Sheet
from digitrec.ui.answer.verdict import FAIRLY_SURE
from digitrec.ui.canvas.drawing_area import DrawingArea
from digitrec.ui.widgets.background import Background
from digitrec.ui.widgets.theme import Look

if TYPE_CHECKING:
    from digitrec.session.picture import Picture
    from digitrec.ui.picture.caption import Segment
    from digitrec.ui.picture.digit_boxes import Boxed, Name
    from digitrec.ui.picture.view import PictureView


class PictureStage:
    """Shows the picture of a sheet on the drawing area, with what was read over it.

    Args:
        area: the drawing area.
        look: colours and scale.
        background: decodes parts of large pictures.
        on_pick: called with the index of the digit that was clicked; with None for a click
            elsewhere on a picture.
        on_pick_mark: called with the index of the mark that was clicked.

    Attributes:
        caption: gives what to say of a picture's place among others.
        on_action: called with the name of the action that was clicked.
    """

    def __init__(
        self,
        area: DrawingArea,
        look: Look,
        background: Background,
        on_pick: Callable[[int | None], None],
        on_pick_mark: Callable[[int], None],
    ) -> None:
        self.caption: Callable[[Picture], Sequence[Segment]] = lambda _: ()
        self.on_action: Callable[[str], None] = lambda _: None
        self._area = area
        self._look = look
        self._background = background
        self._on_pick = on_pick
        self._on_pick_mark = on_pick_mark
        self._made: PictureView | None = None

    def show(self, sheet: Sheet) -> None:
        """Shows a sheet's picture; hides the one that is shown if it has none."""
        if sheet.picture is not None:
            self._view().show(sheet.picture, self.caption(sheet.picture))
        elif self._made is not None:
            self._made.hide()

    def mark(self, sheet: Sheet, reading: Reading | None, selection: Selection) -> None:
        """Marks the digits and marks of a picture.

        Args:
            sheet: with the picture.
            reading: of it; None shows none.
            selection: the digit or mark to highlight.
        """
        if self._made is not None:
            from digitrec.ui.picture.digit_boxes import DIGIT, MARK

            name: Name | None = None
            if selection.place is not None:
                name = DIGIT, selection.place
            elif selection.mark is not None:
                name = MARK, selection.mark
            self._made.mark(() if reading is None else _boxed(sheet, reading), name)

    def resize(self) -> None:
        """Follows the size of the drawing area."""
        if self._made is not None:
            self._made.resize()

    def apply_theme(self, look: Look) -> None:
        """Applies other colours."""
        self._look = look
        if self._made is not None:
            self._made.apply_theme(look)

    def zoom_in(self) -> None:
        """Zooms in on the middle."""
        self._zoom(1)

    def zoom_out(self) -> None:
        """Zooms out."""
        self._zoom(-1)

    def fit(self) -> None:
        """Shows all of the picture."""
        if self._made is not None:
            self._made.fit()

    def scroll(self, right: int, down: int) -> None:
        """Looks further to the right or further down by some steps."""
        if self._made is not None:
            self._made.scroll(right, down)

    def _zoom(self, steps: int) -> None:
        from digitrec.ui.picture.view import ZOOM_STEP

        if self._made is not None:
            self._made.zoom(ZOOM_STEP**steps)

    def _view(self) -> PictureView:
        if self._made is None:
            from digitrec.ui.picture.gestures import Gestures
            from digitrec.ui.picture.view import PictureView

            self._made = PictureView(self._area, self._look, self._background)
            Gestures(
                self._area,
                self._made,
                self._look.scale,
                self._pick,
                self.on_action,
            )
        return self._made

    def _pick(self, name: Name | None) -> None:
        from digitrec.ui.picture.digit_boxes import MARK

        if name is not None and name[0] == MARK:
            self._on_pick_mark(name[1])
        else:
            self._on_pick(None if name is None else name[1])


def _boxed(sheet: Sheet, reading: Reading) -> list[Boxed]:
    """The digits of a picture, and the marks that are ink, as read or as corrected."""
    from digitrec.ui.picture.digit_boxes import DIGIT, MARK, Boxed

    picture, found = sheet.picture, list[Boxed]()
    if picture is None:
        return found
    shown = letters(reading, sheet.corrected)
    for index, (digit, letter) in enumerate(zip(reading.digits, shown, strict=True)):
        unsure = letter == REJECTED or digit.confidence < FAIRLY_SURE
        doubtful = unsure and letter == digit.text
        found.append(Boxed((DIGIT, index), picture.box(digit.box), letter, doubtful))
    given = mark_letters(reading, sheet.corrected)
    for index, (mark, letter) in enumerate(zip(reading.marks, given, strict=True)):
        if mark.mark in MARKS:
            doubtful = mark.confidence < FAIRLY_SURE and letter == mark.mark
            found.append(Boxed((MARK, index), picture.box(mark.box), letter, doubtful))
    return found
