"""A semi-Markov conditional random field: learns weights that make the right paths likely.

Sarawagi, Cohen 2004, "Semi-Markov Conditional Random Fields for Information Extraction". The
examples are lattices whose right path is known; their likelihood is maximised.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from digitrec.recognition.predictions import Predictions
from digitrec.recognition.segmentation.lattice import Lattice
from digitrec.recognition.segmentation.weights import Features, Weights

STEPS = 150
_RATE = 0.15
_DECAY = 0.003  # of the weights, for each example

MIN_EXAMPLES = 50
"""With fewer, the default weights serve a network better than its own would."""

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Example:
    """A lattice with the right path through it.

    Attributes:
        groups: features, a row a candidate.
        cuts: for each candidate, the features of the cuts to its predecessors.
        predecessors: for each candidate, the indices of those that may stand on its left.
        final: the candidates that reach the right end.
        right: the candidates on the right path, from left to right.
    """

    groups: Array
    cuts: list[Array]
    predecessors: list[list[int]]
    final: list[int]
    right: list[int]

    @classmethod
    def of(cls, lattice: Lattice[Any], predictions: Predictions, right: list[int]) -> Example:
        """The features of a lattice whose candidates the network has read."""
        groups, cuts = lattice.features(predictions)
        return cls(groups, cuts, lattice.predecessors, lattice.final, right)


def log_likelihood(example: Example, weights: Array) -> tuple[float, Array]:
    """Log-likelihood of the right path, and its gradient, by the forward-backward algorithm.

    Args:
        example: a lattice with its right path.
        weights: those of the candidates' features, then those of the cuts'.
    """
    own = example.groups.shape[1]
    scores = example.groups @ weights[:own]
    steps = [cut @ weights[own:] for cut in example.cuts]
    forward = scores.copy()
    for at, lefts in enumerate(example.predecessors):
        if lefts:
            forward[at] += np.logaddexp.reduce(forward[lefts] + steps[at])
    backward = np.full(len(scores), -np.inf)
    backward[example.final] = 0.0
    for at in reversed(range(len(scores))):
        for place, left in enumerate(example.predecessors[at]):
            step = steps[at][place] + scores[at] + backward[at]
            backward[left] = np.logaddexp(backward[left], step)
    total = float(np.logaddexp.reduce(forward[example.final]))
    gradient = np.zeros_like(weights)
    gradient[:own] = example.groups[example.right].sum(axis=0)
    gradient[:own] -= np.exp(forward + backward - total) @ example.groups
    found = float(scores[example.right].sum()) - total
    for at, lefts in enumerate(example.predecessors):
        if lefts:
            shares = np.exp(forward[lefts] + steps[at] + scores[at] + backward[at] - total)
            gradient[own:] -= shares @ example.cuts[at]
    for left_at, at in itertools.pairwise(example.right):
        place = example.predecessors[at].index(left_at)
        gradient[own:] += example.cuts[at][place]
        found += float(steps[at][place])
    return found, gradient


def learn(
    examples: Sequence[Example],
    features: Features,
    steps: int = STEPS,
    fixed: Mapping[str, float] | None = None,
) -> Weights:
    """The weights that maximise the likelihood of the examples, by Adam, to three decimals.

    Args:
        examples: lattices with their right paths.
        features: the names of their columns.
        steps: of Adam.
        fixed: weights of features that stay as they are, by name.
    """
    own = len(features.groups)
    weights = np.zeros(own + len(features.cuts))
    free = np.ones_like(weights)
    for name, weight in (fixed or {}).items():
        same = [each == name for each in (*features.groups, *features.cuts)]
        weights[same], free[same] = weight, 0.0
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for step in tqdm(range(1, steps + 1), desc="learning", unit="step", disable=None):
        gradient = sum(
            (log_likelihood(each, weights)[1] for each in examples), np.zeros_like(weights)
        )
        gradient = gradient / len(examples) - _DECAY * weights
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.99 * square + 0.01 * gradient**2
        rate = _RATE if step <= steps * 2 // 3 else _RATE / 3
        weights += (
            free * rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
        )
    rounded = np.round(weights, 3) + 0.0  # no minus zero
    return Weights(rounded[:own], rounded[own:])


def is_segmented_right(example: Example, weights: Weights) -> bool:
    """Whether the best path is the right one."""
    scores = example.groups @ weights.groups
    back: list[int | None] = []
    for at, left in enumerate(example.predecessors):
        if not left:
            back.append(None)
            continue
        sums = scores[left] + example.cuts[at] @ weights.cuts
        back.append(left[int(sums.argmax())])
        scores[at] += sums.max()
    path = [example.final[int(scores[example.final].argmax())]]
    while (before := back[path[0]]) is not None:
        path.insert(0, before)
    return path == example.right
