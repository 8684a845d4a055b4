import numpy as np
import pytest

from digitrec.recognition.model import Model
from digitrec.recognition.prediction_cache import read_drawings
from digitrec.resources import model_path
from training.augmentation.forms import FORMS

DRAWS = 50


def drawn(label):
    rng = np.random.default_rng(label)
    return [FORMS[label](rng) for _ in range(DRAWS)]


@pytest.fixture(scope="module")
def model():
    return Model.open(model_path())


@pytest.mark.parametrize("label", FORMS)
def test_a_form_is_about_as_high_as_1(label):
    for strokes in drawn(label):
        assert all(len(stroke) >= 2 and stroke.shape[1] == 2 for stroke in strokes)
        points = np.concatenate(strokes)
        assert np.isfinite(points).all()
        assert points.min() > -1.5
        assert points.max() < 2
        assert 0.8 < np.ptp(points[:, 1]) < 1.3


@pytest.mark.parametrize("label", FORMS)
def test_a_form_is_drawn_from_the_random_numbers_alone(label):
    one, other = drawn(label), drawn(label)
    for first, second in zip(one, other, strict=True):
        assert all((a == b).all() for a, b in zip(first, second, strict=True))
    assert len({np.concatenate(strokes).tobytes() for strokes in one}) == DRAWS


@pytest.mark.parametrize("label", FORMS)
def test_a_form_is_read_as_its_digit(model, label):
    found = read_drawings(model, [as_points(strokes) for strokes in drawn(label)])
    assert (found.probabilities.argmax(axis=1) == label).mean() >= 0.9


def as_points(strokes):
    return tuple(tuple(map(tuple, stroke.tolist())) for stroke in strokes)


def test_the_flag_of_a_one_is_long_and_steep_and_the_bar_of_a_seven_level():
    """The forms that are easily taken for each other."""
    for strokes in drawn(1):
        tip = strokes[0][np.concatenate(strokes[:1])[:, 1].argmin()]
        flag = strokes[0][0] - tip
        assert flag[0] < 0.2
        assert flag[1] > 0.1
    for strokes in drawn(7):
        corner = strokes[0][strokes[0][:, 0].argmax()]
        assert abs(corner[1]) < 0.2


def test_forms_have_variants():
    assert {len(strokes) for strokes in drawn(0)} == {1, 2}  # plain; with a slash or a dot
    assert {len(strokes) for strokes in drawn(1)} >= {1, 2}  # with a foot, or a lifted pen
    assert {len(strokes) for strokes in drawn(7)} == {1, 2}  # crossed
    for label in (2, 4, 6, 9):
        assert {len(strokes) for strokes in drawn(label)} == {1}


def test_zeros_have_bars_in_every_direction():
    bars = [strokes[1][-1] - strokes[1][0] for strokes in drawn(0) if len(strokes) == 2]
    long = np.array([bar for bar in bars if np.hypot(*bar) > 0.2])
    turns = np.degrees(np.arctan2(long[:, 1], long[:, 0])) % 180
    for low, high in ((100, 150), (30, 80), (80, 100)):  # a slash, a back-slash, an upright bar
        assert ((turns > low) & (turns < high)).any()
    assert ((turns < 15) | (turns > 165)).any()  # a level one
