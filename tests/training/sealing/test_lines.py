import shutil

import numpy as np
import pytest

keras = pytest.importorskip("keras", reason="TensorFlow is not installed (pip install .[train])")

from digitrec.recognition.model import Model  # noqa: E402
from digitrec.recognition.sealed.archive import GRAPH, TRAJECTORY  # noqa: E402
from digitrec.recognition.sealed.further import LINES, graph_member, weights_member  # noqa: E402
from digitrec.resources import model_path  # noqa: E402
from tests.recognition.sealed.archives import without_lines  # noqa: E402
from tests.training.sealing.test_trajectory import members  # noqa: E402
from training.network.lines.architecture import line_network  # noqa: E402
from training.sealing.lines import difference_from_keras, load_lines, seal_lines  # noqa: E402
from training.sealing.seal import SealError, amend_card, seal  # noqa: E402


@pytest.fixture(scope="module")
def sealed(tmp_path_factory):
    """A network that was not trained, and the archive that it was added to."""
    keras.utils.set_random_seed(1)
    network = line_network(0.25)
    path = without_lines(tmp_path_factory.mktemp("sealed") / "m.keras")
    seal_lines(path, network, {"temperature": 0.8})
    return network, path


def test_a_line_network_is_sealed_with_its_calibration_and_reads_as_keras_does(sealed):
    network, path = sealed
    model = Model.open(path)
    assert model.card.lines.temperature == 0.8
    assert model.card.fields["lines"]["parameters"] == network.count_params()
    line = np.random.default_rng(0).normal(0, 1, (48, 64)).astype(np.float32)
    expected = np.asarray(network(line[None, :, :, None], training=False))[0]
    assert model.lines.run(line) == pytest.approx(expected, abs=1e-3)
    assert difference_from_keras(network, members(path)[graph_member(LINES)]) < 1e-4


def test_the_other_networks_stay_byte_for_byte(sealed):
    _, path = sealed
    before, after = members(model_path()), members(path)
    for member in (GRAPH, TRAJECTORY, "model.weights.h5"):
        assert after[member] == before[member]


def test_another_line_network_takes_its_place(sealed, tmp_path):
    _, path = sealed
    copy = shutil.copy(path, tmp_path / "m.keras")
    keras.utils.set_random_seed(2)
    other = line_network(0.25)
    seal_lines(copy, other, {})
    assert Model.open(copy).card.fields["lines"] == {"parameters": other.count_params()}
    assert Model.open(copy).lines is not None


def test_sealing_the_picture_classifier_again_keeps_the_line_network(sealed, tmp_path):
    _, path = sealed
    seal(path, tmp_path / "again.keras")
    again = Model.open(tmp_path / "again.keras")
    assert again.lines is not None
    assert again.card.fields["lines"] == Model.open(path).card.fields["lines"]
    assert amend_card(tmp_path / "again.keras", note="x").lines is not None


def test_another_network_is_no_line_network(tmp_path):
    path = shutil.copy(model_path(), tmp_path / "m.keras")
    other = keras.Sequential([keras.Input((48, 32, 1)), keras.layers.Flatten()], name="flat")
    with pytest.raises(SealError, match="not a line network"):
        seal_lines(path, other, {})


def test_the_bundled_weights_can_be_trained_on():
    network = load_lines(model_path())
    assert network.count_params() == Model.open(model_path()).card.fields["lines"]["parameters"]
    graph = members(model_path())
    assert weights_member(LINES) in graph
    assert difference_from_keras(network, graph[graph_member(LINES)]) < 1e-4


def test_an_archive_without_one_has_no_weights(tmp_path):
    assert load_lines(without_lines(tmp_path / "m.keras")) is None
