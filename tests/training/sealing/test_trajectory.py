import shutil
import zipfile

import numpy as np
import pytest

keras = pytest.importorskip("keras", reason="TensorFlow is not installed (pip install .[train])")

from digitrec.recognition.model import Model, ModelError  # noqa: E402
from digitrec.recognition.predictions import unit_vectors  # noqa: E402
from digitrec.recognition.sealed.archive import TRAJECTORY, TRAJECTORY_WEIGHTS  # noqa: E402
from digitrec.recognition.trajectory import CHANNELS, POINTS, trajectories  # noqa: E402
from digitrec.resources import model_path  # noqa: E402
from tests.recognition.sealed.archives import rewritten, without_trajectory  # noqa: E402
from tests.samples import digit  # noqa: E402
from training.network.half_precision import is_half, to_half  # noqa: E402
from training.network.trajectory import trajectory  # noqa: E402
from training.sealing.seal import amend_card, seal  # noqa: E402
from training.sealing.trajectory import (  # noqa: E402
    as_reader,
    load_trajectory,
    reseal_trajectory,
    seal_trajectory,
)


def members(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def copy(tmp_path):
    return shutil.copy(model_path(), tmp_path / "m.keras")


@pytest.fixture(scope="module")
def sealed(tmp_path_factory):
    """A network that was not trained, in half precision, and the archive that it was added to."""
    keras.utils.set_random_seed(1)
    network = trajectory()
    to_half(network)
    path = without_trajectory(tmp_path_factory.mktemp("sealed") / "m.keras")
    seal_trajectory(path, network, {"recipe": {"epochs": 0}})
    return network, path


def test_the_committed_graph_gives_what_keras_gives():
    model, reader = Model.open(model_path()), as_reader(load_trajectory(model_path()))
    paths = trajectories([digit(which).strokes for which in range(10)])
    digits, scores, embedding = reader.predict(paths, verbose=0)
    found = model.read_paths(paths)
    assert found.embeddings == pytest.approx(unit_vectors(embedding), abs=1e-4)
    assert found.probabilities == pytest.approx(digits, abs=1e-4)
    assert found.rejection_score == pytest.approx(scores[:, 0], abs=1e-4)
    assert found.multi_digit == pytest.approx(scores[:, 1], abs=1e-4)


def test_the_committed_archive_has_both_embeddings_and_is_small():
    model = Model.open(model_path())
    assert (model.graph.embedding, model.trajectory.embedding) == (80, 80)
    assert model_path().stat().st_size < 4_000_000


def test_the_graph_of_the_path_is_made_again_with_the_same_card(copy):
    before = Model.open(copy)
    after = reseal_trajectory(copy)
    assert after.trajectory.embedding == 80
    stays = set(before.card.fields) - {"sealed"}
    assert all(after.card.fields[name] == before.card.fields[name] for name in stays)
    paths = trajectories([digit(which).strokes for which in range(10)])
    assert np.array_equal(
        after.read_paths(paths).probabilities, before.read_paths(paths).probabilities
    )


def test_without_a_trajectory_network_there_is_nothing_to_make_again(tmp_path):
    path = without_trajectory(tmp_path / "m.keras")
    content = path.read_bytes()
    assert reseal_trajectory(path).trajectory is None
    assert path.read_bytes() == content


def test_the_graph_gives_the_scores_of_a_networks_logits(sealed):
    network, path = sealed
    paths = np.random.default_rng(3).uniform(-1, 1, (40, POINTS, CHANNELS)).astype(np.float32)
    logits = network.predict(paths, verbose=0)
    found = Model.open(path).read_paths(paths)
    odds = np.exp(logits[:, :10])
    assert found.probabilities == pytest.approx(odds / odds.sum(axis=1, keepdims=True), abs=1e-4)
    assert found.rejection_score == pytest.approx(1 / (1 + np.exp(-logits[:, 10])), abs=1e-4)
    assert found.multi_digit == pytest.approx(1 / (1 + np.exp(-logits[:, 11])), abs=1e-4)


def test_the_weights_load_back_exactly(sealed):
    network, path = sealed
    loaded = load_trajectory(path)
    for one, other in zip(network.get_weights(), loaded.get_weights(), strict=True):
        assert np.array_equal(one, other)
    assert is_half(loaded)


def test_kernels_are_stored_in_half_precision(sealed, tmp_path):
    import h5py

    network, path = sealed
    (tmp_path / "w.h5").write_bytes(members(path)[TRAJECTORY_WEIGHTS])
    sizes = {}
    with h5py.File(tmp_path / "w.h5") as file:

        def add(_, item):
            if isinstance(item, h5py.Dataset):
                sizes[item.dtype.itemsize] = sizes.get(item.dtype.itemsize, 0) + item.size

        file.visititems(add)
    assert sizes[2] >= sum(each.numpy().size for each in network.weights if each.name == "kernel")
    assert sum(sizes.values()) == network.count_params()


def test_the_rest_of_the_archive_stays_as_it_is(sealed, tmp_path):
    before = members(without_trajectory(tmp_path / "before.keras"))
    after = members(sealed[1])
    assert set(after) - set(before) == {TRAJECTORY, TRAJECTORY_WEIGHTS}
    assert {name for name in before if after[name] != before[name]} == {"assets/digitrec/card.json"}
    card = Model.open(sealed[1]).card.fields
    assert card["trajectory"]["parameters"] == sealed[0].count_params()
    assert card["trajectory"]["recipe"] == {"epochs": 0}


def test_an_archive_without_a_trajectory_network_gives_none(tmp_path):
    assert load_trajectory(without_trajectory(tmp_path / "m.keras")) is None


def test_sealing_again_keeps_the_trajectory_network(copy):
    before, card = members(copy), Model.open(copy).card.fields
    after = seal(copy, copy)
    for name in (TRAJECTORY, TRAJECTORY_WEIGHTS):
        assert members(copy)[name] == before[name]
    assert after.trajectory is not None
    for name in ("trajectory", "combination", "thresholds"):
        assert after.card.fields[name] == card[name]


def test_amending_the_card_keeps_the_trajectory_network(copy):
    amended = amend_card(copy, combination={"picture": 0.25, "path": 0.75})
    assert amended.trajectory is not None
    assert (amended.card.combination.picture, amended.card.combination.path) == (0.25, 0.75)


@pytest.mark.parametrize("member", [TRAJECTORY, TRAJECTORY_WEIGHTS])
def test_sealing_again_drops_a_trajectory_network_whose_seal_is_broken(tmp_path, member):
    """Its graph is not made again, so nothing says that it still belongs to its weights."""
    path = rewritten(tmp_path / "m.keras", lambda name, old: old + b"0" if name == member else old)
    with pytest.raises(ModelError, match="the seal is broken"):
        Model.open(path)
    model = seal(path, path)
    assert model.trajectory is None
    assert not {TRAJECTORY, TRAJECTORY_WEIGHTS} & members(path).keys()
    assert model.card.fields["measured"] == {}
    assert "trajectory" not in model.card.fields
