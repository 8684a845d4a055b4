import json
import shutil
import zipfile

import numpy as np
import pytest

keras = pytest.importorskip("keras", reason="TensorFlow is not installed (pip install .[train])")

from digitrec.recognition.model import CARD, GRAPH, SEALED, Model, ModelError  # noqa: E402
from digitrec.recognition.recognizer import Recognizer  # noqa: E402
from digitrec.recognition.sealed.card import FORMAT, thresholds  # noqa: E402
from digitrec.recognition.segmentation.weights import DEFAULT  # noqa: E402
from digitrec.resources import model_path  # noqa: E402
from tests.samples import digit  # noqa: E402
from tests.torture.full_disk import POSIX, files_limited_to  # noqa: E402
from training.network.architectures import EMBEDDING, EVIDENCE, NETWORKS, dense  # noqa: E402
from training.sealing.seal import SealError, amend_card, seal, write_archive  # noqa: E402


def agreement(keras_model, sealed, shape):
    images = np.random.default_rng(3).random((64, 28, 28), dtype=np.float32)
    ours = sealed.run(images)
    theirs = np.asarray(keras_model(images.reshape(-1, *shape), training=False))
    return float(abs(ours - theirs).max())


def small(shape, activation="softmax"):
    return keras.Sequential(
        [keras.Input(shape), keras.layers.Flatten(), keras.layers.Dense(10, activation=activation)]
    )


def test_the_committed_graph_gives_what_keras_gives(data):
    from training.data.datasets import load_mnist, to_float

    opened = keras.models.load_model(model_path(), compile=False)
    images = to_float(load_mnist(data)[1].x[:500])
    theirs = np.asarray(opened(images[..., None], training=False))
    assert abs(Model.open(model_path()).run(images) - theirs).max() < 1e-4


@pytest.mark.parametrize("shape", [(784,), (28, 28), (28, 28, 1)])
def test_a_plain_keras_model_of_each_input_can_be_sealed(tmp_path, shape):
    plain = small(shape)
    plain.save(tmp_path / "plain.keras")
    sealed = seal(tmp_path / "plain.keras", tmp_path / "sealed.keras")
    assert agreement(plain, sealed, shape) < 1e-4
    assert sealed.card.fields["input"] == list(shape)


def test_a_trained_dense_model_of_the_tutorial_reads_in_the_application(tmp_path):
    from digitrec.recognition.raster import render_views
    from training.augmentation.variation import vary_ink

    rng = np.random.default_rng(0)
    labels = np.tile(np.arange(10), 30)
    x = np.stack([vary_ink(digit(label).strokes, rng) for label in labels]).reshape(-1, 784)
    model = dense()
    model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
    model.fit(x, np.eye(10)[labels], epochs=12, batch_size=32, verbose=0)
    model.save(tmp_path / "my_model.keras")  # with the optimizer's state, as a beginner saves it
    seal(tmp_path / "my_model.keras", tmp_path / "my_model.keras")
    recognizer = Recognizer.open(tmp_path / "my_model.keras")
    assert [recognizer.read(digit(which)).text for which in range(10)] == list("0123456789")
    probabilities = recognizer.read(digit(7)).digits[0].probabilities
    thin, usual = np.asarray(model(render_views(digit(7).strokes).reshape(2, 784)), np.float64)
    expected = np.sqrt(thin * usual) / np.sqrt(thin * usual).sum()
    assert probabilities == pytest.approx(expected, abs=1e-4)


def test_logits_become_probabilities(tmp_path):
    plain = small((28, 28, 1), activation=None)
    plain.save(tmp_path / "m.keras")
    sealed = seal(tmp_path / "m.keras", tmp_path / "m.keras")
    assert sealed.card.fields["output"] == "logits"
    images = np.random.default_rng(0).random((4, 28, 28, 1), dtype=np.float32)
    expected = keras.ops.softmax(plain(images))
    assert abs(sealed.run(images) - np.asarray(expected)).max() < 1e-4


def test_sealing_leaves_the_archives_own_members_as_they_are(tmp_path):
    small((28, 28)).save(tmp_path / "m.keras")
    with zipfile.ZipFile(tmp_path / "m.keras") as archive:
        before = {name: archive.read(name) for name in archive.namelist()}
    seal(tmp_path / "m.keras", tmp_path / "m.keras")
    with zipfile.ZipFile(tmp_path / "m.keras") as archive:
        after = {name: archive.read(name) for name in archive.namelist()}
    assert {name: after[name] for name in before} == before
    assert set(after) - set(before) == {GRAPH, CARD}


def test_keras_opens_a_sealed_model_and_drops_the_seal_when_it_saves_it_again(tmp_path):
    opened = keras.models.load_model(model_path(), compile=False)
    opened.save(tmp_path / "again.keras")
    with pytest.raises(ModelError, match="not sealed"):
        Model.open(tmp_path / "again.keras")


def test_sealing_the_same_model_again_keeps_its_card(tmp_path):
    copy = tmp_path / "m.keras"
    shutil.copy(model_path(), copy)
    before = amend_card(copy, author="somebody").card.fields
    after = seal(copy, copy).card.fields
    for name in ("measured", "thresholds", "segmentation", "recipe", "created", "author"):
        assert after[name] == before[name]


def write_card(path, fields):
    """Puts a card into a sealed archive as it is, whatever its format."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    write_archive(path, {**members, CARD: json.dumps(fields).encode()})


def test_sealing_again_brings_the_card_to_the_current_format(tmp_path):
    copy = tmp_path / "m.keras"
    small((28, 28)).save(copy)
    new = dict(seal(copy, copy, {"recipe": {"network": "mine"}}).card.fields)
    old = {name: value for name, value in new.items() if name != "segmentation"}
    old_names = {"temperature": 2.0, "doubt": 0.25, "doubt_in_pictures": 0.5}
    write_card(copy, {**old, "format": 1, "thresholds": old_names, "measured": {"x": 1}})
    card = seal(copy, copy).card
    assert card.fields["format"] == FORMAT
    assert card.fields["thresholds"] == {
        "temperature": 2.0, "rejection": 0.25, "rejection_in_pictures": 0.5,
    }  # fmt: skip
    assert card.fields["segmentation"] == DEFAULT.to_dict()
    assert card.fields["measured"] == {"x": 1}
    assert card.fields["recipe"] == {"network": "mine"}


def test_what_was_chosen_by_another_graphs_outputs_is_dropped(tmp_path, monkeypatch):
    """The weights are the same, but what sealing adds to them isn't."""
    copy = tmp_path / "m.keras"
    shutil.copy(model_path(), copy)
    monkeypatch.setattr("training.sealing.classifier.OUTLIER_SCALE", 5.0)
    card = seal(copy, copy).card
    assert card.fields["measured"] == {}
    assert card.fields["segmentation"] == {}
    assert (card.temperature, card.rejection_threshold) == (1.0, 1.0)
    assert card.fields["recipe"] == Model.open(model_path()).card.fields["recipe"]


def test_what_belongs_to_a_graph_that_was_replaced_is_dropped(tmp_path):
    """The error for a broken seal says to seal again: that must not bless old thresholds."""
    copy = tmp_path / "m.keras"
    small((28, 28)).save(copy)
    seal(copy, copy, {"measured": {"x": 1}, "trained_on": ["y"]})
    with zipfile.ZipFile(copy) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    write_archive(copy, members | {GRAPH: members[GRAPH] + b"0"})
    with pytest.raises(ModelError, match="the seal is broken"):
        Model.open(copy)
    card = seal(copy, copy).card
    assert card.fields["measured"] == {}
    assert card.fields["trained_on"] == ["y"]


@pytest.mark.parametrize(
    "card",
    [b"{", b"[]", b'{"sealed": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", b'{"format": 99}'],
)
def test_a_card_that_makes_no_sense_does_not_keep_a_model_from_being_sealed(tmp_path, card):
    copy = tmp_path / "m.keras"
    small((28, 28)).save(copy)
    seal(copy, copy)
    with zipfile.ZipFile(copy) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    write_archive(copy, members | {CARD: card})
    with pytest.raises(ModelError, match="card can't be used"):
        Model.open(copy)
    assert seal(copy, copy).card.fields["measured"] == {}


def test_weights_for_other_features_are_refused_until_the_model_is_sealed_again(tmp_path):
    copy = tmp_path / "m.keras"
    small((28, 28)).save(copy)
    fields = dict(seal(copy, copy).card.fields)
    weights = DEFAULT.to_dict()
    weights["strokes"]["groups"]["colour"] = 1.0
    write_card(copy, {**fields, "segmentation": weights})
    with pytest.raises(ModelError, match=r"other features \(colour\).*training seal"):
        Model.open(copy)
    assert seal(copy, copy).card.fields["segmentation"] == {}


def test_new_weights_do_not_inherit_the_old_card(tmp_path):
    copy = tmp_path / "m.keras"
    small((28, 28)).save(copy)
    sealed = seal(copy, copy, {"measured": {"x": 1}}).card.fields
    assert sealed["measured"] == {"x": 1}
    with zipfile.ZipFile(copy) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    small((28, 28)).save(copy)
    with zipfile.ZipFile(copy, "a") as archive:  # the old seal beside new weights
        archive.writestr(GRAPH, members[GRAPH])
        archive.writestr(CARD, members[CARD])
    with pytest.raises(ModelError, match="the seal is broken"):
        Model.open(copy)
    assert seal(copy, copy).card.fields["measured"] == {}


def test_amending_the_card_keeps_the_seal(tmp_path):
    copy = tmp_path / "m.keras"
    shutil.copy(model_path(), copy)
    amended = amend_card(copy, name="mine", thresholds=thresholds(2.0, 0.25, 0.5))
    assert amended.card.name == "mine"
    card = amended.card
    assert (card.temperature, card.rejection_threshold, card.rejection_threshold_in_pictures) == (
        2.0,
        0.25,
        0.5,
    )


def test_the_graph_gives_the_scores_of_a_networks_logits_and_its_embedding(tmp_path):
    network = NETWORKS["convolutional"]()
    network.save(tmp_path / "m.keras")
    model = seal(tmp_path / "m.keras", tmp_path / "s.keras")
    images = np.random.default_rng(3).random((5, 28, 28, 1), dtype=np.float32)
    logits = keras.Model(network.inputs, network.get_layer(EVIDENCE).output)(images, training=False)
    expected = np.asarray(keras.ops.sigmoid(logits[:, 10:]))
    softmax, scores, embedding = model.run_all(images)
    assert scores == pytest.approx(expected, abs=1e-4)
    assert softmax == pytest.approx(np.asarray(network(images, training=False)), abs=1e-4)
    predictions = model.read(images)
    assert predictions.rejection_score == pytest.approx(scores[:, 0])
    assert predictions.multi_digit == pytest.approx(scores[:, 1])
    layer = keras.Model(network.inputs, network.get_layer(EMBEDDING).output)
    expected = np.asarray(layer(images, training=False))
    assert model.graph.embedding == expected.shape[1] == 80
    assert embedding == pytest.approx(expected, abs=1e-3)
    assert np.linalg.norm(predictions.embeddings, axis=1) == pytest.approx(1, abs=1e-5)


def test_without_these_logits_the_rejection_score_comes_from_the_confidence(tmp_path):
    small((28, 28)).save(tmp_path / "m.keras")
    model = seal(tmp_path / "m.keras", tmp_path / "s.keras")
    predictions = model.read(np.random.default_rng(3).random((5, 28, 28), dtype=np.float32))
    assert predictions.rejection_score == pytest.approx(1 - predictions.probabilities.max(axis=1))
    assert (predictions.multi_digit == 0.5).all()


def test_sealing_the_same_file_twice_gives_the_same_members(tmp_path):
    small((28, 28)).save(tmp_path / "m.keras")
    for name in ("a.keras", "b.keras"):
        seal(tmp_path / "m.keras", tmp_path / name, {"created": "then"})
    with zipfile.ZipFile(tmp_path / "a.keras") as a, zipfile.ZipFile(tmp_path / "b.keras") as b:
        assert all(a.read(name) == b.read(name) for name in SEALED)
        fields = [json.loads(archive.read(CARD)) for archive in (a, b)]
    assert fields[0]["sealed"].keys() == fields[1]["sealed"].keys()


@POSIX
def test_an_archive_that_cannot_be_finished_leaves_the_last_one_as_it_was(tmp_path):
    path = tmp_path / "m.keras"
    write_archive(path, {"first": b"before"})
    before = path.read_bytes()
    members = {"first": b"after", "second": np.random.default_rng(1).bytes(100_000)}
    with files_limited_to(50_000), pytest.raises(OSError, match="too large"):
        write_archive(path, members)
    assert list(tmp_path.iterdir()) == [path]
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: small((32, 32)), r"input is \(32, 32\)"),
        (
            lambda: keras.Sequential([keras.Input((784,)), keras.layers.Dense(26)]),
            r"output is \(None, 26\)",
        ),
    ],
)
def test_a_model_of_another_shape_is_refused(tmp_path, make, says):
    make().save(tmp_path / "m.keras")
    before = (tmp_path / "m.keras").read_bytes()
    with pytest.raises(SealError, match=says):
        seal(tmp_path / "m.keras", tmp_path / "m.keras")
    assert (tmp_path / "m.keras").read_bytes() == before


def test_what_is_not_a_model_is_refused(tmp_path):
    with pytest.raises(SealError, match="no such file"):
        seal(tmp_path / "none.keras", tmp_path / "out.keras")
    (tmp_path / "text.keras").write_text("hello")
    with pytest.raises(SealError, match=r"not a \.keras archive"):
        seal(tmp_path / "text.keras", tmp_path / "out.keras")
    with zipfile.ZipFile(tmp_path / "zip.keras", "w") as archive:
        archive.writestr("hello.txt", "hello")
    with pytest.raises(SealError, match="Keras can't open it"):
        seal(tmp_path / "zip.keras", tmp_path / "out.keras")
    assert not (tmp_path / "out.keras").exists()
    assert not list(tmp_path.glob(".*"))


def test_with_another_backend_tensorflow_makes_the_graph_in_a_separate_process(
    tmp_path, monkeypatch
):
    plain = small((28, 28, 1))
    plain.save(tmp_path / "plain.keras")
    monkeypatch.setattr(keras.config, "backend", lambda: "jax")
    sealed = seal(tmp_path / "plain.keras", tmp_path / "sealed.keras")
    assert agreement(plain, sealed, (28, 28, 1)) < 1e-4


def test_an_error_says_that_tensorflow_is_missing_and_nothing_is_left_behind(tmp_path, monkeypatch):
    small((28, 28, 1)).save(tmp_path / "plain.keras")
    monkeypatch.setattr(keras.config, "backend", lambda: "jax")
    (tmp_path / "tensorflow.py").write_text("raise ModuleNotFoundError('no such thing')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(SealError, match="no such thing.*pip install"):
        seal(tmp_path / "plain.keras", tmp_path / "sealed.keras")
    left = {path.name for path in tmp_path.iterdir()} - {"__pycache__"}
    assert left == {"plain.keras", "tensorflow.py"}
