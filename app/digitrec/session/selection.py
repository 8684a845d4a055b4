"""The selected digit of a number: correcting it, joining it and splitting it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from digitrec.recognition.ink import Ink, Stroke
from digitrec.recognition.reading import Reading, digit_places, digits_of
from digitrec.session.regrouped_picture import resegmented

if TYPE_CHECKING:
    from digitrec.recognition.segmentation.segmenter import Group
    from digitrec.session.protocols import Reader
    from digitrec.session.sheets import Sheet

_POSSIBLE = 0.02
"""Splitting a single digit is offered if it is several with at least this probability."""


class Selection:
    """Which digit of a reading is being looked at.

    Attributes:
        place: its index; None if none is selected.
    """

    def __init__(self) -> None:
        self.place: int | None = None
        self._digits: tuple[object, ...] = ()

    def follow(self, sheet: Sheet, reading: Reading | None) -> None:
        """Goes on to another reading; the selection ends if the digits are different ones."""
        places = () if reading is None else tuple((at.box, at.strokes) for at in reading.digits)
        digits = (sheet.number, sheet.picture is None, *places)
        if digits != self._digits:
            self._digits = digits
            self.place = None

    def move(self, by: int, count: int) -> None:
        """Moves the selection by some digits; from no selection, in from the nearer end.

        Past either end none is selected, so that the arrow keys lead out as they lead in.
        """
        outside = -1 if by > 0 else count
        place = (outside if self.place is None else self.place) + by
        self.place = place if count > 1 and 0 <= place < count else None


def letters(reading: Reading, corrected: str | None) -> list[str]:
    """The letter of each digit: as corrected if there are as many digits, else as read."""
    given = list(digits_of(corrected or ""))
    return given if len(given) == len(reading.digits) else [digit.text for digit in reading.digits]


def put(reading: Reading, corrected: str | None, place: int, letter: str) -> str | None:
    """The correction of the whole reading after a letter is put at one of its places.

    Putting the same letter there again restores what was read.

    Returns:
        The text; None if it is the same as the reading's.
    """
    now = letters(reading, corrected)
    read = reading.digits[place].text
    now[place] = read if now[place] == letter else letter
    text = list(reading.text)  # with its marks and line breaks
    for at, each in zip(digit_places(reading.text), now, strict=True):
        text[at] = each
    return None if text == list(reading.text) else "".join(text)


def pair(reading: Reading, place: int) -> int:
    """The place of the left one of two digits to join: this and the next, or the one before.

    A digit is joined with one of its own line if it has a neighbour there.
    """
    ends, end = set(), 0
    for count in reading.lines or (len(reading.digits),):
        end += count
        ends.add(end - 1)
    first = place == 0 or place - 1 in ends
    alone = first and place in ends and place + 1 < len(reading.digits)
    return place if place not in ends or alone else max(0, place - 1)


def joined(sheet: Sheet, reading: Reading, place: int, reader: Reader) -> tuple[Sheet, int]:
    """The sheet with a digit and the next, or the last and the one before, joined into one.

    A single digit is joined with the marks that were left out.

    Args:
        sheet: what is on the drawing area.
        reading: of it, two digits or more, or one with marks that were left out.
        place: of the digit.
        reader: the recogniser.

    Returns:
        The sheet, and the place of the new digit.
    """
    left = pair(reading, place)
    if sheet.picture is not None:
        return sheet._replace(picture=resegmented(sheet.picture, left, 2, 1, reader)), left
    groups = [digit.strokes for digit in reading.digits]
    if len(groups) == 1:
        groups.append(reading.strays)
    groups[left : left + 2] = [tuple(sorted(groups[left] + groups[left + 1]))]
    return sheet._replace(groups=tuple(groups)), left


def split(sheet: Sheet, reading: Reading, place: int, reader: Reader) -> tuple[Sheet, int]:
    """The sheet with a digit split into two; see `joined`.

    Raises:
        ReadingError: if there are not two parts.
    """
    if sheet.picture is not None:
        return sheet._replace(picture=resegmented(sheet.picture, place, 1, 2, reader)), place
    groups = [digit.strokes for digit in reading.digits]
    whole = groups[place]
    halves = reader.read(Ink(sheet.strokes).pick(whole), digits=2).digits
    if len(halves) < 2:
        from digitrec.recognition.segmentation.segmenter import ReadingError

        raise ReadingError("it is no more than a dot")
    groups[place : place + 1] = [tuple(whole[at] for at in half.strokes) for half in halves]
    return sheet._replace(groups=tuple(groups)), place


Regroup = Callable[["Sheet", Reading, int, "Reader"], "tuple[Sheet, int]"]


def certain_groups(reading: Reading, strokes: Sequence[Stroke]) -> tuple[Group, ...] | None:
    """The strokes of each digit of a kept drawing, if their grouping was certain.

    It is certain if a person said which strokes belong to which digit.
    """
    groups = tuple(digit.strokes for digit in reading.digits)
    whole = [at for at, stroke in enumerate(strokes) if stroke]
    sound = (
        len(whole) > 1
        and reading.segmentation_confidence == 1
        and sorted(chain(*groups, reading.strays)) == whole
    )
    return groups if sound and all(groups) else None


def offers(reading: Reading, place: int | None) -> tuple[str, ...]:
    """What can be done to a digit: "join" it, "split" it.

    For a single digit without strays nothing is offered unless it may be two: most are one, and
    sure.
    """
    count = len(reading.digits)
    if place is None:
        if count != 1:
            return ()
        many = len(reading.digits[0].strokes) > 1
        several = many and (reading.rejected or _may_be_more(reading))
        return ("join",) * bool(reading.strays) + ("split",) * several
    digit = reading.digits[place]
    many = not digit.strokes or len(digit.strokes) > 1  # a picture has no strokes
    return ("join", "split") if many else ("join",)


def _may_be_more(reading: Reading) -> bool:
    return any(len(text) > 1 and share > _POSSIBLE for text, share in reading.alternatives)
