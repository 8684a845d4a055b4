"""The ten digits of a round in a row: those that were drawn, and those that are still to come."""

from __future__ import annotations

import tkinter
from collections.abc import Callable

from digitrec.session.teaching import DIGITS, Drawn, Round
from digitrec.text import hand_words, words
from digitrec.ui.hand.thumbnails import Thumbnails
from digitrec.ui.widgets.accessible import VALUE_CHANGED
from digitrec.ui.widgets.text_fitting import into_line
from digitrec.ui.widgets.theme import SMALL_GAP, Look

_LARGEST = 88
_CAPTION = 20
_PADDING = 4
AGREES = "✓"


class Slots(tkinter.Canvas):
    """A square for each digit, with the drawing of it or its number; a click asks for it again.

    Args:
        master: the parent.
        look: colours and scale.
        thumbnails: draws the digits.
        on_pick: called with the digit whose square was clicked.
    """

    def __init__(
        self,
        master: tkinter.Misc,
        look: Look,
        thumbnails: Thumbnails,
        on_pick: Callable[[int], None],
    ) -> None:
        super().__init__(
            master,
            width=1,
            height=look.px(_LARGEST + _CAPTION),
            background=look.palette.ground,
            highlightthickness=0,
            borderwidth=0,
            takefocus=False,
        )
        self._look = look
        self._thumbnails = thumbnails
        self._on_pick = on_pick
        self._round: Round | None = None
        self._shown: dict[int, tuple[object, ...]] = {}  # what each square shows
        self.bind("<Configure>", lambda _: self._fit())
        self.bind("<ButtonRelease-1>", self._click)
        self.bind("<Motion>", self._hover)

    @property
    def accessible_name(self) -> str:
        """What a screen reader calls it."""
        return hand_words.VIEW_EXAMPLES

    @property
    def accessible_value(self) -> str:
        """The digits that were drawn in this round."""
        drawn = () if self._round is None else filter(self._round.drawn, DIGITS)
        return ", ".join(map(str, drawn))

    def show(self, current: Round) -> None:
        """Shows how far a round is."""
        self._round = current
        self._draw()
        self.event_generate(VALUE_CHANGED)

    def middle_of(self, digit: int) -> tuple[int, int]:
        """The middle of a digit's square, in pixels of this canvas."""
        return self._left(digit) + self._side // 2, self._side // 2

    @property
    def _gap(self) -> int:
        return self._look.px(SMALL_GAP)

    @property
    def _side(self) -> int:
        room = (self.winfo_width() - 9 * self._gap) // 10
        return max(1, min(room, self._look.px(_LARGEST)))

    @property
    def _picture(self) -> int:
        return max(1, self._side - 2 * self._look.px(_PADDING))

    def _left(self, digit: int) -> int:
        """Where a digit's square begins; the squares are spread over the whole width."""
        return round(digit * (self.winfo_width() - self._side) / 9)

    def _fit(self) -> None:
        """Takes no more height than squares of this width need."""
        self.configure(height=self._side + self._look.px(_CAPTION))
        self._shown.clear()
        self._draw()

    def _draw(self) -> None:
        """Draws the squares that have changed."""
        if self._round is None:
            return
        drawn = [self._round.drawn(digit) for digit in DIGITS]
        self._thumbnails.draw(
            [each.strokes for each in drawn if each is not None], self._picture, self._draw_again
        )
        for digit in DIGITS:
            self._draw_square(digit, drawn[digit], digit == self._round.asked)

    def _draw_again(self) -> None:
        if self.winfo_exists():
            self._draw()

    def _draw_square(self, digit: int, drawn: Drawn | None, asked: bool) -> None:
        look, colours, side = self._look, self._look.palette, self._side
        left, tag = self._left(digit), f"square-{digit}"
        photo = None if drawn is None else self._thumbnails.photo(drawn.strokes, self._picture)
        showing = asked, drawn, None if drawn is None else drawn.read, photo
        if self._shown.get(digit) == showing:
            return
        self._shown[digit] = showing
        self.delete(tag)
        box = left, 0, left + side - 1, side - 1
        paper = colours.paper if drawn is not None or asked else colours.ground
        self.create_rectangle(*box, fill=paper, width=0, tags=tag)
        if photo is not None:
            self.create_image(left + side // 2, side // 2, image=photo, tags=tag)
        else:
            self.create_text(
                left + side // 2,
                side // 2,
                text=str(digit),
                fill=colours.accent if asked else colours.hint,
                font=look.font(22, "bold" if asked else "normal"),
                tags=tag,
            )
        width = look.px(2) if asked else 1
        inset = width // 2
        left, top, right, bottom = box
        self.create_rectangle(
            left + inset, top + inset, right - inset, bottom - inset,
            outline=colours.accent if asked else colours.border, width=width, tags=tag,
        )  # fmt: skip
        if drawn is not None and drawn.read is not None:
            self._draw_caption(left, drawn, tag)

    def _draw_caption(self, left: int, drawn: Drawn, tag: str) -> None:
        look, colours = self._look, self._look.palette
        text = AGREES
        if not drawn.agrees:
            text = words.READ_WRONG.format(meant=drawn.digit, read=drawn.read)
        caption = self.create_text(
            left + self._side // 2,
            self._side + look.px(3),
            anchor="n",
            text=text,
            fill=colours.accent if drawn.agrees else colours.quiet,
            tags=tag,
        )
        into_line(self, caption, look, 12, self._side)

    def _digit_at(self, x: int, y: int) -> int | None:
        if not 0 <= y < self._side:
            return None
        return next((d for d in DIGITS if 0 <= x - self._left(d) < self._side), None)

    def _click(self, event: tkinter.Event[Slots]) -> None:
        digit = self._digit_at(event.x, event.y)
        if digit is not None:
            self._on_pick(digit)

    def _hover(self, event: tkinter.Event[Slots]) -> None:
        self.configure(cursor="" if self._digit_at(event.x, event.y) is None else "hand2")
