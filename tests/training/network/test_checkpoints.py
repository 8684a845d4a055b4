"""What an interrupted training goes on from, whole or damaged."""

import errno

import numpy as np
import pytest

keras = pytest.importorskip("keras", reason="TensorFlow is not installed (pip install .[train])")

from training.network.checkpoints import LOSS, Checkpoints  # noqa: E402
from training.network.state import TrainingState  # noqa: E402
from training.terminal.damage import RunError  # noqa: E402


def compiled():
    keras.utils.set_random_seed(1)
    network = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    network.compile("adam", "mse")
    return network


def trained(run, losses):
    """A network that was trained for an epoch for each held-out loss, and its files."""

    class HeldOutLoss(keras.callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            logs[LOSS] = losses[epoch]

    network, files = compiled(), Checkpoints(run, "network")
    x = np.ones((4, 2))
    network.fit(x, x[:, :1], epochs=len(losses), verbose=0, callbacks=[HeldOutLoss(), files])
    return network, files


def weights(network):
    return [*network.get_weights(), *map(np.asarray, network.optimizer.variables)]


def test_a_training_goes_on_with_the_weights_and_the_optimizer_of_its_last_epoch(tmp_path):
    before, _ = trained(tmp_path, [0.3, 0.2, 0.4])
    network = compiled()
    assert Checkpoints(tmp_path, "network").resume(network) == 3
    for one, other in zip(weights(network), weights(before), strict=True):
        assert np.array_equal(one, other)


def test_the_best_epoch_is_the_one_with_the_lowest_loss(tmp_path):
    _, files = trained(tmp_path, [0.5, np.nan, 0.4, 0.45])
    assert TrainingState.load(tmp_path / "best-network.npz").epochs == 3
    assert TrainingState.load(tmp_path / "last-network.npz").epochs == 4
    files.resume(network := compiled())
    files.set_model(network)
    files.on_epoch_end(4, {LOSS: 0.42})
    assert TrainingState.load(tmp_path / "best-network.npz").epochs == 3


@pytest.mark.parametrize(("damaged", "epochs"), [("last", 2), ("best", 4)])
def test_a_damaged_state_is_named_and_the_other_one_is_gone_on_from(
    tmp_path, capsys, damaged, epochs
):
    trained(tmp_path, [0.5, 0.3, 0.4, 0.45])
    path = tmp_path / f"{damaged}-network.npz"
    path.write_bytes(path.read_bytes()[:-300])
    files = Checkpoints(tmp_path, "network")
    assert files.resume(compiled()) == epochs
    assert f"{path} is damaged" in capsys.readouterr().out
    assert path.with_name(f"{path.name}.damaged").exists()
    files.take_best(compiled())


def test_a_changed_byte_is_damage(tmp_path):
    trained(tmp_path, [0.5])
    path = tmp_path / "last-network.npz"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    assert TrainingState.load(path) is None


def test_if_both_are_damaged_it_begins_again(tmp_path):
    trained(tmp_path, [0.5])
    for path in list(tmp_path.iterdir()):
        path.write_bytes(b"half")
    assert Checkpoints(tmp_path, "network").resume(compiled()) == 0


def test_the_state_of_another_network_is_set_aside(tmp_path, capsys):
    trained(tmp_path, [0.5])
    other = keras.Sequential([keras.Input((2,)), keras.layers.Dense(3)])
    other.compile("adam", "mse")
    assert Checkpoints(tmp_path, "network").resume(other) == 0
    assert "of another network" in capsys.readouterr().out


def test_a_damaged_network_is_not_taken_for_a_finished_one(tmp_path, capsys):
    network, files = trained(tmp_path, [0.5])
    path = files.finish(network)
    assert files.finished()
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert not files.finished()
    assert f"{path} is damaged" in capsys.readouterr().out
    assert files.resume(compiled()) == 1


def test_a_full_disk_is_named_with_the_file_and_loses_nothing(tmp_path, monkeypatch):
    network, _ = trained(tmp_path, [0.5])

    def full(stream, **_):
        stream.write(b"half")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(np, "savez", full)
    path = tmp_path / "last-network.npz"
    with pytest.raises(RunError, match=r"last-network\.npz can't be written: No space left"):
        TrainingState.of(network, 2, 0.4).save(path)
    assert TrainingState.load(path).epochs == 1
    assert len(list(tmp_path.iterdir())) == 2


def test_a_loss_that_never_is_a_number_is_an_error_with_a_remedy(tmp_path):
    _, files = trained(tmp_path, [np.nan])
    (tmp_path / "best-network.npz").unlink(missing_ok=True)
    with pytest.raises(RunError, match="--learning-rate"):
        files.take_best(compiled())
