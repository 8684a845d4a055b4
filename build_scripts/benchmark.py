"""Benchmark: the frozen program beside the barest Tk program, as ratios taken in one run.

`python build_scripts/benchmark.py` after build.py. Both are started in turn, so that whatever else
the machine does falls on both alike; the medians are compared.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
if __package__ in (None, ""):
    sys.path[0] = str(ROOT)

from app import __version__  # noqa: E402
from build_scripts import platforms  # noqa: E402
from build_scripts.console import BuildError, Console  # noqa: E402
from build_scripts.package import pack_tar, package_path, source_date  # noqa: E402
from build_scripts.summary import megabytes, size_on_disk  # noqa: E402

PATIENCE = 60


@dataclass(frozen=True)
class Start:
    """One start of a program.

    Attributes:
        window: seconds from starting the process to its window being painted.
        model: seconds from there to being ready to read; None for a program without a model.
        memory: bytes of memory at the peak; None where the system does not say.
    """

    window: float
    model: float | None
    memory: int | None


def start(program: Path, awaited: str, environment: Mapping[str, str]) -> Start:
    """Starts a program, waits for an event on its trace, and ends it.

    Raises:
        BuildError: where the event does not come.
    """
    begun = time.perf_counter()
    process = subprocess.Popen(
        [program],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        env={**environment, "DIGITREC_TRACE": "1"},
        text=True,
    )
    seen: dict[str, float] = {}
    try:
        assert process.stderr is not None  # noqa: S101 (it is a pipe)
        for line in process.stderr:
            if line.startswith("{"):
                seen[json.loads(line)["event"]] = time.perf_counter() - begun
            if awaited in seen or time.perf_counter() - begun > PATIENCE:
                break
        memory = _peak_memory(process.pid)
    finally:
        process.kill()
        process.communicate()
    if awaited not in seen or "window" not in seen:
        raise BuildError(f"{program} gave no trace of its {awaited}")
    ready = seen["model"] - seen["window"] if "model" in seen else None
    return Start(seen["window"], ready, memory)


def _peak_memory(process: int) -> int | None:
    """Bytes of physical memory at the peak so far (proc(5), VmHWM)."""
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    except OSError:
        return None
    return int(status.split("VmHWM:")[1].split()[0]) * 1024


def freeze_bare(folder: Path, console: Console) -> Path:
    """Freezes the barest program by PyInstaller's own ways; gives its path.

    Raises:
        BuildError: where PyInstaller fails.
    """
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--name", "bare"]
    for option in ("dist", "work", "spec"):
        command += [f"--{option}path", str(folder / option)]
    command += [str(ROOT / "build_scripts" / "bare_tk.py")]
    if console.run(command, folder=folder) != 0:
        raise BuildError(f"PyInstaller failed on the barest program: {console.last_line}")
    return folder / "dist" / "bare" / f"bare{platforms.EXE}"


def compare(ours: list[Start], bare: list[Start]) -> list[str]:
    """Lines that set the medians of both side by side."""
    window, floor = (statistics.median(one.window for one in starts) for starts in (ours, bare))
    lines = [f"window painted  {window:.3f} s, bare {floor:.3f} s: × {window / floor:.2f}"]
    ready = [one.model for one in ours if one.model is not None]
    if ready:
        lines.append(f"ready to read   {statistics.median(ready):.3f} s after the window")
    peaks = [[one.memory for one in starts if one.memory] for starts in (ours, bare)]
    if all(peaks):
        mine, least = (statistics.median(peak) for peak in peaks)
        lines.append(
            f"memory, peak    {megabytes(int(mine))}, bare {megabytes(int(least))}: "
            f"× {mine / least:.2f}"
        )
    return lines


def main(argv: list[str] | None = None) -> int:
    """Measures, and prints what came out; gives the exit status."""
    parser = argparse.ArgumentParser(
        prog="benchmark.py", description="Compares the frozen program with the barest Tk program."
    )
    parser.add_argument("--dist", type=Path, default=ROOT / "dist", help="where the program lies")
    parser.add_argument("--starts", type=int, default=9, help="of each program; the median counts")
    options = parser.parse_args(argv)
    log = ROOT / "build" / "benchmark.log"
    with Console(log) as console, tempfile.TemporaryDirectory() as temporary:
        try:
            for line in measure(options.dist, options.starts, Path(temporary), console):
                console.say(line)
        except BuildError as error:
            console.say(f"benchmark.py: {error}\n(the log: {log})")
            return 1
    return 0


def measure(dist: Path, count: int, folder: Path, console: Console) -> list[str]:
    """Builds the barest program and starts both in turn.

    Raises:
        BuildError: where the program is not built, or does not start.
    """
    program = platforms.program(dist, onefile=False)
    if not program.is_file():
        raise BuildError(f"{program} is not there; build it first: build.py")
    with console.step("bare", "PyInstaller makes the barest Tk program"):
        bare = freeze_bare(folder, console)
    ours, bares = [], []
    home = {"DIGITREC_HOME": str(folder / "home")}
    with console.step("start", f"both, {count} times in turn"), platforms.display() as screen:
        for turn in range(count + 1):
            pair = start(bare, "window", screen), start(program, "model", {**screen, **home})
            if turn > 0:  # the first brings the files into the system's cache
                bares.append(pair[0])
                ours.append(pair[1])
    lines = compare(ours, bares)
    disk, floor = size_on_disk(program.parent), size_on_disk(bare.parent)
    lines.append(
        f"on disk         {megabytes(disk)}, bare {megabytes(floor)}: × {disk / floor:.2f}"
    )
    package = package_path(dist, __version__)
    if package.is_file() and platforms.LINUX:
        packed = folder / "bare.tar.xz"
        pack_tar(bare.parent, packed, source_date(ROOT))
        ratio = size_on_disk(package) / size_on_disk(packed)
        sizes = megabytes(size_on_disk(package)), megabytes(size_on_disk(packed))
        lines.append(f"packed          {sizes[0]}, bare {sizes[1]}: × {ratio:.2f}")
    return lines


if __name__ == "__main__":
    sys.exit(main())
