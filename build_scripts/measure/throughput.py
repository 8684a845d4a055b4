"""Throughput: how many drawings a second `predict` reads, and what of it is the network's time.

`python build_scripts/throughput.py INK.jsonl` reads the lines with all cores and with one, the
start of the program included, and then in this process, to tell the network's part.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from build_scripts.console import BuildError
from build_scripts.measure.traced_program import SOURCE_PATH, command_of
from digitrec.cli.sources import jobs
from digitrec.recognition.model import Model
from digitrec.recognition.recognizer import Recognizer
from digitrec.resources import model_path

ROOT = Path(__file__).resolve().parents[2]

RUNS = 3


@dataclass(frozen=True)
class Throughput:
    """What was measured.

    Attributes:
        drawings: how many were read in a run.
        cores: how many processors there were.
        each_second: drawings in a second with all of them, the median of the runs.
        each_second_on_one: with one of them; None where the system can't be told to use one.
        milliseconds: of one processor, for one drawing, without the start.
        network: the network's share of these.
    """

    drawings: int
    cores: int
    each_second: float
    each_second_on_one: float | None
    milliseconds: float
    network: float


def main(argv: list[str] | None = None) -> int:
    """Measures, and prints what came of it; gives the exit status."""
    parser = argparse.ArgumentParser(prog="throughput.py", description="Measures `predict`.")
    parser.add_argument("ink", type=Path, help="a file of ink lines, thousands of them")
    parser.add_argument("--program", type=Path, help="a frozen program; else the source is run")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    options = parser.parse_args(argv)
    try:
        found = measure(options.ink, command_of(options.program))
    except BuildError as error:
        print(f"throughput.py: {error}", file=sys.stderr)
        return 1
    print(json.dumps(asdict(found)) if options.json else "\n".join(report_lines(found)))
    return 0


def measure(ink: Path, command: Sequence[str]) -> Throughput:
    """Reads the ink several times over.

    Raises:
        BuildError: where the program reads none of it.
    """
    words = [*command, "predict", str(ink.absolute()), "--json"]
    runs, single = [], []
    for _ in range(RUNS):  # in turn, so that whatever else the machine does falls on both alike
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
    """The figures for a person."""
    lines = [
        f"{found.drawings:,} drawings, the program's start included:",
        f"  {found.each_second:,.0f} a second on {found.cores} cores",
    ]
    if found.each_second_on_one is not None:
        lines.append(f"  {found.each_second_on_one:,.0f} a second on one")
    lines.append(
        f"  {found.milliseconds:.2f} ms of a core for each; "
        f"{found.network:.0%} of it the network's, {1 - found.network:.0%} all the rest"
    )
    return lines


def _run(words: Sequence[str], core: int | None) -> tuple[int, float]:
    """How many drawings were answered, and in how many seconds."""
    before = os.sched_getaffinity(0) if core is not None else set()
    if core is not None:
        os.sched_setaffinity(0, {min(before)})  # which the program inherits
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
        raise BuildError(f"{' '.join(words)} read nothing; its status was {done.returncode}")
    return answered, seconds


class _TimedModel(Model):
    """A model that counts its network's seconds of a processor."""

    seconds = 0.0

    def _run(self, images: NDArray[np.float32]) -> list[NDArray[np.float32]]:
        begun = time.process_time()
        found = super()._run(images)
        type(self).seconds += time.process_time() - begun
        return found


def _here(ink: Path) -> tuple[float, float]:
    """Milliseconds for a drawing in this process, and the network's share of them."""
    model = _TimedModel.open(model_path())
    todo = [job for job in jobs([str(ink)], None, as_json=True) if job is not None]
    todo[0].do(Recognizer(model))
    recognizer = Recognizer(model)  # one that knows none of them yet
    _TimedModel.seconds, begun = 0.0, time.process_time()
    drawings = sum(len(job.do(recognizer)) for job in todo)
    seconds = time.process_time() - begun
    return 1000 * seconds / drawings, _TimedModel.seconds / seconds


if __name__ == "__main__":
    raise SystemExit(main())
