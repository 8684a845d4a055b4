"""Fits the trajectory network: the same steps as `fit`, on paths instead of pictures."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import keras

from digitrec.recognition.trajectory import trajectories
from training.data.datasets import PenDigits, Strokes
from training.evaluation import metrics
from training.network.checkpoints import BestCheckpoint, save_whole
from training.network.fit import compiled
from training.network.half_precision import to_half
from training.network.interrupt import Interruptible
from training.network.trajectory import TrajectoryBatches, TrajectoryRecipe

TRAINED = "trajectory.keras"
"""The trained network in the run's folder, as `fit.TRAINED`."""


def fit_trajectory(
    network: keras.Model,
    recipe: TrajectoryRecipe,
    pen: PenDigits,
    held_out: PenDigits,
    characters: tuple[Strokes, ...],
    run: Path,
) -> Path:
    """Trains a trajectory network and gives the path of it with the best checkpoint's weights.

    The best checkpoint is the one with the lowest loss on the held-out writers' digits. The weights
    are rounded to half precision.

    Args:
        network: of `trajectory`, to be trained.
        recipe: of the training.
        pen: digits to train on.
        held_out: digits of other writers, to choose the checkpoint by.
        characters: drawings of other scripts' characters, to train against.
        run: folder for the checkpoints. An interrupted run goes on from them.
    """
    trained, best, backup = run / TRAINED, run / "best-trajectory.keras", run / "backup-trajectory"
    if trained.exists():
        print(f"already trained, going on from {trained}", flush=True)
        shutil.rmtree(backup, ignore_errors=True)
        return trained
    look = _HeldOut(held_out)
    lowest = None
    if backup.exists() and best.exists():  # an interrupted run goes on
        lowest = look.measure(keras.models.load_model(best, compile=False))[1]
    batches = TrajectoryBatches(pen, recipe, characters)
    compiled(network, recipe, len(batches))
    with Interruptible() as stop:
        network.fit(
            batches,
            epochs=recipe.epochs,
            verbose=1 if sys.stdout.isatty() else 2,
            callbacks=[
                keras.callbacks.LambdaCallback(
                    on_epoch_begin=lambda epoch, logs: batches.start_epoch(epoch)  # noqa: ARG005
                ),
                look,
                BestCheckpoint(best, lowest),
                keras.callbacks.BackupAndRestore(
                    backup, double_checkpoint=True, delete_checkpoint=False
                ),
                stop,
            ],
        )
    network.set_weights(keras.models.load_model(best, compile=False).get_weights())
    to_half(network)
    save_whole(network, trained)
    shutil.rmtree(backup)
    return trained


class _HeldOut(keras.callbacks.Callback):  # type: ignore[misc]
    """Accuracy and loss on held-out writers' digits after every epoch; the loss as `held_out`."""

    def __init__(self, digits: PenDigits) -> None:
        super().__init__()
        self._paths, self._labels = trajectories(digits.strokes), digits.labels

    def measure(self, network: keras.Model) -> tuple[float, float]:
        """The accuracy and the loss."""
        logits = network.predict(self._paths, batch_size=512, verbose=0)[:, :10]
        rows = keras.ops.convert_to_numpy(keras.ops.softmax(logits))
        return metrics.accuracy(rows, self._labels), metrics.cross_entropy(rows, self._labels)

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:  # noqa: ARG002
        """Adds the loss to the logs, where `BestCheckpoint` finds it."""
        accuracy, loss = self.measure(self.model)
        if logs is not None:
            logs["held_out"] = loss
        print(f" held out: paths {accuracy:.2%}, loss {loss:.4f}", flush=True)
