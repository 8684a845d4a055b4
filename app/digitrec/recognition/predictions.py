"""Predictions of the network for images, their calibration, and the average over several views."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Predictions:
    """The predictions of a network for n images.

    Attributes:
        probabilities: shape (n, 10), calibrated; each row sums to 1.
        rejection_score: shape (n,), 0 to 1: the probability that the image is not a digit. If the
            graph has no such output, the probability that the likeliest digit is wrong.
        multi_digit: shape (n,), 0 to 1: the probability that it is several digits next to each
            other; 0.5 if the graph has no such output.
        outlier_score: shape (n,), 0 to 1: the rejection score of a drawing, which also depends on
            its distance from the digits that people drew; the same as `rejection_score` if the
            graph has no such output.
    """

    probabilities: NDArray[np.float64]
    rejection_score: NDArray[np.float64]
    multi_digit: NDArray[np.float64]
    outlier_score: NDArray[np.float64]

    @property
    def scores(self) -> tuple[NDArray[np.float64], ...]:
        """All arrays except the probabilities."""
        return self.rejection_score, self.multi_digit, self.outlier_score

    @property
    def columns(self) -> tuple[NDArray[np.float64], ...]:
        """All arrays."""
        return self.probabilities, *self.scores

    def pick(self, which: Sequence[int] | NDArray[np.intp]) -> Predictions:
        """The predictions for some of the images."""
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
    """The predictions for drawings, from those for several renderings of each.

    Logits are averaged: a product of experts (Hinton 2002, "Training Products of Experts by
    Minimizing Contrastive Divergence"). Calibrating before or after makes no difference.

    Args:
        views: for each rendering, the predictions for all drawings.
    """
    logits = np.mean([np.log(np.maximum(view.probabilities, 1e-300)) for view in views], axis=0)
    odds = np.exp(logits - logits.max(axis=1, keepdims=True))
    scores = []
    for score in zip(*(view.scores for view in views), strict=True):
        clipped = np.clip(score, 1e-9, 1 - 1e-9)
        scores.append(1 / (1 + np.exp(-np.log(clipped / (1 - clipped)).mean(axis=0))))
    return Predictions(odds / odds.sum(axis=1, keepdims=True), *scores)


def calibrate(probabilities: NDArray[np.floating], temperature: float) -> NDArray[np.float64]:
    """Softmax at another temperature (Guo et al. 2017, "On Calibration of Modern Neural Networks").

    Args:
        probabilities: shape (n, 10), each row a softmax, or proportional to one.
        temperature: above 1 makes the network less confident.

    Returns:
        Shape (n, 10), float64; each row sums to 1.
    """
    logits = np.log(np.maximum(probabilities.astype(np.float64), 1e-30)) / temperature
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    rows: NDArray[np.float64] = powers / powers.sum(axis=1, keepdims=True)
    return rows
