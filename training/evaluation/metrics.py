"""Metrics of a classifier: accuracy, calibration, temperature scaling, and rejection."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.predictions import calibrate

Floats = NDArray[np.floating]
Labels = NDArray[np.integer]

DIGITS_LOST = 0.01
"""Share of real digits that may be rejected by mistake."""

BINS = 15
"""Bins of confidence, as in Guo et al. 2017, "On Calibration of Modern Neural Networks"."""


def accuracy(probabilities: Floats, labels: Labels) -> float:
    """Share of rows whose largest probability is the label's."""
    return float((probabilities.argmax(axis=1) == labels).mean())


def wilson_interval(share: float, n: int) -> tuple[float, float]:
    """The 95 % confidence interval of a share, if the n drawings are independent.

    Unlike the textbook's `share ± 2 deviations` it stays within [0, 1], and is accurate close to 1.
    Source: Wilson 1927, "Probable Inference, the Law of Succession, and Statistical Inference".
    """
    z = 1.959964  # the normal distribution's 97.5th percentile
    middle = share + z * z / (2 * n)
    half = z * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    low, high = ((middle + side) / (1 + z * z / n) for side in (-half, half))
    return max(float(low), 0.0), min(float(high), 1.0)


def confusion(probabilities: Floats, labels: Labels) -> NDArray[np.int64]:
    """How often each digit (row) was read as each digit (column): shape (10, 10)."""
    counts = np.zeros((10, 10), np.int64)
    np.add.at(counts, (labels, probabilities.argmax(axis=1)), 1)
    return counts


@dataclass(frozen=True)
class Bin:
    """The drawings whose confidence lies between two bounds.

    Attributes:
        low: the lower bound.
        high: the upper bound.
        drawings: how many there are, at least one.
        confidence: their mean confidence.
        accuracy: share of them that was read correctly.
    """

    low: float
    high: float
    drawings: int
    confidence: float
    accuracy: float


def reliability(probabilities: Floats, labels: Labels, bins: int = BINS) -> list[Bin]:
    """The drawings by confidence, in bins of equal width, without the empty ones."""
    confidence = probabilities.max(axis=1)
    right = probabilities.argmax(axis=1) == labels
    which = np.minimum((confidence * bins).astype(int), bins - 1)
    found = []
    for b in np.unique(which):
        inside = which == b
        found.append(
            Bin(
                float(b / bins),
                float((b + 1) / bins),
                int(inside.sum()),
                float(confidence[inside].mean()),
                float(right[inside].mean()),
            )
        )
    return found


def calibration_error(probabilities: Floats, labels: Labels, bins: int = BINS) -> float:
    """Expected calibration error: mean gap between confidence and accuracy over bins.

    Source: Naeini, Cooper, Hauskrecht 2015; Guo et al. 2017.
    """
    gaps = [
        abs(one.accuracy - one.confidence) * one.drawings
        for one in reliability(probabilities, labels, bins)
    ]
    return float(sum(gaps) / len(labels))


def risk_coverage(right: NDArray[np.bool_], rejection_score: Floats) -> tuple[Floats, Floats]:
    """Risk–coverage curve: errors among the answers if the highest rejection scores get none.

    Source: El-Yaniv, Wiener 2010, "On the Foundations of Noise-free Selective Classification".

    Args:
        right: whether each drawing was read correctly: (n,).
        rejection_score: of each: (n,). Drawings with equal scores are answered together.

    Returns:
        Coverage, the share that is answered, rising to 1; and risk, the share of the answers that
        is wrong.
    """
    order = np.argsort(rejection_score, kind="stable")
    last_of_equals = np.append(np.diff(rejection_score[order]) > 0, True)
    answered = np.arange(1, len(order) + 1)[last_of_equals]
    wrong = np.cumsum(~right[order])[last_of_equals]
    return answered / len(order), wrong / answered


def rejection_trade_off(digits: Floats, non_digits: Floats) -> tuple[Floats, Floats]:
    """Digits lost, and non-digits rejected, at every rejection threshold.

    Args:
        digits: rejection scores of real digits: (n,).
        non_digits: rejection scores of drawings that are not digits: (m,).

    Returns:
        Shares of the digits lost, rising to 1, and shares of the non-digits rejected. A drawing is
        rejected if its score is above the threshold.
    """
    thresholds = np.concatenate([np.unique(np.concatenate([digits, non_digits]))[::-1], [-np.inf]])
    shares = [
        1 - np.searchsorted(np.sort(group), thresholds, "right") / len(group)
        for group in (digits, non_digits)
    ]
    return shares[0], shares[1]


def cross_entropy(probabilities: Floats, labels: Labels) -> float:
    """Cross-entropy: the mean negative logarithm of the right digit's probability."""
    right = probabilities[np.arange(len(labels)), labels]
    return float(-np.log(np.maximum(right, 1e-12)).mean())


def fit_temperature(probabilities: Floats, labels: Labels) -> float:
    """The temperature with the lowest cross-entropy on held-out data."""

    def loss(log_temperature: float) -> float:
        return cross_entropy(calibrate(probabilities, float(np.exp(log_temperature))), labels)

    # The loss has one minimum in the inverse temperature; golden-section search finds it.
    low, high = np.log(0.2), np.log(5.0)
    ratio = (np.sqrt(5) - 1) / 2
    for _ in range(40):
        left, right = high - ratio * (high - low), low + ratio * (high - low)
        if loss(left) < loss(right):
            high = right
        else:
            low = left
    return float(np.exp((low + high) / 2))


def rejection_threshold(*groups: Floats, lost: float = DIGITS_LOST) -> float:
    """The lowest threshold at which each group of real digits loses at most a share `lost`.

    Args:
        groups: rejection scores of real digits, each (n,). A digit above the threshold is lost.
        lost: share of a group that may be lost.
    """
    thresholds = []
    for rejection_score in groups:
        rising = np.sort(rejection_score)
        thresholds.append(rising[max(len(rising) - 1 - int(lost * len(rising)), 0)])
    return float(max(thresholds))
