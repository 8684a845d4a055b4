import numpy as np
import pytest

from digitrec.recognition.example import Example
from digitrec.recognition.hand import Hand
from digitrec.recognition.model import Model
from digitrec.recognition.prediction_cache import read_drawings
from digitrec.recognition.predictions import concatenate
from digitrec.resources import model_path
from tests.samples import digit
from training.data.datasets import PenDigits, load_split
from training.evaluation import metrics
from training.evaluation.figures import TaughtFigures
from training.evaluation.report.plots import learning_curve
from training.evaluation.taught import EXAMPLES, measure_taught

MODEL = Model.open(model_path())


@pytest.fixture(scope="module")
def pen(real_data):
    """The held-out writers' digits."""
    return load_split(real_data).held_out_pen


@pytest.fixture(scope="module")
def predictions(pen):
    return read_drawings(MODEL, pen.strokes, embedded=True)


@pytest.fixture(scope="module")
def curve(pen, predictions):
    return measure_taught(MODEL, pen, predictions)


def test_more_examples_never_read_worse_and_ten_read_better(curve):
    """All are measured on the same 4,495 readings, where one digit is 0.02 points."""
    assert tuple(one.examples for one in curve) == EXAMPLES
    assert len({one.drawings for one in curve}) == 1
    accuracy = [one.accuracy for one in curve]
    assert accuracy == sorted(accuracy)
    assert 1 - accuracy[-1] < 0.6 * (1 - accuracy[0])
    worst = [one.worst_writer for one in curve]
    assert worst == sorted(worst)


def test_confidences_stay_calibrated_and_no_more_digits_are_rejected(curve):
    assert all(one.calibration_error < 0.004 for one in curve)
    rejected = [one.rejected for one in curve]
    assert rejected == sorted(rejected, reverse=True)


def test_one_wrong_label_among_ten_costs_at_most_half_a_point(pen, predictions):
    rng = np.random.default_rng(0)
    right = {False: [], True: []}
    for _ in range(3):
        for writer in np.unique(pen.writers):
            own = np.flatnonzero(pen.writers == writer)
            taught = [rng.choice(own[pen.labels[own] == which]) for which in range(10)]
            rest = np.setdiff1d(own, taught)
            mistaken = rng.integers(10)
            for wrong in (False, True):
                labels = [
                    (which + (wrong and which == mistaken) * rng.integers(1, 10)) % 10
                    for which in range(10)
                ]
                examples = [
                    Example(int(at), pen.strokes[at], int(label))
                    for at, label in zip(taught, labels, strict=True)
                ]
                hand = Hand.of(MODEL, examples, predictions.pick(taught))
                found = hand.apply(predictions.pick(rest))[0].probabilities.argmax(axis=1)
                right[wrong] += (found == pen.labels[rest]).tolist()
    assert np.mean(right[True]) >= np.mean(right[False]) - 0.005


def test_taught_digits_do_not_let_other_characters_pass(pen, predictions, real_data):
    from training.data.datasets import load_non_digits

    greek = read_drawings(MODEL, load_non_digits(real_data)["Greek"][::4], embedded=True)
    threshold = MODEL.card.rejection_threshold
    before = (greek.outlier_score > threshold).mean()
    for writer in np.unique(pen.writers)[:3]:
        taught = np.flatnonzero(pen.writers == writer)[:100]
        examples = [Example(int(at), pen.strokes[at], int(pen.labels[at])) for at in taught]
        after = Hand.of(MODEL, examples, predictions.pick(taught)).apply(greek)[0].outlier_score
        assert (after > threshold).mean() >= before - 0.01


def test_the_untaught_figures_are_those_of_the_networks(pen, predictions, curve):
    assert curve[0].calibration_error == pytest.approx(
        metrics.calibration_error(predictions.probabilities, pen.labels), abs=2e-3
    )
    assert (
        abs(curve[0].accuracy - (predictions.probabilities.argmax(1) == pen.labels).mean()) < 2e-3
    )


def test_too_few_digits_give_no_figures():
    strokes = tuple(digit(which).strokes for which in range(10))
    pen = PenDigits(strokes, np.arange(10, dtype=np.uint8), np.ones(10, np.int64))
    assert measure_taught(MODEL, pen, read_drawings(MODEL, strokes, embedded=True)) == ()


def test_few_digits_give_the_figures_that_they_can():
    """Three of each digit by one person: at most two are taught, and the third is read."""
    strokes = tuple(digit(which % 10, scale=1 + which / 40).strokes for which in range(30))
    pen = PenDigits(strokes, np.arange(30, dtype=np.uint8) % 10, np.ones(30, np.int64))
    found = measure_taught(MODEL, pen, read_drawings(MODEL, strokes, embedded=True))
    assert [one.examples for one in found] == [0, 1, 2]
    assert [one.drawings for one in found] == [50, 50, 50]
    assert found[-1] == TaughtFigures(2, 50, 1.0, found[-1].calibration_error, 0.0, 1.0)


def test_a_model_without_embeddings_has_no_such_figures(pen, predictions):
    from digitrec.recognition.predictions import Predictions

    bare = Predictions(predictions.probabilities, *predictions.scores)
    assert measure_taught(MODEL, pen, bare) == ()
    assert concatenate([]).embeddings.shape == (0, 0)


def test_the_curve_is_drawn_over_the_numbers_of_examples():
    drawn = learning_curve([0, 1, 2], {"all": [0.98, 0.99, 1.0], "the worst": [0.9, 0.95, 1.0]})
    assert drawn.startswith("<svg")
    assert drawn.rstrip().endswith("</svg>")
