"""One answer from two networks: one has seen the picture of a drawing, the other the pen's path.

They are combined in the logarithm, a product of experts (Hinton 2002, "Training Products of Experts
by Minimizing Contrastive Divergence"), with weights that held-out writers' digits have chosen. The
weights calibrate the answer, too: they are not bound to a sum of 1.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.message import Message
from digitrec.recognition.predictions import Predictions

Array = NDArray[np.float64]

_MAX_WEIGHT = 100.0
_AGREED, _UNSURE = 0.95, 0.05


@dataclass(frozen=True)
class Combination:
    """The weights of both networks.

    Attributes:
        picture: factor of the logarithms of the picture classifier's probabilities.
        path: the same of the trajectory network's.
        rejection_bias: added to the weighted logits of the rejection scores.
        rejection_picture: factor of the picture classifier's.
        rejection_path: factor of the trajectory network's.
    """

    picture: float = 0.5
    path: float = 0.5
    rejection_bias: float = 0.0
    rejection_picture: float = 0.5
    rejection_path: float = 0.5

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
        rejection, outlier = (
            self._rejection(score, path.rejection_score)
            for score in (picture.rejection_score, picture.outlier_score)
        )
        multi_digit = (logit(picture.multi_digit) + logit(path.multi_digit)) / 2
        return Predictions(
            odds / odds.sum(axis=1, keepdims=True), rejection, sigmoid(multi_digit), outlier
        )

    def _rejection(self, picture: Array, path: Array) -> Array:
        weighted = self.rejection_picture * logit(picture) + self.rejection_path * logit(path)
        return sigmoid(self.rejection_bias + weighted)


def agree(picture: Predictions, path: Predictions) -> NDArray[np.bool_]:
    """Of each drawing, whether both networks are sure of the same digit: shape (n,).

    Then another view of the picture would not change the answer, and need not be rendered.
    """
    same = picture.probabilities.argmax(axis=1) == path.probabilities.argmax(axis=1)
    sure = np.minimum(picture.probabilities.max(axis=1), path.probabilities.max(axis=1)) > _AGREED
    strange = np.maximum(picture.outlier_score, path.rejection_score) > _UNSURE
    agreed: NDArray[np.bool_] = same & sure & ~strange
    return agreed


def log(probabilities: Array) -> Array:
    """The logarithm, bounded for probabilities of 0."""
    return np.log(np.maximum(probabilities, 1e-30))


def logit(probability: Array) -> Array:
    """The logarithm of the odds, bounded at 0 and 1."""
    clipped = np.clip(probability, 1e-9, 1 - 1e-9)
    return np.asarray(np.log(clipped / (1 - clipped)))


def sigmoid(logits: Array) -> Array:
    """The probability of a logit."""
    return np.asarray(1 / (1 + np.exp(-logits)))
