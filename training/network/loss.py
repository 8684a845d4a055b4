"""Loss for twelve logits: ten digits, "this is not a single digit", "these are several"."""

from __future__ import annotations

from typing import Any

from keras import ops

FLATNESS = 0.3
"""Weight of the term that makes the ten digits equally probable for a drawing that is not a digit
(Hendrycks et al. 2019), against 1 for a digit's cross-entropy."""


MULTI_DIGIT = 0.5
"""Weight of telling several digits from one character, against 1 for a digit's cross-entropy."""


def digits_and_rejection(labels: Any, evidence: Any) -> Any:
    """Cross-entropy of the digit, of being a single digit at all, and of being several.

    Args:
        labels: (n, 12), 0 or 1, or in between if there are teachers: the ten digits, not a single
            digit, several digits.
        evidence: (n, 12) logits.

    Returns:
        Shape (n,).
    """
    none = labels[:, 10]
    log_digits = ops.log_softmax(evidence[:, :10], axis=-1)
    digits = -ops.sum(labels[:, :10] * log_digits, axis=-1)
    flat = -ops.mean(log_digits, axis=-1) - ops.log(10.0)
    rejection_score = evidence[:, 10]
    being = ops.softplus(rejection_score) - none * rejection_score
    multi_digit = ops.softplus(evidence[:, 11]) - labels[:, 11] * evidence[:, 11]
    return digits + FLATNESS * none * flat + being + MULTI_DIGIT * multi_digit


def digit_accuracy(labels: Any, evidence: Any) -> Any:
    """Share of the digits that is read correctly (a scalar); outliers don't count."""
    digit = 1 - labels[:, 10]
    right = ops.equal(ops.argmax(labels[:, :10], axis=-1), ops.argmax(evidence[:, :10], axis=-1))
    return ops.sum(ops.cast(right, digit.dtype) * digit) / ops.maximum(ops.sum(digit), 1)
