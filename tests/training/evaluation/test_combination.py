import numpy as np
import pytest

from digitrec.recognition.model import Model
from digitrec.recognition.predictions import Predictions
from digitrec.recognition.trajectory import trajectories
from digitrec.resources import model_path
from tests.training.makers import PEN
from training.data.datasets import PenDigits
from training.evaluation import combination
from training.evaluation.combination import learn_combination, read_apart

DIGITS = PenDigits(PEN.strokes * 100, np.tile(PEN.labels, 100), np.tile(PEN.writers, 100))


def network(labels, seed, skill):
    """Calibrated predictions that know the labels the better the higher `skill` is."""
    logits = np.random.default_rng(seed).normal(0, 1, (len(labels), 10))
    logits = skill * logits + skill**2 * np.eye(10)[labels]
    odds = np.exp(logits - logits.max(axis=1, keepdims=True))
    scores = np.zeros((3, len(labels)))
    return Predictions(odds / odds.sum(axis=1, keepdims=True), *scores)


@pytest.fixture
def learned(monkeypatch):
    """The weights learned if the two networks have these skills."""

    def learn(picture, path):
        def apart(_, drawings):
            labels = np.repeat(DIGITS.labels, len(drawings) // len(DIGITS))
            return network(labels, 1, picture), network(labels, 2, path)

        monkeypatch.setattr(combination, "read_apart", apart)
        return learn_combination(None, DIGITS)

    return learn


def test_independent_calibrated_networks_both_count_fully(learned):
    found = learned(2.0, 2.0)
    assert found.picture == pytest.approx(1, abs=0.1)
    assert found.path == pytest.approx(1, abs=0.1)


@pytest.mark.parametrize(("skills", "better"), [((2.0, 0.0), "picture"), ((0.0, 2.0), "path")])
def test_the_network_that_knows_nothing_does_not_count(learned, skills, better):
    found = learned(*skills)
    assert getattr(found, better) == pytest.approx(1, abs=0.1)


def test_a_network_that_is_always_wrong_gets_no_negative_weight(learned):
    assert learned(2.0, -0.5).path >= 0


def test_each_digit_is_read_as_drawn_reversed_and_reordered(monkeypatch):
    asked = []

    def apart(_, drawings):
        asked.extend(drawings)
        labels = np.repeat(PEN.labels[: len(drawings) // 3], 3)
        return network(labels, 1, 1.0), network(labels, 2, 1.0)

    monkeypatch.setattr(combination, "read_apart", apart)
    learn_combination(None, PEN, limit=5)
    assert len(asked) == 15
    assert asked[::3] == list(PEN.strokes[:5])
    for drawn, back, reordered in zip(asked[::3], asked[1::3], asked[2::3], strict=True):
        assert back == tuple(stroke[::-1] for stroke in drawn)
        assert set(reordered) == set(drawn)


def test_the_bundled_networks_are_read_apart():
    model = Model.open(model_path())
    picture, path = read_apart(model, PEN.strokes)
    assert picture.probabilities == pytest.approx(model.read_views(PEN.views()).probabilities)
    expected = model.read_paths(trajectories(PEN.strokes))
    assert path.probabilities == pytest.approx(expected.probabilities)
    found = learn_combination(model, PEN)
    assert 0 <= found.picture <= 2
    assert 0 <= found.path <= 2
