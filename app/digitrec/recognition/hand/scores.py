"""What examples say about the rejection of a drawing, in logits."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.hand.embedded import NOT_A_DIGIT, Cosines, Scores, logit
from digitrec.recognition.hand.evidence import Array, Index
from digitrec.recognition.predictions import Predictions

_CLOSE, _SLOPE = 0.88, 0.02
"""The cosine from which a drawing is accepted or rejected like an example, and the width of the
transition."""

_MARGIN, _LARGEST_RISE = 2.0, 4.0
"""Logits between a threshold and the score that an example itself gets, and the most by which an
example that is not a digit raises a score."""


class ScoreMoves:
    """By how much examples move the three scores of drawings close to them.

    Args:
        scores: of the examples, in logits, shape (n, 3), those of one digit side by side.
        digits: that they were taught as, rising; `NOT_A_DIGIT` last.
        threshold: the score above which a drawing is rejected.
    """

    def __init__(self, scores: Array, digits: Index, threshold: float) -> None:
        self._level = float(logit(np.array([threshold]))[0])
        self._first_other = int(np.searchsorted(digits, NOT_A_DIGIT))
        falls, rises = _moves(scores, digits, self._level)
        self._falling, self._rising = (
            np.flatnonzero(moves.any(axis=1)) for moves in (falls, rises)
        )
        self._falls, self._rises = falls[self._falling], rises[self._rising]

    def moved(self, predictions: Predictions, cosines: Cosines) -> tuple[Scores, ...]:
        """The three scores, moved where an example is close whose own score was wrong."""
        if not len(self._falling) and not len(self._rising):
            return predictions.scores
        share = self._share_of_others(cosines)
        near = _closeness(cosines[:, self._falling])
        fall = (near[..., None] * self._falls).max(axis=1, initial=0.0)
        change = share * self._rise(cosines) - (1 - share) * fall
        scores = np.stack(predictions.scores, axis=1)
        moved = 1 / (1 + np.exp(-(logit(scores) + change)))
        return tuple(np.where(change == 0, scores, moved).T)

    def may_reject(self, score: Scores, cosines: Cosines, margin: float) -> NDArray[np.bool_]:
        """Of drawings, whether a score may come within a margin of the threshold, or above it.

        Args:
            score: of n drawings.
            cosines: the largest possible ones.
            margin: in logits.
        """
        if not len(self._rising):
            return np.zeros(len(score), bool)
        found: NDArray[np.bool_] = (
            logit(score) + self._rise(cosines).max(axis=1) > self._level - margin
        )
        return found

    def _rise(self, cosines: Cosines) -> Scores:
        """Logits (n, 3) that are added because of what is not a digit."""
        near = _closeness(cosines[:, self._rising])
        rise: Scores = (near[..., None] * self._rises).sum(axis=1)
        return rise

    def _share_of_others(self, cosines: Cosines) -> Scores:
        """How far what is not a digit is closer to each drawing than the digits are: (n, 1)."""
        first_other = self._first_other
        digits, others = (
            some.max(axis=1, initial=-1.0, keepdims=True).astype(np.float64)
            for some in (cosines[:, :first_other], cosines[:, first_other:])
        )
        share: Scores = 1 / (1 + np.exp((digits - others) / _SLOPE))
        return share


def _moves(scores: Array, digits: Index, level: float) -> tuple[Scores, Scores]:
    """By how much each example's scores (n, 3) should fall, or rise, in logits.

    The rejection scores of a digit belong below the threshold, those of what isn't one above. And
    one digit is not several.
    """
    levels = np.array([level, 0.0, level])
    is_digit = (digits != NOT_A_DIGIT)[:, None]
    falls = np.maximum(scores - levels + _MARGIN, 0.0)
    rises = np.clip(levels - scores + _MARGIN, 0.0, _LARGEST_RISE) * (1, 0, 1)
    return np.where(is_digit, falls, 0.0), np.where(is_digit, 0.0, rises)


def _closeness(cosines: Cosines) -> Scores:
    """From 0 to 1: whether a drawing is so close to an example that its scores should be alike."""
    return 1 / (1 + np.exp((_CLOSE - cosines.astype(np.float64)) / _SLOPE))
