"""Evaluation of a sealed model by the same code that the application runs.

Pen digits and characters are rejected at the card's threshold for drawings, MNIST's images at its
threshold for pictures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.model import Model
from digitrec.recognition.predictions import Predictions
from training.data.datasets import (
    HELD_OUT_ALPHABETS,
    Images,
    PenDigits,
    Strokes,
    all_views,
    load_characters,
    load_mnist,
    load_pen_digits,
    split,
    to_float,
)
from training.evaluation import metrics
from training.evaluation.figures import (
    AlphabetFigures,
    DigitFigures,
    DrawnNumberFigures,
    Figures,
    HeldOutFigures,
    NumberFigures,
    RejectionFigures,
    WriterFigures,
)
from training.evaluation.numbers import (
    measure_numbers,
    measure_photographs,
    numbers_for,
    photographs_for,
    rejected_if_count_unknown,
)
from training.evaluation.reader import Reader


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
        )

    def _rejected(self, scores: NDArray[np.float64]) -> RejectionFigures:
        return RejectionFigures(len(scores), self._share(scores))

    def _share(self, scores: NDArray[np.float64]) -> float:
        return float((scores > self.rejection_threshold).mean())


def measure(model: Model, folder: Path, limit: int | None = None) -> Figures:
    """All figures of a model's card.

    Args:
        model: with its temperature and thresholds on its card already.
        folder: of the data sets.
        limit: at most this many drawings of each set, and of each alphabet; None for no limit.

    Raises:
        DataError: if a data set is missing.
    """
    return evaluate(Reader(model), folder, limit).figures()


def evaluate(reader: Reader, folder: Path, limit: int | None = None) -> Evaluation:
    """Reads all data that the model was not trained on; `limit` as in `measure`.

    Raises:
        DataError: if a data set is missing.
    """
    model, card = reader.model, reader.model.card
    train, test = load_mnist(folder)
    data = split(train, load_pen_digits(folder))
    non_digits, like_digits = _characters(folder)
    held_out = [one for name in sorted(HELD_OUT_ALPHABETS) for one in non_digits[name]]
    reader.report(f"read the data sets in {folder}")

    def images(some: Images, title: str) -> ReadDigits:
        picked = spread(len(some), limit)
        reader.report(f"{title}: {len(picked)}")
        x = to_float(some.x[picked])
        return ReadDigits(x, some.y[picked], reader.read(x), card.rejection_threshold_in_pictures)

    def pen(some: PenDigits, title: str) -> ReadPenDigits:
        mask = np.zeros(len(some), bool)
        mask[spread(len(some), limit)] = True
        digits = some.of(mask)
        reader.report(f"{title}: {len(digits)}")
        views = digits.views()
        predictions = reader.read_views(views)
        return ReadPenDigits(
            views[:, -1], digits.labels, predictions, card.rejection_threshold, digits
        )

    def limited(some: Sequence[Strokes], title: str) -> tuple[Strokes, ...]:
        picked = tuple(some[at] for at in spread(len(some), limit))
        reader.report(f"{title}: {len(picked)}")
        return picked

    def scores(some: Sequence[Strokes], title: str) -> NDArray[np.float64]:
        return reader.read_views(all_views(limited(some, title))).outlier_score

    mnist_test = images(test, "MNIST test images")
    mnist_held_out = images(data.held_out_images, "MNIST held-out images")
    pen_held_out = pen(data.held_out_pen, "pen digits of held-out writers")
    reader.report(f"numbers of their digits: {numbers_for(limit)}")
    numbers = measure_numbers(model, data.held_out_pen, limit)
    reader.report(f"photographs of numbers of MNIST test images: {photographs_for(limit)}")
    photographs = measure_photographs(model, test, limit)
    return Evaluation(
        mnist_test,
        mnist_held_out,
        pen_held_out,
        numbers,
        photographs,
        {name: scores(some, f"characters, {name}") for name, some in non_digits.items()},
        scores(like_digits, "characters that look like digits"),
        rejected_if_count_unknown(model, limited(held_out, "characters, count not given")),
        card.rejection_threshold,
    )


def _characters(folder: Path) -> tuple[dict[str, list[Strokes]], list[Strokes]]:
    """Drawings of characters that are not digits, by alphabet, and of those that look like one."""
    non_digits: dict[str, list[Strokes]] = {}
    like_digits: list[Strokes] = []
    for one in load_characters(folder):
        group = like_digits if one.looks_like_a_digit else non_digits.setdefault(one.alphabet, [])
        group.extend(one.drawings)
    return non_digits, like_digits


def spread(n: int, limit: int | None) -> NDArray[np.intp]:
    """Indices of n things, or of `limit` of them, evenly spread."""
    if limit is None or limit >= n:
        return np.arange(n)
    return np.arange(limit) * n // limit
