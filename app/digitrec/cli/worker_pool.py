"""Crew: processes that do jobs, whose answers come in the jobs' order, each as soon as it can.

Processes, not threads: about half of a drawing's time is Python's own, which threads would take
in turns. They are begun only where there is more to do than it takes to begin them.
"""

from __future__ import annotations

import contextlib
import os
import queue
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable

from digitrec.cli.answer import Told
from digitrec.cli.jobs import Job
from digitrec.cli.worker import Worker, WorkerError

WAITING = 256
"""Weight of the jobs that wait for each process, at most: it bounds memory. Another process is
begun where so much waits; to begin one takes as long as about a hundred drawings."""

MOST_WORKERS = 7

_PATIENCE = 1.0  # seconds for a thread to end
_LOOK = 0.1  # seconds between two looks: on Windows a wait without an end hears no Ctrl-C

Doer = Callable[[Job], list[Told]]


class _Task:
    """A job, to be done once by whoever comes first."""

    def __init__(self, job: Job) -> None:
        self.weight = job.weight
        self._job = job
        self._free = threading.Lock()
        self._done = threading.Event()
        self.answers: list[Told] = []

    def do(self, doer: Doer) -> bool:
        """Does the job, unless somebody has begun it; whether it was done now.

        Raises:
            Exception: what `doer` raises; the job is to be done still.
        """
        if not self._free.acquire(blocking=False):
            return False
        try:
            self.answers = doer(self._job)
        except BaseException:
            self._free.release()
            raise
        self._done.set()
        return True

    def is_done(self, patience: float = 0.0) -> bool:
        """Whether it is done, or will be in so many seconds."""
        return self._done.wait(patience)


def cores() -> int:
    """How many processors this program may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def in_order(
    jobs: Iterable[Job | None],
    doer: Doer,
    workers: int,
    begin: Callable[[], Worker] = Worker,
) -> Generator[list[Told], None, None]:
    """Does jobs, several at a time, and gives their answers in order.

    Args:
        jobs: at a None, all answers before it are given before the next job is asked for: what
            comes next may have to be waited for.
        doer: does a job here, among the workers.
        workers: how many other processes to begin at most; with none, all is done here.
        begin: begins one.

    Raises:
        Exception: what `doer` raises.
    """
    waiting: deque[_Task] = deque()
    with contextlib.closing(_Crew(waiting, workers, begin)) as crew:
        for job in jobs:
            while waiting and (job is None or crew.is_busy()):
                yield _first(waiting, doer)
            if job is not None:
                waiting.append(_Task(job))
                crew.take(waiting[-1])
        while waiting:
            yield _first(waiting, doer)


def _first(waiting: deque[_Task], doer: Doer) -> list[Told]:
    """The first task's answers; until they are there, others are done here."""
    while not waiting[0].is_done():
        if not any(task.do(doer) for task in waiting):
            waiting[0].is_done(_LOOK)
    return waiting.popleft().answers


class _Crew:
    """Workers that do what is waiting, begun one by one, each with a thread that talks to it."""

    def __init__(self, waiting: deque[_Task], most: int, begin: Callable[[], Worker]) -> None:
        self._waiting = waiting
        self._most = most
        self._begin = begin
        self._workers: list[Worker] = []
        self._threads: list[threading.Thread] = []
        self._tasks: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self._closed = False

    def is_busy(self) -> bool:
        """Whether enough is waiting for everybody."""
        return sum(task.weight for task in self._waiting) >= WAITING * (1 + len(self._workers))

    def take(self, task: _Task) -> None:
        """Takes a task over; begins a worker where there is much to do."""
        self._tasks.put(task)
        if len(self._workers) >= self._most or not self.is_busy():
            return
        try:
            worker = self._begin()
        except OSError:  # the system has no room for another: it goes without
            self._most = 0
            return
        # A daemon: a file system that hangs doesn't keep the program from ending.
        thread = threading.Thread(target=self._talk, args=(worker,), daemon=True)
        self._workers.append(worker)
        self._threads.append(thread)
        thread.start()

    def close(self) -> None:
        """Ends the workers, whatever they do."""
        self._closed = True
        for worker in self._workers:
            self._tasks.put(None)
            worker.close()
        for thread in self._threads:
            thread.join(_PATIENCE)

    def _talk(self, worker: Worker) -> None:
        """Has a worker do what waits, until there is an end of it, or of the worker."""
        with contextlib.suppress(WorkerError):  # what it had begun is done by `_first`
            while (task := self._tasks.get()) is not None and not self._closed:
                task.do(worker.do)
