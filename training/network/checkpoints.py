"""Checkpoints: measures a network on held-out data after every epoch and keeps the best one."""

from __future__ import annotations

import math
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
from training.network.state import TrainingState
from training.terminal.damage import RunError, cant_write, damage, set_aside

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
        """Adds them to the logs; `Checkpoints` finds the loss there, `EpochProgress` shows them."""
        found = self.measure(self.model)
        loss = found.pop(LOSS)
        if logs is not None:
            logs |= {LOSS: loss} | {f"{LOSS}_{name}": share for name, share in found.items()}


class Checkpoints(keras.callbacks.Callback):  # type: ignore[misc]
    """The files of a training in the folder of its run, which always holds what has been done.

    Those are the states after the last epoch and after the one with the lowest held-out loss, and
    then the trained network. As a callback it writes the states; `HeldOut` must come before it.

    Args:
        run: the folder.
        name: of the network.
    """

    def __init__(self, run: Path, name: str) -> None:
        super().__init__()
        self.trained = run / f"{name}.keras"
        self._last = run / f"last-{name}.npz"
        self._best = run / f"best-{name}.npz"
        self._lowest = math.inf

    def finished(self) -> bool:
        """Whether the network is trained, which is then said; it is not trained again."""
        if not self.trained.exists():
            return False
        if (why := damage(self.trained)) is not None:
            set_aside(self.trained, why)
            return False
        print(f"already trained, going on from {self.trained}", flush=True)
        return True

    def resume(self, network: keras.Model) -> int:
        """Brings a compiled network to where its training was interrupted, and gives the epochs.

        If one of the two states is damaged, the training goes on from the other.
        """
        last, best = TrainingState.load(self._last), TrainingState.load(self._best)
        if best is None and last is not None:
            last.save(self._best)
            best = last
        state = last or best
        if state is None or best is None:
            return 0
        try:
            state.restore(network)
        except ValueError:
            set_aside(self._last if last else self._best, "it is the state of another network")
            return self.resume(network)
        self._lowest = math.inf if math.isnan(best.loss) else best.loss
        print(f"going on after epoch {state.epochs}, from {self._last.parent}", flush=True)
        return state.epochs

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        """Writes the state, and a copy if the held-out loss in the logs is the lowest so far."""
        loss = (logs or {})[LOSS]
        state = TrainingState.of(self.model, epoch + 1, loss)
        if loss < self._lowest:
            state.save(self._best)
            self._lowest = loss
        state.save(self._last)

    def take_best(self, network: keras.Model) -> None:
        """Sets a network's weights to those of the epoch with the lowest loss.

        Raises:
            RunError: if there is none, because the loss never was a number.
        """
        best = TrainingState.load(self._best)
        if best is None or math.isnan(best.loss):
            raise RunError(
                f"{self._best}: after no epoch was the loss on held-out data a number. "
                "Try a lower --learning-rate"
            )
        network.set_weights(list(best.weights))

    def finish(self, network: keras.Model) -> Path:
        """Saves the trained network, and gives its path.

        The states stay, for the case that this file is damaged before all is done.

        Raises:
            RunError: if it can't be written.
        """
        try:
            save_whole(network, self.trained)
        except OSError as error:
            raise cant_write(self.trained, error) from error
        return self.trained


def save_whole(model: keras.Model, path: Path) -> None:
    """Saves a Keras model as a `.keras` archive, whole or not at all."""
    with tempfile.TemporaryDirectory() as folder:
        saved = Path(folder) / path.name
        model.save(saved)
        with written_whole(path, replace=True, binary=True) as stream:
            stream.write(saved.read_bytes())
