"""What the tests of the journal share: its messages, writes that are held back, and waiting."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from digitrec.storage.drawing import Drawing
from digitrec.storage.history import History

PATIENCE = 30.0


class Troubles:
    """The messages that a journal gave, and a way to wait for the first."""

    def __init__(self) -> None:
        self.messages: list[str] = []
        self.threads: list[str] = []
        self.came = threading.Event()

    def __call__(self, message: str) -> None:
        self.messages.append(message)
        self.threads.append(threading.current_thread().name)
        self.came.set()


class HeldWrites:
    """Holds back every write of a drawing until it is released, once for each.

    Attributes:
        begun: set when a write has begun.
        written: the texts of the drawings that were written.
        error: raised by the next write that is released, instead of writing.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.begun = threading.Event()
        self.written: list[str] = []
        self.error: Exception | None = None
        self._gate = threading.Semaphore(0)
        keep = History.keep

        def wait_and_keep(history: History, drawing: Drawing) -> Drawing:
            self.begun.set()
            self._gate.acquire(timeout=PATIENCE)
            if self.error is not None:
                error, self.error = self.error, None
                raise error
            self.written.append(drawing.reading.text)
            return keep(history, drawing)

        monkeypatch.setattr(History, "keep", wait_and_keep)

    def release(self, count: int = 1) -> None:
        self._gate.release(count)


def wait_for(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.002)


def kept(path: Path) -> list[Drawing]:
    with History(path) as history:
        return list(history)


def texts(path: Path) -> list[str]:
    return [one.reading.text for one in kept(path)]
