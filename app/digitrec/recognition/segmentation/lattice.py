"""The lattice of possible segmentations: candidates for digits, and the cuts between them.

The network reads every candidate. Its answers, the candidates' shapes and the space between them
are weighed into scores, and the best paths are found by `beam_search`. This is the heuristic
over-segmentation of LeCun, Bottou, Bengio, Haffner 1998 ("Gradient-Based Learning Applied to
Document Recognition") with the weights of a semi-Markov conditional random field (Sarawagi, Cohen
2004), which `training.segmentation` learns.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar, Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.predictions import Predictions
from digitrec.recognition.segmentation import beam_search
from digitrec.recognition.segmentation.beam_search import Path, Scores
from digitrec.recognition.segmentation.weights import Features, Weights

Array = NDArray[np.float64]


class Span(Protocol):
    """What every candidate has: where it begins and ends."""

    @property
    def first(self) -> int:
        """Position of its first piece, from left to right."""

    @property
    def end(self) -> int:
        """Position after its last piece."""


CandidateT = TypeVar("CandidateT", bound=Span)


class Lattice(ABC, Generic[CandidateT]):
    """Candidates for digits in a line, and the cuts between neighbours.

    Args:
        candidates: sorted by where they begin, then by where they end.

    Attributes:
        feature_names: the names of the columns that `features` gives.
        candidates: as they were given.
        predecessors: for each candidate, the indices of those that may stand on its left.
        final: the indices of the candidates that reach the right end.
    """

    feature_names: ClassVar[Features]

    def __init__(self, candidates: Sequence[CandidateT]) -> None:
        self.candidates = candidates
        self._spans = [(each.first, each.end) for each in candidates]
        self.predecessors = beam_search.predecessors(self._spans)
        self.final = beam_search.final(self._spans)
        self._shapes = np.array([self._shape(each) for each in candidates])
        self._cuts = [
            np.array([self._cut(candidates[left], candidates[at]) for left in lefts]).reshape(
                -1, len(self.feature_names.cuts)
            )
            for at, lefts in enumerate(self.predecessors)
        ]

    def features(self, predictions: Predictions) -> tuple[Array, list[Array]]:
        """The features that are weighed.

        Args:
            predictions: of the network, for each candidate.

        Returns:
            An array of shape (candidates, features of a candidate); and for each candidate one of
            shape (its predecessors, features of a cut).
        """
        return np.concatenate([self._evidence(predictions), self._shapes], axis=1), self._cuts

    def paths(
        self,
        predictions: Predictions,
        weights: Weights,
        digits: int | None = None,
        limit: int = 3,
    ) -> list[Path]:
        """The best paths through the lattice, best first; none if no path has that many digits.

        Args:
            predictions: of the network, for each candidate.
            weights: of the features.
            digits: how many digits the path has; None for any number.
            limit: how many paths to return at most.
        """
        scores = self._scores(predictions, weights)
        return beam_search.best_paths(self._spans, self.predecessors, scores, digits, limit)

    def _scores(self, predictions: Predictions, weights: Weights) -> Scores:
        """The scores of the candidates and of the cuts between them."""
        groups, cuts = self.features(predictions)
        return Scores(groups @ weights.groups, [cut @ weights.cuts for cut in cuts])

    def _evidence(self, predictions: Predictions) -> Array:
        """The features of the candidates that come from the network's predictions."""
        return evidence(predictions)

    @abstractmethod
    def _shape(self, candidate: CandidateT) -> tuple[float, ...]:
        """The features of a candidate that don't depend on the network."""

    @abstractmethod
    def _cut(self, left: CandidateT, right: CandidateT) -> tuple[float, ...]:
        """The features of the cut between two neighbours."""


def evidence(predictions: Predictions) -> Array:
    """What the network's predictions for candidates add to the features: (candidates, 5).

    A constant, so that each digit has a cost; the logarithms of the best digit's probability and
    of the probability that it is a digit; the log-odds that it is not a digit, and that it is
    several.
    """
    best = np.log(np.maximum(predictions.probabilities.max(axis=1), 1e-9))
    rejection_score, multi_digit = (
        np.clip(p, 1e-5, 1 - 1e-5) for p in (predictions.rejection_score, predictions.multi_digit)
    )
    columns = [
        np.ones_like(best),
        best,
        np.log1p(-rejection_score),
        _log_odds(rejection_score),
        _log_odds(multi_digit),
    ]
    return np.stack(columns, axis=1)


def _log_odds(probability: Array) -> Array:
    return np.clip(np.log(probability / (1 - probability)), -6, 6)
