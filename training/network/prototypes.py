"""Prototypes: typical digits, for out-of-distribution detection by distance.

A network that was trained against some kinds of outliers recognises others less well. The distance
of a drawing's embedding from those of the training digits helps with any kind (Papernot, McDaniel
2018, "Deep k-Nearest Neighbors"). A few centres for each digit represent all of its drawings. They
are found by spherical k-means (Dhillon, Modha 2001, "Concept Decompositions
for Large Sparse Text Data Using Clustering").
"""

from __future__ import annotations

import keras
import numpy as np
from numpy.typing import NDArray

from training.data.datasets import PenDigits
from training.network.architectures import PROTOTYPES, PROTOTYPES_OF_A_DIGIT
from training.network.half_precision import is_half, rounded

Directions = NDArray[np.float32]

_ROUNDS = 15


def fit_prototypes(network: keras.Model, pen: PenDigits, seed: int = 0) -> bool:
    """Sets a network's layer `prototypes` to the centres of digits' embeddings.

    Only drawn digits are used. With images among them, fewer characters are rejected, and images
    themselves are judged without prototypes.

    Args:
        network: a trained one; which digits it reads does not change.
        pen: digits that it was trained on.
        seed: of the first centres.

    Returns:
        Whether there is such a layer, and at least as many drawings of each digit as centres.
    """
    layer = next((each for each in network.layers if each.name == PROTOTYPES), None)
    enough = np.bincount(pen.labels, minlength=10).min() >= PROTOTYPES_OF_A_DIGIT
    if layer is None or not enough:
        return False
    half = is_half(network)
    embed = keras.Model(network.inputs, network.get_layer("direction").output)
    views = pen.views()
    directions = embed.predict(views.reshape(-1, 28, 28, 1), batch_size=512, verbose=0)
    labels = np.repeat(pen.labels, views.shape[1])
    rng = np.random.default_rng(seed)
    centres = np.concatenate([_centres(directions[labels == digit], rng) for digit in range(10)])
    layer.set_weights([rounded(centres.T) if half else centres.T])
    return True


def is_fitted(network: keras.Model) -> bool:
    """Whether a network's prototypes have been set."""
    layer = next((each for each in network.layers if each.name == PROTOTYPES), None)
    return layer is not None and bool(np.any(layer.get_weights()[0]))


def _centres(directions: Directions, rng: np.random.Generator) -> Directions:
    """Centres (k, m) of unit vectors (n, m), themselves of length 1."""
    centres = directions[rng.choice(len(directions), PROTOTYPES_OF_A_DIGIT, replace=False)]
    for _ in range(_ROUNDS):
        nearest = (directions @ centres.T).argmax(axis=1)
        for at in range(len(centres)):
            own = directions[nearest == at]
            if len(own):  # else the centre stays where it is
                middle = own.mean(axis=0)
                centres[at] = middle / np.linalg.norm(middle)
    return centres
