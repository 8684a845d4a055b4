"""From the lines of a picture to its reading."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from digitrec.recognition.picture.line_crops import LineCrop, crop
from digitrec.recognition.picture.line_decoding import OTHER, Character, LineReading, Rows
from digitrec.recognition.picture.line_features import ink_channel, line_features
from digitrec.recognition.picture.line_reader import LineReader
from digitrec.recognition.picture.opened_picture import Picture
from digitrec.recognition.picture.pages.found_line import FoundLine
from digitrec.recognition.reading import CELL, MARKS, SPACE, Digit, Mark, Reading
from digitrec.recognition.segmentation.segmenter import ReadingError

_UPRIGHT = 0.95
"""Probability of the direction of reading above which a line is not read from its other end too."""

_LIKELY = 0.6  # of the same, above which lines whose digits are all sure aren't either
_TRIED = 8  # lines of a page that are read from their other end to find its direction
_ON_ITS_HEAD = 180
_SELDOM = 3.0
"""Logarithm of how much more seldom than the page network has seen it a page is assumed to stand on
its head."""

FEWEST_TURNED = 4
"""Digits of a page that may be turned: a 6 alone may be a 9."""

_USUAL, _UNREAD = 0.9, 0.25
"""Probability of a character from which on it is for a reading; what an unread one is against."""

_MORE = 3  # digits that a line is read with at most more or fewer than it seems to have


@dataclass(frozen=True, slots=True, eq=False)
class ReadLine:
    """A line and what it says.

    Attributes:
        line: as it was found, or turned to be read from its other end.
        crop: that was read.
        outputs: of the line network for the crop.
        reading: what they say.
    """

    line: FoundLine
    crop: LineCrop
    outputs: Rows
    reading: LineReading

    @property
    def has_text(self) -> bool:
        """Whether it holds more than marks: marks alone are dirt on the paper."""
        return any(one.symbol not in MARKS + SPACE for one in self.reading.characters)

    @property
    def has_digit(self) -> bool:
        """Whether it holds a digit, sure or not."""
        return any(one.symbol.isdigit() for one in self.reading.characters)

    def is_sure(self, rejection: float) -> bool:
        """Whether it holds a digit with at most this rejection score."""
        return any(
            one.symbol.isdigit() and one.rejection_score <= rejection
            for one in self.reading.characters
        )

    @property
    def digits(self) -> int:
        """How many digits it has; letters and signs are none."""
        return len(self.reading.digits)


def read_lines(
    picture: Picture, lines: Iterable[FoundLine], reader: LineReader, marks: bool
) -> list[ReadLine]:
    """Reads the lines of a picture, in the direction in which they read best.

    Args:
        picture: that the lines were found in.
        lines: in reading order.
        reader: of lines.
        marks: whether to read marks.

    Returns:
        What `worth_reading` leaves of them, in reading order.
    """
    found = list(lines)
    read = [read_line(picture, line, reader, marks) for line in found]
    if _may_be_turned(found, read, reader.calibration.rejection):
        # A page has one direction, which its longest lines tell.
        longest = sorted(range(len(found)), key=lambda at: -found[at].length)[:_TRIED]
        turned = {at: read_line(picture, found[at].turned(), reader, marks) for at in longest}
        if _evidence(list(turned.values())) > _evidence([read[at] for at in longest]):
            read = [
                turned.get(at) or read_line(picture, line.turned(), reader, marks)
                for at, line in reversed(list(enumerate(found)))
            ]
    return worth_reading(read, reader.calibration.rejection)


def _may_be_turned(lines: Sequence[FoundLine], read: Sequence[ReadLine], rejection: float) -> bool:
    """Whether lines are to be read from their other ends too.

    They are if the page network is not sure of the direction, unless it is likelier than not and
    every digit is sure.
    """
    if all(line.upright >= _UPRIGHT for line in lines):
        return False
    sure, digits = count_digits(read, rejection)
    return not 0 < digits == sure or any(line.upright < _LIKELY for line in lines)


def worth_reading(read: Sequence[ReadLine], rejection: float) -> list[ReadLine]:
    """The lines with digits; if there are none, those with any text.

    Beside numbers, lines without a digit are words. Beside sure digits, a lone unsure one is dirt.

    Args:
        read: the lines.
        rejection: a digit with a higher rejection score is unsure.
    """
    numbers = [one for one in read if one.has_digit]
    if any(one.is_sure(rejection) for one in numbers):
        numbers = [one for one in numbers if one.digits > 1 or one.is_sure(rejection)]
    return numbers or [one for one in read if one.has_text]


def read_line(
    picture: Picture, line: FoundLine, reader: LineReader, marks: bool = True
) -> ReadLine:
    """Reads one line."""
    cut = crop(picture, line)
    outputs = reader.run(line_features(ink_channel(cut.pixels)))
    return ReadLine(line, cut, outputs, reader.decode(outputs, None, marks))


def with_digits(read: Sequence[ReadLine], digits: int, reader: LineReader) -> list[ReadLine]:
    """Lines read again, so that together they have so many digits and no marks.

    Each line gets as many as make all of it likeliest.

    Raises:
        ReadingError: if the lines can't hold so many.
    """
    best: dict[int, tuple[float, list[ReadLine]]] = {0: (0.0, [])}
    for one in read:
        if len(read) == 1:
            counts: Iterable[int] = (digits,)
        else:
            near = len(one.reading.characters)
            counts = range(max(0, near - _MORE), min(digits, near + _MORE) + 1)
        options = [replace(one, reading=reader.decode(one.outputs, count)) for count in counts]
        grown: dict[int, tuple[float, list[ReadLine]]] = {}
        for total, (score, before) in best.items():
            for option in options:
                count = total + len(option.reading.characters)
                both = score + math.log(max(option.reading.confidence, 1e-300))
                if count <= digits and (count not in grown or both > grown[count][0]):
                    grown[count] = both, [*before, option]
        best = grown
    if digits not in best:
        raise ReadingError(
            f"{digits} digits were asked for, but the ink can't be split into so many"
        )
    return [one for one in best[digits][1] if one.reading.characters]


def _evidence(read: Sequence[ReadLine]) -> float:
    """The logarithm of how probable it is that lines are read in this direction."""
    likelihood = sum(
        math.log(max(one.reading.confidence, 1e-12)) + math.log(max(one.line.upright, 1e-6))
        for one in read
    )
    return likelihood - (_SELDOM if _turn(read) == _ON_ITS_HEAD else 0.0)


def worth(read: Sequence[ReadLine]) -> float:
    """How much is surely read in lines: what characters are more probable than `_USUAL`, in all.

    One that is neither digit nor mark counts for less than nothing.
    """
    characters = [character for one in read for character in one.reading.characters]
    if not characters:
        return -math.inf
    return sum(
        -_UNREAD if each.symbol == OTHER else each.confidence - _USUAL for each in characters
    )


def better(whole: list[ReadLine], parts: list[ReadLine], rejection: float) -> list[ReadLine]:
    """The better of two ways to read a picture: as one line, or as several.

    It is the one in which more is surely read; but a few digits are never turned, if they can be
    read as they stand. The rule was chosen on held-out synthetic pages and photographs.

    Args:
        whole: the picture as one line.
        parts: its lines.
        rejection: a digit with a higher rejection score is unsure.
    """
    few = sum(one.digits for one in parts) < FEWEST_TURNED
    if few and _turn(parts) and count_digits(whole, rejection)[0]:
        return whole
    return max((whole, parts), key=worth)


def count_digits(read: Sequence[ReadLine], rejection: float) -> tuple[int, int]:
    """How many digits are sure, and how many there are; a letter is an unsure one."""
    characters = [
        one for line in read for one in line.reading.characters if one.symbol not in MARKS + SPACE
    ]
    sure = sum(one.symbol.isdigit() and one.rejection_score <= rejection for one in characters)
    return sure, len(characters)


def assembled(read: Sequence[ReadLine], rejection: float) -> Reading:
    """The reading of a picture's lines.

    Lines of one row are cells of a table if other rows have several too; else they are parts of a
    line with gaps between them.

    Args:
        read: the lines, in reading order.
        rejection: a digit with a higher rejection score is rejected.
    """
    rows = [list(row) for _, row in itertools.groupby(read, lambda one: one.line.row)]
    gap = CELL if sum(len(row) > 1 for row in rows) > 1 else SPACE
    digits: list[Digit] = []
    marks: list[Mark] = []
    lengths = []
    for number, row in enumerate(rows):
        first = len(digits)
        for at, one in enumerate(row):
            if at:
                marks.append(Mark(gap, 1.0, _between(row[at - 1], one), len(digits), number))
            for character in one.reading.characters:
                box = one.crop.to_picture(character.box)
                if character.symbol in MARKS + SPACE:
                    marks.append(
                        Mark(character.symbol, character.confidence, box, len(digits), number)
                    )
                else:
                    digits.append(_digit(character, box, rejection))
        lengths.append(len(digits) - first)
    reading = Reading(
        tuple(digits),
        lines=tuple(lengths) if len(rows) > 1 else (),
        marks=tuple(marks),
        turn=_turn(read),
    )
    # The probability of the whole text also counts characters that may be missing or too many.
    wanted = math.prod(one.reading.confidence for one in read)
    apart = reading.confidence
    return replace(reading, segmentation_confidence=min(wanted / apart, 1.0) if apart else 0.0)


def _digit(character: Character, box: tuple[float, float, float, float], rejection: float) -> Digit:
    rejected = character.symbol == OTHER or character.rejection_score > rejection
    return Digit.of(character.probabilities.tolist(), rejected, box)


def _between(left: ReadLine, right: ReadLine) -> tuple[float, float, float, float]:
    """The box of the gap between two lines of a row."""
    edges = np.stack([left.line.corners[1:3], right.line.corners[[0, 3]]]).reshape(4, 2)
    (x0, y0), (x1, y1) = edges.min(axis=0), edges.max(axis=0)
    return float(x0), float(y0), float(x1), float(y1)


def _turn(read: Sequence[ReadLine]) -> int:
    """The turn of most of the writing."""
    lengths: dict[int, float] = {}
    for one in read:
        lengths[one.line.turn] = lengths.get(one.line.turn, 0.0) + one.line.length
    return max(lengths, key=lambda turn: lengths[turn], default=0)
