"""Fits the line network; goes on where it was interrupted, and ends in time."""

from __future__ import annotations

import json
import math
import shutil
import sys
import time
from pathlib import Path
from typing import Any

import keras

from digitrec.files import written_whole
from digitrec.recognition.picture.line_decoding import decode
from training.network.checkpoints import save_whole
from training.network.half_precision import to_half
from training.network.interrupt import Interruptible
from training.network.lines.architecture import LineRecipe
from training.network.lines.batches import LineBatches, as_batch
from training.network.lines.loss import line_loss
from training.network.memory import keep_freed_memory
from training.synthetic.lines.line import LineMaker, SyntheticLine

TRAINED = "lines.keras"
"""The trained network in the run's folder, as `fit.TRAINED`."""

_LOOK = 5  # epochs between two measurements on held-out lines
_WARM_UP = 0.02  # share of the training


def fit_lines(
    network: keras.Model,
    recipe: LineRecipe,
    maker: LineMaker,
    held_out: list[SyntheticLine],
    run: Path,
    minutes: float | None = None,
) -> Path:
    """Trains a line network and gives the path of it, its kernels in half precision.

    Args:
        network: of `line_network`, to be trained.
        recipe: of the training.
        maker: of the lines to train on.
        held_out: lines of other digits and writers; the curve is measured on them.
        run: folder for the checkpoints. An interrupted run goes on from them.
        minutes: the learning rate falls so that the training ends after this time at the latest,
            the time before an interrupt included.
    """
    trained, backup = run / TRAINED, run / "backup-lines"
    if trained.exists():
        print(f"already trained, going on from {trained}", flush=True)
        return trained
    batches = LineBatches(maker, recipe)
    progress = Progress(batches, recipe, run / "progress-lines.json", minutes)
    batches.start_epoch(progress.epochs)  # Keras asks for batches before the first epoch begins
    optimizer = keras.optimizers.AdamW(
        recipe.learning_rate, weight_decay=recipe.weight_decay, global_clipnorm=5.0
    )
    optimizer.exclude_from_weight_decay(var_names=["bias", "beta", "gamma"])
    network.compile(optimizer=optimizer, loss=line_loss)
    with Interruptible() as stop:
        network.fit(
            batches,
            epochs=recipe.epochs,
            shuffle=False,
            verbose=1 if sys.stdout.isatty() else 2,
            callbacks=[
                progress,
                _HeldOut(held_out),
                keras.callbacks.BackupAndRestore(
                    backup, double_checkpoint=True, delete_checkpoint=False
                ),
                stop,
            ],
        )
    to_half(network)
    save_whole(network, trained)
    shutil.rmtree(backup, ignore_errors=True)
    return trained


def read_lines(network: keras.Model, lines: list[SyntheticLine]) -> list[str]:
    """What the network reads in lines of any widths."""
    texts = [""] * len(lines)
    by_width: dict[int, list[int]] = {}
    for at, line in enumerate(lines):
        by_width.setdefault(line.pixels.shape[1], []).append(at)
    for rows in by_width.values():
        x, _ = as_batch([lines[at] for at in rows])
        for at, outputs in zip(rows, network.predict(x, batch_size=64, verbose=0), strict=True):
            texts[at] = decode(outputs).text
    return texts


class Progress(keras.callbacks.Callback):  # type: ignore[misc]
    """Sets each epoch's lines and learning rate, and stops when the time is over.

    Attributes:
        epochs: that were done before an interruption.
    """

    def __init__(
        self, batches: LineBatches, recipe: LineRecipe, path: Path, minutes: float | None
    ) -> None:
        super().__init__()
        self._batches, self._recipe, self._path = batches, recipe, path
        self._limit = math.inf if minutes is None else 60 * minutes
        self._before, self.epochs = 0.0, 0
        if path.exists():
            before = json.loads(path.read_text("utf-8"))
            self._before, self.epochs = float(before["seconds"]), int(before["epochs"])
        self._began = time.monotonic()

    def _seconds(self) -> float:
        return self._before + time.monotonic() - self._began

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:  # noqa: ARG002
        """Begins an epoch."""
        keep_freed_memory()
        self._batches.start_epoch(epoch)
        done = max(epoch / self._recipe.epochs, self._seconds() / self._limit)
        rising = min((done + 0.2 * _WARM_UP) / _WARM_UP, 1.0)
        rate = rising * (1 + math.cos(math.pi * min(done, 1.0))) / 2
        self.model.optimizer.learning_rate = self._recipe.learning_rate * max(rate, 0.003)

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:  # noqa: ARG002
        """Notes the time, for a run that is interrupted."""
        with written_whole(self._path, replace=True) as stream:
            json.dump({"seconds": self._seconds(), "epochs": epoch + 1}, stream)
        if self._seconds() >= self._limit:
            self.model.stop_training = True


class _HeldOut(keras.callbacks.Callback):  # type: ignore[misc]
    """Says now and then how many held-out lines are read entirely right."""

    def __init__(self, lines: list[SyntheticLine]) -> None:
        super().__init__()
        self._lines = lines

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:  # noqa: ARG002
        """Measures after every fifth epoch."""
        if (epoch + 1) % _LOOK or not self._lines:
            return
        texts = read_lines(self.model, self._lines)
        right = sum(
            text == line.text.rstrip() for text, line in zip(texts, self._lines, strict=True)
        )
        print(f" held out: {right / len(self._lines):.1%} of the lines", flush=True)
