"""Evaluation of a sealed model, through the very code that the application runs.

Digits of pens and characters are judged by the card's threshold of doubt for drawings, MNIST's
images by that for pictures.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
from training.synthetic.digit_strings import measure_numbers, numbers_for, rejected_untold
from training.synthetic.pages import measure_pages, pages_for

Say = Callable[[str], None]


def silent(_: str) -> None:
    """Says nothing."""


class Reader:
    """A model, a watch, and a voice: reads images, counts them, times the network, tells of parts.

    Attributes:
        model: that reads.
        images: read so far.
        network_seconds: that the network has taken for them.
    """

    def __init__(self, model: Model, say: Say = silent) -> None:
        self.model = model
        self.say = say
        self.images = 0
        self.network_seconds = 0.0
        self._began = time.perf_counter()

    def read(self, images: NDArray[np.float32]) -> Predictions:
        """What the model says of images (n, 28, 28)."""
        return self.read_views(images[:, None])

    def read_views(self, views: NDArray[np.float32]) -> Predictions:
        """What the model says of drawings, rendered several times over: (n, views, 28, 28)."""
        began = time.perf_counter()
        predictions = self.model.read_views(views)
        self.network_seconds += time.perf_counter() - began
        self.images += views.shape[0] * views.shape[1]
        return predictions

    def speed(self) -> dict[str, Any]:
        """Seconds since this reader was made, those of the network, and images a second."""
        seconds = time.perf_counter() - self._began
        return {
            "seconds": seconds,
            "network_seconds": self.network_seconds,
            "network_share": self.network_seconds / seconds,
            "images": self.images,
            "images_a_second": self.images / seconds,
        }


@dataclass(frozen=True)
class ReadDigits:
    """Real digits, and what a model says of them.

    Attributes:
        images: what the network saw: (n, 28, 28).
        labels: what was meant: (n,).
        predictions: what the network says.
        rejection_threshold: a digit with more is rejected.
        pen: the strokes and the writers; None for images.
    """

    images: NDArray[np.float32]
    labels: NDArray[np.uint8]
    predictions: Predictions
    rejection_threshold: float
    pen: PenDigits | None = None

    @property
    def right(self) -> NDArray[np.bool_]:
        """Whether each was read as what was meant, rejected or not: (n,)."""
        right: NDArray[np.bool_] = self.predictions.probabilities.argmax(axis=1) == self.labels
        return right

    @property
    def rejection_score(self) -> NDArray[np.float64]:
        """By what each is rejected, as the application does: (n,)."""
        return (
            self.predictions.rejection_score if self.pen is None else self.predictions.outlier_score
        )

    @property
    def rejected(self) -> NDArray[np.bool_]:
        """Whether each was taken for no digit: (n,)."""
        rejected: NDArray[np.bool_] = self.rejection_score > self.rejection_threshold
        return rejected

    def figures(self) -> dict[str, Any]:
        """The figures of a card."""
        rows = self.predictions.probabilities
        figures = {
            "drawings": len(rows),
            "accuracy": metrics.accuracy(rows, self.labels),
            "calibration_error": metrics.calibration_error(rows, self.labels),
            "rejected": float(self.rejected.mean()),
        }
        return figures | _by_writer(self.pen, self.right) if self.pen is not None else figures


@dataclass(frozen=True)
class Evaluation:
    """What a model says of all that is held out.

    Attributes:
        mnist_test: MNIST's test images.
        mnist_held_out: the training images that were held out.
        pen_held_out: pen digits of the held-out writers.
        numbers: what `measure_numbers` gives of those writers.
        pages: what `measure_pages` gives of MNIST's test images.
        non_digits: doubt of characters that are no digits, by alphabet.
        like_digits: doubt of characters that are digits to any eye.
        untold: share of the held-out alphabets' characters that is rejected where nobody says that
            each is a single one.
        rejection_threshold: a drawing with more is rejected.
    """

    mnist_test: ReadDigits
    mnist_held_out: ReadDigits
    pen_held_out: ReadDigits
    numbers: dict[str, Any]
    pages: dict[str, Any]
    non_digits: dict[str, NDArray[np.float64]]
    like_digits: NDArray[np.float64]
    untold: float
    rejection_threshold: float

    def figures(self) -> dict[str, Any]:
        """All figures of a model's card."""
        strange = self.non_digits
        unseen = [strange[name] for name in sorted(HELD_OUT_ALPHABETS)]
        losing = metrics.rejection_threshold(
            self.pen_held_out.rejection_score, lost=metrics.DIGITS_LOST
        )
        return {
            "mnist_test": self.mnist_test.figures(),
            "mnist_held_out": self.mnist_held_out.figures(),
            "pen_held_out": self.pen_held_out.figures(),
            "numbers": self.numbers,
            "pages": self.pages,
            "non_digits": {
                name: {**self._rejected([rejection_score]), "held_out": name in HELD_OUT_ALPHABETS}
                for name, rejection_score in strange.items()
            },
            "non_digits_together": self._rejected(list(strange.values())),
            "non_digits_held_out": {
                **self._rejected(unseen),
                "rejected_at_1_percent_lost": float((np.concatenate(unseen) > losing).mean()),
                "untold": self.untold,
            },
            "characters_like_digits": self._rejected([self.like_digits]),
        }

    def _rejected(self, groups: list[NDArray[np.float64]]) -> dict[str, Any]:
        rejection_score = np.concatenate(groups)
        return {
            "drawings": len(rejection_score),
            "rejected": float((rejection_score > self.rejection_threshold).mean()),
        }


def measure(model: Model, folder: Path, limit: int | None = None) -> dict[str, Any]:
    """All figures of a model's card.

    Args:
        model: with its temperature and thresholds already on its card.
        folder: of the data sets.
        limit: most drawings of each part, and of each alphabet; None for all.

    Raises:
        DataError: where a data set is missing.
    """
    return examine(Reader(model), folder, limit).figures()


def examine(reader: Reader, folder: Path, limit: int | None = None) -> Evaluation:
    """Reads all that is held out; `limit` as in `measure`.

    Raises:
        DataError: where a data set is missing.
    """
    card = reader.model.card
    train, test = load_mnist(folder)
    parts = split(train, load_pen_digits(folder))
    characters = load_characters(folder)
    reader.say(f"read the data sets in {folder}")

    def images(part: Images, title: str) -> ReadDigits:
        picked = spread(len(part), limit)
        x, labels = to_float(part.x[picked]), part.y[picked]
        reader.say(f"{title}: {len(picked)}")
        return ReadDigits(x, labels, reader.read(x), card.rejection_threshold_in_pictures)

    def pen(part: PenDigits, title: str) -> ReadDigits:
        mask = np.zeros(len(part), bool)
        mask[spread(len(part), limit)] = True
        digits = part.of(mask)
        views = digits.views()
        reader.say(f"{title}: {len(digits)}")
        predictions = reader.read_views(views)
        return ReadDigits(
            views[:, -1], digits.labels, predictions, card.rejection_threshold, digits
        )

    def numbers(part: PenDigits, title: str) -> dict[str, Any]:
        reader.say(f"{title}: {numbers_for(limit)}")
        return measure_numbers(reader.model, part, limit)

    def pages(part: Images, title: str) -> dict[str, Any]:
        reader.say(f"{title}: {pages_for(limit)}")
        return measure_pages(reader.model, part, limit)

    def rejection_score(drawings: Sequence[Strokes], title: str) -> NDArray[np.float64]:
        picked = tuple(drawings[i] for i in spread(len(drawings), limit))
        reader.say(f"{title}: {len(picked)}")
        return reader.read_views(all_views(picked)).outlier_score

    def untold(drawings: Sequence[Strokes], title: str) -> float:
        picked = [drawings[i] for i in spread(len(drawings), limit)]
        reader.say(f"{title}: {len(picked)}")
        return rejected_untold(reader.model, picked)

    drawings: dict[str, list[Strokes]] = {}
    alike: list[Strokes] = []
    for one in characters:
        kind = alike if one.looks_like_a_digit else drawings.setdefault(one.alphabet, [])
        kind.extend(one.drawings)
    return Evaluation(
        images(test, "MNIST test images"),
        images(parts.held_out_images, "MNIST held-out images"),
        pen(parts.held_out_pen, "pen digits of held-out writers"),
        numbers(parts.held_out_pen, "numbers of their digits"),
        pages(test, "photographs of numbers of MNIST test images"),
        {name: rejection_score(some, f"characters, {name}") for name, some in drawings.items()},
        rejection_score(alike, "characters that are digits to any eye"),
        untold(
            [one for name in sorted(HELD_OUT_ALPHABETS) for one in drawings[name]],
            "characters, not told apart",
        ),
        card.rejection_threshold,
    )


def spread(n: int, limit: int | None) -> NDArray[np.intp]:
    """Indices of n things, or of `limit` of them, evenly spread."""
    if limit is None or limit >= n:
        return np.arange(n)
    return np.arange(limit) * n // limit


def _by_writer(pen: PenDigits, right: NDArray[np.bool_]) -> dict[str, Any]:
    by_writer = {
        str(writer): float(right[pen.writers == writer].mean()) for writer in np.unique(pen.writers)
    }
    return {
        "writers": sorted(map(int, by_writer)),
        "by_writer": by_writer,
        "worst_writer": min(by_writer.values()),
    }
