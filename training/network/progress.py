"""Progress of a training: a bar while an epoch runs, and a line of figures when it has ended."""

from __future__ import annotations

import math
import time
from typing import Any

import keras

from training.network.checkpoints import LOSS
from training.terminal.progress import Bar, duration, say


class EpochProgress(keras.callbacks.Callback):  # type: ignore[misc]
    """Shows a training as it runs: loss and accuracy, those on held-out data, and the time left.

    It comes after `HeldOut` among the callbacks, whose figures it shows.
    """

    def __init__(self) -> None:
        super().__init__()
        self._bar: Bar | None = None
        self._lowest = math.inf
        self._first: int | None = None
        self._began = 0.0

    def on_epoch_begin(self, epoch: int, logs: dict[str, float] | None = None) -> None:  # noqa: ARG002
        """Opens the bar."""
        if self._first is None:
            self._first, self._began = epoch, time.monotonic()
        self._bar = Bar(f"epoch {epoch + 1} of {self.params['epochs']}", self.params["steps"])

    def on_train_batch_end(self, batch: int, logs: dict[str, float] | None = None) -> None:
        """Moves the bar on; the last step leaves it there while held-out data is read."""
        if self._bar is None:
            return
        last = batch + 1 == self.params["steps"]
        self._bar.step(1, "reading held-out data" if last else f"loss {(logs or {})['loss']:.3f}")

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        """Prints the epoch's figures, and how long the rest will take."""
        if self._bar is not None:
            self._bar.close()
        figures: dict[str, Any] = dict(logs or {})
        parts = [f"loss {figures.pop('loss'):.4f}"]
        held_out, loss = figures_of(figures), figures.get(LOSS)
        if loss is not None:
            best = loss < self._lowest
            self._lowest = min(self._lowest, loss)
            parts.append(f"held out: {held_out}loss {loss:.4f}{' (the lowest)' if best else ''}")
        left = self.params["epochs"] - epoch - 1
        if left and self._first is not None:
            done = epoch + 1 - self._first
            rest = (time.monotonic() - self._began) / done * left
            parts.append(f"{duration(rest)} to go")
        say(f"epoch {epoch + 1} of {self.params['epochs']}: {'; '.join(parts)}")


def figures_of(logs: dict[str, float]) -> str:
    """The accuracies on held-out data in the logs of an epoch: `images 99.22%, pen 98.80%, `."""
    start = f"{LOSS}_"
    return "".join(
        f"{name.removeprefix(start)} {share:.2%}, "
        for name, share in logs.items()
        if name.startswith(start)
    )
