import numpy as np
import pytest

pytest.importorskip("keras", reason="TensorFlow is not installed (pip install .[train])")

from training.network.batches import one_hot
from training.network.loss import FLATNESS, MULTI_DIGIT, digit_accuracy, digits_and_rejection

LABELS = one_hot(np.array([3, 10]), 12)


def loss(evidence):
    return np.asarray(digits_and_rejection(LABELS, np.array(evidence, np.float32)))


def softmax_loss(logits, label):
    return np.log(np.exp(logits).sum()) - logits[label]


def test_it_is_the_cross_entropy_of_the_digit_and_of_being_one():
    rows = np.random.default_rng(1).normal(size=(2, 12))
    digit, none = loss(rows)
    sure = np.log1p(np.exp(rows[0, 10]))
    single = MULTI_DIGIT * np.log1p(np.exp(rows[:, 11]))
    assert digit == pytest.approx(softmax_loss(rows[0, :10], 3) + sure + single[0], rel=1e-5)
    flat = np.mean([softmax_loss(rows[1, :10], label) for label in range(10)]) - np.log(10)
    doubtful = np.log1p(np.exp(-rows[1, 10]))
    assert none == pytest.approx(FLATNESS * flat + doubtful + single[1], rel=1e-5)


def test_a_non_digit_costs_least_if_all_digits_are_equally_probable():
    level, peaked = np.zeros((2, 12)), np.zeros((2, 12))
    peaked[:, 5] = 4
    assert loss(level)[1] < loss(peaked)[1]


def test_several_digits_cost_less_if_they_are_recognised_as_several():
    labels = np.array([[0] * 10 + [1, 1]], np.float32)
    one, multi_digit = np.zeros((1, 12), np.float32), np.zeros((1, 12), np.float32)
    multi_digit[0, 11] = 3
    assert digits_and_rejection(labels, multi_digit)[0] < digits_and_rejection(labels, one)[0]


def test_accuracy_counts_digits_alone():
    evidence = np.zeros((2, 12), np.float32)
    evidence[0, 3] = 1
    assert float(digit_accuracy(LABELS, evidence)) == 1
    evidence[0, 4] = 2
    assert float(digit_accuracy(LABELS, evidence)) == 0
