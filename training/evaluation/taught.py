"""Taught hands: how held-out writers are read after each has taught a few of their own digits.

The examples are drawn at random, the first of a larger number among them; all numbers of examples
are measured on the same digits, none of which was taught, so that the figures can be compared.

Both networks see every digit. The program has fewer pictures rendered, and answers the same
(`TRIED.md`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.example import Example
from digitrec.recognition.hand import Hand
from digitrec.recognition.model import Model
from digitrec.recognition.predictions import Predictions, concatenate
from training.data.datasets import PenDigits
from training.evaluation import metrics
from training.evaluation.figures import TaughtFigures

EXAMPLES = (0, 1, 2, 3, 5, 10)
"""Taught examples of each digit."""

_DRAWS = 5
"""Times that examples are drawn."""

Index = NDArray[np.intp]


@dataclass(frozen=True)
class _Draw:
    """A writer's digits, in the order in which they may be taught, and those that are read.

    Attributes:
        of_each: for each digit, indices of drawings; the first ones are taught.
        read: indices of drawings that are not among them.
    """

    of_each: tuple[Index, ...]
    read: Index


def measure_taught(
    model: Model, pen: PenDigits, predictions: Predictions
) -> tuple[TaughtFigures, ...]:
    """Figures by number of examples; none if there are too few digits to teach and to read.

    Args:
        model: whose networks gave the predictions.
        pen: digits of writers that the model was not trained on.
        predictions: of the networks for these digits.
    """
    writers = np.unique(pen.writers)
    if not predictions.embeddings.size:
        return ()
    of_each = {
        (int(writer), digit): np.flatnonzero((pen.writers == writer) & (pen.labels == digit))
        for writer in writers
        for digit in range(10)
    }
    least = min(map(len, of_each.values()))
    numbers = [number for number in EXAMPLES if number < least]
    if len(numbers) < 2:
        return ()
    draws = [
        _drawn([of_each[int(writer), digit] for digit in range(10)], numbers[-1], seed)
        for seed in range(_DRAWS)
        for writer in writers
    ]
    return tuple(_figures(number, draws, model, pen, predictions) for number in numbers)


def _drawn(of_each: Sequence[Index], most: int, seed: int) -> _Draw:
    rng = np.random.default_rng(seed)
    order = [rng.permutation(drawings) for drawings in of_each]
    return _Draw(
        tuple(drawings[:most] for drawings in order),
        np.concatenate([drawings[most:] for drawings in order]),
    )


def _figures(
    number: int, draws: Sequence[_Draw], model: Model, pen: PenDigits, predictions: Predictions
) -> TaughtFigures:
    read = [_taught(number, draw, model, pen, predictions) for draw in draws]
    together = concatenate(read)
    at = np.concatenate([draw.read for draw in draws])
    right = together.probabilities.argmax(axis=1) == pen.labels[at]
    by_writer = [right[pen.writers[at] == writer].mean() for writer in np.unique(pen.writers)]
    rejected = together.outlier_score > model.card.rejection_threshold
    return TaughtFigures(
        number,
        len(at),
        float(right.mean()),
        metrics.calibration_error(together.probabilities, pen.labels[at]),
        float(rejected.mean()),
        float(min(by_writer)),
    )


def _taught(
    number: int, draw: _Draw, model: Model, pen: PenDigits, predictions: Predictions
) -> Predictions:
    """The predictions for the digits to be read, after some have been taught."""
    taught = np.concatenate([drawings[:number] for drawings in draw.of_each])
    examples = [Example(int(at), pen.strokes[at], int(pen.labels[at])) for at in taught]
    hand = Hand.of(model, examples, predictions.pick(taught))
    return hand.apply(predictions.pick(draw.read))[0]
