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
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.message import Message
from digitrec.recognition.predictions import Predictions, unit_vectors

Array = NDArray[np.float64]

_MAX_WEIGHT = 100.0
_AGREED, _UNSURE = 0.95, 0.05


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
        embeddings = unit_vectors(np.concatenate([picture.embeddings, path.embeddings], axis=1))
        answer = Predictions(odds / odds.sum(axis=1, keepdims=True), *scores)
        return replace(answer, embeddings=embeddings)


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
