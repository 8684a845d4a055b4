"""Fits the line network; goes on where it was interrupted, and ends in time."""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

import keras
import numpy as np

from digitrec.files import written_whole
from digitrec.recognition.picture.line_decoding import decode
from training.network.checkpoints import save_whole
from training.network.half_precision import to_half
from training.network.interrupt import Interruptible
from training.network.lines.architecture import LineRecipe
from training.network.lines.batches import as_batch, groups
from training.network.lines.loss import line_loss
from training.network.lines.workers import Batch, Workers
from training.network.memory import keep_freed_memory
from training.synthetic.lines.line import SyntheticLine

TRAINED = "lines.keras"
"""The trained network in the run's folder, as `fit.TRAINED`."""

_LOOK = 5  # epochs between two measurements on held-out lines
_WARM_UP = 0.02  # share of the training


def fit_lines(
    network: keras.Model,
    recipe: LineRecipe,
    workers: Workers,
    held_out: list[SyntheticLine],
    run: Path,
    minutes: float | None = None,
) -> Path:
    """Trains a line network and gives the path of it, its kernels in half precision.

    Args:
        network: of `line_network`, to be trained.
        recipe: of the training.
        workers: that make the batches of a `LineBatches`, group by group.
        held_out: lines of other digits and writers; the curve is measured on them.
        run: folder for the checkpoint. An interrupted run goes on from it.
        minutes: the learning rate falls so that the training ends after this time at the latest,
            the time before an interrupt included.
    """
    trained = run / TRAINED
    if trained.exists():
        print(f"already trained, going on from {trained}", flush=True)
        return trained
    optimizer = keras.optimizers.AdamW(
        recipe.learning_rate, weight_decay=recipe.weight_decay, global_clipnorm=5.0
    )
    optimizer.exclude_from_weight_decay(var_names=["bias", "beta", "gamma"])
    optimizer.build(network.trainable_variables)
    network.compile(optimizer=optimizer, loss=line_loss)
    checkpoint = Checkpoint(network, run / "checkpoint-lines.npz")
    schedule = Schedule(recipe, minutes, checkpoint.seconds)
    with Interruptible() as stop:
        for epoch in range(checkpoint.epochs, recipe.epochs):
            if schedule.over:
                break
            optimizer.learning_rate = schedule.learning_rate(epoch)
            made = workers.batches(epoch, groups(recipe))
            loss = _train_epoch(network, made, recipe.steps, stop)
            checkpoint.save(epoch + 1, schedule.seconds)
            print(f"epoch {epoch + 1}: loss {loss:.3f}, {schedule.left(epoch + 1)}", flush=True)
            if not (epoch + 1) % _LOOK:
                _say_held_out(network, held_out)
            stop.on_epoch_begin(epoch)
    to_half(network)
    save_whole(network, trained)
    checkpoint.path.unlink(missing_ok=True)
    return trained


def _train_epoch(
    network: keras.Model, batches: Iterable[Batch], count: int, stop: Interruptible
) -> float:
    """Trains with an epoch's batches, so many, and gives the mean of their losses."""
    keep_freed_memory()
    network.reset_metrics()
    shown, loss = sys.stdout.isatty(), math.nan
    for number, (x, y) in enumerate(batches):
        loss = float(network.train_on_batch(x, y))
        if shown:
            print(f"\r{number + 1} of {count}, loss {loss:.3f} ", end="", flush=True)
        stop.on_train_batch_end(number)
    if shown:
        print("\r", end="")
    return loss


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


class Paced(Protocol):
    """What a schedule needs of a recipe."""

    @property
    def epochs(self) -> int:
        """Rounds of training."""

    @property
    def learning_rate(self) -> float:
        """The highest."""


class Schedule:
    """The learning rate and the end, by epochs and by time, whichever is over first.

    Args:
        recipe: its epochs and its highest learning rate.
        minutes: that the training may take; None for as many as it needs.
        before: seconds that were spent before an interruption.
    """

    def __init__(self, recipe: Paced, minutes: float | None, before: float = 0.0) -> None:
        self._recipe = recipe
        self._limit = math.inf if minutes is None else 60 * minutes
        self._began = time.monotonic() - before

    @property
    def seconds(self) -> float:
        """The time spent so far."""
        return time.monotonic() - self._began

    @property
    def over(self) -> bool:
        """Whether the time is over."""
        return self.seconds >= self._limit

    def learning_rate(self, epoch: int) -> float:
        """The learning rate of an epoch that begins now: it rises, then falls by a half cosine."""
        done = self._done(epoch)
        rising = min((done + 0.2 * _WARM_UP) / _WARM_UP, 1.0)
        rate = rising * (1 + math.cos(math.pi * min(done, 1.0))) / 2
        return self._recipe.learning_rate * max(rate, 0.003)

    def left(self, epochs: int) -> str:
        """How long the rest will take after so many epochs, in words."""
        seconds = self.seconds
        rest = seconds * (1 / max(self._done(epochs), 1e-9) - 1)
        return f"{seconds / 60:.0f} min, {max(rest, 0.0) / 60:.0f} min to go"

    def _done(self, epoch: int) -> float:
        """The share of the training that is done before an epoch."""
        return max(epoch / self._recipe.epochs, self.seconds / self._limit)


class Checkpoint:
    """All that a training goes on from: weights, the optimizer's state, epochs, time.

    Args:
        network: compiled; takes up what is in the file, if there is one.
        path: of the file.

    Attributes:
        path: of the file.
        epochs: that were done before an interruption.
        seconds: that they took.
    """

    def __init__(self, network: keras.Model, path: Path) -> None:
        self.path = path
        self._variables = [*network.variables, *network.optimizer.variables]
        self.epochs, self.seconds = 0, 0.0
        if path.exists():
            with np.load(path) as kept:
                self.epochs, self.seconds = int(kept["epochs"]), float(kept["seconds"])
                for number, variable in enumerate(self._variables):
                    variable.assign(kept[f"v{number}"])

    def save(self, epochs: int, seconds: float) -> None:
        """Writes the file anew, whole or not at all."""
        values = {
            f"v{number}": keras.ops.convert_to_numpy(variable)
            for number, variable in enumerate(self._variables)
        }
        with written_whole(self.path, replace=True, binary=True) as stream:
            np.savez(stream, epochs=epochs, seconds=seconds, **values)


def _say_held_out(network: keras.Model, lines: list[SyntheticLine]) -> None:
    """Says how many held-out lines are read entirely right."""
    if not lines:
        return
    texts = read_lines(network, lines)
    right = sum(text == line.text.rstrip() for text, line in zip(texts, lines, strict=True))
    print(f" held out: {right / len(lines):.1%} of the lines", flush=True)
