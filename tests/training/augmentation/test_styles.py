import numpy as np
import pytest

from digitrec.recognition.raster import render
from digitrec.recognition.recognizer import Recognizer
from digitrec.resources import model_path
from training.augmentation.styles import draw_form, restyle

SEVEN = [np.array([[0.0, 0.0], [10.0, 0.0], [4.0, 20.0]])]
ONE = [np.array([[5.0, 0.0], [5.0, 20.0]])]
ZERO = [np.stack([8 * np.cos(a := np.linspace(0, 6.3, 30)), 10 * np.sin(a)], axis=1)]


def rng(seed=1):
    return np.random.default_rng(seed)


def test_a_seven_gets_a_bar_that_crosses_its_stem():
    bar = restyle(SEVEN, 7, rng())[1]
    height = bar[:, 1].mean()
    stem = np.interp(height, [0, 20], [10, 4])
    assert 7 < height < 14
    assert bar[0, 0] < stem < bar[1, 0]


def test_a_crossed_seven_loses_its_bar():
    crossed = [*SEVEN, np.array([[3.0, 10.0], [9.0, 10.5]])]
    restyled = restyle(crossed, 7, rng())
    assert len(restyled) == 1
    assert restyled[0] is crossed[0]


def test_a_one_gets_a_flag_at_its_top_and_a_foot_at_its_end():
    added = [stroke for seed in range(20) for stroke in restyle(ONE, 1, rng(seed))[1:]]
    assert any((stroke[1] == (5, 0)).all() for stroke in added)
    assert any((stroke[:, 1] == 20).all() for stroke in added)


def test_a_zero_gets_a_slash_from_corner_to_corner():
    slash = restyle(ZERO, 0, rng())[1]
    assert abs(np.diff(slash, axis=0)).min() > 10


@pytest.mark.parametrize("label", [2, 3, 5, 6, 8, 9])
def test_other_digits_stay_as_they_are(label):
    assert restyle(SEVEN, label, rng()) is SEVEN


def test_forms_are_the_digits_that_they_are_meant_to_be():
    model = Recognizer.open(model_path()).model
    labels = [label for label in range(10) if draw_form(label, rng()) for _ in range(20)]
    generator = rng()
    images = np.stack([render(draw_form(label, generator)) for label in labels])
    assert (model.run(images).argmax(axis=1) == labels).mean() > 0.9
