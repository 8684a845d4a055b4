"""Background: work on a thread, its results back on Tk's own."""

from __future__ import annotations

import queue
import threading
import tkinter
from collections.abc import Callable
from typing import Any, TypeVar

Result = TypeVar("Result")

FRAME = 16
"""Milliseconds between two looks for results while there is work."""

IDLE = 500
"""The same while there is none, for what other threads tell."""


class Background:
    """One thread that does jobs in the order in which they were given."""

    def __init__(self, root: tkinter.Misc) -> None:
        self._root = root
        self._jobs: queue.SimpleQueue[tuple[Callable[[], Any], Callable[[Any], None]]]
        self._jobs = queue.SimpleQueue()
        self._results: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._open = 0
        self._closed = False
        self._thread: threading.Thread | None = None
        self._next = root.after(IDLE, self._collect)

    def do(self, job: Callable[[], Result], done: Callable[[Result], None]) -> None:
        """Runs `job` on the thread, then `done` with its result on Tk's thread.

        What a job raises is raised on Tk's thread in place of `done`, where the window's handler
        of unforeseen errors sees it.
        """
        if self._closed:
            return
        self._jobs.put((job, done))
        self._open += 1
        if self._thread is None:
            # A daemon: a file system that hangs doesn't keep the program from ending.
            self._thread = threading.Thread(target=self._work, name="background", daemon=True)
            self._thread.start()
        self._root.after_cancel(self._next)
        self._next = self._root.after(FRAME, self._collect)

    def post(self, call: Callable[[], None]) -> None:
        """Has `call` run on Tk's thread before long. May be used from any thread."""
        self._results.put(call)

    def collect(self) -> None:
        """Takes now what another thread has posted."""
        self._collect()

    def close(self) -> None:
        """Looks no more; what is still being done comes to nothing."""
        self._closed = True
        self._root.after_cancel(self._next)

    def _work(self) -> None:
        while True:
            job, done = self._jobs.get()
            try:
                self._results.put(self._finish(done, job()))
            except Exception as error:
                self._results.put(self._raise(error))

    def _collect(self) -> None:
        wait = 0
        try:
            self._results.get_nowait()()
        except queue.Empty:
            wait = FRAME if self._open else IDLE
        finally:
            self._root.after_cancel(self._next)  # what was called may have set one
            if not self._closed:
                self._next = self._root.after(wait, self._collect)

    def _finish(self, done: Callable[[Any], None], result: Any) -> Callable[[], None]:
        def finish() -> None:
            self._open -= 1
            done(result)

        return finish

    def _raise(self, error: Exception) -> Callable[[], None]:
        def fail() -> None:
            self._open -= 1
            raise error

        return fail
