import hashlib
import subprocess
import sys

import numpy as np
import pytest

from digitrec.recognition.combination import Combination
from digitrec.recognition.model import Model, ModelError
from digitrec.recognition.recognizer import Recognizer
from digitrec.recognition.sealed.archive import TRAJECTORY, TRAJECTORY_WEIGHTS, unseal
from digitrec.recognition.trajectory import CHANNELS, POINTS
from digitrec.resources import model_path
from tests.recognition.sealed.archives import card_with, replaced, rewritten, without_trajectory
from tests.samples import digit


def test_the_bundled_model_has_both_networks():
    sealed = unseal(model_path())
    assert sealed.trajectory is not None
    assert sealed.trajectory != sealed.graph
    assert sealed.card.fields["combination"].keys() == {"picture", "path"}
    assert sealed.card.fields["trajectory"]["recipe"]["epochs"] > 0
    assert {TRAJECTORY, TRAJECTORY_WEIGHTS} < sealed.card.fields["sealed"].keys()


@pytest.mark.parametrize("member", [TRAJECTORY, TRAJECTORY_WEIGHTS])
def test_one_changed_byte_of_the_trajectory_network_breaks_the_seal(tmp_path, member):
    def change(name, old):
        return old[:-1] + bytes([old[-1] ^ 1]) if name == member else old

    with pytest.raises(ModelError, match=f"the seal is broken: {member}"):
        Model.open(rewritten(tmp_path / "m.keras", change))


@pytest.mark.parametrize("member", [TRAJECTORY, TRAJECTORY_WEIGHTS])
def test_a_member_that_the_card_does_not_name_breaks_the_seal(tmp_path, member):
    sealed = dict(Model.open(model_path()).card.fields["sealed"])
    del sealed[member]
    with pytest.raises(ModelError, match=f"the seal is broken: {member}"):
        Model.open(rewritten(tmp_path / "m.keras", card_with(sealed=sealed)))


@pytest.mark.parametrize("member", [TRAJECTORY, TRAJECTORY_WEIGHTS])
def test_a_member_that_the_card_names_is_not_dropped(tmp_path, member):
    path = rewritten(tmp_path / "m.keras", lambda name, old: None if name == member else old)
    with pytest.raises(ModelError, match=f"the seal is broken: {member}"):
        Model.open(path)


def test_a_trajectory_graph_that_cannot_be_run_is_refused(tmp_path):
    path = rewritten(tmp_path / "m.keras", replaced(TRAJECTORY, b"junk" * 100))
    with pytest.raises(ModelError, match="graph can't be run"):
        Model.open(path)


def test_the_graph_of_the_picture_is_not_one_of_the_path(tmp_path):
    graph = unseal(model_path()).graph
    path = rewritten(tmp_path / "m.keras", replaced(TRAJECTORY, graph))
    with pytest.raises(ModelError, match="graph can't be run"):
        Model.open(path)


def test_an_archive_without_a_trajectory_network_opens_and_reads(tmp_path):
    model = Model.open(without_trajectory(tmp_path / "m.keras"))
    assert model.trajectory is None
    assert model.card.combination == Combination()
    recognizer = Recognizer(model)
    assert [recognizer.read(digit(which)).text for which in range(10)] == list("0123456789")
    with pytest.raises(ModelError, match=r"m\.keras: it has no trajectory network"):
        model.read_paths(np.zeros((1, POINTS, CHANNELS), np.float32))


@pytest.mark.parametrize(
    "weights", [{"path": 1e9}, {"path": 10**400}, {"picture": None}, {"path": "much"}, 3]
)
def test_weights_of_the_networks_that_make_no_sense_are_refused_in_words(tmp_path, weights):
    path = rewritten(tmp_path / "m.keras", card_with(combination=weights))
    with pytest.raises(ModelError, match=r"card can't be used.*training seal"):
        Model.open(path)


def test_the_window_reads_its_archive_without_waiting_for_numpy():
    script = "import sys, digitrec.recognition.sealed.archive; assert 'numpy' not in sys.modules"
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)


def test_the_hash_is_that_of_the_file():
    content = model_path().read_bytes()
    assert unseal(model_path()).sha256 == hashlib.sha256(content).hexdigest()
