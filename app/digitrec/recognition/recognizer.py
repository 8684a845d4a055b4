"""The recogniser: reads drawings and pictures with one model."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from digitrec.recognition.hand import Hand
from digitrec.recognition.ink import Ink
from digitrec.recognition.model import Model
from digitrec.recognition.prediction_cache import PredictionCache
from digitrec.recognition.predictions import Predictions
from digitrec.recognition.raster import VIEWS, View
from digitrec.recognition.reading import Reading
from digitrec.recognition.segmentation.drawing_reader import (
    Answer,
    DrawingReader,
    Request,
    Thresholds,
    Work,
)
from digitrec.recognition.segmentation.segmenter import Group, ReadingError

if TYPE_CHECKING:
    from digitrec.recognition.picture.opened_picture import Picture

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
        hand = self._taught_hand()
        reader = self._reader(ink, digits, dot, marks, views)
        work = reader.read() if groups is None else reader.read_groups(groups)
        (found,) = _finished([work], self._cache, hand)
        if isinstance(found, ReadingError):
            raise found
        return found

    def read_all(
        self, inks: Sequence[Ink], digits: int | None = None, marks: bool = True
    ) -> Iterator[Reading | ReadingError]:
        """Reads many drawings like `read` does, in less time, but without alternatives.

        What they ask goes through the networks together. With LiteRT on the one processor that was
        tried (x86-64), a reading is the same to the last bit whichever drawings are read with it.
        Each batch begins with nothing known, so the same drawings always give the same readings.

        Args:
            inks: the drawings.
            digits: how many digits each of them has; None to find out.
            marks: see `read`.

        Yields:
            For each drawing, in order, its reading, or the error that `read` raises.
        """
        for start in range(0, len(inks), BATCH):
            hand, cache = self._taught_hand(), PredictionCache(self.model, None)
            works = [
                self._reader(ink, digits, 0.0, marks).read(alternatives=False)
                for ink in inks[start : start + BATCH]
            ]
            yield from _finished(works, cache, hand)

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

    def _reader(
        self,
        ink: Ink,
        digits: int | None,
        dot: float,
        marks: bool,
        views: Sequence[View] = VIEWS,
    ) -> DrawingReader:
        card = self.model.card
        mark_weights = card.marks if marks and digits is None else None
        threshold = card.rejection_threshold
        thresholds = Thresholds(threshold, self._threshold(threshold))
        weights = card.segmentation.strokes
        return DrawingReader(ink, digits, dot, weights, mark_weights, thresholds, views)

    def _taught_hand(self) -> Hand | None:
        """The hand, if it has examples: only then the networks' embeddings are needed."""
        hand = self.hand
        return hand if hand is not None and hand.examples else None

    def _threshold(self, threshold: float) -> float:
        """A rejection threshold, moved by the offset."""
        if self.threshold_offset == 0 or not 0 < threshold < 1:
            return threshold
        return 1 / (1 + (1 - threshold) / threshold * math.exp(-self.threshold_offset))


def _finished(
    works: Sequence[Work[Reading]], cache: PredictionCache, hand: Hand | None
) -> list[Reading | ReadingError]:
    """The readings of drawings; what all of them ask goes through the networks at once."""
    done: dict[int, Reading | ReadingError] = {}
    answers: dict[int, Answer | None] = dict.fromkeys(range(len(works)))
    while answers:
        requests: dict[int, Request] = {}
        for at, answer in answers.items():
            try:
                requests[at] = works[at].send(answer)  # type: ignore[arg-type]
            except StopIteration as end:
                done[at] = end.value
            except ReadingError as error:
                done[at] = error
        answers = dict(zip(requests, _answers(requests.values(), cache, hand), strict=True))
    return [done[at] for at in range(len(works))]


def _answers(
    requests: Collection[Request], cache: PredictionCache, hand: Hand | None
) -> list[Answer]:
    """The answers to requests, in order."""
    embedded = False if hand is None else hand.may_change
    answers: dict[int, Answer] = {}
    for views in {request.views for request in requests}:
        own = [(at, each.drawings) for at, each in enumerate(requests) if each.views == views]
        found = cache.read(
            [drawing for _, some in own for drawing in some], views, embedded=embedded
        )
        end = 0
        for at, some in own:
            start, end = end, end + len(some)
            answer = Predictions(*(column[start:end] for column in found.columns))
            answers[at] = (answer, [None] * len(some)) if hand is None else hand.apply(answer)
    return [answers[at] for at in range(len(requests))]
