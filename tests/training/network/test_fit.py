from dataclasses import replace

import pytest

keras = pytest.importorskip("keras", reason="TensorFlow is not installed (pip install .[train])")

from tests.training.makers import IMAGES, PEN  # noqa: E402
from training.data.datasets import Split  # noqa: E402
from training.network import fit as fitting  # noqa: E402
from training.network.architectures import EVIDENCE, NETWORKS, columns  # noqa: E402
from training.network.checkpoints import save_whole  # noqa: E402
from training.network.fit import fit  # noqa: E402
from training.network.recipe import DENSE, Recipe  # noqa: E402

SPLIT = Split(IMAGES, PEN, IMAGES, PEN)
CHARACTERS = ((((0.0, 0.0), (4.0, 9.0), (8.0, 0.0)),),)
RECIPE = Recipe(batch_size=16, epochs=2, learning_rate=1e-3)


def small():
    """A network as `convolutional` makes it, with one layer of each kind: quick to compile."""
    inputs = keras.Input((28, 28, 1))
    x = keras.layers.Conv2D(4, 7, strides=4, use_bias=False)(inputs)
    x = keras.layers.ReLU()(keras.layers.BatchNormalization(momentum=0.9)(x))
    x = keras.layers.Dropout(0.2)(keras.layers.Flatten()(x))
    evidence = keras.layers.Dense(12, name=EVIDENCE)(x)
    return keras.Model(inputs, keras.layers.Softmax()(columns(evidence, 0, 10, "digits")))


def train(run, recipe=RECIPE):
    run.mkdir(exist_ok=True)
    keras.utils.set_random_seed(recipe.seed)
    network = small() if recipe.network == "convolutional" else NETWORKS["dense"]()
    return fit(network, recipe, SPLIT, CHARACTERS, run)


def weights(path):
    return keras.models.load_model(path, compile=False).get_weights()


def interrupted(*_):
    raise KeyboardInterrupt


@pytest.fixture(scope="module")
def uninterrupted(tmp_path_factory):
    return weights(train(tmp_path_factory.mktemp("runs") / "whole"))


def test_the_seed_decides_the_weights_and_an_interrupt_after_the_last_epoch_loses_none(
    uninterrupted, tmp_path, monkeypatch, capsys
):
    with monkeypatch.context() as patched:
        patched.setattr(fitting, "to_half", interrupted)
        with pytest.raises(KeyboardInterrupt):
            train(tmp_path)
    assert capsys.readouterr().out.count("held out:") == RECIPE.epochs
    for one, other in zip(weights(train(tmp_path)), uninterrupted, strict=True):
        assert one == pytest.approx(other, abs=1e-6)
    assert "held out:" not in capsys.readouterr().out


def test_a_trained_network_is_not_trained_again_while_it_is_there(tmp_path, capsys):
    recipe = replace(DENSE, epochs=1)
    path = train(tmp_path, recipe)
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "best-network.npz",
        "last-network.npz",
        "network.keras",
    ]
    content = path.read_bytes()
    capsys.readouterr()
    assert train(tmp_path, recipe) == path
    assert path.read_bytes() == content
    assert "held out:" not in capsys.readouterr().out


def test_a_save_that_fails_leaves_the_old_file(tmp_path):
    class Broken:
        def save(self, path):
            path.write_bytes(b"half")
            raise OSError("the disk is full")

    (tmp_path / "m.keras").write_bytes(b"whole")
    with pytest.raises(OSError, match="full"):
        save_whole(Broken(), tmp_path / "m.keras")
    assert [file.read_bytes() for file in tmp_path.iterdir()] == [b"whole"]
