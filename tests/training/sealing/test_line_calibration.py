import numpy as np
import pytest

pytest.importorskip("keras", reason="TensorFlow is not installed (pip install .[train])")

from digitrec.recognition.line_calibration import LineCalibration
from tests.training.makers import PEN
from training.sealing.line_calibration import _logistic, painted


def test_the_gate_learns_whom_to_trust():
    rng = np.random.default_rng(0)
    features = np.concatenate([np.ones((400, 1)), rng.normal(0, 1, (400, 4))], axis=1)
    right = features[:, 1] - 0.5 * features[:, 3] + rng.normal(0, 0.3, 400) > 0
    weights = np.array(_logistic(features, right.astype(float)))
    assert np.mean((features @ weights > 0) == right) > 0.9


def test_a_gate_of_answers_that_are_all_right_stays_finite():
    weights = _logistic(np.ones((50, 5)), np.ones(50))
    assert np.isfinite(weights).all()
    assert sum(weights) > 0


def test_a_painted_digit_lies_on_its_paper():
    rng = np.random.default_rng(0)
    for strokes in PEN.strokes[:20]:
        pixels = painted(strokes, rng).pixels
        rim = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
        assert np.median(rim) in (0, 255)
        assert 0.005 < np.mean(pixels != np.median(rim)) < 0.5


def test_a_calibration_goes_onto_a_card_and_back():
    made = LineCalibration(0.8, 0.1, (1.0, 2.0, 3.0, 4.0, 5.0))
    assert LineCalibration.from_dict(made.to_dict()) == made
    assert LineCalibration.from_dict({}) == LineCalibration()
