"""What a person teaches: by the correction of a drawing, or digit by digit on a page for it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from digitrec.recognition.ink import Stroke
from digitrec.recognition.reading import REJECTED, Reading, digits_of

if TYPE_CHECKING:
    from digitrec.session.sheets import Sheet

DIGITS = range(10)


class Lesson(NamedTuple):
    """Strokes, and the digit that a person says they are.

    Attributes:
        strokes: of one digit.
        digit: 0 to 9; None if they are not a digit.
    """

    strokes: tuple[Stroke, ...]
    digit: int | None


def lessons_of(sheet: Sheet, reading: Reading | None) -> tuple[Lesson, ...]:
    """What the correction of a drawing teaches.

    The correction of a single digit teaches that digit, also if it confirms the reading. That of
    a number teaches the digits in which it differs from the reading, if it has as many digits.

    Args:
        sheet: a drawing; a picture teaches nothing.
        reading: of its strokes.
    """
    if sheet.corrected is None or sheet.picture is not None or reading is None:
        return ()
    given = digits_of(sheet.corrected)
    if len(given) != len(reading.digits):
        return ()
    return tuple(
        Lesson(
            tuple(sheet.strokes[at] for at in digit.strokes),
            None if letter == REJECTED else int(letter),
        )
        for letter, digit in zip(given, reading.digits, strict=True)
        if len(given) == 1 or letter != digit.text
    )


@dataclass
class Drawn:
    """A digit that was drawn in a round.

    Attributes:
        digit: that was asked for.
        strokes: of the drawing.
        key: of the example that it has become; None as long as it has not.
        read: what the networks read without the hand; None until they have read it.
        taught: what is read with the hand, once the drawing was taught.
    """

    digit: int
    strokes: tuple[Stroke, ...]
    key: int | None = None
    read: str | None = None
    taught: str | None = None

    @property
    def agrees(self) -> bool:
        """Whether the networks alone read the digit that was asked for."""
        return self.read == str(self.digit)

    @property
    def learned(self) -> bool:
        """Whether it is read correctly now; networks that are very sure need more examples."""
        return self.taught == str(self.digit)


class Round:
    """The ten digits, asked for one after another, each of which can be drawn again.

    Attributes:
        asked: the digit to draw now; None if all were drawn.
    """

    def __init__(self) -> None:
        self.asked: int | None = 0
        self._drawn: dict[int, Drawn] = {}  # by digit, in the order in which they were drawn

    def __len__(self) -> int:
        """How many digits were drawn."""
        return len(self._drawn)

    @property
    def complete(self) -> bool:
        """Whether every digit was drawn, and none is asked for again."""
        return self.asked is None

    @property
    def last(self) -> Drawn | None:
        """The digit that was drawn last."""
        return next(reversed(self._drawn.values()), None)

    def drawn(self, digit: int) -> Drawn | None:
        """The drawing of a digit, if there is one."""
        return self._drawn.get(digit)

    def ask(self, digit: int) -> None:
        """Asks for a digit, drawn already or not. Its drawing is kept until there is another."""
        self.asked = digit

    def take(self, strokes: tuple[Stroke, ...]) -> tuple[Drawn, Drawn | None]:
        """Takes a drawing for the digit that is asked for, and asks for the next.

        Returns:
            The drawing, and the one that it replaces, if any.

        Raises:
            ValueError: if no digit is asked for.
        """
        if self.asked is None:
            raise ValueError("no digit is asked for")
        drawn = Drawn(self.asked, strokes)
        before = self._drawn.pop(drawn.digit, None)
        self._drawn[drawn.digit] = drawn
        self._ask_next(drawn.digit)
        return drawn, before

    def drop(self, drawn: Drawn, before: Drawn | None = None) -> None:
        """Drops a drawing that can't be used, and asks for its digit again.

        Args:
            drawn: the drawing.
            before: the one that it should have replaced, if any.
        """
        if self._drawn.get(drawn.digit) is drawn:
            del self._drawn[drawn.digit]
            if before is not None:
                self._drawn[drawn.digit] = before
        self.asked = drawn.digit

    def keep(self, keys: Collection[int]) -> bool:
        """Leaves out the drawings whose examples are not among these; False if there are none."""
        gone = [one for one in self._drawn.values() if one.key is not None and one.key not in keys]
        for drawn in gone:
            del self._drawn[drawn.digit]
        if gone and self.asked is None:
            self._ask_next(gone[0].digit - 1)
        return bool(gone)

    def take_back(self) -> Drawn | None:
        """Takes the last drawing back and asks for its digit again; None if there is none."""
        if not self._drawn:
            return None
        _, drawn = self._drawn.popitem()
        self.asked = drawn.digit
        return drawn

    def _ask_next(self, after: int) -> None:
        left = [digit for digit in DIGITS if digit not in self._drawn]
        self.asked = min(left, key=lambda digit: (digit - after) % len(DIGITS), default=None)
