"""Measures of a classifier: accuracy, calibration, and what doubt costs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.recognition.model import calibrate

Floats = NDArray[np.floating]
Labels = NDArray[np.integer]

DIGITS_LOST = 0.01
"""Share of real digits that may be rejected by mistake."""


def accuracy(probabilities: Floats, labels: Labels) -> float:
    """Share of rows whose largest probability is the label's."""
    return float((probabilities.argmax(axis=1) == labels).mean())


def calibration_error(probabilities: Floats, labels: Labels, bins: int = 15) -> float:
    """Expected calibration error: mean gap of confidence and accuracy over equal bins.

    Source: Naeini, Cooper, Hauskrecht 2015; Guo et al. 2017 (15 bins).
    """
    confidence = probabilities.max(axis=1)
    right = probabilities.argmax(axis=1) == labels
    which = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = [
        abs(right[which == b].mean() - confidence[which == b].mean()) * (which == b).mean()
        for b in range(bins)
        if (which == b).any()
    ]
    return float(sum(gaps))


def fit_temperature(probabilities: NDArray[np.float32], labels: Labels) -> float:
    """The temperature with the least negative log likelihood on held-out data."""
    rows = np.arange(len(labels))

    def loss(log_temperature: float) -> float:
        calibrated = calibrate(probabilities, float(np.exp(log_temperature)))
        return float(-np.log(np.maximum(calibrated[rows, labels], 1e-12)).mean())

    # The loss has one minimum in the inverse temperature; golden section closes in on it.
    low, high = np.log(0.2), np.log(5.0)
    ratio = (np.sqrt(5) - 1) / 2
    for _ in range(40):
        left, right = high - ratio * (high - low), low + ratio * (high - low)
        if loss(left) < loss(right):
            high = right
        else:
            low = left
    return float(np.exp((low + high) / 2))


def most_doubt(*groups: Floats, lost: float = DIGITS_LOST) -> float:
    """The lowest threshold at which each group of real digits loses at most a share `lost`.

    Args:
        groups: the doubt of real digits, each (n,); one with more than the threshold is lost.
        lost: share of a group that may be.
    """
    thresholds = []
    for doubt in groups:
        rising = np.sort(doubt)
        thresholds.append(rising[len(rising) - 1 - int(lost * len(rising))])
    return float(max(thresholds))
