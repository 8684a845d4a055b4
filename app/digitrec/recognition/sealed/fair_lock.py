"""A lock that threads get in the order in which they asked for it."""

from __future__ import annotations

import threading
from collections import deque


class FairLock:
    """A lock whose owner, when it asks again, comes after everyone who waits already.

    `threading.Lock` makes no such promise: a thread that releases it and asks again at once nearly
    always gets it, and those that wait can starve.
    """

    def __init__(self) -> None:
        self._mutex = threading.Lock()
        self._owned = False
        self._queue: deque[threading.Lock] = deque()

    @property
    def waiting(self) -> int:
        """How many threads wait for it."""
        return len(self._queue)

    def __enter__(self) -> None:
        with self._mutex:
            if not self._owned:
                self._owned = True
                return
            turn = threading.Lock()
            turn.acquire()
            self._queue.append(turn)
        try:
            turn.acquire()  # until the owner before hands it over
        except BaseException:  # interrupted, by Ctrl-C for instance
            self._give_up(turn)
            raise

    def __exit__(self, *_: object) -> None:
        with self._mutex:
            if self._queue:
                self._queue.popleft().release()
            else:
                self._owned = False

    def _give_up(self, turn: threading.Lock) -> None:
        with self._mutex:
            if turn in self._queue:
                self._queue.remove(turn)
                return
        self.__exit__()  # it was handed over in the meantime
