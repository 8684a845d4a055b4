from dataclasses import replace

import numpy as np
import pytest

keras = pytest.importorskip("keras", reason="TensorFlow is not installed (pip install .[train])")

from digitrec.recognition.trajectory import CHANNELS, POINTS, trajectories  # noqa: E402
from tests.training.makers import LABELS, PEN  # noqa: E402
from training.network import fit as fitting  # noqa: E402
from training.network.architectures import EVIDENCE  # noqa: E402
from training.network.fit import fit_trajectory  # noqa: E402
from training.network.half_precision import is_half  # noqa: E402
from training.network.trajectory import (  # noqa: E402
    TrajectoryBatches,
    TrajectoryRecipe,
    trajectory,
)

CHARACTERS = ((((0.0, 0.0), (4.0, 9.0), (8.0, 0.0)),),)
RECIPE = TrajectoryRecipe(epochs=2, batch_size=16, pen_repeats=8)


def small():
    """A network as `trajectory` makes it, with one layer of each kind: quick to compile."""
    return keras.Sequential(
        [
            keras.Input((POINTS, CHANNELS)),
            keras.layers.Conv1D(16, 5, strides=4, use_bias=False),
            keras.layers.BatchNormalization(momentum=0.9),
            keras.layers.ReLU(),
            keras.layers.Flatten(),
            keras.layers.Dropout(0.2),
            keras.layers.Dense(12, name=EVIDENCE),
        ]
    )


def train(run, recipe=RECIPE):
    run.mkdir(exist_ok=True)
    keras.utils.set_random_seed(recipe.seed)
    return fit_trajectory(small(), recipe, PEN, PEN, CHARACTERS, run)


def weights(path):
    return keras.models.load_model(path, compile=False).get_weights()


def loss(network):
    logits = network.predict(trajectories(PEN.strokes), verbose=0)[:, :10]
    rows = np.asarray(keras.ops.softmax(logits))
    return -np.log(rows[np.arange(10), LABELS]).mean()


def interrupted(*_):
    raise KeyboardInterrupt


@pytest.fixture(scope="module")
def uninterrupted(tmp_path_factory):
    return train(tmp_path_factory.mktemp("runs") / "whole")


def test_the_network_has_a_logit_for_each_digit_and_two_more():
    network = trajectory()
    assert network.input_shape == (None, POINTS, CHANNELS)
    assert network.output_shape == (None, 12)
    assert network.count_params() == 226_604
    assert trajectory(0.25).count_params() < 30_000


def test_a_batch_depends_on_the_seed_the_epoch_and_its_number_alone():
    one, other = (TrajectoryBatches(PEN, RECIPE, CHARACTERS) for _ in range(2))
    other[5]
    other.start_epoch(1)
    other[0]
    other.start_epoch(0)
    assert all((a == b).all() for a, b in zip(one[2], other[2], strict=True))
    other.start_epoch(1)
    assert not (one[2][0] == other[2][0]).all()
    assert not (one[2][0] == one[3][0]).all()
    seeded = TrajectoryBatches(PEN, replace(RECIPE, seed=2), CHARACTERS)
    assert not (one[2][0] == seeded[2][0]).all()


def test_an_epoch_holds_every_pen_digit_and_the_outliers():
    batches = TrajectoryBatches(PEN, RECIPE, CHARACTERS)
    x, y = (
        np.concatenate(part)
        for part in zip(*[batches[at] for at in range(len(batches))], strict=True)
    )
    assert x.shape == (len(y), POINTS, CHANNELS)
    assert x.dtype == y.dtype == np.float32
    assert np.isfinite(x).all()
    assert (y[:, :11].sum(axis=1) == 1).all()
    assert (y[:, :10].sum(axis=0) == RECIPE.pen_repeats).all()
    assert y[:, 10].mean() == pytest.approx(RECIPE.outlier_share, abs=0.01)
    assert 0 < y[:, 11].sum() < y[:, 10].sum()
    assert (y[:, 11] <= y[:, 10]).all()  # several digits are not a single one either


def test_without_outliers_there_are_digits_alone():
    batches = TrajectoryBatches(PEN, replace(RECIPE, outlier_share=0.0))
    assert sum(len(batches[at][1]) for at in range(len(batches))) == 10 * RECIPE.pen_repeats
    assert all(batches[at][1][:, 10:].sum() == 0 for at in range(len(batches)))


@pytest.mark.parametrize("shares", [(1.0, 0.0), (0.0, 1.0)])
def test_digits_of_a_form_or_another_style_keep_their_labels(shares):
    recipe = replace(RECIPE, outlier_share=0.0, form_share=shares[0], style_share=shares[1])
    batches = TrajectoryBatches(PEN, recipe)
    y = np.concatenate([batches[at][1] for at in range(len(batches))])
    assert (y[:, :10].sum(axis=0) == recipe.pen_repeats).all()


def test_a_few_steps_lower_the_loss(uninterrupted):
    keras.utils.set_random_seed(RECIPE.seed)
    assert loss(keras.models.load_model(uninterrupted, compile=False)) < loss(small())


def test_the_trained_kernels_are_of_half_precision(uninterrupted):
    assert is_half(keras.models.load_model(uninterrupted, compile=False))


def test_the_seed_decides_the_weights_and_an_interrupt_after_the_last_epoch_loses_none(
    uninterrupted, tmp_path, monkeypatch, capsys
):
    with monkeypatch.context() as patched:
        patched.setattr(fitting, "to_half", interrupted)
        with pytest.raises(KeyboardInterrupt):
            train(tmp_path)
    assert capsys.readouterr().out.count("held out:") == RECIPE.epochs
    for one, other in zip(weights(train(tmp_path)), weights(uninterrupted), strict=True):
        assert one == pytest.approx(other, abs=1e-6)
    assert "held out:" not in capsys.readouterr().out


def test_an_interrupted_training_goes_on_with_the_next_epoch(tmp_path, monkeypatch, capsys):
    class Interrupted(keras.callbacks.Callback):
        def on_epoch_begin(self, epoch, logs=None):
            if epoch == 1:
                raise KeyboardInterrupt

        def __enter__(self):
            return self

        def __exit__(self, *_):
            pass

    with monkeypatch.context() as patched:
        patched.setattr(fitting, "Interruptible", Interrupted)
        with pytest.raises(KeyboardInterrupt):
            train(tmp_path)
    assert capsys.readouterr().out.count("held out:") == 1
    path = train(tmp_path)
    assert capsys.readouterr().out.count("held out:") == RECIPE.epochs - 1
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "best-trajectory.npz",
        "last-trajectory.npz",
        path.name,
    ]


def test_a_trained_network_is_not_trained_again_while_it_is_there(tmp_path, capsys):
    path = train(tmp_path)
    before = path.stat().st_mtime_ns
    capsys.readouterr()
    assert train(tmp_path) == path
    assert path.stat().st_mtime_ns == before
    assert "already trained" in capsys.readouterr().out
