"""Checkpoints: measures a network on held-out data after every epoch and keeps the best one."""

from __future__ import annotations

import math
import tempfile
from pathlib import Path

import keras

from digitrec.files import written_whole
from training.data.datasets import Split, to_float
from training.evaluation import metrics
from training.network.batches import CLASSES


class HeldOut(keras.callbacks.Callback):  # type: ignore[misc]
    """Accuracy on held-out images and writers, and loss, as `held_out`, after every epoch."""

    def __init__(self, split: Split) -> None:
        super().__init__()
        self._sets = {
            "held_out_images": (to_float(split.held_out_images.x), split.held_out_images.y),
            "held_out_pen": (split.held_out_pen.render(), split.held_out_pen.labels),
        }

    def measure(self, model: keras.Model) -> dict[str, float]:
        """The accuracy on each of the two, and the mean of their losses."""
        shape = model.input_shape[1:]
        found, losses = {}, []
        for name, (x, y) in self._sets.items():
            rows = model.predict(x.reshape(-1, *shape), batch_size=512, verbose=0)
            if rows.shape[1] == CLASSES:  # logits
                rows = keras.ops.convert_to_numpy(keras.ops.softmax(rows[:, :10]))
            found[name] = metrics.accuracy(rows, y)
            losses.append(metrics.cross_entropy(rows, y))
        found["held_out"] = sum(losses) / len(losses)
        return found

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:  # noqa: ARG002
        """Adds the three figures to the logs, where `BestCheckpoint` finds them."""
        found = self.measure(self.model)
        if logs is not None:
            logs.update(found)
        print(
            f" held out: images {found['held_out_images']:.2%}, pen {found['held_out_pen']:.2%}",
            flush=True,
        )


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
        """Compares `held_out` in the logs with the lowest loss so far."""
        loss = (logs or {})["held_out"]
        if loss < self._lowest:
            save_whole(self.model, self._path)
            self._lowest = loss


def save_whole(model: keras.Model, path: Path) -> None:
    """Saves a Keras model as a `.keras` archive, whole or not at all."""
    with tempfile.TemporaryDirectory() as folder:
        saved = Path(folder) / path.name
        model.save(saved)
        with written_whole(path, replace=True, binary=True) as stream:
            stream.write(saved.read_bytes())
