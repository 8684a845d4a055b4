"""Predictions: what the network says of images, and the average over several views."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Predictions:
    """What a network says of n images.

    Attributes:
        probabilities: shape (n, 10), calibrated; each row sums to 1.
        rejection_score: shape (n,), 0 to 1: the probability that the image is no digit at all.
            Where the graph has no such output, the probability that the likeliest digit is wrong.
        multi_digit: shape (n,), 0 to 1: the probability that it is several digits beside each
            other; 0.5 where the graph does not tell.
        outlier_score: shape (n,), 0 to 1: the rejection score of a drawing, which also counts how
            far it is from the digits that people drew; the same as `rejection_score` where the
            graph does not tell.
    """

    probabilities: NDArray[np.float64]
    rejection_score: NDArray[np.float64]
    multi_digit: NDArray[np.float64]
    outlier_score: NDArray[np.float64]

    @property
    def scores(self) -> tuple[NDArray[np.float64], ...]:
        """All but the probabilities."""
        return self.rejection_score, self.multi_digit, self.outlier_score

    @property
    def columns(self) -> tuple[NDArray[np.float64], ...]:
        """Its arrays."""
        return self.probabilities, *self.scores

    def pick(self, which: Sequence[int] | NDArray[np.intp]) -> Predictions:
        """What it says of some of the images."""
        at = np.array(which, int)
        return Predictions(*(column[at] for column in self.columns))

    def put(self, which: Sequence[int] | NDArray[np.intp], others: Predictions) -> Predictions:
        """These predictions with those for some of the images replaced.

        Args:
            which: indices of the images.
            others: the predictions for these.
        """
        columns = [column.copy() for column in self.columns]
        for column, other in zip(columns, others.columns, strict=True):
            column[which] = other
        return Predictions(*columns)


def average_views(views: Sequence[Predictions]) -> Predictions:
    """What the network says of drawings, by what it says of several renderings of each.

    Logits are averaged: a product of experts (Hinton 2002, "Training Products of Experts by
    Minimizing Contrastive Divergence"). Calibrated or not, that comes to the same.

    Args:
        views: of each rendering, the answers for all drawings.
    """
    logits = np.mean([np.log(np.maximum(view.probabilities, 1e-300)) for view in views], axis=0)
    odds = np.exp(logits - logits.max(axis=1, keepdims=True))
    scores = []
    for rejection_score in zip(*(view.scores for view in views), strict=True):
        sure = np.clip(rejection_score, 1e-9, 1 - 1e-9)
        scores.append(1 / (1 + np.exp(-np.log(sure / (1 - sure)).mean(axis=0))))
    return Predictions(odds / odds.sum(axis=1, keepdims=True), *scores)


def calibrate(probabilities: NDArray[np.floating], temperature: float) -> NDArray[np.float64]:
    """Softmax at another temperature (Guo et al. 2017, "On Calibration of Modern Neural Networks").

    Args:
        probabilities: shape (n, 10), each row a softmax, or in proportion to one.
        temperature: above 1 makes the network less sure of itself.

    Returns:
        Shape (n, 10), float64; each row sums to 1.
    """
    logits = np.log(np.maximum(probabilities.astype(np.float64), 1e-30)) / temperature
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    rows: NDArray[np.float64] = powers / powers.sum(axis=1, keepdims=True)
    return rows
