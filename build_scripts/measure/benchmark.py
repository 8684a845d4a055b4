"""Compares the frozen program with a minimal Tk program, as ratios measured in one run.

Run `python build_scripts/benchmark.py` after build.py. The two programs start in turn, so that
other load on the machine affects both equally; the medians are compared. `--check` also measures
the other figures that have a budget (see `budgets`), and fails if one is exceeded. `--tensorflow`
adds the tutorial's program, frozen with TensorFlow; that takes 20 minutes, most of them for
packing, and 2 GB of disk.
"""

from __future__ import annotations

import argparse
import importlib.util
import math
import random
import statistics
import sys
import tempfile
from pathlib import Path

from build_scripts import platforms
from build_scripts.console import BuildError, Console
from build_scripts.contents.model import BUNDLED_MODEL, read_sealed_model
from build_scripts.contents.summary import megabytes, size_on_disk
from build_scripts.manifest import packages
from build_scripts.measure import budgets
from build_scripts.measure.drive import drive
from build_scripts.measure.startup import StartTimes, time_start
from build_scripts.package import pack_tar, package_path, source_date
from digitrec.recognition.ink import Ink
from digitrec.version import __version__

ROOT = Path(__file__).resolve().parents[2]

_RING = [(50 + 30 * math.cos(t / 4), 50 - 45 * math.sin(t / 4)) for t in range(6, 33)]
DRAWN = (
    Ink((((10, 10), (40, 9), (70, 8), (60, 40), (48, 70), (40, 100)),), label="7"),
    Ink((tuple(_RING),), label="0"),
    Ink((((50, 0), (49, 30), (48, 60), (47, 100)),), label="1"),
)
DRAWINGS = 30
"""Number of drawings that the robot draws; each is read several times while it is drawn."""


def freeze_script(script: str, folder: Path, console: Console) -> Path:
    """Freezes a script of this folder with PyInstaller's defaults; returns the program's path.

    Raises:
        BuildError: if PyInstaller fails.
    """
    name = script.partition("_")[0]
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--name", name]
    for option in ("dist", "work", "spec"):
        command += [f"--{option}path", str(folder / option)]
    command += [str(Path(__file__).with_name(script))]
    if console.run(command, folder=folder) != 0:
        raise BuildError(f"PyInstaller failed on {script}: {console.last_line}")
    return folder / "dist" / name / f"{name}{platforms.EXE}"


def compare(ours: list[StartTimes], bare: list[StartTimes]) -> list[str]:
    """Lines that compare the medians of both programs."""
    window, floor = (statistics.median(one.window for one in starts) for starts in (ours, bare))
    lines = [f"window painted  {window:.3f} s, minimal {floor:.3f} s: × {window / floor:.2f}"]
    ready = [one.model for one in ours if one.model is not None]
    if ready:
        lines.append(f"ready to read   {statistics.median(ready):.3f} s after the window")
    peaks = [[one.memory for one in starts if one.memory] for starts in (ours, bare)]
    if all(peaks):
        mine, least = (statistics.median(peak) for peak in peaks)
        lines.append(
            f"peak memory     {megabytes(int(mine))}, minimal {megabytes(int(least))}: "
            f"× {mine / least:.2f}"
        )
    return lines


def main(argv: list[str] | None = None) -> int:
    """Measures, prints the results and returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="benchmark.py", description="Compares the frozen program with a minimal Tk program."
    )
    parser.add_argument(
        "--dist", type=Path, default=ROOT / "dist", help="folder of the frozen program"
    )
    parser.add_argument(
        "--starts", type=int, default=9, help="how often each program is started; the median counts"
    )
    parser.add_argument("--check", action="store_true", help="fail if a budget is exceeded")
    parser.add_argument(
        "--tensorflow", action="store_true", help="also build and start the tutorial's program"
    )
    options = parser.parse_args(argv)
    log = ROOT / "build" / "benchmark.log"
    with Console(log) as console, tempfile.TemporaryDirectory() as temporary:
        try:
            if options.tensorflow and importlib.util.find_spec("tensorflow") is None:
                raise BuildError("TensorFlow is missing; install it: pip install .[train]")
            folder = Path(temporary)
            found = measure(options.dist, options.starts, folder, console)
            if options.check:
                _check(found, options.dist, folder, console)
            if options.tensorflow:
                _tutorial(options.starts, folder, console)
        except BuildError as error:
            console.say(f"benchmark.py: {error}\n(log: {log})")
            return 1
    return 0


def measure(dist: Path, count: int, folder: Path, console: Console) -> dict[str, float]:
    """Builds the minimal program, starts both in turn and prints the results.

    Returns:
        The figures that have a budget, by their name in `budgets`.

    Raises:
        BuildError: if the program has not been built, or does not start.
    """
    program = platforms.program(dist, onefile=False)
    if not program.is_file():
        raise BuildError(f"{program} does not exist; build it first: build.py")
    with console.step("minimal", "build the minimal Tk program with PyInstaller"):
        bare = freeze_script("bare_tk.py", folder, console)
    ours, bares = [], []
    home = {"DIGITREC_HOME": str(folder / "home")}
    with console.step("start", f"start both, {count} times in turn"), platforms.display() as screen:
        for turn in range(count + 1):
            pair = (
                time_start(bare, "window", screen),
                time_start(program, "model", {**screen, **home}),
            )
            if turn > 0:  # the first start only fills the system's cache
                bares.append(pair[0])
                ours.append(pair[1])
    lines = compare(ours, bares)
    disk, floor = size_on_disk(program.parent), size_on_disk(bare.parent)
    lines.append(
        f"on disk         {megabytes(disk)}, minimal {megabytes(floor)}: × {disk / floor:.2f}"
    )
    package = package_path(dist, __version__)
    if package.is_file() and platforms.LINUX:
        packed = folder / "bare.tar.xz"
        with packed.open("wb") as stream:
            pack_tar(bare.parent, stream, source_date(ROOT))
        ratio = size_on_disk(package) / size_on_disk(packed)
        sizes = megabytes(size_on_disk(package)), megabytes(size_on_disk(packed))
        lines.append(f"packed          {sizes[0]}, minimal {sizes[1]}: × {ratio:.2f}")
    for line in lines:
        console.say(line)
    downloads = [size_on_disk(path) for path in packages(dist)]
    return figures(ours, bares) | ({"download": max(downloads)} if downloads else {})


def figures(ours: list[StartTimes], bare: list[StartTimes]) -> dict[str, float]:
    """The medians of the figures that have a budget."""
    window, floor = (statistics.median(one.window for one in starts) for starts in (ours, bare))
    found = {"window": window / floor}
    for name, values in (
        ("ready", [one.model for one in ours if one.model is not None]),
        ("memory", [one.memory for one in ours if one.memory]),
    ):
        if values:
            found[name] = statistics.median(values)
    return found


def _check(found: dict[str, float], dist: Path, folder: Path, console: Console) -> None:
    """Measures drawing, reads the model's card, and checks all budgets.

    Raises:
        BuildError: if a budget is exceeded. The message names each of them.
    """
    program = platforms.program(dist, onefile=False)
    if platforms.LINUX:
        with (
            console.step("draw", f"draw {DRAWINGS} times with the pointer"),
            platforms.own_screen() as screen,
        ):
            found = found | measure_pointer(program, screen, folder)
    card = read_sealed_model(platforms.contents_folder(program) / BUNDLED_MODEL).card
    met, exceeded = budgets.check(found | budgets.from_card(card.get("measured", {})))
    for line in met:
        console.say(f"within budget: {line}")
    if exceeded:
        raise BuildError("\n".join(["budgets exceeded:", *exceeded]))


def measure_pointer(program: Path, screen: dict[str, str], folder: Path) -> dict[str, float]:
    """Milliseconds that pen events and readings take while a robot draws in the window.

    Raises:
        BuildError: if it can't draw, or a drawing was not read.
    """
    home = folder / "drawn"
    home.mkdir()
    inks = [DRAWN[number % len(DRAWN)] for number in range(DRAWINGS)]
    result = drive([str(program)], screen, home, inks, random.Random(0))  # noqa: S311
    if result["not_read"] or result["errors"]:
        raise BuildError(f"{result['not_read']} drawings were not read: {result['errors']}")
    times = {"pen": result["pen"]["p99"], "reading": result["readings"]["p99"]}
    return {name: time for name, time in times.items() if time is not None}


def _tutorial(count: int, folder: Path, console: Console) -> None:
    """Builds the tutorial's program, starts it, and prints its figures."""
    with console.step("tensorflow", "build the tutorial's program with PyInstaller"):
        program = freeze_script("tutorial_tk.py", folder, console)
    with console.step("start", f"start it {count} times"), platforms.display() as screen:
        starts = [time_start(program, "window", screen) for _ in range(count + 1)][1:]
    console.say(f"window painted  {statistics.median(one.window for one in starts):.3f} s")
    peaks = [one.memory for one in starts if one.memory]
    if peaks:
        console.say(f"peak memory     {megabytes(int(statistics.median(peaks)))}")
    console.say(f"on disk         {megabytes(size_on_disk(program.parent))}")
    if platforms.LINUX:
        packed = folder / "tutorial.tar.xz"
        with console.step("pack", "pack the tutorial's program"), packed.open("wb") as stream:
            pack_tar(program.parent, stream, source_date(ROOT))
        console.say(f"packed          {megabytes(size_on_disk(packed))}")


if __name__ == "__main__":
    sys.exit(main())
