"""Processes that make batches ahead of a training, as a GPU learns faster than one of them makes.

Keras's own `fit` with a `PyDataset` stood still once, after hours; so batches are made here.
"""

from __future__ import annotations

import pickle
import signal
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from typing import Self

import numpy as np
from numpy.typing import NDArray

from training.terminal.quiet import import_keras_quietly

Batch = tuple[NDArray[np.float32], NDArray[np.float32]]

Make = Callable[[int, int], list[Batch]]
"""Makes some batches of an epoch: those of a number, counted from 0."""

Begin = Callable[[], Make]
"""Gets ready to make batches. It is called once in each process, so it can be pickled."""

_AHEAD = 2  # groups of batches for each worker that are made while the network learns


class Workers:
    """Make batches in order, several groups of them at a time; to be used in `with`.

    Args:
        begin: what makes them. With one worker, that is a thread of this process.
        count: of the workers.
    """

    def __init__(self, begin: Begin, count: int = 1) -> None:
        self._count = count
        self._make: Make = _made
        self._pool: Executor
        if count == 1:
            self._make = begin()
            self._pool = ThreadPoolExecutor(1)
        else:
            self._pool = ProcessPoolExecutor(
                count,
                get_context("spawn"),
                initializer=_begin,
                initargs=(pickle.dumps(begin),),
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(cancel_futures=True)

    def batches(self, epoch: int, groups: int) -> Iterator[Batch]:
        """The batches of an epoch, in the order of its groups."""
        waiting: deque[Future[list[Batch]]] = deque()
        try:
            for number in range(groups):
                waiting.append(self._pool.submit(self._make, epoch, number))
                if len(waiting) > _AHEAD * self._count:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


_ready: list[Make] = []  # of this process, if it is a worker


def _begin(pickled: bytes) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the training says when it stops
    import_keras_quietly()  # before what is pickled imports it
    begin: Begin = pickle.loads(pickled)  # noqa: S301 - from this program
    _ready.append(begin())


def _made(epoch: int, number: int) -> list[Batch]:
    return _ready[0](epoch, number)
