"""A background thread: jobs are done on it, and their results come back on Tk's thread."""

from __future__ import annotations

import queue
import threading
import tkinter
from collections import deque
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

Result = TypeVar("Result")

FRAME = 16
"""Milliseconds between two looks for results while there is work."""

IDLE = 500
"""The same while there is none, for calls that other threads post."""

Report = Callable[[Any], None]


class _Job(NamedTuple):
    work: Callable[[Report], Any]
    even_if_closed: bool


class _Pending(NamedTuple):
    """What stays on Tk's thread of a job until its result is here."""

    done: Callable[[Any], None]
    on_progress: Callable[[Any], None]
    even_if_closed: bool


class _Progress(NamedTuple):
    value: Any


class _Finished(NamedTuple):
    result: Any
    error: Exception | None = None


_Jobs = queue.SimpleQueue[_Job | None]
_Results = queue.SimpleQueue[Callable[[], None] | _Progress | _Finished]


class Background:
    """One thread that does jobs in the order in which they were given.

    The thread starts with the first job and ends after `close`. It never holds the callbacks, nor
    this object: they belong to widgets, which only Tk's thread may release.
    """

    def __init__(self, root: tkinter.Misc) -> None:
        self._root = root
        self._jobs: _Jobs = queue.SimpleQueue()
        self._results: _Results = queue.SimpleQueue()
        self._pending: deque[_Pending] = deque()
        self._closed = threading.Event()
        self._collecting = True
        self._on_end: Callable[[], None] | None = None
        self._thread: threading.Thread | None = None
        self._next = root.after(IDLE, self.collect)

    def do(
        self,
        job: Callable[[], Result],
        done: Callable[[Result], None],
        *,
        even_if_closed: bool = False,
    ) -> None:
        """Runs `job` on the thread, then `done` with its result on Tk's thread.

        An error that `job` raises is raised on Tk's thread instead of calling `done`; the window's
        handler of unexpected errors sees it there.

        Args:
            job: the work; it must not use Tk.
            done: takes the result.
            even_if_closed: do the job, and call `done`, even if `close` comes first. Jobs that
                change something need this; jobs that only load something to show do not.
        """
        self._add(_Job(lambda _: job(), even_if_closed), _Pending(done, _ignore, even_if_closed))

    def do_with_progress(
        self,
        job: Callable[[Report], Result],
        on_progress: Callable[[Any], None],
        done: Callable[[Result], None],
    ) -> None:
        """Like `do`; what `job` passes to its argument goes to `on_progress`, on Tk's thread."""
        self._add(_Job(job, False), _Pending(done, on_progress, False))

    def do_apart(self, job: Callable[[], Result], done: Callable[[Result], None]) -> None:
        """Like `do`, on a thread for this job alone: if the job hangs, it holds up no other."""
        apart = Background(self._root)

        def finish(result: Result) -> None:
            if not self._closed.is_set():
                done(result)

        apart.do(job, finish, even_if_closed=True)
        apart.close()  # after this job

    def post(self, call: Callable[[], None]) -> None:
        """Has `call` run on Tk's thread before long. May be used from any thread."""
        self._results.put(call)

    def collect(self) -> None:
        """Takes one result or posted call now, and looks for more later."""
        try:
            found = self._results.get_nowait()
        except queue.Empty:
            self._schedule(FRAME if self._pending else IDLE)
            return
        try:
            self._take(found)
        finally:
            self._schedule(0)

    def close(self, on_end: Callable[[], None] | None = None) -> None:
        """Takes no more jobs, and ends the thread after those that must be done.

        Args:
            on_end: called on Tk's thread when the last result has been taken.
        """
        if self._closed.is_set():
            return
        self._closed.set()
        self._on_end = on_end
        self._jobs.put(None)
        if on_end is None and not any(pending.even_if_closed for pending in self._pending):
            self._stop_collecting()
        else:
            self._schedule(FRAME)

    def join(self, timeout: float) -> bool:
        """Waits for the thread to end after `close`; takes no results any more.

        Returns:
            Whether it ended within `timeout` seconds.
        """
        self._stop_collecting()
        if self._thread is None:
            return True
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _add(self, job: _Job, pending: _Pending) -> None:
        if self._closed.is_set():
            return
        self._pending.append(pending)
        self._jobs.put(job)
        if self._thread is None:
            # A daemon, so that a file system that hangs doesn't keep the program from ending.
            self._thread = threading.Thread(
                target=_work,
                args=(self._jobs, self._results, self._closed),
                name="background",
                daemon=True,
            )
            self._thread.start()
        self._schedule(FRAME)

    def _take(self, found: Callable[[], None] | _Progress | _Finished) -> None:
        match found:
            case _Progress(value):
                if not self._closed.is_set():
                    self._pending[0].on_progress(value)
            case _Finished(result, error):
                pending = self._pending.popleft()  # results come in the order of the jobs
                if self._closed.is_set() and not pending.even_if_closed:
                    return
                if error is not None:
                    raise error
                pending.done(result)
            case call:
                call()

    def _stop_collecting(self) -> None:
        self._root.after_cancel(self._next)
        self._collecting = False

    def _schedule(self, wait: int) -> None:
        self._root.after_cancel(self._next)  # what was called may have set one
        if not self._collecting:
            return
        if self._pending or not self._closed.is_set():
            self._next = self._root.after(wait, self.collect)
        elif self._on_end is not None:
            on_end, self._on_end = self._on_end, None
            on_end()


def _ignore(_: object) -> None:
    pass


def _work(jobs: _Jobs, results: _Results, closed: threading.Event) -> None:
    """The thread. While it waits for a job, it holds nothing of the last one."""
    while _do_next(jobs, results, closed):
        pass


def _do_next(jobs: _Jobs, results: _Results, closed: threading.Event) -> bool:
    """Does the next job; False if that was the last."""
    job = jobs.get()
    if job is None:
        return False
    if closed.is_set() and not job.even_if_closed:
        results.put(_Finished(None))
        return True
    try:
        result = job.work(lambda value: results.put(_Progress(value)))
    except Exception as error:
        del job
        results.put(_Finished(None, error))
        return True
    del job  # it may hold widgets, which are released on Tk's thread when the result is there
    results.put(_Finished(result))
    return True
