import numpy as np
import pytest

from app.recognition.model import calibrate
from training.metrics import accuracy, calibration_error, fit_temperature, most_doubt


def rows_with(confidences):
    """Rows whose largest probability, of digit 3, is as given."""
    return np.array([[c if i == 3 else (1 - c) / 9 for i in range(10)] for c in confidences])


def test_accuracy_is_the_share_of_right_rows():
    assert accuracy(rows_with([0.9, 0.9, 0.9, 0.9]), np.array([3, 3, 1, 3])) == 0.75


def test_a_classifier_that_is_right_as_often_as_it_says_has_no_calibration_error():
    labels = np.array([3] * 8 + [1] * 2)
    assert calibration_error(rows_with([0.8] * 10), labels) == pytest.approx(0, abs=1e-9)


def test_one_that_is_too_sure_errs_by_the_difference():
    labels = np.array([3] * 5 + [1] * 5)
    assert calibration_error(rows_with([0.99] * 10), labels) == pytest.approx(0.49)


def test_certainty_falls_into_the_last_bin():
    assert calibration_error(rows_with([1.0]), np.array([3])) == 0


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
    threshold = most_doubt(*groups, lost=0.01)
    assert max((group > threshold).mean() for group in groups) <= 0.01
    assert max((group > threshold - 0.02).mean() for group in groups) > 0.01
