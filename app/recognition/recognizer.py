"""Recognizer: drawings and pictures in, Readings out."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np

from app.recognition.grouping import ReadingError, group_spans, group_strokes
from app.recognition.ink import Box, Ink
from app.recognition.message import Message
from app.recognition.model import Model
from app.recognition.raster import FAINTEST, Raster, ink_box, render_picture, render_views
from app.recognition.reading import Digit, Reading

NOTHING = Message("nothing was drawn")
DOT = Message("only a dot was drawn")
SHORT = Message("only a very short line was drawn")
BLANK = Message("the picture is blank")

_SHORT = 3  # dots

__all__ = ["ReadingError", "Recognizer"]


class Recognizer:
    """Reads digits with one model. Safe to call from several threads.

    Attributes:
        model: that reads.
        leniency: added to the logit of the doubt from which a digit is rejected. 0 is as the
            model's card has it; infinity rejects none.
    """

    def __init__(self, model: Model, leniency: float = 0.0) -> None:
        self.model = model
        self.leniency = leniency

    @classmethod
    def open(cls, path: Path) -> Recognizer:
        """A recogniser with the sealed model at `path`.

        Raises:
            ModelError: where the model can't be used.
        """
        return cls(Model.open(path))

    def read(self, ink: Ink, digits: int | None = None, dot: float = 0.0) -> Reading:
        """Reads a drawing.

        Args:
            ink: the drawing.
            digits: how many digits it holds; None to find out.
            dot: a drawing whose sides are both at most this long, in its own units, is a dot; at
                most three times as long, a line too short to be read.

        Returns:
            The reading; without digits, and with a reason, where there is too little to be read.

        Raises:
            ReadingError: where it can't be read as that many digits.
        """
        box = ink.box
        if box is None:
            return Reading(reason=NOTHING)
        if _side(box) <= max(dot, _least_side(box)):
            return Reading(reason=DOT)
        if _side(box) <= _SHORT * dot:
            return Reading(reason=SHORT)
        strokes = [stroke for stroke in ink.strokes if stroke]
        numbers = [index for index, stroke in enumerate(ink.strokes) if stroke]
        groups = group_strokes(strokes, digits)
        views = [render_views([strokes[i] for i in group]) for group in groups]
        picked = [tuple(numbers[i] for i in group) for group in groups]
        boxes = [ink.pick(group).box or box for group in picked]
        return self._reading(views, boxes, picked, self._most(self.model.card.most_doubt))

    def read_picture(self, picture: Raster, digits: int | None = None) -> Reading:
        """Reads a picture.

        Args:
            picture: shape (h, w), float32 in [0, 1], white ink on black: `page.open_picture`.
            digits: how many digits it holds; None to find out.

        Raises:
            ReadingError: where it can't be read as that many digits.
        """
        box = ink_box(picture)
        if box is None:
            return Reading(reason=BLANK)
        spans = _ink_columns(picture, box)
        groups = group_spans(spans, box[3] - box[1], digits)
        views, boxes = [], []
        for group in groups:
            left, right = int(spans[group[0]][0]), int(max(spans[i][1] for i in group))
            part = picture[:, left:right]
            inner = ink_box(part) or (0, box[1], right - left, box[3])
            views.append(render_picture(part)[None])
            boxes.append(
                (float(left + inner[0]), float(inner[1]), float(left + inner[2]), float(inner[3]))
            )
        return self._reading(
            views,
            boxes,
            [() for _ in groups],
            self._most(self.model.card.most_doubt_in_pictures),
        )

    def _most(self, doubt: float) -> float:
        """The doubt from which a digit is rejected, moved by the leniency."""
        if self.leniency == 0 or not 0 < doubt < 1:
            return doubt
        return 1 / (1 + (1 - doubt) / doubt * math.exp(-self.leniency))

    def _reading(
        self,
        views: list[Raster],
        boxes: list[Box],
        strokes: list[tuple[int, ...]],
        most_doubt: float,
    ) -> Reading:
        answers = self.model.read_views(np.stack(views))
        digits = []
        for row, doubt, box, picked in zip(
            answers.probabilities, answers.doubt, boxes, strokes, strict=True
        ):
            best = int(row.argmax())
            digits.append(
                Digit(
                    best,
                    float(row[best]),
                    bool(doubt > most_doubt),
                    tuple(row.tolist()),
                    box,
                    picked,
                )
            )
        return Reading(tuple(digits))


def _side(box: Box) -> float:
    return max(box[2] - box[0], box[3] - box[1])


def _least_side(box: Box) -> float:
    """The side under which a drawing so far from the origin is lost in rounding."""
    return max(map(abs, box)) * 1e-12


def _ink_columns(picture: Raster, box: tuple[int, int, int, int]) -> list[tuple[float, float]]:
    """Runs (left, right) of columns that hold ink."""
    filled = (picture[:, box[0] : box[2]] > FAINTEST * float(picture.max())).any(axis=0)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], filled, [False]]).astype(np.int8)))
    return [
        (float(box[0] + left), float(box[0] + right))
        for left, right in zip(edges[::2], edges[1::2], strict=True)
    ]
