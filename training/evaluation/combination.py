"""The weights of the picture classifier and the trajectory network, learned on held-out writers.

Each digit is used as it was drawn, with every stroke reversed and with the strokes in another
order: whoever draws in another order should not be read worse for it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.combination import Combination, log
from digitrec.recognition.model import Model
from digitrec.recognition.predictions import Predictions
from digitrec.recognition.raster import render_views
from digitrec.recognition.trajectory import trajectories
from training.data.datasets import PenDigits, Strokes

_STEPS = 30
_RIDGE = 1e-3

Floats = NDArray[np.float64]


def learn_combination(
    model: Model,
    held_out: PenDigits,
    limit: int | None = None,
    seed: int = 0,
) -> Combination:
    """The weights that explain held-out digits best: the maximum likelihood, by Newton's method.

    Args:
        model: with a trajectory network; its temperature must be on its card.
        held_out: digits of writers that neither network was trained on.
        limit: at most this many digits are used; None for all.
        seed: of the orders.
    """
    rng = np.random.default_rng(seed)
    digits = held_out.strokes[:limit]
    drawings = [
        drawing
        for strokes in digits
        for drawing in (strokes, _reversed(strokes), _reordered(strokes, rng))
    ]
    labels = np.repeat(held_out.labels[:limit], 3)
    picture, path = read_apart(model, drawings)
    shares = _softmax_weights(log(picture.probabilities), log(path.probabilities), labels)
    return Combination(*map(float, shares))


def read_apart(model: Model, drawings: Sequence[Strokes]) -> tuple[Predictions, Predictions]:
    """The predictions of the picture classifier, and those of the trajectory network."""
    views = np.stack([render_views(strokes) for strokes in drawings])
    return model.read_views(views), model.read_paths(trajectories(drawings))


def _softmax_weights(one: Floats, other: Floats, labels: NDArray[np.uint8]) -> Floats:
    """Weights (2,) of two networks' log-probabilities (n, 10) in one softmax."""
    both = np.stack([one, other])
    rows = np.arange(len(labels))
    weights = np.array([0.5, 0.5])
    for _ in range(_STEPS):
        logits = np.tensordot(weights, both, 1)
        odds = np.exp(logits - logits.max(axis=1, keepdims=True))
        share = odds / odds.sum(axis=1, keepdims=True)
        mean = (share * both).sum(axis=2)
        gradient = (mean - both[:, rows, labels]).mean(axis=1)
        centred = both - mean[..., None]
        curvature = np.einsum("nk,ink,jnk->ij", share, centred, centred) / len(labels)
        weights = weights - np.linalg.solve(curvature + _RIDGE * np.eye(2), gradient)
    return np.asarray(np.clip(weights, 0.0, 2.0))


def _reversed(strokes: Strokes) -> Strokes:
    return tuple(stroke[::-1] for stroke in strokes)


def _reordered(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    return tuple(strokes[at] for at in rng.permutation(len(strokes)))
