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
from typing import Any, Generic, TypeVar, cast

from digitrec.bulk.crew.worker import Worker, WorkerError
from digitrec.bulk.jobs import Job

BACKLOG = 256
"""Weight of the jobs that wait for each process, at most: it bounds memory. When all processes have
so much waiting, another is started; that takes as long as about a hundred drawings."""

_JOIN_TIMEOUT = 1.0  # seconds
_POLL_INTERVAL = 0.1  # seconds: on Windows, an endless wait does not notice Ctrl-C

T = TypeVar("T")


class _Task(Generic[T]):
    """A job, to be run once by whoever comes first."""

    def __init__(self, job: Job[T]) -> None:
        self.weight = job.weight
        self.results: list[T] = []
        self.has_failed = False
        self._job = job
        self._claim = threading.Lock()
        self._done = threading.Event()

    def run(self, runner: Callable[[Job[T]], list[T]]) -> bool:
        """Runs the job unless it has been started already; says whether it ran now.

        Raises:
            Exception: what `runner` raises; the job can then be run again.
        """
        if not self._claim.acquire(blocking=False):
            return False
        try:
            self.results = runner(self._job)
        except BaseException:
            self.has_failed = True
            self._claim.release()
            raise
        self._done.set()
        return True

    def is_done(self, timeout: float = 0.0) -> bool:
        """Whether the job is done, or will be within the timeout in seconds."""
        return self._done.wait(timeout)


class WorkerPool:
    """Processes that stay from one run to the next, started one by one as work comes.

    One run at a time: the next may begin when the one before has been read to its end or closed.

    Args:
        workers: how many other processes to start at most; with 0, all jobs run in this process.
        start: starts a worker.
        works_here: whether this process runs jobs next to the others. If not, it runs only those
            that nobody else can: where a worker has ended over a job, or none can be started.
    """

    def __init__(
        self, workers: int, start: Callable[[], Worker] = Worker, works_here: bool = True
    ) -> None:
        self._max_workers = workers
        self._start = start
        self._works_here = works_here
        self._waiting: deque[_Task[Any]] = deque()
        self._workers: list[Worker] = []
        self._threads: list[threading.Thread] = []
        self._tasks: queue.SimpleQueue[_Task[Any] | None] = queue.SimpleQueue()
        self._closed = False

    def run_in_order(
        self, jobs: Iterable[Job[T] | None], runner: Callable[[Job[T]], list[T]]
    ) -> Generator[list[T], None, None]:
        """Runs jobs, several at a time, and yields the results of each, in order.

        Args:
            jobs: at a None, the results of all jobs before it are yielded before the next job is
                asked for, because that may have to be waited for.
            runner: runs a job in this process.

        Raises:
            Exception: what `runner` raises.
        """
        waiting = self._waiting = deque()
        try:
            for job in jobs:
                while waiting and (job is None or self._is_busy()):
                    yield self._first_results(runner)
                if job is not None:
                    waiting.append(_Task(job))
                    self._add(waiting[-1])
            while waiting:
                yield self._first_results(runner)
        finally:
            with contextlib.suppress(queue.Empty):
                while True:  # nobody asked for more: what has not been started never will be
                    self._tasks.get_nowait()

    def close(self) -> None:
        """Ends the workers, whatever they are doing."""
        self._closed = True
        for worker in list(self._workers):
            self._tasks.put(None)
            worker.close()
        for thread in self._threads:
            thread.join(_JOIN_TIMEOUT)

    def _first_results(self, runner: Callable[[Job[T]], list[T]]) -> list[T]:
        """The first task's results. Meanwhile, this process runs what nobody has started."""
        first: _Task[T] = self._waiting[0]
        while not first.is_done():
            if not any(task.run(runner) for task in self._mine()):
                first.is_done(_POLL_INTERVAL)
        return cast(list[T], self._waiting.popleft().results)

    def _mine(self) -> list[_Task[Any]]:
        """The tasks that this process may run."""
        if self._works_here or not self._workers:
            return list(self._waiting)
        return [task for task in self._waiting if task.has_failed]

    def _is_busy(self) -> bool:
        """Whether enough work is waiting for every process."""
        processes = len(self._workers) + self._works_here
        return sum(task.weight for task in self._waiting) >= BACKLOG * processes

    def _add(self, task: _Task[Any]) -> None:
        """Takes a task; starts another worker if there is enough work for it."""
        self._tasks.put(task)
        if len(self._workers) >= self._max_workers or not self._is_busy():
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

    def _serve(self, worker: Worker) -> None:
        """Gives a worker tasks until there are no more, or until the worker has ended."""
        try:
            while (task := self._tasks.get()) is not None and not self._closed:
                task.run(worker.run)
        except WorkerError:  # its last task is run again by `_first_results`
            if not self._closed:
                worker.close()
                self._workers.remove(worker)


def run_in_order(
    jobs: Iterable[Job[T] | None],
    runner: Callable[[Job[T]], list[T]],
    workers: int,
    start: Callable[[], Worker] = Worker,
) -> Generator[list[T], None, None]:
    """Runs jobs once with a pool of their own; see `WorkerPool.run_in_order`."""
    with contextlib.closing(WorkerPool(workers, start)) as pool:
        yield from pool.run_in_order(jobs, runner)
