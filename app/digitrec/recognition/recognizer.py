"""The recogniser: reads drawings and pictures with one model."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.hand import Hand
from digitrec.recognition.ink import Box, Ink
from digitrec.recognition.message import Message
from digitrec.recognition.model import Model
from digitrec.recognition.prediction_cache import PredictionCache
from digitrec.recognition.predictions import Predictions
from digitrec.recognition.raster import VIEWS, View
from digitrec.recognition.reading import Digit, Reading, find_alternatives
from digitrec.recognition.segmentation.mark_weights import MarkWeights
from digitrec.recognition.segmentation.marks import name_marks
from digitrec.recognition.segmentation.segmenter import (
    Group,
    ReadingError,
    Segmentation,
    first_groups,
    given_segmentation,
    segment_part,
)
from digitrec.recognition.segmentation.strays import find_strays

if TYPE_CHECKING:
    from digitrec.recognition.picture.opened_picture import Picture

NOTHING = Message("nothing was drawn")
DOT = Message("only a dot was drawn")
SHORT = Message("only a very short line was drawn")

_SHORT = 3  # dots

_MANY_CANDIDATES = 8
"""If there are more, only their first view is rendered; the digits that are chosen get all."""

BATCH = 32
"""Drawings that `Recognizer.read_all` reads at once."""

__all__ = ["ReadingError", "Recognizer"]


class Recognizer:
    """Reads digits with one model. Safe to call from several threads.

    Attributes:
        model: that reads.
        threshold_offset: added to the logit of the card's rejection threshold. With infinity,
            nothing is rejected.
        hand: taught examples that help to read drawings; None reads as if nothing had been taught.
            It may be set at any time, from any thread; a reading that has begun goes on with the
            one that it began with.
    """

    def __init__(self, model: Model, threshold_offset: float = 0.0) -> None:
        self.model = model
        self.threshold_offset = threshold_offset
        self.hand: Hand | None = None
        self._cache = PredictionCache(model)

    @classmethod
    def open(cls, path: Path) -> Recognizer:
        """A recogniser with the sealed model at `path`.

        Raises:
            ModelError: if the model can't be used.
        """
        return cls(Model.open(path))

    def read(
        self,
        ink: Ink,
        digits: int | None = None,
        dot: float = 0.0,
        groups: Sequence[Group] | None = None,
        marks: bool = True,
        *,
        draft: bool = False,
    ) -> Reading:
        """Reads a drawing.

        Args:
            ink: the drawing.
            digits: how many digits it has; None to find out.
            dot: a drawing whose sides are both at most this long, in its own units, is a dot; up to
                three times as long, it is a line too short to be read.
            groups: indices of each digit's strokes, if a person has chosen them; strokes in none of
                them are left out. None to find out.
            marks: whether to read the marks between digits too; with `digits` there are none.
            draft: one view of each picture is enough, as the drawing is still growing.

        Returns:
            The reading; without digits, and with a reason, if there is too little to be read.

        Raises:
            ReadingError: if it can't be read as that many digits, or as those groups.
        """
        views = VIEWS[:1] if draft else VIEWS
        first, *others = self._readings(ink, digits, dot, groups, marks, views)
        return (
            replace(first, alternatives=find_alternatives(first, others)) if first.digits else first
        )

    def _readings(
        self,
        ink: Ink,
        digits: int | None,
        dot: float,
        given_groups: Sequence[Group] | None,
        marks: bool,
        all_views: Sequence[View] = VIEWS,
    ) -> Iterator[Reading]:
        """The readings of the likeliest segmentations, best first; at least one."""
        box = ink.box
        if box is None or _side(box) <= max(_SHORT * dot, _least_side(box)):
            yield Reading(reason=_too_little(box, dot))
            return
        numbers = tuple(index for index, stroke in enumerate(ink.strokes) if stroke)
        strokes = [ink.strokes[index] for index in numbers]

        hand = self._taught_hand()
        mark_weights = self._mark_weights(digits, marks)

        def read(
            groups: Sequence[Group], views: Sequence[View] = all_views
        ) -> tuple[Predictions, Sequence[int | None]]:
            drawings = [tuple(strokes[at] for at in group) for group in groups]
            if hand is None:
                return self._cache.read(drawings, views), [None] * len(groups)
            return hand.apply(self._cache.read(drawings, views, embedded=hand.may_change))

        candidate_views = all_views

        def read_candidates(groups: Sequence[Group]) -> Predictions:
            nonlocal candidate_views
            if len(groups) > _MANY_CANDIDATES:
                candidate_views = all_views[:1]
            return read(groups, candidate_views)[0]

        def reading(segmentation: Segmentation, views: Sequence[View] = all_views) -> Reading:
            groups = [group for line in segmentation.lines for group in line]
            picked = [tuple(numbers[at] for at in group) for group in groups]
            boxes = [box if group == numbers else ink.pick(group).box or box for group in picked]
            threshold = self._threshold(self.model.card.rejection_threshold)
            predictions, examples = read(groups, views)
            scores = predictions.outlier_score
            found = _digits(predictions, scores, boxes, picked, threshold, examples)
            beside = name_marks(segmentation.renamed(numbers), boxes, ink, mark_weights)
            left_out = set(numbers).difference(*picked, *(mark.strokes for mark in beside))
            return replace(
                _reading(found, segmentation.lines, segmentation.probability),
                strays=tuple(sorted(left_out)),
                marks=beside,
            )

        def segment(part: Group, marks: MarkWeights | None = None) -> list[Segmentation]:
            weights = self.model.card.segmentation.strokes
            return segment_part(strokes, part, digits, read_candidates, weights, marks)

        if given_groups is not None:
            yield reading(given_segmentation(strokes, numbers, given_groups, mark_weights))
            return
        threshold = self.model.card.rejection_threshold
        strays = find_strays(
            strokes, digits, segment, lambda some: read(some)[0], threshold, mark_weights
        )
        kept = tuple(at for at in range(len(strokes)) if at not in strays)
        rest = ink.pick(tuple(numbers[at] for at in kept)).box if strays else box
        if rest is None or _side(rest) <= _SHORT * dot:
            left_out = tuple(numbers[at] for at in strays)
            yield Reading(reason=_too_little(rest, dot), strays=left_out)
            return
        first, *others = segment(kept, mark_weights)
        yield reading(first)
        yield from (reading(other, candidate_views) for other in others)

    def read_all(
        self, inks: Sequence[Ink], digits: int | None = None, marks: bool = True
    ) -> Iterator[Reading | ReadingError]:
        """Reads many drawings like `read` does, in less time, but without alternatives.

        Several go through the network at once. How many do changes the last decimals, so each call
        begins with nothing known: the same drawings give the same readings to the last bit.

        Args:
            inks: the drawings.
            digits: how many digits each of them has; None to find out.
            marks: see `read`.

        Yields:
            For each drawing, in order, its reading, or the error that `read` raises.
        """
        weights = self.model.card.segmentation.strokes
        mark_weights = self._mark_weights(digits, marks)
        self._cache.forget()
        for start in range(0, len(inks), BATCH):
            batch = inks[start : start + BATCH]
            drawn = [tuple(filter(None, ink.strokes)) for ink in batch]
            wanted = [
                tuple(strokes[at] for at in group)
                for strokes in drawn
                if strokes
                for group in first_groups(strokes, digits, weights, mark_weights)
            ]
            if wanted:
                hand = self._taught_hand()
                self._cache.read(wanted, embedded=False if hand is None else hand.may_change)
            for ink in batch:
                try:
                    yield next(self._readings(ink, digits, 0.0, None, marks))
                except ReadingError as error:
                    yield error

    def read_picture(
        self,
        picture: Picture,
        digits: int | None = None,
        marks: bool = True,
    ) -> Reading:
        """Reads a picture.

        Args:
            picture: as `open_picture` in `picture.decoding` gives it.
            digits: how many digits it has; None to find out.
            marks: see `read`.

        Raises:
            ReadingError: if it can't be read as that many digits.
        """
        # What reads pictures is loaded when the first picture comes.
        from digitrec.recognition.picture.picture_reader import read_picture

        return read_picture(self.model, picture, digits, marks, self._threshold)

    def _mark_weights(self, digits: int | None, marks: bool) -> MarkWeights | None:
        """The weights by which marks are found, if they are to be and the model has some."""
        return self.model.card.marks if marks and digits is None else None

    def _taught_hand(self) -> Hand | None:
        """The hand, if it has examples: only then the networks' embeddings are needed."""
        hand = self.hand
        return hand if hand is not None and hand.examples else None

    def _threshold(self, threshold: float) -> float:
        """A rejection threshold, moved by the offset."""
        if self.threshold_offset == 0 or not 0 < threshold < 1:
            return threshold
        return 1 / (1 + (1 - threshold) / threshold * math.exp(-self.threshold_offset))


def _too_little(box: Box | None, dot: float) -> Message:
    if box is None:
        return NOTHING
    return DOT if _side(box) <= max(dot, _least_side(box)) else SHORT


def _digits(
    predictions: Predictions,
    scores: NDArray[np.float64],
    boxes: list[Box],
    strokes: list[tuple[int, ...]],
    rejection_threshold: float,
    examples: Sequence[int | None],
) -> tuple[Digit, ...]:
    rows, rejection = predictions.probabilities.tolist(), scores > rejection_threshold
    return tuple(
        Digit.of(row, rejected, box, picked, example)
        for row, rejected, box, picked, example in zip(
            rows, rejection.tolist(), boxes, strokes, examples, strict=True
        )
    )


def _reading(
    digits: tuple[Digit, ...], lines: Sequence[Sequence[object]], probability: float
) -> Reading:
    lengths = tuple(map(len, lines)) if len(lines) > 1 else ()
    return Reading(digits, lines=lengths, segmentation_confidence=probability)


def _side(box: Box) -> float:
    return max(box[2] - box[0], box[3] - box[1])


def _least_side(box: Box) -> float:
    """The side below which a drawing this far from the origin is lost to rounding."""
    return max(map(abs, box)) * 1e-12
