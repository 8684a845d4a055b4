"""Search for the best paths through a lattice of candidates, and the probability of each path.

The search goes from left to right and keeps the best few paths to each candidate. Nothing that
belongs to the result is pruned, so it is exact: the list Viterbi algorithm (Seshadri, Sundberg
1994), as used for lattices of digits by LeCun, Bottou, Bengio, Haffner 1998, "Gradient-Based
Learning Applied to Document Recognition". The probabilities are those of a semi-Markov conditional
random field (Sarawagi, Cohen 2004). The search doesn't know what the candidates are made of.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Span = tuple[int, int]
"""The position of a candidate's first piece, from left to right, and the one after its last."""

_Scored = list[tuple[float, tuple[int, ...]]]


class Path(NamedTuple):
    """A path through a lattice: each piece belongs to exactly one of its candidates.

    Attributes:
        candidates: their indices, from left to right.
        probability: that this path is the right one.
    """

    candidates: tuple[int, ...]
    probability: float


class Scores(NamedTuple):
    """The scores of candidates and of the cuts between them.

    Attributes:
        groups: shape (candidates,).
        cuts: for each candidate, the scores of the cuts to its predecessors.
    """

    groups: Array
    cuts: Sequence[Array]


def predecessors(spans: Sequence[Span]) -> list[list[int]]:
    """For each candidate, the indices of those that end where it begins."""
    ending: dict[int, list[int]] = {}
    for at, (_, end) in enumerate(spans):
        ending.setdefault(end, []).append(at)
    return [ending.get(first, []) for first, _ in spans]


def final(spans: Sequence[Span]) -> list[int]:
    """The indices of the candidates that reach the right end."""
    count = max(end for _, end in spans)
    return [at for at, (_, end) in enumerate(spans) if end == count]


def best_paths(
    spans: Sequence[Span],
    lefts: Sequence[Sequence[int]],
    scores: Scores,
    digits: int | None = None,
    limit: int = 3,
) -> list[Path]:
    """The best paths through a lattice, best first; none if no path has that many digits.

    Args:
        spans: of the candidates, sorted.
        lefts: what `predecessors` gives for them.
        scores: of the candidates and the cuts.
        digits: the number of candidates on a path; None for any number.
        limit: how many paths to return at most.
    """
    ends = [
        found
        for number, found in _paths_by_length(spans, lefts, scores, digits, limit).items()
        if digits is None or number == digits
    ]
    paths = sorted((path for found in ends for path in found), reverse=True)[:limit]
    total = _log_partition(spans, lefts, scores, digits)
    return [Path(path, math.exp(min(score - total, 0.0))) for score, path in paths]


def _paths_by_length(
    spans: Sequence[Span],
    lefts: Sequence[Sequence[int]],
    scores: Scores,
    digits: int | None,
    limit: int,
) -> dict[int, _Scored]:
    """The best complete paths with their scores, by their number of candidates.

    Without a given number of digits the candidates aren't counted: all paths are under 0.
    """
    found: list[dict[int, _Scored]] = []
    ends: dict[int, _Scored] = {}
    count = max(end for _, end in spans)
    for at, (first, end) in enumerate(spans):
        here: dict[int, _Scored] = {}
        if first == 0:
            here[1 if digits else 0] = [(float(scores.groups[at]), (at,))]
        for place, left in enumerate(lefts[at]):
            step = float(scores.groups[at] + scores.cuts[at][place])
            for number, paths in found[left].items():
                longer = number + 1 if digits else 0
                if digits is None or longer <= digits:
                    here.setdefault(longer, []).extend(
                        (score + step, (*path, at)) for score, path in paths
                    )
        for number, paths in here.items():
            here[number] = sorted(paths, reverse=True)[:limit]
            if end == count:
                ends.setdefault(number, []).extend(here[number])
        found.append(here)
    return ends


def _log_partition(
    spans: Sequence[Span], lefts: Sequence[Sequence[int]], scores: Scores, digits: int | None
) -> float:
    """Logarithm of the sum, over all paths, of the exponential of their scores."""
    longest = digits or 1
    sums = np.full((len(spans), longest), -np.inf)
    for at, (first, _) in enumerate(spans):
        if first == 0:
            sums[at, 0] = scores.groups[at]
        elif lefts[at]:
            left = sums[list(lefts[at])] + scores.cuts[at][:, None]
            total = np.logaddexp.reduce(left, axis=0) + scores.groups[at]
            if digits is None:
                sums[at] = total
            else:
                sums[at, 1:] = total[:-1]
    return float(np.logaddexp.reduce(sums[final(spans), longest - 1]))
