"""All cores of this machine, reading with one model."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from digitrec.bulk.crew.cores import available_cores
from digitrec.bulk.crew.taught_hand import TaughtHand
from digitrec.bulk.crew.worker import Worker
from digitrec.bulk.crew.worker_pool import WorkerPool
from digitrec.bulk.jobs import Job
from digitrec.bulk.result import OutputLine
from digitrec.bulk.shards import Shard
from digitrec.recognition.recognizer import Recognizer

T = TypeVar("T")


class Crew:
    """This process and as many others as there are cores for. They stay until the crew is closed.

    Args:
        recognizer: gives what this process reads with, when it first reads.
        hand: that the others read with; the recognizer's own has to be set already.
        model: file of the recognizer's model; None for the bundled one.
        cores: how many to use; None for all that this process may use.
        works_here: whether this process reads, too. A process that has other things to do only
            looks after the others.
    """

    def __init__(
        self,
        recognizer: Callable[[], Recognizer],
        hand: TaughtHand | None = None,
        model: Path | None = None,
        cores: int | None = None,
        works_here: bool = True,
    ) -> None:
        self._recognizer = recognizer
        workers = (cores or available_cores()) - works_here
        self._pool = WorkerPool(workers, lambda: Worker(hand, model), works_here)

    def run(self, jobs: Iterable[Job[T] | None]) -> Generator[list[T], None, None]:
        """The results of jobs, in order; see `WorkerPool.run_in_order`."""
        return self._pool.run_in_order(jobs, lambda job: job.run(self._recognizer()))

    def read_shards(
        self, shards: Iterable[Shard]
    ) -> Generator[tuple[Shard, list[OutputLine]], None, None]:
        """Shards with their answers, in order. No core waits for the end of a shard."""
        begun: deque[Shard] = deque()

        def jobs() -> Iterator[Job[OutputLine]]:
            for shard in shards:
                begun.append(shard)
                yield from shard.jobs

        answers: list[OutputLine] = []
        done = 0
        for lines in self.run(jobs()):
            answers += lines
            done += 1
            if done == len(begun[0].jobs):
                yield begun.popleft(), answers
                answers, done = [], 0

    def close(self) -> None:
        """Ends the other processes."""
        self._pool.close()
