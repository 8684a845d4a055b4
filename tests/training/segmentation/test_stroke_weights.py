import numpy as np
import pytest

from digitrec.recognition.model import Model
from digitrec.recognition.segmentation.weights import DEFAULT, STROKE_FEATURES
from digitrec.resources import model_path
from tests.samples import number
from training.segmentation.crf import is_segmented_right, learn, log_likelihood
from training.segmentation.stroke_weights import example_of
from training.synthetic.digit_strings import Number

MODEL = Model.open(model_path())
WEIGHTS = np.concatenate(DEFAULT.strokes)


def made(text, gap):
    ink = number(text, gap)
    groups, at = [], 0
    for letter in text:
        count = len(number(letter).strokes)
        groups.append(tuple(range(at, at + count)))
        at += count
    return Number(ink, text, tuple(groups))


@pytest.fixture(scope="module")
def examples():
    return [
        example_of(made(text, gap), MODEL) for text, gap in (("457", 10), ("71", -20), ("5", 0))
    ]


def test_the_right_path_is_in_the_lattice(examples):
    assert [len(each.right) for each in examples] == [3, 2, 1]
    assert all(is_segmented_right(each, DEFAULT.strokes) for each in examples)


def test_there_is_no_example_if_the_right_path_is_not_in_the_lattice():
    wrong = made("45", 10)
    assert example_of(Number(wrong.ink, "45", ((0, 2), (1, 3))), MODEL) is None


def test_the_gradient_is_that_of_the_likelihood(examples):
    rng = np.random.default_rng(0)
    weights = WEIGHTS + rng.normal(0, 0.3, len(WEIGHTS))
    for each in examples:
        found, gradient = log_likelihood(each, weights)
        assert found <= 0
        for at in range(len(weights)):
            step = np.zeros_like(weights)
            step[at] = 1e-5
            slope = (
                log_likelihood(each, weights + step)[0] - log_likelihood(each, weights - step)[0]
            ) / 2e-5
            assert gradient[at] == pytest.approx(slope, abs=1e-4)


def test_learning_makes_the_right_paths_likely(examples):
    learned = learn(examples, STROKE_FEATURES, steps=30)
    weights = np.concatenate(learned)
    before = sum(log_likelihood(each, np.zeros_like(weights))[0] for each in examples)
    after = sum(log_likelihood(each, weights)[0] for each in examples)
    assert after > before / 4
    assert all(is_segmented_right(each, learned) for each in examples)
