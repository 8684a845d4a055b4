"""Paths: the best ways through a lattice of candidates, and how likely each is, by their scores.

Dynamic programming (LeCun, Bottou, Bengio, Haffner 1998, "Gradient-Based Learning Applied to
Document Recognition"); the scores of all ways are those of a semi-Markov conditional random field
(Sarawagi, Cohen 2004). Knows nothing of what the candidates are made of.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.predictions import Predictions

Array = NDArray[np.float64]
Span = tuple[int, int]
"""Place of the first part of a candidate, from left to right, and the place after its last."""

_Ways = dict[int, list[tuple[float, tuple[int, ...]]]]


class Path(NamedTuple):
    """A way to take each part into one candidate.

    Attributes:
        candidates: indices of those it takes, from left to right.
        probability: that it is the right one.
    """

    candidates: tuple[int, ...]
    probability: float


def evidence(predictions: Predictions) -> Array:
    """What the network's answers for candidates bring to the scores: (candidates, 5).

    One, for each digit costs; logarithms of the best digit's probability and of there being a
    digit; and the log-odds of there being none, and of there being several.
    """
    best = np.log(np.maximum(predictions.probabilities.max(axis=1), 1e-9))
    rejection_score, multi_digit = (
        np.clip(p, 1e-5, 1 - 1e-5) for p in (predictions.rejection_score, predictions.multi_digit)
    )
    columns = [
        np.ones_like(best),
        best,
        np.log1p(-rejection_score),
        _odds(rejection_score),
        _odds(multi_digit),
    ]
    return np.stack(columns, axis=1)


def _odds(probability: Array) -> Array:
    return np.clip(np.log(probability / (1 - probability)), -6, 6)


class Scores(NamedTuple):
    """What speaks for candidates.

    Attributes:
        groups: shape (candidates,), of each.
        cuts: for each candidate those of the cuts to the candidates before it.
    """

    groups: Array
    cuts: Sequence[Array]


def before(spans: Sequence[Span]) -> list[list[int]]:
    """For each candidate those that may stand on its left."""
    ending: dict[int, list[int]] = {}
    for at, (_, end) in enumerate(spans):
        ending.setdefault(end, []).append(at)
    return [ending.get(first, []) for first, _ in spans]


def last(spans: Sequence[Span]) -> list[int]:
    """The candidates that end the drawing."""
    count = max(end for _, end in spans)
    return [at for at, (_, end) in enumerate(spans) if end == count]


def best_paths(
    spans: Sequence[Span],
    lefts: Sequence[Sequence[int]],
    scores: Scores,
    digits: int | None = None,
    most: int = 3,
) -> list[Path]:
    """The best ways through a lattice, best first; none where no way has so many digits.

    Args:
        spans: of the candidates, rising.
        lefts: what `before` gives of them.
        scores: of the candidates and the cuts.
        digits: how many the way goes through; None for any number.
        most: ways to give.
    """
    ends = [
        found
        for number, found in _ways(spans, lefts, scores, digits, most).items()
        if digits is None or number == digits
    ]
    ways = sorted((way for found in ends for way in found), reverse=True)[:most]
    total = _total(spans, lefts, scores, digits)
    return [Path(way, math.exp(min(score - total, 0.0))) for score, way in ways]


def _ways(
    spans: Sequence[Span],
    lefts: Sequence[Sequence[int]],
    scores: Scores,
    digits: int | None,
    most: int,
) -> _Ways:
    """The best ways to the end with their scores, by how many digits they have.

    The number is counted only where it is asked for.
    """
    found: list[_Ways] = []
    ends: _Ways = {}
    count = max(end for _, end in spans)
    for at, (first, end) in enumerate(spans):
        here: _Ways = {}
        if first == 0:
            here[1 if digits else 0] = [(float(scores.groups[at]), (at,))]
        for place, left in enumerate(lefts[at]):
            step = float(scores.groups[at] + scores.cuts[at][place])
            for number, ways in found[left].items():
                longer = number + 1 if digits else 0
                if digits is None or longer <= digits:
                    here.setdefault(longer, []).extend(
                        (score + step, (*way, at)) for score, way in ways
                    )
        for number, ways in here.items():
            here[number] = sorted(ways, reverse=True)[:most]
            if end == count:
                ends.setdefault(number, []).extend(here[number])
        found.append(here)
    return ends


def _total(
    spans: Sequence[Span], lefts: Sequence[Sequence[int]], scores: Scores, digits: int | None
) -> float:
    """Logarithm of the sum over all ways, of the exponential of their scores."""
    most = digits or 1
    sums = np.full((len(spans), most), -np.inf)
    for at, (first, _) in enumerate(spans):
        if first == 0:
            sums[at, 0] = scores.groups[at]
        elif lefts[at]:
            left = sums[list(lefts[at])] + scores.cuts[at][:, None]
            together = np.logaddexp.reduce(left, axis=0) + scores.groups[at]
            if digits is None:
                sums[at] = together
            else:
                sums[at, 1:] = together[:-1]
    return float(np.logaddexp.reduce(sums[last(spans), most - 1]))
