import shutil
import zipfile

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitrec.recognition.model import CARD, GRAPH, Model, ModelError
from digitrec.recognition.predictions import calibrate
from digitrec.recognition.raster import render_views
from digitrec.recognition.sealed.graph import BATCH
from digitrec.recognition.trajectory import trajectories
from digitrec.resources import model_path
from tests.recognition.sealed.archives import card_with, replaced, rewritten
from tests.samples import digit


@pytest.fixture(scope="module")
def model():
    return Model.open(model_path())


def test_the_committed_model_opens_and_names_itself(model):
    assert model.card.name
    assert len(model.sha256) == 64
    assert model.card.to_dict()["measured"]["mnist_test"]["drawings"] == 10_000


def test_each_row_is_a_distribution_over_ten_digits(model):
    rows = model.run(np.random.default_rng(0).random((5, 28, 28), dtype=np.float32))
    assert rows.shape == (5, 10)
    assert rows.min() >= 0
    assert rows.sum(axis=1) == pytest.approx(1, abs=1e-5)


def test_an_image_reads_the_same_alone_and_in_any_batch(model):
    images = np.random.default_rng(1).random((BATCH + 7, 28, 28, 1), dtype=np.float32)
    rows = model.run(images)
    for at in (0, 3, BATCH - 1, BATCH, BATCH + 6):
        assert model.run(images[at : at + 1])[0] == pytest.approx(rows[at], abs=1e-6)


def test_no_images_give_no_rows(model):
    assert model.run(np.empty((0, 28, 28), np.float32)).shape == (0, 10)


def test_a_missing_model_is_named(tmp_path):
    with pytest.raises(ModelError, match=r"nothing\.keras: can't be read"):
        Model.open(tmp_path / "nothing.keras")


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04 broken"])
def test_a_file_that_is_not_an_archive_is_refused(tmp_path, content):
    path = tmp_path / "my_model.keras"
    path.write_bytes(content)
    with pytest.raises(ModelError, match="not a Keras model"):
        Model.open(path)


def test_a_zip_of_something_else_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.keras", "w") as archive:
        archive.writestr("hello.txt", "hello")
    with pytest.raises(ModelError, match="not a Keras model"):
        Model.open(tmp_path / "a.keras")


@pytest.mark.parametrize("member", [GRAPH, CARD])
def test_for_an_archive_without_graph_or_card_the_error_says_how_to_seal_it(tmp_path, member):
    path = rewritten(tmp_path / "m.keras", lambda name, old: None if name == member else old)
    with pytest.raises(ModelError, match=r"not sealed.*python -m training seal"):
        Model.open(path)


@pytest.mark.parametrize("member", ["config.json", "model.weights.h5", GRAPH])
def test_one_changed_byte_breaks_the_seal(tmp_path, member):
    def change(name, old):
        return old[:-1] + bytes([old[-1] ^ 1]) if name == member else old

    with pytest.raises(ModelError, match=f"the seal is broken: {member}"):
        Model.open(rewritten(tmp_path / "m.keras", change))


def test_a_card_that_makes_no_sense_is_refused(tmp_path):
    with pytest.raises(ModelError, match="card can't be used: its format is 99"):
        Model.open(rewritten(tmp_path / "m.keras", card_with(format=99)))


def test_a_deeply_nested_card_is_refused(tmp_path):
    deep = "[" * 100_000 + "]" * 100_000
    path = rewritten(tmp_path / "m.keras", lambda name, old: deep if name == CARD else old)
    with pytest.raises(ModelError, match="card can't be used: it is nested too deeply"):
        Model.open(path)


def test_a_card_that_is_not_json_is_refused(tmp_path):
    path = rewritten(tmp_path / "m.keras", lambda name, old: "{" if name == CARD else old)
    with pytest.raises(ModelError, match="card can't be used"):
        Model.open(path)


def test_what_is_not_a_graph_is_refused_even_if_the_card_agrees(tmp_path):
    path = rewritten(tmp_path / "m.keras", replaced(GRAPH, b"junk" * 100))
    with pytest.raises(ModelError, match="graph can't be run"):
        Model.open(path)


def test_a_cut_off_archive_is_refused(tmp_path):
    path = tmp_path / "m.keras"
    shutil.copy(model_path(), path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(ModelError, match="broken file"):
        Model.open(path)


def test_opening_a_model_writes_nothing_to_standard_error(capfd):
    Model.open(model_path())
    assert capfd.readouterr().err == ""


def test_views_are_averaged_by_their_logits(model):
    """One view, or the same one twice, reads as by itself."""
    views = np.stack([render_views(digit(which).strokes) for which in range(10)])
    thin, usual = model.read(views[:, 0]), model.read(views[:, 1])
    both = model.read_views(views)
    assert both.probabilities.sum(axis=1) == pytest.approx(1)
    product = np.sqrt(thin.probabilities * usual.probabilities)
    expected = product / product.sum(axis=1, keepdims=True)
    assert both.probabilities == pytest.approx(expected, abs=1e-5)
    assert (
        both.rejection_score >= np.minimum(thin.rejection_score, usual.rejection_score) - 1e-9
    ).all()
    assert (
        both.rejection_score <= np.maximum(thin.rejection_score, usual.rejection_score) + 1e-9
    ).all()
    twice = model.read_views(views[:, [1, 1]])
    assert twice.probabilities == pytest.approx(usual.probabilities, abs=1e-5)
    assert twice.rejection_score == pytest.approx(usual.rejection_score, abs=1e-6)
    assert model.read_views(views[:0]).probabilities.shape == (0, 10)


def test_paths_are_read_as_their_digits(model):
    paths = trajectories([digit(which).strokes for which in range(10)])
    found = model.read_paths(paths)
    assert found.probabilities.argmax(axis=1).tolist() == list(range(10))
    assert found.probabilities.sum(axis=1) == pytest.approx(1, abs=1e-5)
    assert (found.multi_digit < 0.5).all()
    alone = model.read_paths(paths[3:4])
    assert alone.probabilities[0] == pytest.approx(found.probabilities[3], abs=1e-6)
    assert model.read_paths(paths[:0]).probabilities.shape == (0, 10)


rows = st.lists(st.floats(0.001, 1), min_size=10, max_size=10).map(
    lambda weights: np.array([weights], np.float32) / np.float32(sum(weights))
)


@given(rows, st.floats(0.3, 4))
def test_another_temperature_keeps_the_order_and_the_sum(probabilities, temperature):
    calibrated = calibrate(probabilities, temperature)
    assert calibrated.sum() == pytest.approx(1)
    best = probabilities.argmax()
    assert calibrated[0, best] == pytest.approx(calibrated.max())
    if temperature > 1:
        assert calibrated.max() <= probabilities.max() + 1e-6
    assert calibrate(probabilities, 1.0) == pytest.approx(probabilities, abs=1e-6)


def test_twice_the_temperature_halves_the_logits():
    logits = np.linspace(-2, 3, 10)
    softmax = np.exp(logits) / np.exp(logits).sum()
    halved = np.exp(logits / 2) / np.exp(logits / 2).sum()
    assert calibrate(softmax[None].astype(np.float32), 2.0)[0] == pytest.approx(halved, abs=1e-6)
