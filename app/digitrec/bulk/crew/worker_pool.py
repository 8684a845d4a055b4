"""A pool of processes that run jobs. Results come in the order of the jobs, as early as possible.

Processes and not threads, because about half of the time for a drawing is spent in Python itself,
where threads would wait for each other. A process is started only if there is more work than its
start costs.
"""

from __future__ import annotations

import contextlib
import queue
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable

from digitrec.bulk.crew.worker import Worker, WorkerError
from digitrec.bulk.jobs import Job
from digitrec.bulk.result import OutputLine

BACKLOG = 256
"""Weight of the jobs that wait for each process, at most: it bounds memory. When all processes have
so much waiting, another is started; that takes as long as about a hundred drawings."""

_JOIN_TIMEOUT = 1.0  # seconds
_POLL_INTERVAL = 0.1  # seconds: on Windows, an endless wait does not notice Ctrl-C

Runner = Callable[[Job], list[OutputLine]]


class _Task:
    """A job, to be run once by whoever comes first."""

    def __init__(self, job: Job) -> None:
        self.weight = job.weight
        self.lines: list[OutputLine] = []
        self._job = job
        self._claim = threading.Lock()
        self._done = threading.Event()

    def run(self, runner: Runner) -> bool:
        """Runs the job unless it has been started already; says whether it ran now.

        Raises:
            Exception: what `runner` raises; the job can then be run again.
        """
        if not self._claim.acquire(blocking=False):
            return False
        try:
            self.lines = runner(self._job)
        except BaseException:
            self._claim.release()
            raise
        self._done.set()
        return True

    def is_done(self, timeout: float = 0.0) -> bool:
        """Whether the job is done, or will be within the timeout in seconds."""
        return self._done.wait(timeout)


def run_in_order(
    jobs: Iterable[Job | None],
    runner: Runner,
    workers: int,
    start: Callable[[], Worker] = Worker,
) -> Generator[list[OutputLine], None, None]:
    """Runs jobs, several at a time, and yields their lines in order.

    Args:
        jobs: at a None, the lines of all jobs before it are yielded before the next job is asked
            for, because that may have to be waited for.
        runner: runs a job in this process, which works next to the others.
        workers: how many other processes to start at most; with 0, all jobs run in this process.
        start: starts a worker.

    Raises:
        Exception: what `runner` raises.
    """
    waiting: deque[_Task] = deque()
    with contextlib.closing(_WorkerPool(waiting, workers, start)) as pool:
        for job in jobs:
            while waiting and (job is None or pool.is_busy()):
                yield _first_lines(waiting, runner)
            if job is not None:
                waiting.append(_Task(job))
                pool.add(waiting[-1])
        while waiting:
            yield _first_lines(waiting, runner)


def _first_lines(waiting: deque[_Task], runner: Runner) -> list[OutputLine]:
    """The first task's lines. Until they are there, this process runs what nobody has started."""
    while not waiting[0].is_done():
        if not any(task.run(runner) for task in waiting):
            waiting[0].is_done(_POLL_INTERVAL)
    return waiting.popleft().lines


class _WorkerPool:
    """Workers that run what is waiting, started one by one, each with a thread that talks to it."""

    def __init__(
        self, waiting: deque[_Task], max_workers: int, start: Callable[[], Worker]
    ) -> None:
        self._waiting = waiting
        self._max_workers = max_workers
        self._start = start
        self._workers: list[Worker] = []
        self._threads: list[threading.Thread] = []
        self._tasks: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self._closed = False

    def is_busy(self) -> bool:
        """Whether enough work is waiting for every process."""
        return sum(task.weight for task in self._waiting) >= BACKLOG * (1 + len(self._workers))

    def add(self, task: _Task) -> None:
        """Takes a task; starts another worker if there is enough work for it."""
        self._tasks.put(task)
        if len(self._workers) >= self._max_workers or not self.is_busy():
            return
        try:
            worker = self._start()
        except OSError:  # the system starts no more processes: those there are must do
            self._max_workers = 0
            return
        # A daemon, so that a file system that hangs does not keep the program from ending.
        thread = threading.Thread(target=self._serve, args=(worker,), daemon=True)
        self._workers.append(worker)
        self._threads.append(thread)
        thread.start()

    def close(self) -> None:
        """Ends the workers, whatever they are doing."""
        self._closed = True
        for worker in self._workers:
            self._tasks.put(None)
            worker.close()
        for thread in self._threads:
            thread.join(_JOIN_TIMEOUT)

    def _serve(self, worker: Worker) -> None:
        """Gives a worker tasks until there are no more, or until the worker has ended."""
        with contextlib.suppress(WorkerError):  # its last task is run again by `_first_lines`
            while (task := self._tasks.get()) is not None and not self._closed:
                task.run(worker.run)
