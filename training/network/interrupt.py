"""Interruption: Ctrl-C ends a training between two steps, not in the middle of one.

Python raises KeyboardInterrupt wherever its main thread happens to be: during a step inside
TensorFlow, whose own threads go on, or during a checkpoint, which is then half written.
"""

from __future__ import annotations

import signal
import threading
from types import FrameType, TracebackType
from typing import Any

import keras

from training.terminal.progress import warn


class Interruptible(keras.callbacks.Callback):  # type: ignore[misc]
    """A callback and a context for `fit`, in which Ctrl-C raises KeyboardInterrupt after the step.

    Pressed a second time, Ctrl-C raises at once, as usual.
    """

    def __init__(self) -> None:
        super().__init__()
        self._asked = False
        self._before: Any = None

    def __enter__(self) -> Interruptible:
        if threading.current_thread() is threading.main_thread():  # else not allowed
            self._before = signal.getsignal(signal.SIGINT)
            if callable(self._before):  # else the process ignores Ctrl-C
                signal.signal(signal.SIGINT, self._ask)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if callable(self._before):
            signal.signal(signal.SIGINT, self._before)

    def _ask(self, number: int, frame: FrameType | None) -> None:
        if self._asked:
            self._before(number, frame)
        self._asked = True
        warn("stopping after this step; Ctrl-C again stops at once")

    def _stop_if_asked(self) -> None:
        if self._asked:
            raise KeyboardInterrupt

    def on_epoch_begin(self, epoch: int, logs: dict[str, float] | None = None) -> None:  # noqa: ARG002
        """Stops here if asked during the evaluation of held-out data, after the checkpoint."""
        self._stop_if_asked()

    def on_train_end(self, logs: dict[str, float] | None = None) -> None:  # noqa: ARG002
        """Stops here if asked during the last epoch's evaluation."""
        self._stop_if_asked()

    def on_train_batch_end(self, batch: int, logs: dict[str, float] | None = None) -> None:  # noqa: ARG002
        """Stops here if asked during the step."""
        self._stop_if_asked()
