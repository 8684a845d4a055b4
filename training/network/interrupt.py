"""Interruption: Ctrl-C ends a training between two steps, and not in the midst of one.

Python raises KeyboardInterrupt wherever its main thread happens to be: in a step, that is inside
TensorFlow, whose own threads go on; in a checkpoint, half of it is written.
"""

from __future__ import annotations

import signal
import sys
import threading
from types import FrameType, TracebackType
from typing import Any

import keras


class Interruptible(keras.callbacks.Callback):  # type: ignore[misc]
    """A callback, and a context around `fit`: Ctrl-C raises KeyboardInterrupt after the step.

    Pressed again, it raises at once, as without this.
    """

    def __init__(self) -> None:
        super().__init__()
        self._asked = False
        self._before: Any = None

    def __enter__(self) -> Interruptible:
        if threading.current_thread() is threading.main_thread():  # the only one that may
            self._before = signal.getsignal(signal.SIGINT)
            if callable(self._before):  # else nobody wants to hear of it
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
        print("\nstopping after this step; Ctrl-C again stops at once", file=sys.stderr, flush=True)

    def _stop_if_asked(self) -> None:
        if self._asked:
            raise KeyboardInterrupt

    def on_epoch_begin(self, epoch: int, logs: dict[str, float] | None = None) -> None:  # noqa: ARG002
        """Stops here if asked during the look at held-out data, after the checkpoint."""
        self._stop_if_asked()

    def on_train_batch_end(self, batch: int, logs: dict[str, float] | None = None) -> None:  # noqa: ARG002
        """Stops here if asked during the step."""
        self._stop_if_asked()
