"""Segmentation of a picture: which of its ink is one digit, and which digits form a line."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.ink import Box
from digitrec.recognition.picture.segmentation.picture_lattice import PictureLattice
from digitrec.recognition.picture.segmentation.seams import Seams, find_seams
from digitrec.recognition.picture.segmentation.text_lines import (
    CrowdedError,
    TextLine,
    find_lines,
    whole_as_line,
)
from digitrec.recognition.predictions import Predictions, concatenate
from digitrec.recognition.raster import Raster
from digitrec.recognition.segmentation.segmenter import ReadingError
from digitrec.recognition.segmentation.weights import Weights

Read = Callable[[Sequence[Raster]], Predictions]

_ALTERNATIVES = 3
_MAX_SEAMS = 300  # on a page; each makes about ten candidates
_SURE, _REJECTION = 0.95, 0.05  # least probability and highest score of what is surely one digit


class PictureSegmentation(NamedTuple):
    """A segmentation of a picture into digits.

    Attributes:
        boxes: of each line's digits, from left to right, in pixels of the ink.
        predictions: of the digits, line after line.
        probability: that this segmentation is the right one.
    """

    boxes: tuple[tuple[Box, ...], ...]
    predictions: Predictions
    probability: float


def segment_picture(
    ink: Raster, digits: int | None, read: Read, weights: Weights
) -> list[PictureSegmentation]:
    """Splits a picture into lines of digits: the likeliest segmentations, best first.

    Args:
        ink: shape (h, w), float32 in [0, 1], white on black.
        digits: how many digits there are; None to find out.
        read: gives the network's predictions for pictures of one digit.
        weights: for the features of a `PictureLattice`.

    Returns:
        None of them if there is no ink.

    Raises:
        ReadingError: if the ink can't be split into that many digits.
    """
    lines = whole_as_line(ink) if digits == 1 else find_lines(ink)
    if not lines:
        return []
    if digits == 1:
        return _as_one_digit(lines[0], read)
    if digits is None or len(lines) > 1:
        found = _segment(lines, None, read, weights)
        if digits is None or len(found[0].predictions.rejection_score) == digits:
            return found
        lines = whole_as_line(ink)
    for bounded in (True, False):
        found = _segment(lines, digits, read, weights, bounded)
        if found:
            return found
    raise ReadingError(f"{digits} digits were asked for, but the ink can't be split into so many")


def _as_one_digit(line: TextLine, read: Read) -> list[PictureSegmentation]:
    height, width = line.mask.shape
    ends = Seams(np.array([[0] * height, [width] * height]), np.zeros(2))
    ((lattice, predictions),) = _read([PictureLattice(line, ends, False)], read)
    box = lattice.box(lattice.candidates[0])
    return [PictureSegmentation(((box,),), predictions, 1.0)]


def _segment(
    lines: Sequence[TextLine],
    digits: int | None,
    read: Read,
    weights: Weights,
    bounded: bool = True,
) -> list[PictureSegmentation]:
    return _combine(
        [
            [
                PictureSegmentation(
                    (tuple(lattice.box(lattice.candidates[at]) for at in path.candidates),),
                    predictions.pick(path.candidates),
                    path.probability,
                )
                for path in lattice.paths(predictions, weights, digits, _ALTERNATIVES)
            ]
            for lattice, predictions in read_lattices(lines, read, bounded)
        ]
    )


def read_lattices(
    lines: Sequence[TextLine], read: Read, bounded: bool = True
) -> list[tuple[PictureLattice, Predictions]]:
    """The lattices of lines, and the network's predictions for their candidates.

    A piece of ink that stands by itself and is surely one digit is not cut: of 654 such digits on
    pages of the training data 626 are sure, and of 151 groups of digits that touch none is. The
    same goes for a whole line: 147 of 153 that are one digit are sure, and 1 of 685 that are
    several.

    Args:
        lines: of a picture.
        read: gives the network's predictions for pictures of one digit.
        bounded: see `PictureLattice`; without it everything is cut.

    Raises:
        CrowdedError: if there are more pieces of ink than digits can have.
    """
    seams = [find_seams(line.mask, line.digit_height) for line in lines]
    open_seams = [own.pick(own.open) for own in seams]
    if sum(map(len, open_seams)) > _MAX_SEAMS:
        raise CrowdedError("there are more separate pieces of ink than digits can have")
    if not bounded:
        every = [PictureLattice(line, own, False) for line, own in zip(lines, seams, strict=True)]
        return _read(every, read)
    known = _read(
        [PictureLattice(line, own) for line, own in zip(lines, open_seams, strict=True)], read
    )
    needed = [
        own.pick(_needed(own, lattice, predictions))
        for own, (lattice, predictions) in zip(seams, known, strict=True)
    ]
    ends = itertools.accumulate(map(len, needed))  # a page full of ink is cut only in part
    more = [
        at
        for at, end in enumerate(ends)
        if len(needed[at]) != len(known[at][0].seams) and end <= _MAX_SEAMS
    ]
    cut = _read([PictureLattice(lines[at], needed[at]) for at in more], read)
    for at, found in zip(more, cut, strict=True):
        known[at] = found
    return known


def _needed(seams: Seams, free: PictureLattice, predictions: Predictions) -> NDArray[np.bool_]:
    """Which seams to consider: not those through what is surely one digit."""
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
            and rejection_score < _REJECTION
            and (whole or each.end == each.first + 1)
        ):
            left, right = free.seams[each.first], free.seams[each.end]
            inside = ((seams.columns >= left) & (seams.columns <= right)).all(axis=1)
            inside[[0, -1]] = False
            if whole and not free.is_compact(each):
                continue
            needed &= ~inside if whole else seams.open | ~inside
    return needed


def _read(
    lattices: Sequence[PictureLattice], read: Read
) -> list[tuple[PictureLattice, Predictions]]:
    """The predictions for all candidates, asked for at once."""
    if not lattices:
        return []
    predictions = read([lattice.crop(each) for lattice in lattices for each in lattice.candidates])
    ends = itertools.accumulate((len(lattice.candidates) for lattice in lattices), initial=0)
    return [
        (lattice, predictions.pick(range(a, b)))
        for lattice, (a, b) in zip(lattices, itertools.pairwise(ends), strict=True)
    ]


def _combine(lines: list[list[PictureSegmentation]]) -> list[PictureSegmentation]:
    """The likeliest segmentations of all lines, from those of each."""
    best = [PictureSegmentation((), concatenate([]), 1.0)]
    for line in lines:
        best = [
            PictureSegmentation(
                (*above.boxes, *below.boxes),
                concatenate([above.predictions, below.predictions]),
                above.probability * below.probability,
            )
            for above in best
            for below in line
        ]
        best = sorted(best, key=lambda segmentation: -segmentation.probability)[:_ALTERNATIVES]
    return best
