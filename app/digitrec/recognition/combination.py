"""One answer from two networks: one has seen the picture of a drawing, the other the pen's path.

They are combined in the logarithm, a product of experts (Hinton 2002, "Training Products of Experts
by Minimizing Contrastive Divergence"), with weights that held-out writers' digits have chosen. The
weights calibrate the answer, too: their sum need not be 1. The rejection scores are averaged in the
logit: weights for them could be learned only on drawings that both networks were trained against,
and such weights reject fewer characters of a new alphabet (`TRIED.md`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.message import Message
from digitrec.recognition.predictions import Predictions, unit_vectors

Array = NDArray[np.float64]

_MAX_WEIGHT = 100.0
_AGREED, _UNSURE = 0.95, 0.05
_SURE, _NO_DIGIT, _SEVERAL = 0.9999, 0.001, 0.003


@dataclass(frozen=True)
class Combination:
    """The weights of both networks.

    Attributes:
        picture: factor of the logarithms of the picture classifier's probabilities.
        path: the same of the trajectory network's.
    """

    picture: float = 0.5
    path: float = 0.5

    @classmethod
    def from_dict(cls, fields: Mapping[str, Any]) -> Combination:
        """The weights on a card; the defaults for those that it doesn't have.

        Raises:
            ValueError, TypeError: if one is not a number in a reasonable range.
        """
        weights = {name: float(fields[name]) for name in cls.__dataclass_fields__ if name in fields}
        if not all(math.isfinite(each) and abs(each) <= _MAX_WEIGHT for each in weights.values()):
            raise ValueError(Message("its weights of the networks are out of range"))
        return cls(**weights)

    def combine(self, picture: Predictions, path: Predictions) -> Predictions:
        """The answer of both networks for the same drawings."""
        logits = self.picture * log(picture.probabilities) + self.path * log(path.probabilities)
        odds = np.exp(logits - logits.max(axis=1, keepdims=True))
        both = np.clip([picture.scores, path.scores], 1e-9, 1 - 1e-9)
        scores = 1 / (1 + np.exp(-np.log(both / (1 - both)).mean(axis=0)))
        embeddings = np.concatenate([picture.embeddings, path.embeddings], axis=1)
        if embeddings.size:
            embeddings = unit_vectors(embeddings)
        rejection, several, outlier = scores
        probabilities = odds / odds.sum(axis=1, keepdims=True)
        return Predictions(probabilities, rejection, several, outlier, embeddings)


def is_sure(path: Predictions) -> NDArray[np.bool_]:
    """Of each drawing, whether the path says so surely what it is that no picture is needed.

    The picture takes three times as long as the path. So sure is the trajectory network of 89 % of
    the held-out writers' 1,499 digits, of 2 of 440 Greek letters and of no character of four other
    alphabets. With or without the picture of these, the same number of digits is right and
    rejected: as they were drawn, backwards, last stroke first, joined, slanted, turned, stretched
    and squeezed; as many characters are rejected, and as many of 1,200 numbers are right. A lower
    limit would spare a few more pictures (`TRIED.md`), but of other devices the network knows less.

    Args:
        path: what the trajectory network says of n drawings.

    Returns:
        Shape (n,).
    """
    sure: NDArray[np.bool_] = (
        (path.probabilities.max(axis=1) > _SURE)
        & (path.rejection_score < _NO_DIGIT)
        & (path.multi_digit < _SEVERAL)
    )
    return sure


def agree(picture: Predictions, path: Predictions) -> NDArray[np.bool_]:
    """Of each drawing, whether both networks are sure of the same digit: shape (n,).

    Then another view of the picture would not change the answer, and need not be rendered.
    """
    same = picture.probabilities.argmax(axis=1) == path.probabilities.argmax(axis=1)
    sure = np.minimum(picture.probabilities.max(axis=1), path.probabilities.max(axis=1)) > _AGREED
    strange = np.maximum(picture.outlier_score, path.rejection_score) > _UNSURE
    agreed: NDArray[np.bool_] = same & sure & ~strange
    return agreed


def may_agree(path: Predictions) -> NDArray[np.bool_]:
    """Of each drawing, whether `agree` may hold, whatever the picture says: shape (n,)."""
    sure: NDArray[np.bool_] = path.probabilities.max(axis=1) > _AGREED
    return sure & ~(path.rejection_score > _UNSURE)


def log(probabilities: Array) -> Array:
    """The logarithm, bounded for probabilities of 0."""
    return np.log(np.maximum(probabilities, 1e-30))
