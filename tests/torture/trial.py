"""A trial of the program: one input in a forked process, with its time and its peak of memory.

A process of its own survives nothing that a hostile input does to it: a decoder that crashes or
hangs costs one trial. Forking costs some milliseconds, so that thousands are possible.
"""

from __future__ import annotations

import os
import resource
import select
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

MOST_SECONDS = 5
"""Of the processor, so that a busy machine changes nothing."""

_PATIENCE = 20
"""How many times longer a trial may take that waits instead, for a lock or a pipe."""

MOST_BYTES = 500_000_000

ANSWER, ERROR = "answer", "error"


class Trial(NamedTuple):
    """What to try.

    Attributes:
        name: says which input it is, so that a person can make it again.
        run: gives what the program said; it begins with `ANSWER` or `ERROR`, and raises what the
            program should not raise.
    """

    name: str
    run: Callable[[], str]


class Outcome(NamedTuple):
    """What came of a trial.

    Attributes:
        said: begins with `ANSWER`, `ERROR`, or what is a failure: `exception`, `crash`, `hang`.
        seconds: of the processor.
        memory: bytes at the peak.
    """

    said: str
    seconds: float
    memory: int


def attempt(trial: Trial) -> Outcome:
    """Runs a trial in a forked process."""
    reader, writer = os.pipe()
    process = os.fork()
    if not process:
        os.close(reader)
        _run(trial, writer)
    os.close(writer)
    said = _received(reader, time.monotonic() + MOST_SECONDS * _PATIENCE)
    os.close(reader)
    if said is None:
        os.kill(process, signal.SIGKILL)
    _, status, usage = os.wait4(process, 0)
    if said is None:
        said = "hang, without working"
    elif os.WIFSIGNALED(status):
        name = signal.Signals(os.WTERMSIG(status)).name
        said = "hang" if name == "SIGXCPU" else f"crash by {name}"
    return Outcome(said, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)


def _run(trial: Trial, writer: int) -> None:
    """Runs a trial in this process, and ends it."""
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS + 1))
    try:
        said = trial.run()
    except BaseException:
        said = f"exception {traceback.format_exc(limit=-6)}"
    content = said.encode("utf-8", "backslashreplace")
    while content:
        content = content[os.write(writer, content) :]
    os._exit(0)


def _received(reader: int, deadline: float) -> str | None:
    """All that comes through a pipe until its end; None if it doesn't end in time."""
    parts = []
    while (left := deadline - time.monotonic()) > 0:
        if select.select([reader], [], [], left)[0]:
            part = os.read(reader, 65536)
            if not part:
                return b"".join(parts).decode()
            parts.append(part)
    return None


@dataclass
class Tally:
    """What came of many trials.

    Attributes:
        counts: of answers, errors, and kinds of failures.
        failures: the trial's name, and what came of it.
        slowest: seconds.
        largest: bytes of memory.
    """

    counts: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    slowest: float = 0.0
    largest: int = 0

    def add(self, name: str, outcome: Outcome, most_bytes: int = MOST_BYTES) -> None:
        """Counts the outcome of a trial."""
        kind = outcome.said.split(maxsplit=1)[0] if outcome.said.strip() else "silence"
        if kind in (ANSWER, ERROR) and outcome.memory > most_bytes:
            kind = "memory"
        self.counts[kind] += 1
        if kind not in (ANSWER, ERROR):
            about = f"{outcome.seconds:.1f} s, {outcome.memory >> 20} MiB"
            self.failures.append(f"{name} ({about}): {outcome.said}")
        self.slowest = max(self.slowest, outcome.seconds)
        self.largest = max(self.largest, outcome.memory)

    def __str__(self) -> str:
        counts = ", ".join(f"{count} × {kind}" for kind, count in self.counts.most_common())
        total = sum(self.counts.values())
        return (
            f"{total} trials: {counts}; at most {self.slowest:.1f} s, {self.largest >> 20} MiB; "
            f"{len(self.failures)} failures"
        )


def run_all(trials: Iterable[Trial]) -> Tally:
    """Runs trials one after another."""
    tally = Tally()
    for trial in trials:
        sys.stdout.flush()
        tally.add(trial.name, attempt(trial))
    return tally
