"""Measures how many drawings `predict` reads per second, and the networks' share of the time.

`python build_scripts/throughput.py INK.jsonl` reads the lines with all cores and with one core,
including the start of the program, and then in this process to measure the networks' share.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from build_scripts import platforms
from build_scripts.console import BuildError
from build_scripts.measure.traced_program import SOURCE_PATH, command_of
from digitrec.bulk.sources import jobs
from digitrec.recognition.model import Model
from digitrec.recognition.recognizer import Recognizer
from digitrec.resources import model_path

ROOT = Path(__file__).resolve().parents[2]

RUNS = 3

_now = time.perf_counter if platforms.WINDOWS else time.process_time
"""CPU time; Windows counts that in steps of 16 ms, longer than a run of a network."""

_Run = Callable[[NDArray[np.float32]], list[NDArray[np.float32]]]


@dataclass(frozen=True)
class Throughput:
    """The results.

    Attributes:
        drawings: number of drawings in a run.
        cores: number of cores.
        each_second: drawings per second with all cores, the median of the runs.
        each_second_on_one: the same with one core; None if the system can't be limited to one.
        milliseconds: of one core for one drawing, without the start.
        network: the networks' share of these.
    """

    drawings: int
    cores: int
    each_second: float
    each_second_on_one: float | None
    milliseconds: float
    network: float


def main(argv: list[str] | None = None) -> int:
    """Measures, prints the results and returns the exit status."""
    parser = argparse.ArgumentParser(prog="throughput.py", description="Measures `predict`.")
    parser.add_argument("ink", type=Path, help="a file with thousands of ink lines")
    parser.add_argument("--program", type=Path, help="a frozen program; default: run the source")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args(argv)
    try:
        found = measure(options.ink, command_of(options.program))
    except BuildError as error:
        print(f"throughput.py: {error}", file=sys.stderr)
        return 1
    print(json.dumps(asdict(found)) if options.json else "\n".join(report_lines(found)))
    return 0


def measure(ink: Path, command: Sequence[str]) -> Throughput:
    """Reads the ink several times.

    Raises:
        BuildError: if the program reads none of it.
    """
    words = [*command, "predict", str(ink.absolute()), "--json"]
    runs, single = [], []
    for _ in range(RUNS):  # in turn, so that other load on the machine affects both equally
        drawings, seconds = _run(words, None)
        runs.append(drawings / seconds)
        if hasattr(os, "sched_setaffinity"):
            drawings, seconds = _run(words, 0)
            single.append(drawings / seconds)
    milliseconds, network = _here(ink)
    return Throughput(
        drawings,
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1,
        statistics.median(runs),
        statistics.median(single) if single else None,
        milliseconds,
        network,
    )


def report_lines(found: Throughput) -> list[str]:
    """The figures as lines of text."""
    lines = [
        f"{found.drawings:,} drawings, including the program's start:",
        f"  {found.each_second:,.0f} per second on {found.cores} cores",
    ]
    if found.each_second_on_one is not None:
        lines.append(f"  {found.each_second_on_one:,.0f} per second on one core")
    lines.append(
        f"  {found.milliseconds:.2f} ms of one core per drawing; "
        f"{found.network:.0%} for the networks, {1 - found.network:.0%} for the rest"
    )
    return lines


def _run(words: Sequence[str], core: int | None) -> tuple[int, float]:
    """The number of drawings read, and the seconds it took."""
    before = os.sched_getaffinity(0) if core is not None else set()
    if core is not None:
        os.sched_setaffinity(0, {min(before)})  # the program inherits it
    begun = time.perf_counter()
    try:
        environment = {**os.environ, **SOURCE_PATH}
        done = subprocess.run(words, stdout=subprocess.PIPE, cwd=ROOT, env=environment, check=False)
    finally:
        if core is not None:
            os.sched_setaffinity(0, before)
    seconds = time.perf_counter() - begun
    answered = sum(b'"digits"' in line for line in done.stdout.splitlines())
    if not answered:
        raise BuildError(f"{' '.join(words)} read nothing; its exit status was {done.returncode}")
    return answered, seconds


class _Clock:
    """Counts the seconds that the networks' graphs take."""

    def __init__(self, model: Model) -> None:
        self.seconds = 0.0
        for graph in (model.graph, model.trajectory):
            if graph is not None:
                setattr(graph, "run", self._timed(graph.run))  # noqa: B010 (a method)

    def _timed(self, run: _Run) -> _Run:
        def timed(inputs: NDArray[np.float32]) -> list[NDArray[np.float32]]:
            begun = _now()
            found = run(inputs)
            self.seconds += _now() - begun
            return found

        return timed


def _here(ink: Path) -> tuple[float, float]:
    """Milliseconds per drawing in this process, and the networks' share of them."""
    model = Model.open(model_path())
    clock = _Clock(model)
    todo = [job for job in jobs([str(ink)], None, form="json") if job is not None]
    todo[0].run(Recognizer(model))
    recognizer = Recognizer(model)  # a new one, without cached results
    clock.seconds, begun = 0.0, _now()
    drawings = sum(len(job.run(recognizer)) for job in todo)
    seconds = _now() - begun
    return 1000 * seconds / drawings, clock.seconds / seconds


if __name__ == "__main__":
    raise SystemExit(main())
