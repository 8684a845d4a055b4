"""Calibration on held-out data: the temperature and the rejection thresholds of a model's card."""

from __future__ import annotations

import numpy as np

from digitrec.recognition.model import Model
from digitrec.recognition.prediction_cache import read_drawings
from digitrec.recognition.sealed.card import thresholds
from training.data.datasets import PenDigits, Split, to_float
from training.evaluation import metrics

DRAWINGS_LOST = 0.005
"""Share of the held-out writers' digits that may be rejected. Of other writers' digits it should be
one in a hundred at most, and they lose about 1.4 times as many as those who chose it (`TRIED.md`).
"""

PICTURES_LOST = 0.002
"""Share of MNIST's held-out images that may be rejected. A scan has no strokes that could be drawn
again like the training data, so other scanners' digits look stranger than these do."""


def choose_thresholds(model: Model, split: Split) -> dict[str, float]:
    """The temperature and the rejection thresholds for a card, from held-out data alone."""
    views, labels = split.held_out_pen.views(), split.held_out_pen.labels
    temperature = metrics.fit_temperature(model.read_views(views, 1.0).probabilities, labels)
    if model.trajectory is None:
        drawn = model.read_views(views, temperature).outlier_score
    else:  # the combination was learned with the temperature on the card
        drawn = read_drawings(model, split.held_out_pen.strokes).outlier_score
    pictured = model.read(to_float(split.held_out_images.x), temperature).rejection_score
    return thresholds(
        temperature,
        rejection=metrics.rejection_threshold(drawn, lost=DRAWINGS_LOST),
        rejection_in_pictures=metrics.rejection_threshold(pictured, lost=PICTURES_LOST),
    )


def score(model: Model, split: Split, own: PenDigits | None = None) -> float:
    """The score to compare models by: mean accuracy on held-out images and held-out writers.

    Args:
        model: to score.
        split: whose held-out data it reads.
        own: a person's digits, who counts as one more of the held-out writers, with as many digits
            as each of them has.
    """
    images, pen = split.held_out_images, split.held_out_pen
    drawn = metrics.accuracy(read_drawings(model, pen.strokes).probabilities, pen.labels)
    if own is not None and len(own):
        writers = len(np.unique(pen.writers))
        read = read_drawings(model, own.strokes).probabilities
        drawn = (writers * drawn + metrics.accuracy(read, own.labels)) / (writers + 1)
    return (metrics.accuracy(model.run(to_float(images.x)), images.y) + drawn) / 2
