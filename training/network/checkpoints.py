"""Checkpoints: measures a network on held-out data after every epoch and keeps the best one."""

from __future__ import annotations

import math
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Self

import keras
import numpy as np
from numpy.typing import NDArray

from digitrec.files import written_whole
from training.data.datasets import Split, to_float
from training.evaluation import metrics
from training.network.batches import CLASSES

LOSS = "held_out"
"""Name of the held-out loss in the logs."""


class HeldOut(keras.callbacks.Callback):  # type: ignore[misc]
    """Accuracy on each held-out set, and the mean of their losses, after every epoch.

    The loss counts every drawing, while accuracy changes only with those that become right or
    wrong.

    Args:
        sets: for each name the network's input, shape (n, …), and the labels (n,).
    """

    def __init__(self, sets: Mapping[str, tuple[NDArray[np.float32], NDArray[np.uint8]]]) -> None:
        super().__init__()
        self._sets = sets

    @classmethod
    def of(cls, split: Split) -> Self:
        """With the held-out images and the held-out writers' digits."""
        images, pen = split.held_out_images, split.held_out_pen
        return cls({"images": (to_float(images.x), images.y), "pen": (pen.render(), pen.labels)})

    def measure(self, model: keras.Model) -> dict[str, float]:
        """The accuracy on each set by its name, and the mean of their losses as `held_out`."""
        shape = model.input_shape[1:]
        found, losses = {}, []
        for name, (x, y) in self._sets.items():
            rows = model.predict(x.reshape(-1, *shape), batch_size=512, verbose=0)
            if rows.shape[1] == CLASSES:  # logits
                rows = keras.ops.convert_to_numpy(keras.ops.softmax(rows[:, :10]))
            found[name] = metrics.accuracy(rows, y)
            losses.append(metrics.cross_entropy(rows, y))
        return found | {LOSS: sum(losses) / len(losses)}

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:  # noqa: ARG002
        """Adds them to the logs; `BestCheckpoint` finds the loss there."""
        found = self.measure(self.model)
        loss = found.pop(LOSS)
        if logs is not None:
            logs |= {LOSS: loss} | {f"{LOSS}_{name}": share for name, share in found.items()}
        figures = "".join(f"{name} {accuracy:.2%}, " for name, accuracy in found.items())
        print(f" held out: {figures}loss {loss:.4f}", flush=True)


class BestCheckpoint(keras.callbacks.Callback):  # type: ignore[misc]
    """Saves the model after each epoch that lowers the loss on held-out data.

    Unlike Keras's own `ModelCheckpoint` it never leaves half a file behind.

    Args:
        path: of the checkpoint.
        lowest: loss of the checkpoint that is there already; None if there is none.
    """

    def __init__(self, path: Path, lowest: float | None = None) -> None:
        super().__init__()
        self._path = path
        self._lowest = math.inf if lowest is None else lowest

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:  # noqa: ARG002
        """Compares the held-out loss in the logs with the lowest loss so far."""
        loss = (logs or {})[LOSS]
        if loss < self._lowest:
            save_whole(self.model, self._path)
            self._lowest = loss


class Checkpoints:
    """The files of a training in the folder of its run, which always holds what has been done.

    Those are the epochs (`best`, `backup`) until the chosen weights are on disk, and those weights
    (`trained`) until the caller removes them.

    Args:
        run: the folder.
        name: of the network.
    """

    def __init__(self, run: Path, name: str) -> None:
        self.trained = run / f"{name}.keras"
        self._best = run / f"best-{name}.keras"
        self._backup = run / f"backup-{name}"

    def finished(self) -> bool:
        """Whether the network is trained, which is then said; it is not trained again."""
        if not self.trained.exists():
            return False
        print(f"already trained, going on from {self.trained}", flush=True)
        shutil.rmtree(self._backup, ignore_errors=True)
        return True

    def callbacks(self, held_out: HeldOut) -> list[keras.callbacks.Callback]:
        """What measures, keeps the best epoch, and goes on from the last one if interrupted."""
        lowest = None
        if self._backup.exists() and self._best.exists():  # an interrupted run goes on
            lowest = held_out.measure(keras.models.load_model(self._best, compile=False))[LOSS]
        return [
            held_out,
            BestCheckpoint(self._best, lowest),
            # Keras would delete its backup at the end of `fit`, before the chosen weights are on
            # disk.
            keras.callbacks.BackupAndRestore(
                self._backup, double_checkpoint=True, delete_checkpoint=False
            ),
        ]

    def take_best(self, network: keras.Model) -> None:
        """Sets a network's weights to those of the epoch with the lowest loss."""
        best = keras.models.load_model(self._best, compile=False)
        network.set_weights(best.get_weights())

    def finish(self, network: keras.Model) -> Path:
        """Saves the trained network, and gives its path."""
        save_whole(network, self.trained)
        shutil.rmtree(self._backup)
        return self.trained


def save_whole(model: keras.Model, path: Path) -> None:
    """Saves a Keras model as a `.keras` archive, whole or not at all."""
    with tempfile.TemporaryDirectory() as folder:
        saved = Path(folder) / path.name
        model.save(saved)
        with written_whole(path, replace=True, binary=True) as stream:
            stream.write(saved.read_bytes())
