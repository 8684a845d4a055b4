"""The selected digit or mark of a number: correcting it, joining it and splitting it."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from digitrec.recognition.ink import Ink, Stroke
from digitrec.recognition.reading import (
    MARKS,
    REJECTED,
    SPACE,
    Digit,
    Mark,
    Reading,
    digit_places,
    digits_of,
)
from digitrec.session.regrouped_picture import resegmented

if TYPE_CHECKING:
    from digitrec.recognition.segmentation.segmenter import Group
    from digitrec.session.protocols import Reader
    from digitrec.session.sheets import Sheet

_POSSIBLE = 0.02
"""Splitting a single digit is offered if it is several with at least this probability."""


class Selection:
    """Which digit or mark of a reading is being looked at; at most one of both.

    Attributes:
        place: the digit's index; None if none is selected.
        mark: the mark's index; None if none is selected.
    """

    def __init__(self) -> None:
        self.place: int | None = None
        self.mark: int | None = None
        self._digits: tuple[object, ...] = ()

    def follow(self, sheet: Sheet, reading: Reading | None) -> None:
        """Goes on to another reading; the selection ends if the digits are different ones."""
        places = () if reading is None else tuple((at.box, at.strokes) for at in reading.digits)
        digits = (sheet.number, sheet.picture is None, *places)
        if digits != self._digits:
            self._digits = digits
            self.place = self.mark = None

    def move(self, by: int, reading: Reading) -> None:
        """Moves the selection by some digits and marks; from none, in from the nearer end.

        Past either end none is selected, so that the arrow keys lead out as they lead in.
        """
        places = _places(reading)
        if (self.place, self.mark) in places:
            to = places.index((self.place, self.mark)) + by
        else:
            to = by - 1 if by > 0 else len(places) + by
        inside = len(places) > 1 and 0 <= to < len(places)
        self.place, self.mark = places[to] if inside else (None, None)

    def advance(self, reading: Reading) -> None:
        """Selects what comes next, unless it is the last."""
        if (self.place, self.mark) != _places(reading)[-1]:
            self.move(1, reading)


def _places(reading: Reading) -> list[tuple[int | None, int | None]]:
    """What can be selected, in reading order: indices of a digit or of a mark."""
    found: list[tuple[int | None, int | None]] = []
    digits = 0
    for each in itertools.chain(*reading.characters):
        if isinstance(each, Digit):
            found.append((digits, None))
            digits += 1
        elif each.mark in MARKS:
            found.append((None, reading.marks.index(each)))
    return found


def typed(reading: Reading | None, corrected: str | None, letter: str) -> str | None:
    """The correction after another letter is typed, with nothing selected.

    A digit begins again after as many digits, and digits and marks, as were read.

    Returns:
        The text; None if the letter takes the correction back.
    """
    before = "" if corrected in (None, REJECTED) else corrected or ""
    count = marks = 0
    if reading is not None:
        count = len(reading.digits)
        marks = sum(mark.mark in MARKS for mark in reading.marks)
    count = max(1, count)
    complete = len(digits_of(before)) >= count and len(before) >= count + marks
    text = letter if complete and letter not in MARKS + SPACE else before + letter
    return None if text == before else text


def letters(reading: Reading, corrected: str | None) -> list[str]:
    """The letter of each digit: as corrected if there are as many digits, else as read.

    A digit that was corrected to a mark has that.
    """
    given = "" if corrected is None else corrected
    if len(given) == len(reading.text):
        return [given[at] for at in digit_places(reading.text)]
    digits = digits_of(given)
    return (
        list(digits)
        if len(digits) == len(reading.digits)
        else [digit.text for digit in reading.digits]
    )


def mark_letters(reading: Reading, corrected: str | None) -> list[str]:
    """What stands at the place of each mark: as corrected if the text is as long, else as read."""
    given = corrected if corrected is not None and len(corrected) == len(reading.text) else None
    places = _mark_places(reading)
    return [
        mark.mark if given is None else given[at]
        for mark, at in zip(reading.marks, places, strict=True)
    ]


def put_at_mark(reading: Reading, corrected: str | None, mark: int, letter: str) -> str | None:
    """The correction of the whole reading after a letter is put at the place of a mark.

    Putting the same letter there again restores what was read; no letter takes the mark out.

    Returns:
        The text; None if it is the same as the reading's.
    """
    same = corrected is not None and len(corrected) == len(reading.text)
    text = list(corrected if same and corrected is not None else reading.text)
    at = _mark_places(reading)[mark]
    text[at] = reading.text[at] if text[at] == letter else letter
    changed = "".join(text)
    return None if changed == reading.text else changed


def _mark_places(reading: Reading) -> list[int]:
    """Where the marks stand in the text of a reading, in the order of `marks`."""
    found: dict[int, int] = {}
    at = 0
    for line in reading.characters:
        for each in line:
            if isinstance(each, Mark):
                found[reading.marks.index(each)] = at
            at += 1
        at += 1  # the line break
    return [found[index] for index in range(len(reading.marks))]


def put(reading: Reading, corrected: str | None, place: int, letter: str) -> str | None:
    """The correction of the whole reading after a letter is put at one of its places.

    Putting the same letter there again restores what was read.

    Returns:
        The text; None if it is the same as the reading's.
    """
    now = letters(reading, corrected)
    read = reading.digits[place].text
    now[place] = read if now[place] == letter else letter
    text, places = reading.text, digit_places(reading.text)
    given = "" if corrected is None else corrected
    if len(given) == len(text):
        text = given
    elif len(digits_of(given)) == len(places) and given.count("\n") == text.count("\n"):
        text, places = given, digit_places(given)  # a mark was taken out or added
    changed = list(text)
    for at, each in zip(places, now, strict=True):
        changed[at] = each
    return None if "".join(changed) == reading.text else "".join(changed)


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
    marks = [mark.strokes for mark in reading.marks]
    whole = [at for at, stroke in enumerate(strokes) if stroke]
    sound = (
        len(whole) > 1
        and reading.segmentation_confidence == 1
        and sorted(chain(*groups, *marks, reading.strays)) == whole
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
