"""Reads one drawing, as work that asks the networks and is sent their answers.

So the networks can read at once what many drawings ask: see `Recognizer.read_all`.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import replace
from typing import NamedTuple, cast

from digitrec.recognition.ink import Box, Ink, Stroke
from digitrec.recognition.message import Message
from digitrec.recognition.predictions import Predictions
from digitrec.recognition.raster import View
from digitrec.recognition.reading import Digit, Reading, find_alternatives
from digitrec.recognition.segmentation.mark_weights import MarkWeights
from digitrec.recognition.segmentation.marks import name_marks
from digitrec.recognition.segmentation.segmenter import (
    Asking,
    Group,
    Result,
    Segmentation,
    given_segmentation,
    segment_part,
)
from digitrec.recognition.segmentation.strays import find_strays
from digitrec.recognition.segmentation.weights import Weights

NOTHING = Message("nothing was drawn")
DOT = Message("only a dot was drawn")
SHORT = Message("only a very short line was drawn")

_SHORT = 3  # dots

_MANY_CANDIDATES = 8
"""If there are more, only their first view is rendered; the digits that are chosen get all."""


class Request(NamedTuple):
    """Drawings of one digit, and the views that the networks are to see them in."""

    drawings: list[tuple[Stroke, ...]]
    views: Sequence[View]


Answer = tuple[Predictions, Sequence[int | None]]
"""What the networks and the hand say, and the keys of the examples that decided."""

Work = Generator[Request, Answer, Result]
"""It yields requests, is sent the answers, and ends with a result."""


class Thresholds(NamedTuple):
    """Outlier scores above which something is no digit: when strays are sought, and in the end."""

    stray: float
    rejection: float


class DrawingReader:
    """Reads one drawing.

    Args:
        ink: the drawing.
        digits: how many digits it has; None to find out.
        dot: see `Recognizer.read`.
        weights: for the features of a `StrokeLattice`.
        marks: by which marks are told from digits; None to find none.
        thresholds: above which something is no digit.
        views: that a digit is seen in.
    """

    def __init__(
        self,
        ink: Ink,
        digits: int | None,
        dot: float,
        weights: Weights,
        marks: MarkWeights | None,
        thresholds: Thresholds,
        views: Sequence[View],
    ) -> None:
        self._ink, self._digits, self._dot = ink, digits, dot
        self._weights, self._marks, self._thresholds = weights, marks, thresholds
        self._views = self._candidate_views = views
        self._box = ink.box
        self._numbers = tuple(index for index, stroke in enumerate(ink.strokes) if stroke)
        self._strokes = [ink.strokes[index] for index in self._numbers]

    def read(self, alternatives: bool = True) -> Work[Reading]:
        """Finds out which strokes are digits, and reads these.

        Args:
            alternatives: whether to say what else it may be.

        Raises:
            ReadingError: if it can't be read as that many digits.
        """
        box = self._box
        if box is None or _side(box) <= max(_SHORT * self._dot, _least_side(box)):
            return Reading(reason=_too_little(box, self._dot))
        strays = yield from self._answered(
            find_strays(
                self._strokes, self._digits, self._segment, self._thresholds.stray, self._marks
            )
        )
        kept = tuple(range(len(self._strokes)))
        if strays:
            kept = tuple(at for at in kept if at not in strays)
            rest = self._ink.pick(self._named(kept)).box
            if rest is None or _side(rest) <= _SHORT * self._dot:
                return Reading(reason=_too_little(rest, self._dot), strays=self._named(strays))
        first, *others = yield from self._answered(self._segment(kept, self._marks))
        best = yield from self._read(first, self._views)
        if not alternatives or not best.digits:
            return best
        found = []
        for other in others:
            reading = yield from self._read(other, self._candidate_views)
            found.append(reading)
        return replace(best, alternatives=find_alternatives(best, found))

    def read_groups(self, groups: Sequence[Group]) -> Work[Reading]:
        """Reads the digits that a person has chosen.

        Args:
            groups: indices of each digit's strokes; strokes in none of them are left out.

        Raises:
            ReadingError: if the drawing has no such groups.
        """
        if self._box is None or _side(self._box) <= max(_SHORT * self._dot, _least_side(self._box)):
            return Reading(reason=_too_little(self._box, self._dot))
        given = given_segmentation(self._strokes, self._numbers, groups, self._marks)
        best = yield from self._read(given, self._views)
        return replace(best, alternatives=find_alternatives(best, [])) if best.digits else best

    def _segment(self, part: Group, marks: MarkWeights | None = None) -> Asking[list[Segmentation]]:
        return segment_part(self._strokes, part, self._digits, self._weights, marks)

    def _answered(self, asking: Asking[Result]) -> Work[Result]:
        """Work whose questions have become requests."""
        try:
            question = next(asking)
            while True:
                if len(question.groups) > _MANY_CANDIDATES and not question.closely:
                    self._candidate_views = self._views[:1]
                views = self._views if question.closely else self._candidate_views
                predictions, _ = yield self._request(question.groups, views)
                question = asking.send(predictions)
        except StopIteration as end:
            return cast(Result, end.value)

    def _request(self, groups: Sequence[Group], views: Sequence[View]) -> Request:
        return Request([tuple(self._strokes[at] for at in group) for group in groups], views)

    def _read(self, segmentation: Segmentation, views: Sequence[View]) -> Work[Reading]:
        groups = [group for line in segmentation.lines for group in line]
        picked = [self._named(group) for group in groups]
        boxes = [self._box_of(group) for group in picked]
        predictions, examples = yield self._request(groups, views)
        rejected = (predictions.outlier_score > self._thresholds.rejection).tolist()
        rows = zip(
            predictions.probabilities.tolist(), rejected, boxes, picked, examples, strict=True
        )
        marks = name_marks(segmentation.renamed(self._numbers), boxes, self._ink, self._marks)
        used = (*picked, *(mark.strokes for mark in marks))
        lines = segmentation.lines
        return Reading(
            tuple(Digit.of(*row) for row in rows),
            lines=tuple(map(len, lines)) if len(lines) > 1 else (),
            segmentation_confidence=segmentation.probability,
            strays=tuple(sorted(set(self._numbers).difference(*used))),
            marks=marks,
        )

    def _named(self, strokes: Group) -> Group:
        """Strokes that are not empty, by their indices in the drawing."""
        return tuple(self._numbers[at] for at in strokes)

    def _box_of(self, picked: Group) -> Box:
        box = self._box if picked == self._numbers else self._ink.pick(picked).box
        return box or (0.0, 0.0, 0.0, 0.0)


def _too_little(box: Box | None, dot: float) -> Message:
    if box is None:
        return NOTHING
    return DOT if _side(box) <= max(dot, _least_side(box)) else SHORT


def _side(box: Box) -> float:
    return max(box[2] - box[0], box[3] - box[1])


def _least_side(box: Box) -> float:
    """The side below which a drawing this far from the origin is lost to rounding."""
    return max(map(abs, box)) * 1e-12
