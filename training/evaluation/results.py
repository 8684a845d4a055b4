"""Results of an evaluation: the predictions for each data set, and the figures that follow."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.predictions import Predictions
from training.data.datasets import HELD_OUT_ALPHABETS, PenDigits
from training.data.inventory import DataSet
from training.evaluation import metrics
from training.evaluation.figures import (
    AlphabetFigures,
    DigitFigures,
    DrawnNumberFigures,
    Figures,
    FormFigures,
    HeldOutFigures,
    NumberFigures,
    PathFigures,
    RealFigures,
    RejectionFigures,
    TaughtFigures,
    WriterFigures,
)


@dataclass(frozen=True)
class ReadDigits:
    """Real digits, and a model's predictions for them.

    Attributes:
        images: the network's input: (n, 28, 28).
        labels: (n,).
        predictions: of the network.
        rejection_threshold: a digit with a higher score is rejected.
    """

    images: NDArray[np.float32]
    labels: NDArray[np.uint8]
    predictions: Predictions
    rejection_threshold: float

    @property
    def right(self) -> NDArray[np.bool_]:
        """Whether each was read correctly, rejected or not: (n,)."""
        right: NDArray[np.bool_] = self.predictions.probabilities.argmax(axis=1) == self.labels
        return right

    @property
    def rejection_score(self) -> NDArray[np.float64]:
        """The score by which the application rejects such digits: (n,)."""
        return self.predictions.rejection_score

    @property
    def rejected(self) -> NDArray[np.bool_]:
        """Whether each was rejected: (n,)."""
        rejected: NDArray[np.bool_] = self.rejection_score > self.rejection_threshold
        return rejected

    def figures(self) -> DigitFigures:
        """How they are read."""
        rows = self.predictions.probabilities
        return DigitFigures(
            len(rows),
            metrics.accuracy(rows, self.labels),
            metrics.calibration_error(rows, self.labels),
            float(self.rejected.mean()),
        )


@dataclass(frozen=True)
class ReadPenDigits(ReadDigits):
    """Real digits that were drawn; `pen` has their strokes and their writers."""

    pen: PenDigits

    @property
    def rejection_score(self) -> NDArray[np.float64]:
        """The score by which the application rejects drawings: (n,)."""
        return self.predictions.outlier_score

    def figures(self) -> WriterFigures:
        """How they are read, all together and writer by writer."""
        whole = super().figures()
        by_writer = {
            str(writer): float(self.right[self.pen.writers == writer].mean())
            for writer in np.unique(self.pen.writers)
        }
        return WriterFigures(
            whole.drawings,
            whole.accuracy,
            whole.calibration_error,
            whole.rejected,
            sorted(map(int, by_writer)),
            by_writer,
            min(by_writer.values()),
        )


@dataclass(frozen=True)
class ReadPaths:
    """The held-out writers' digits, read otherwise than by all networks as they were drawn.

    Attributes:
        picture_alone: read by the picture classifier.
        path_alone: read by the trajectory network.
        strokes_reversed: read by both, every stroke drawn from its end to its beginning.
        order_reversed: read by both, the last stroke drawn first.
    """

    picture_alone: ReadPenDigits
    path_alone: ReadPenDigits
    strokes_reversed: ReadPenDigits
    order_reversed: ReadPenDigits

    def figures(self) -> PathFigures:
        """How they are read."""
        return PathFigures(
            self.picture_alone.figures(),
            replace(self.path_alone.figures(), calibration_error=None),
            self.strokes_reversed.figures(),
            self.order_reversed.figures(),
        )


@dataclass(frozen=True)
class Evaluation:
    """A model's predictions for all data that it was not trained on.

    Attributes:
        mnist_test: MNIST's test images.
        mnist_held_out: the training images that were held out.
        pen_held_out: pen digits of the held-out writers.
        numbers: figures of numbers made of those writers' digits.
        photographs: figures of synthetic photographs made of MNIST's test images.
        non_digits: outlier scores of characters that are not digits, by alphabet.
        like_digits: outlier scores of characters that anyone would take for a digit.
        count_unknown: share of the held-out alphabets' characters that is rejected if the reader
            doesn't know that each is a single one.
        rejection_threshold: a drawing with a higher score is rejected.
        paths: the held-out writers' digits, by each network alone and drawn another way; None for a
            model without a trajectory network.
        forms: figures of forms of digits that the data sets hold few of.
        taught: figures of those digits by number of taught examples; empty for a model that can't
            be taught.
        real: figures of pictures of real paper.
        data: the data sets that all this was read from.
        own: a person's own digits, if they were given.
    """

    mnist_test: ReadDigits
    mnist_held_out: ReadDigits
    pen_held_out: ReadPenDigits
    numbers: DrawnNumberFigures
    photographs: NumberFigures
    non_digits: dict[str, NDArray[np.float64]]
    like_digits: NDArray[np.float64]
    count_unknown: float
    rejection_threshold: float
    paths: ReadPaths | None = None
    forms: FormFigures | None = None
    taught: tuple[TaughtFigures, ...] = ()
    real: tuple[RealFigures, ...] = ()
    data: tuple[DataSet, ...] = ()
    own: ReadPenDigits | None = None

    def figures(self) -> Figures:
        """All figures of a model's card."""
        scores = self.non_digits
        held_out = np.concatenate([scores[name] for name in sorted(HELD_OUT_ALPHABETS)])
        losing = metrics.rejection_threshold(
            self.pen_held_out.rejection_score, lost=metrics.DIGITS_LOST
        )
        return Figures(
            self.mnist_test.figures(),
            self.mnist_held_out.figures(),
            self.pen_held_out.figures(),
            self.numbers,
            self.photographs,
            {
                name: AlphabetFigures(len(some), self._share(some), name in HELD_OUT_ALPHABETS)
                for name, some in scores.items()
            },
            self._rejected(np.concatenate(list(scores.values()))),
            HeldOutFigures(
                len(held_out),
                self._share(held_out),
                float((held_out > losing).mean()),
                self.count_unknown,
            ),
            self._rejected(self.like_digits),
            None if self.paths is None else self.paths.figures(),
            self.forms,
            self.taught,
            self.real,
        )

    def _rejected(self, scores: NDArray[np.float64]) -> RejectionFigures:
        return RejectionFigures(len(scores), self._share(scores))

    def _share(self, scores: NDArray[np.float64]) -> float:
        return float((scores > self.rejection_threshold).mean())
