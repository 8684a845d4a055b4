"""Steps of undo and redo, packed: they have no limit, and a day of drawing has a lot of points."""

from __future__ import annotations

import itertools
import zlib
from array import array
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from digitrec.recognition.ink import Stroke
    from digitrec.session.sheets import Sheet


class UndoStep(NamedTuple):
    """A sheet that was left, as what tells it from the sheet that it was left for.

    A point of a stroke as it is drawn takes more than 100 bytes, and here about 5, as most
    coordinates are whole pixels.

    Attributes:
        bare: the sheet without its strokes.
        first: how many strokes at the beginning both sheets share.
        last: how many more they share at the end.
        lengths: the numbers of points of the strokes between these.
        points: x and y of each of their points in turn, as compressed doubles.
    """

    bare: Sheet
    first: int
    last: int
    lengths: tuple[int, ...]
    points: bytes


def packed(sheet: Sheet, other: Sheet) -> UndoStep:
    """The step that leads from another sheet to this one."""
    mine, others = sheet.strokes, other.strokes
    first = _shared(mine, others)
    last = _shared(mine[first:][::-1], others[first:][::-1])
    between = mine[first : len(mine) - last]
    lengths = tuple(map(len, between))
    return UndoStep(sheet._replace(strokes=()), first, last, lengths, _compressed(between))


def unpacked(step: UndoStep, other: Sheet) -> Sheet:
    """The sheet that a step leads to from the other one; the coordinates are the same floats."""
    strokes = other.strokes
    end = strokes[len(strokes) - step.last :]
    return step.bare._replace(strokes=(*strokes[: step.first], *_between(step), *end))


def _compressed(strokes: Iterable[Stroke]) -> bytes:
    points = itertools.chain.from_iterable(strokes)
    coordinates = array("d", itertools.chain.from_iterable(points))
    return zlib.compress(coordinates, 1) if coordinates else b""


def _between(step: UndoStep) -> Iterator[Stroke]:
    """The strokes that only the sheet of this step has."""
    coordinates = iter(array("d", zlib.decompress(step.points) if step.points else b""))
    points = zip(coordinates, coordinates, strict=True)
    for length in step.lengths:
        yield tuple(itertools.islice(points, length))


def _shared(mine: tuple[Stroke, ...], others: tuple[Stroke, ...]) -> int:
    """How many strokes at the beginning are the same objects."""
    pairs = zip(mine, others, strict=False)
    return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] is pair[1], pairs))
