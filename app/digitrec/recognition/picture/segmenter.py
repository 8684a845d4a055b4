"""Pictures: which of a picture's ink is one digit, told by lattices that are read all at once."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.ink import Box
from digitrec.recognition.picture.picture_lattice import PictureLattice
from digitrec.recognition.picture.seams import Seams, find_seams
from digitrec.recognition.picture.text_lines import CrowdedError, TextLine, find_lines
from digitrec.recognition.predictions import Predictions
from digitrec.recognition.raster import Raster
from digitrec.recognition.segmentation.segmenter import ReadingError

Read = Callable[[Sequence[Raster]], Predictions]

_ALTERNATIVES = 3
_MOST_SEAMS = 300  # on a page; each makes about ten candidates
_SURE, _UNSURE = 0.95, 0.05  # probability and doubt of what is surely one digit


class PictureSegmentation(NamedTuple):
    """A way to part a picture into digits.

    Attributes:
        boxes: of each line's digits, from left to right, in pixels of the ink.
        predictions: what the network says of the digits, line after line.
        probability: that it is the right way.
    """

    boxes: tuple[tuple[Box, ...], ...]
    predictions: Predictions
    probability: float


def segment_picture(ink: Raster, digits: int | None, read: Read) -> list[PictureSegmentation]:
    """Parts a picture into lines of digits: the likeliest ways, best first; none without ink.

    Args:
        ink: shape (h, w), float32 in [0, 1], white on black.
        digits: how many digits there are; None to find out.
        read: gives what the network says of pictures of one digit.

    Raises:
        ReadingError: where the ink can't be parted into that many digits.
    """
    lines = find_lines(ink, together=digits == 1)
    if not lines:
        return []
    if digits == 1:
        return _whole(lines[0], read)
    if digits is None or len(lines) > 1:
        ways = _segment(lines, None, read)
        if digits is None or len(ways[0].predictions.rejection_score) == digits:
            return ways
        lines = find_lines(ink, together=True)
    for bounded in (True, False):
        ways = _segment(lines, digits, read, bounded)
        if ways:
            return ways
    raise ReadingError(f"{digits} digits were asked for, but the ink can't be parted into so many")


def _whole(line: TextLine, read: Read) -> list[PictureSegmentation]:
    """All ink as one digit."""
    height, width = line.mask.shape
    ends = Seams(np.array([[0] * height, [width] * height]), np.zeros(2))
    ((lattice, said),) = _read([PictureLattice(line, ends, False)], read)
    return [PictureSegmentation(((lattice.box(lattice.candidates[0]),),), said, 1.0)]


def _segment(
    lines: Sequence[TextLine], digits: int | None, read: Read, bounded: bool = True
) -> list[PictureSegmentation]:
    return _join(
        [
            [
                PictureSegmentation(
                    (tuple(lattice.box(lattice.candidates[at]) for at in way.candidates),),
                    said.pick(way.candidates),
                    way.probability,
                )
                for way in lattice.paths(said, digits, _ALTERNATIVES)
            ]
            for lattice, said in read_lattices(lines, read, bounded)
        ]
    )


def read_lattices(
    lines: Sequence[TextLine], read: Read, bounded: bool = True
) -> list[tuple[PictureLattice, Predictions]]:
    """The lattices of lines, and what the network says of their candidates.

    What stands free and is surely one digit is not cut: of 654 digits that stand free on pages of
    the training data 626 are sure, and of 151 groups of digits that touch none is. So with a whole
    line: 147 of 153 that are one digit are sure, and 1 of 685 that are several.

    Args:
        lines: of a picture.
        read: gives what the network says of pictures of one digit.
        bounded: see `PictureLattice`; else everything is cut.

    Raises:
        CrowdedError: where there are more pieces of ink than digits can have.
    """
    seams = [find_seams(line.mask, line.tall) for line in lines]
    free = [own.pick(own.open) for own in seams]
    if sum(map(len, free)) > _MOST_SEAMS:
        raise CrowdedError("more pieces of ink stand free than digits can")
    if not bounded:
        fine = [PictureLattice(line, own, False) for line, own in zip(lines, seams, strict=True)]
        return _read(fine, read)
    known = _read([PictureLattice(line, own) for line, own in zip(lines, free, strict=True)], read)
    needed = [
        own.pick(_needed(own, lattice, predictions))
        for own, (lattice, predictions) in zip(seams, known, strict=True)
    ]
    ends = itertools.accumulate(map(len, needed))  # of a page full of ink a part is cut
    more = [
        at
        for at, end in enumerate(ends)
        if len(needed[at]) != len(known[at][0].seams) and end <= _MOST_SEAMS
    ]
    cut = _read([PictureLattice(lines[at], needed[at]) for at in more], read)
    for at, found in zip(more, cut, strict=True):
        known[at] = found
    return known


def _needed(seams: Seams, free: PictureLattice, predictions: Predictions) -> NDArray[np.bool_]:
    """Which seams to look at: not those that cut what is surely one digit."""
    needed = np.ones(len(seams), bool)
    ends = len(free.seams) - 1
    for each, probability, rejection_score in zip(
        free.candidates,
        predictions.probabilities.max(axis=1),
        predictions.rejection_score,
        strict=True,
    ):
        whole = (each.first, each.end) == (0, ends)
        if (
            probability > _SURE
            and rejection_score < _UNSURE
            and (whole or each.end == each.first + 1)
        ):
            left, right = free.seams[each.first], free.seams[each.end]
            inside = ((seams.columns >= left) & (seams.columns <= right)).all(axis=1)
            inside[[0, -1]] = False
            if whole and not free.compact(each):
                continue
            needed &= ~inside if whole else seams.open | ~inside
    return needed


def _read(
    lattices: Sequence[PictureLattice], read: Read
) -> list[tuple[PictureLattice, Predictions]]:
    """What the network says of all candidates, asked at once."""
    if not lattices:
        return []
    predictions = read([lattice.crop(each) for lattice in lattices for each in lattice.candidates])
    ends = itertools.accumulate((len(lattice.candidates) for lattice in lattices), initial=0)
    return [
        (lattice, predictions.pick(range(a, b)))
        for lattice, (a, b) in zip(lattices, itertools.pairwise(ends), strict=True)
    ]


def _join(lines: list[list[PictureSegmentation]]) -> list[PictureSegmentation]:
    """The likeliest ways for all lines together."""
    nothing = Predictions(np.empty((0, 10)), *np.empty((3, 0)))
    best = [PictureSegmentation((), nothing, 1.0)]
    for line in lines:
        best = [
            PictureSegmentation(
                (*way.boxes, *more.boxes),
                Predictions(
                    *map(
                        np.concatenate,
                        zip(way.predictions.columns, more.predictions.columns, strict=True),
                    )
                ),
                way.probability * more.probability,
            )
            for way in best
            for more in line
        ]
        best = sorted(best, key=lambda way: -way.probability)[:_ALTERNATIVES]
    return best
