"""Pace: how long a training step takes, and how much of that the network itself needs."""

from __future__ import annotations

import time
from typing import Any

import keras

from training.network.memory import keep_freed_memory

_STEPS = 20


class Pace(keras.callbacks.Callback):  # type: ignore[misc]
    """Measures the seconds of a step over all epochs; also keeps freed memory.

    Attributes:
        steps: that were timed.
        seconds: that they took, without the evaluations of held-out data.
    """

    def __init__(self) -> None:
        super().__init__()
        self.steps = 0
        self.seconds = 0.0
        self._began = 0.0

    def on_train_batch_end(self, batch: int, logs: dict[str, float] | None = None) -> None:  # noqa: ARG002
        """Times the steps from the third of each epoch on."""
        if batch < 2:
            keep_freed_memory()
            self._began = time.perf_counter()
            return
        now = time.perf_counter()
        self.steps, self.seconds = self.steps + 1, self.seconds + now - self._began
        self._began = now

    def summary(self, batch: tuple[Any, Any]) -> str:
        """A line of text. It trains the model further with one batch, so call it last."""
        self.model.train_on_batch(*batch)
        began = time.perf_counter()
        for _ in range(_STEPS):
            self.model.train_on_batch(*batch)
        alone = (time.perf_counter() - began) / _STEPS
        step = self.seconds / max(self.steps, 1)
        return (
            f"a step of {len(batch[0])} drawings took {1e3 * step:.0f} ms, the network by itself "
            f"{1e3 * alone:.0f} ms: {min(alone / max(step, 1e-9), 1):.0%} of the time"
        )
