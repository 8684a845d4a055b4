"""Measures how many drawings `predict` reads per second, and where the time goes.

`python build_scripts/throughput.py INK.jsonl` reads the lines with all cores and with one core,
including the start of the program, and then in this process to measure the share of each part.
With `--pictures FOLDER`, the pictures there are read in this process, too.
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
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from build_scripts import platforms
from build_scripts.console import BuildError
from build_scripts.measure.traced_program import SOURCE_PATH, command_of
from digitrec.bulk.input.ink_stream import Found
from digitrec.bulk.jobs import InkJob, PictureJob
from digitrec.bulk.result import Result
from digitrec.bulk.sources import jobs
from digitrec.recognition.ink import Ink, InkError
from digitrec.recognition.model import Model
from digitrec.recognition.recognizer import ReadingError, Recognizer
from digitrec.resources import model_path

ROOT = Path(__file__).resolve().parents[2]

RUNS = 3

_now = time.perf_counter if platforms.WINDOWS else time.process_time
"""CPU time; Windows counts that in steps of 16 ms, longer than a run of a network."""

_Run = Callable[[NDArray[np.float32]], list[NDArray[np.float32]]]


PARTS = "networks", "features and segmentation", "reading the ink", "writing the answers"


@dataclass(frozen=True)
class Throughput:
    """The results.

    Attributes:
        drawings: number of drawings in a run.
        cores: number of cores.
        each_second: drawings per second with all cores, the median of the runs.
        each_second_on_one: the same with one core; None if the system can't be limited to one.
        milliseconds: of one core for one drawing, without the start.
        shares: of these, by `PARTS`.
        pictures: how many pictures were read.
        picture_milliseconds: of one core for one of them; None without pictures.
    """

    drawings: int
    cores: int
    each_second: float
    each_second_on_one: float | None
    milliseconds: float
    shares: dict[str, float]
    pictures: int = 0
    picture_milliseconds: float | None = None


def main(argv: list[str] | None = None) -> int:
    """Measures, prints the results and returns the exit status."""
    parser = argparse.ArgumentParser(prog="throughput.py", description="Measures `predict`.")
    parser.add_argument("ink", type=Path, help="a file with thousands of ink lines")
    parser.add_argument("--program", type=Path, help="a frozen program; default: run the source")
    parser.add_argument("--pictures", type=Path, help="a folder of pictures to read, too")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args(argv)
    try:
        found = measure(options.ink, command_of(options.program))
        if options.pictures is not None:
            count, each = _pictures_here(options.pictures)
            found = replace(found, pictures=count, picture_milliseconds=each)
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
    milliseconds, shares = _here(ink)
    return Throughput(
        drawings,
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1,
        statistics.median(runs),
        statistics.median(single) if single else None,
        milliseconds,
        shares,
    )


def report_lines(found: Throughput) -> list[str]:
    """The figures as lines of text."""
    lines = [
        f"{found.drawings:,} drawings, including the program's start:",
        f"  {found.each_second:,.0f} per second on {found.cores} cores",
    ]
    if found.each_second_on_one is not None:
        lines.append(f"  {found.each_second_on_one:,.0f} per second on one core")
    lines.append(f"  {found.milliseconds:.2f} ms of one core per drawing, of these")
    lines += [f"    {share:.0%} {part}" for part, share in found.shares.items()]
    if found.picture_milliseconds is not None:
        lines.append(
            f"{found.pictures:,} pictures: {found.picture_milliseconds:.0f} ms of one core each, "
            f"{1000 / found.picture_milliseconds:.1f} per second and core"
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


def _here(ink: Path) -> tuple[float, dict[str, float]]:
    """Milliseconds per drawing in this process, and the share of each part."""
    model = Model.open(model_path())
    clock = _Clock(model)
    todo = [job for job in jobs([str(ink)], None, form="json") if isinstance(job, InkJob)]
    todo[0].run(Recognizer(model))
    recognizer = Recognizer(model)  # a new one, without cached results
    clock.seconds = read = written = 0.0
    drawings, begun = 0, _now()
    for job in todo:
        before = _now()
        inks = [found for drawing in job.drawings if (found := _ink_of(drawing)) is not None]
        read += _now() - before
        outcomes = list(recognizer.read_all(inks))
        before = _now()
        for outcome in outcomes:
            shown = str(outcome) if isinstance(outcome, ReadingError) else outcome
            Result(job.source, shown).to_line(job.form)
        written += _now() - before
        drawings += len(inks)
    seconds = _now() - begun
    parts = (clock.seconds, seconds - clock.seconds - read - written, read, written)
    shares = {part: spent / seconds for part, spent in zip(PARTS, parts, strict=True)}
    return 1000 * seconds / drawings, shares


def _ink_of(drawing: Found) -> Ink | None:
    try:
        return drawing.ink()
    except InkError:
        return None


def _pictures_here(folder: Path) -> tuple[int, float]:
    """How many pictures were read in this process, and the milliseconds for each.

    Raises:
        BuildError: if none can be read.
    """
    recognizer = Recognizer.open(model_path())
    todo = [job for job in jobs([str(folder)], None, form="json") if isinstance(job, PictureJob)]
    if todo:
        todo[0].run(recognizer)  # opens the networks that read pictures
    begun = _now()
    read = sum(not line.is_error for job in todo for line in job.run(recognizer))
    if not read:
        raise BuildError(f"no picture in {folder} can be read")
    return read, 1000 * (_now() - begun) / read


if __name__ == "__main__":
    raise SystemExit(main())
