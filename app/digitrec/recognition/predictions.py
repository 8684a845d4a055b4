"""Predictions of the network for images, their calibration, and the average over several views."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray


def _none() -> NDArray[np.float32]:
    return np.empty((0, 0), np.float32)


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
        embeddings: shape (n, m), float32: unit vectors, close to each other for images that the
            network takes for alike; of two networks, those of both in one. m is 0 if the graph has
            no such output. A row of zeros says nothing.
    """

    probabilities: NDArray[np.float64]
    rejection_score: NDArray[np.float64]
    multi_digit: NDArray[np.float64]
    outlier_score: NDArray[np.float64]
    embeddings: NDArray[np.float32] = field(default_factory=_none)

    def __post_init__(self) -> None:
        if not self.embeddings.size:
            none = np.empty((len(self.probabilities), 0), np.float32)
            object.__setattr__(self, "embeddings", none)

    @property
    def scores(self) -> tuple[NDArray[np.float64], ...]:
        """The three scores."""
        return self.rejection_score, self.multi_digit, self.outlier_score

    @property
    def columns(self) -> tuple[NDArray[Any], ...]:
        """All arrays."""
        return self.probabilities, *self.scores, self.embeddings

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


def without_embeddings(predictions: Predictions) -> Predictions:
    """The predictions alone."""
    return Predictions(
        predictions.probabilities,
        predictions.rejection_score,
        predictions.multi_digit,
        predictions.outlier_score,
    )


def concatenate(parts: Sequence[Predictions]) -> Predictions:
    """The predictions of one network for several batches of images, one after another."""
    filled = [part.columns for part in parts if len(part.probabilities)]
    if not filled:
        return Predictions(np.empty((0, 10)), *np.empty((3, 0)))
    return Predictions(*map(np.concatenate, zip(*filled, strict=True)))


def average_views(views: Sequence[Predictions]) -> Predictions:
    """The predictions for drawings, from those for several renderings of each.

    Logits are averaged: a product of experts (Hinton 2002, "Training Products of Experts by
    Minimizing Contrastive Divergence"). Calibrating before or after makes no difference. The
    embeddings are those of the first view.

    Args:
        views: for each rendering, the predictions for all drawings.
    """
    logits = np.mean([np.log(np.maximum(view.probabilities, 1e-300)) for view in views], axis=0)
    odds = np.exp(logits - logits.max(axis=1, keepdims=True))
    scores = []
    for score in zip(*(view.scores for view in views), strict=True):
        clipped = np.clip(score, 1e-9, 1 - 1e-9)
        scores.append(1 / (1 + np.exp(-np.log(clipped / (1 - clipped)).mean(axis=0))))
    average = Predictions(odds / odds.sum(axis=1, keepdims=True), *scores)
    return replace(average, embeddings=views[0].embeddings)


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


def unit_vectors(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Vectors (n, m), scaled to a length of 1; one without a length stays as it is."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: NDArray[np.float32] = vectors / np.maximum(lengths, np.float32(1e-12))
    return scaled
