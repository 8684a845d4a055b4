"""Strokes packed for undo and redo: a day of drawing has a lot of points."""

from __future__ import annotations

import itertools
import zlib
from array import array
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from digitrec.recognition.ink import Stroke


class PackedStrokes(NamedTuple):
    """The strokes of a drawing, as what tells them from those of another.

    A point of a stroke as it is drawn takes more than 100 bytes, and here about 5, as most
    coordinates are whole pixels.

    Attributes:
        first: how many strokes at the beginning both share.
        last: how many more they share at the end.
        lengths: the numbers of points of the strokes between these.
        points: x and y of each of their points in turn, as compressed doubles.
    """

    first: int
    last: int
    lengths: tuple[int, ...]
    points: bytes


def packed(strokes: tuple[Stroke, ...], others: tuple[Stroke, ...]) -> PackedStrokes:
    """Packs strokes, those that others share only by their number."""
    first = _shared(strokes, others)
    last = _shared(strokes[first:][::-1], others[first:][::-1])
    between = strokes[first : len(strokes) - last]
    return PackedStrokes(first, last, tuple(map(len, between)), _compressed(between))


def unpacked(strokes: PackedStrokes, others: tuple[Stroke, ...]) -> tuple[Stroke, ...]:
    """The strokes that were packed, given the same others; their coordinates are as they were."""
    end = others[len(others) - strokes.last :]
    return (*others[: strokes.first], *_between(strokes), *end)


def _compressed(strokes: Iterable[Stroke]) -> bytes:
    points = itertools.chain.from_iterable(strokes)
    coordinates = array("d", itertools.chain.from_iterable(points))
    return zlib.compress(coordinates, 1) if coordinates else b""


def _between(strokes: PackedStrokes) -> Iterator[Stroke]:
    """Those that the others don't share."""
    coordinates = iter(array("d", zlib.decompress(strokes.points) if strokes.points else b""))
    points = zip(coordinates, coordinates, strict=True)
    for length in strokes.lengths:
        yield tuple(itertools.islice(points, length))


def _shared(strokes: tuple[Stroke, ...], others: tuple[Stroke, ...]) -> int:
    """How many strokes at the beginning are the same objects."""
    pairs = zip(strokes, others, strict=False)
    return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] is pair[1], pairs))
