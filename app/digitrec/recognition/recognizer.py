"""Recognizer: drawings and pictures in, Readings out."""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.ink import Box, Ink, Stroke
from digitrec.recognition.message import Message
from digitrec.recognition.model import Model
from digitrec.recognition.predictions import Predictions, average_views
from digitrec.recognition.raster import VIEWS, Raster, View, render_all_views, render_picture
from digitrec.recognition.reading import Digit, Reading
from digitrec.recognition.segmentation.segmenter import (
    Group,
    ReadingError,
    Segmentation,
    given,
    segment,
    wanted,
)

if TYPE_CHECKING:
    from digitrec.recognition.picture.segmenter import PictureSegmentation

NOTHING = Message("nothing was drawn")
DOT = Message("only a dot was drawn")
SHORT = Message("only a very short line was drawn")
BLANK = Message("the picture is blank")
CROWDED = Message("there are too many separate pieces of ink to be digits")

_SHORT = 3  # dots

_MANY = 8  # candidates: they are told apart by one rendering, and only what is chosen by all

MOST_KNOWN = 512
"""Drawings of a digit whose answers are kept: while one stroke grows, the others stay."""

AT_ONCE = 16
"""Drawings that `Recognizer.read_all` reads together."""

MOST_ALTERNATIVES = 4

Strokes = tuple[Stroke, ...]
Row = tuple[NDArray[np.float64], np.float64, np.float64, np.float64]

__all__ = ["ReadingError", "Recognizer"]


class Recognizer:
    """Reads digits with one model. Safe to call from several threads.

    Attributes:
        model: that reads.
        threshold_offset: added to the logit of the card's rejection threshold. Infinity rejects
            nothing.
    """

    def __init__(self, model: Model, threshold_offset: float = 0.0) -> None:
        self.model = model
        self.threshold_offset = threshold_offset
        self._lock = threading.Lock()
        self._known: dict[tuple[View, Strokes], Row | None] = {}

    @classmethod
    def open(cls, path: Path) -> Recognizer:
        """A recogniser with the sealed model at `path`.

        Raises:
            ModelError: where the model can't be used.
        """
        return cls(Model.open(path))

    def read(
        self,
        ink: Ink,
        digits: int | None = None,
        dot: float = 0.0,
        groups: Sequence[Group] | None = None,
    ) -> Reading:
        """Reads a drawing.

        Args:
            ink: the drawing.
            digits: how many digits it holds; None to find out.
            dot: a drawing whose sides are both at most this long, in its own units, is a dot; at
                most three times as long, a line too short to be read.
            groups: indices of each digit's strokes, where somebody has said which belong together;
                None to find out.

        Returns:
            The reading; without digits, and with a reason, where there is too little to be read.

        Raises:
            ReadingError: where it can't be read as that many digits, or as those groups.
        """
        first, *others = self._readings(ink, digits, dot, groups)
        return replace(first, alternatives=_alternatives(first, others)) if first.digits else first

    def _readings(
        self, ink: Ink, digits: int | None, dot: float, given_groups: Sequence[Group] | None
    ) -> Iterator[Reading]:
        """What it may be, likeliest first, by the ways to part it; at least one."""
        box = ink.box
        if box is None or _side(box) <= max(_SHORT * dot, _least_side(box)):
            yield Reading(reason=_too_little(box, dot))
            return
        numbers = tuple(index for index, stroke in enumerate(ink.strokes) if stroke)
        strokes = [ink.strokes[index] for index in numbers]

        def read(groups: Sequence[Group], views: Sequence[View] = VIEWS) -> Predictions:
            drawings = [tuple(strokes[at] for at in group) for group in groups]
            return self._predictions(drawings, views)

        views_read: Sequence[View] = VIEWS

        def first_views(groups: Sequence[Group]) -> Predictions:
            nonlocal views_read
            if len(groups) > _MANY:
                views_read = VIEWS[:1]
            return read(groups, views_read)

        def reading(way: Segmentation, views: Sequence[View] = VIEWS) -> Reading:
            groups = [group for line in way.lines for group in line]
            picked = [tuple(numbers[at] for at in group) for group in groups]
            boxes = [ink.pick(group).box or box for group in picked]
            most = self._threshold(self.model.card.rejection_threshold)
            predictions = read(groups, views)
            found = _digits(predictions, predictions.outlier_score, boxes, picked, most)
            lines = tuple(map(len, way.lines)) if len(way.lines) > 1 else ()
            return Reading(found, lines=lines, segmentation_confidence=way.probability)

        if given_groups is not None:
            yield reading(given(strokes, numbers, given_groups))
        else:
            first, *others = segment(strokes, digits, first_views)
            yield reading(first)
            yield from (reading(way, views_read) for way in others)

    def read_all(
        self, inks: Sequence[Ink], digits: int | None = None
    ) -> Iterator[Reading | ReadingError]:
        """Reads many drawings as `read` does each, in less time, but without alternatives.

        Several go through the network at once.

        Args:
            inks: the drawings.
            digits: how many digits each of them holds; None to find out.

        Yields:
            For each drawing, in order, its reading, or the error that `read` raises.
        """
        for start in range(0, len(inks), AT_ONCE):
            some = inks[start : start + AT_ONCE]
            drawn = [tuple(filter(None, ink.strokes)) for ink in some]
            asked = [
                tuple(strokes[at] for at in group)
                for strokes in drawn
                if strokes
                for group in wanted(strokes, digits)
            ]
            if asked:
                self._predictions(asked)
            for ink in some:
                try:
                    yield next(self._readings(ink, digits, 0.0, None))
                except ReadingError as error:
                    yield error

    def read_picture(self, picture: Raster, digits: int | None = None) -> Reading:
        """Reads a picture.

        Args:
            picture: shape (h, w), float32 in [0, 1], white ink on black: `page.open_picture`.
            digits: how many digits it holds; None to find out.

        Raises:
            ReadingError: where it can't be read as that many digits.
        """
        # What parts pictures is loaded when the first one comes.
        from digitrec.recognition.picture.segmenter import segment_picture
        from digitrec.recognition.picture.text_lines import CrowdedError

        def read(crops: Sequence[Raster]) -> Predictions:
            return self.model.read_views(np.stack([render_picture(crop)[None] for crop in crops]))

        def reading(way: PictureSegmentation) -> Reading:
            most = self._threshold(self.model.card.rejection_threshold_in_pictures)
            boxes = [box for line in way.boxes for box in line]
            found = _digits(
                way.predictions, way.predictions.rejection_score, boxes, [()] * len(boxes), most
            )
            lines = tuple(map(len, way.boxes)) if len(way.boxes) > 1 else ()
            return Reading(found, lines=lines, segmentation_confidence=way.probability)

        try:
            ways = segment_picture(picture, digits, read)
        except CrowdedError:
            return Reading(reason=CROWDED)
        if not ways:
            return Reading(reason=BLANK)
        first, *others = [reading(way) for way in ways]
        return replace(first, alternatives=_alternatives(first, others))

    def _threshold(self, rejection_score: float) -> float:
        """The doubt from which a digit is rejected, moved by the leniency."""
        if self.threshold_offset == 0 or not 0 < rejection_score < 1:
            return rejection_score
        return 1 / (1 + (1 - rejection_score) / rejection_score * math.exp(-self.threshold_offset))

    def _predictions(
        self, drawings: Sequence[Strokes], views: Sequence[View] = VIEWS
    ) -> Predictions:
        """What the network says of drawings of one digit, of each rendering asked only once.

        Args:
            drawings: of one digit each.
            views: that each is rendered in.
        """
        with self._lock:
            rows = {
                (view, drawing): self._known.get((view, drawing))
                for drawing in drawings
                for view in views
            }
        new = [rendering for rendering, row in rows.items() if row is None]
        if new:
            found = self.model.read(_images(new))
            rows |= zip(new, zip(*found.columns, strict=True), strict=True)
            with self._lock:
                if len(self._known) > MOST_KNOWN:
                    self._known.clear()
                self._known.update((rendering, rows[rendering]) for rendering in new)
        return average_views(
            [
                Predictions(
                    *map(np.array, zip(*(rows[view, each] or () for each in drawings), strict=True))
                )
                for view in views
            ]
        )


def _images(renderings: Sequence[tuple[View, Strokes]]) -> Raster:
    """The renderings, those of one drawing drawn in one go."""
    views: dict[Strokes, list[View]] = {}
    for view, drawing in renderings:
        views.setdefault(drawing, []).append(view)
    images: dict[tuple[View, Strokes], Raster] = {}
    for some in {tuple(own) for own in views.values()}:
        drawn = [drawing for drawing, own in views.items() if tuple(own) == some]
        for drawing, rendered in zip(drawn, render_all_views(drawn, some), strict=True):
            images |= {(view, drawing): image for view, image in zip(some, rendered, strict=True)}
    return np.stack([images[rendering] for rendering in renderings])


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
) -> tuple[Digit, ...]:
    digits = []
    for row, rejection_score, box, picked in zip(
        predictions.probabilities, scores, boxes, strokes, strict=True
    ):
        best = int(row.argmax())
        rejected = bool(rejection_score > rejection_threshold)
        digits.append(Digit(best, float(row[best]), rejected, tuple(row.tolist()), box, picked))
    return tuple(digits)


def _alternatives(first: Reading, others: Sequence[Reading]) -> tuple[tuple[str, float], ...]:
    """What else it may be: parted otherwise, or with a digit's second guess in its place."""
    found: dict[str, float] = {}
    for reading in (first, *others):
        text, confidence = reading.text, reading.confidence
        places = [at for at, letter in enumerate(text) if letter != "\n"]
        for at, digit in zip(places, reading.digits, strict=True):
            second = digit.ranking[1]
            swapped = f"{text[:at]}{second}{text[at + 1 :]}"
            share = confidence * digit.probabilities[second] / digit.confidence
            found[swapped] = found.get(swapped, 0.0) + share
        if reading is not first:
            found[text] = found.get(text, 0.0) + confidence
    found.pop(first.text, None)
    best = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(best[:MOST_ALTERNATIVES])


def _side(box: Box) -> float:
    return max(box[2] - box[0], box[3] - box[1])


def _least_side(box: Box) -> float:
    """The side under which a drawing so far from the origin is lost in rounding."""
    return max(map(abs, box)) * 1e-12
