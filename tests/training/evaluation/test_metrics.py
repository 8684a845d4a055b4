import numpy as np
import pytest

from digitrec.recognition.predictions import calibrate
from training.evaluation.metrics import (
    accuracy,
    calibration_error,
    confusion,
    fit_temperature,
    rejection_threshold,
    rejection_trade_off,
    reliability,
    risk_coverage,
    wilson_interval,
)


def rows_with(confidences):
    """Rows whose largest probability, of digit 3, is as given."""
    return np.array([[c if i == 3 else (1 - c) / 9 for i in range(10)] for c in confidences])


def test_accuracy_is_the_share_of_right_rows():
    assert accuracy(rows_with([0.9, 0.9, 0.9, 0.9]), np.array([3, 3, 1, 3])) == 0.75


def test_the_interval_of_a_share_is_wilsons():
    # Brown, Cai, DasGupta 2001, "Interval Estimation for a Binomial Proportion": 5 of 10, 0 of 10.
    assert wilson_interval(0.5, 10) == pytest.approx((0.2366, 0.7634), abs=1e-4)
    assert wilson_interval(0.0, 10) == pytest.approx((0.0, 0.2775), abs=1e-4)
    assert wilson_interval(1.0, 10) == pytest.approx((0.7225, 1.0), abs=1e-4)


def test_95_of_100_intervals_hold_the_true_share():
    rng = np.random.default_rng(0)
    intervals = [wilson_interval(k / 1500, 1500) for k in rng.binomial(1500, 0.992, 4000)]
    assert np.mean([low <= 0.992 <= high for low, high in intervals]) == pytest.approx(
        0.95, abs=0.015
    )


def test_confusion_counts_readings_by_what_was_meant():
    counts = confusion(rows_with([0.9] * 4), np.array([3, 3, 8, 3]))
    assert counts[3, 3] == 3
    assert counts[8, 3] == 1
    assert counts.sum() == 4


def test_reliability_leaves_empty_bins_out_and_loses_no_drawing():
    bins = reliability(rows_with([0.31, 0.35, 0.95, 1.0]), np.array([3, 1, 3, 3]), bins=10)
    assert [(one.low, one.drawings, one.accuracy) for one in bins] == [(0.3, 2, 0.5), (0.9, 2, 1.0)]
    assert [one.confidence for one in bins] == pytest.approx([0.33, 0.975])


def test_a_classifier_that_is_right_as_often_as_it_says_has_no_calibration_error():
    labels = np.array([3] * 8 + [1] * 2)
    assert calibration_error(rows_with([0.8] * 10), labels) == pytest.approx(0, abs=1e-9)


def test_the_calibration_error_of_an_overconfident_classifier_is_the_difference():
    labels = np.array([3] * 5 + [1] * 5)
    assert calibration_error(rows_with([0.99] * 10), labels) == pytest.approx(0.49)


def test_certainty_falls_into_the_last_bin():
    assert calibration_error(rows_with([1.0]), np.array([3])) == 0


def test_risk_is_the_share_of_errors_among_the_answers():
    right = np.array([False, True, True, True])
    coverage, risk = risk_coverage(right, np.array([0.9, 0.1, 0.3, 0.2]))
    assert coverage.tolist() == [0.25, 0.5, 0.75, 1]
    assert risk.tolist() == [0, 0, 0, 0.25]


def test_drawings_with_equal_scores_are_answered_together():
    right = np.array([True, False, True])
    coverage, risk = risk_coverage(right, np.array([0.5, 0.5, 0.5]))
    assert coverage.tolist() == [1]
    assert risk.tolist() == [pytest.approx(1 / 3)]


def test_more_is_rejected_the_more_digits_may_be_lost():
    lost, rejected = rejection_trade_off(np.array([0.1, 0.2, 0.3, 0.6]), np.array([0.5, 0.7]))
    assert list(zip(lost, rejected, strict=True)) == [
        (0, 0), (0, 0.5), (0.25, 0.5), (0.25, 1), (0.5, 1), (0.75, 1), (1, 1),
    ]  # fmt: skip


def test_the_temperature_that_spoiled_a_softmax_is_found_again():
    rng = np.random.default_rng(0)
    logits = rng.normal(0, 2, (20_000, 10))
    honest = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    labels = (honest.cumsum(axis=1) > rng.random((len(honest), 1))).argmax(axis=1)
    too_sure = calibrate(honest.astype(np.float32), 0.5).astype(np.float32)
    assert fit_temperature(too_sure, labels) == pytest.approx(2.0, rel=0.05)


def test_the_threshold_loses_at_most_the_share_asked_for_in_every_group():
    rng = np.random.default_rng(0)
    groups = [rng.uniform(0, high, 500) for high in (0.7, 0.4)]
    threshold = rejection_threshold(*groups, lost=0.01)
    assert max((group > threshold).mean() for group in groups) <= 0.01
    assert max((group > threshold - 1e-9).mean() for group in groups) > 0.01


def test_no_digit_is_lost_where_none_may_be():
    rejection_score = np.array([0.2, 0.9, 0.4])
    assert rejection_threshold(rejection_score, lost=0) == 0.9
