"""What examples say about the digit of a drawing, in logits."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.hand.embedded import NOT_A_DIGIT, Cosines, Scores

_VOTE, _SATURATION, _NEAR = 3.0, 10.0, 0.07
"""Votes: their weight in logits, how soon further ones add less, and the distance (1 minus the
cosine) at which one counts a third. A single example brings at most 7.2 logits."""

_MARGIN, _LARGEST_CORRECTION, _FAR = 2.0, 5.0, 0.2
"""Corrections: the logits by which an example should be read correctly, the most that are added for
it, and the distance at which a third of them is."""

_MISTAKES = 0.03
"""How often an example is a mistake, in odds, if the networks are undecided about it."""

Array = NDArray[np.float32]
Index = NDArray[np.intp]


class Evidence:
    """The votes and corrections of examples, and how far each is trusted.

    Args:
        embeddings: of the examples, shape (width, n), those of one digit side by side.
        logarithms: of the networks' probabilities for them, shape (n, 10).
        digits: that they were taught as, rising; `NOT_A_DIGIT` last.

    Attributes:
        trust: of each example, the probability that it is not a mistake.
    """

    def __init__(self, embeddings: Array, logarithms: Array, digits: Index) -> None:
        self._known, self._starts = np.unique(digits, return_index=True)  # for reduceat
        self._corrections = _corrections(logarithms, digits)
        self.trust = np.ones(len(digits), np.float32)
        self.trust = self._trusted(embeddings, logarithms, digits)

    def logits(self, cosines: Cosines) -> Scores:
        """What the examples add for drawings: shape (drawings, 10). It rises with each cosine."""
        distance = np.float32(1) - cosines
        votes = np.exp(distance / np.float32(-_NEAR)) * self.trust
        carried = np.exp(distance / np.float32(-_FAR)) * (self.trust * self._corrections)
        found = np.zeros((len(cosines), NOT_A_DIGIT + 1))
        found[:, self._known] = _VOTE * np.log1p(
            _SATURATION * np.add.reduceat(votes, self._starts, axis=1)
        ) + np.maximum.reduceat(carried, self._starts, axis=1)
        return found[:, :NOT_A_DIGIT]

    def _trusted(self, embeddings: Array, logarithms: Array, digits: Index) -> Array:
        """The trust, from what the networks and the other examples say of each example."""
        trust = self.trust.copy()
        at = np.flatnonzero(digits != NOT_A_DIGIT)
        own = digits[at]
        logits = logarithms[at].astype(np.float64)
        contradicted = np.flatnonzero(logits[np.arange(len(at)), own] < np.log(0.5))
        if len(contradicted):
            among = at[contradicted]
            cosines = embeddings[:, among].T @ embeddings
            cosines[np.arange(len(among)), among] = -np.inf  # nothing supports itself
            logits[contradicted] += self.logits(cosines)
        odds = np.exp(logits - logits.max(axis=1, keepdims=True))
        right = odds[np.arange(len(at)), own] / odds.sum(axis=1)
        trust[at] = right / (right + _MISTAKES * (1 - right))
        return trust


def _corrections(logarithms: Array, digits: Index) -> Array:
    """The logits that each example's digit lacks to be read correctly by a margin."""
    others = np.where(np.arange(10) == digits[:, None], -np.inf, logarithms).max(axis=1)
    own = np.append(logarithms, np.full((len(digits), 1), np.inf), axis=1)
    lacking = others - own[np.arange(len(digits)), digits] + _MARGIN
    corrections: Array = np.clip(lacking, 0.0, _LARGEST_CORRECTION).astype(np.float32)
    return corrections
