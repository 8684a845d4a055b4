import numpy as np
import pytest

from digitrec.recognition.model import Model
from digitrec.recognition.segmentation.mark_weights import MarkWeights
from digitrec.resources import model_path
from tests.samples import digit
from training.data.datasets import PenDigits
from training.segmentation.card import write_weights
from training.segmentation.mark_network import make_samples, train_network
from training.segmentation.mark_weights import learn_path, learn_space
from training.synthetic.marked_strings import make_marked

pytestmark = pytest.mark.training


@pytest.fixture(scope="module")
def pen():
    strokes = tuple(digit(which, 100 * which, 50, 2).strokes for which in range(10))
    return PenDigits(strokes * 2, np.tile(np.arange(10), 2), np.repeat([1, 2], 10))


def test_a_network_learns_to_tell_marks(pen):
    features, labels = make_samples(pen, (), 60, seed=1)
    weights = MarkWeights(*train_network(features, labels, steps=200), None, None)
    found = weights.probabilities(features).argmax(axis=1)
    assert np.mean(found == labels) > 0.9
    assert set(labels.tolist()) == set(range(6))


def test_marks_gain_in_a_lattice_by_what_the_network_says(pen):
    model = Model.open(model_path())
    made = make_marked(pen, (), 15, 1, kind="decimal")
    path = learn_path(made, model, model.card.segmentation.strokes, model.card.marks)
    assert path.groups[1] > 0


def test_a_wider_gap_is_likelier_a_space(pen):
    space = learn_space(pen, 200)
    assert space[1] + space[2] > 0


def test_the_weights_go_onto_a_card_and_leave_the_others(tmp_path):
    path = tmp_path / "my_model.keras"
    path.write_bytes(model_path().read_bytes())
    before = Model.open(path).card
    marks = before.marks._replace(space=before.marks.space + 1)
    after = write_weights(path, marks=marks).card
    assert np.array_equal(after.marks.space, marks.space)
    assert np.array_equal(after.segmentation.strokes.groups, before.segmentation.strokes.groups)
