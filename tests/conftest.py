"""Fixtures that the tests of several rooms share, and the markers that select tests."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.sample_data import write_sample

if TYPE_CHECKING:
    from xdist.remote import Producer

    from tests.workers import WholeFiles

settings.register_profile("patient", deadline=None)  # tests don't time
settings.load_profile("patient")

TESTS = Path(__file__).resolve().parent
ROOT = TESTS.parent
# The program that a test starts is the one of this source tree, whichever is installed.
os.environ["PYTHONPATH"] = str(ROOT / "app")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
os.environ.setdefault("TF_NUM_INTRAOP_THREADS", "1")  # the cores are busy with other tests
# A shell ignores the first in background jobs, `nohup` the second, and every program that a test
# starts would inherit that.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds the options of these tests."""
    parser.addoption(
        "--shuffle",
        type=int,
        metavar="SEED",
        help="run the files, and the tests in each of them, in an order that SEED decides",
    )


def pytest_report_header(config: pytest.Config) -> str | None:
    """Says how the order was made, so that a run that failed can be repeated."""
    seed = config.getoption("--shuffle")
    return None if seed is None else f"order: --shuffle {seed}"


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Skips the tests of training in a quick run: to import TensorFlow alone takes seconds."""
    chosen = config.option.markexpr
    without = chosen == "quick" or "not training" in chosen
    return True if without and collection_path == TESTS / "training" else None


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """Runs a few files in this process; anything more gets as many as there are cores."""
    from tests.workers import one_is_enough

    return 0 if one_is_enough(config.args) else None


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> WholeFiles:
    """Lets the tests of a file stay in one process: they share fixtures."""
    from tests.workers import WholeFiles

    return WholeFiles(config, log)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Adds the time of each folder to the list of the slowest tests, if that is wanted."""
    from tests.workers import seconds_by_folder

    if terminalreporter.config.option.durations is None:
        return
    every = [one for reports in terminalreporter.stats.values() for one in reports]
    reports = [one for one in every if isinstance(one, pytest.TestReport)]
    terminalreporter.section("seconds by folder")
    for folder, seconds in seconds_by_folder(reports).most_common():
        terminalreporter.write_line(f"{seconds:7.0f}  {folder}")


def pytest_collection_finish() -> None:
    """Keeps what was imported from the garbage collector: to look through it takes 0.3 s."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Collects the windows of a test that is over here: on another thread, Tcl would abort.

    Fixtures are too early for that: while they end, pytest still holds what they gave.
    """
    result = yield
    if "display" in getattr(item, "fixturenames", ()):
        gc.collect()
    return result


SLOW = {
    "cli/test_hand.py",
    "cli/test_hand_teach.py",
    "cli/test_history.py",
    "cli/test_predict.py",
    "cli/test_predict_errors.py",
    "cli/test_predict_hand.py",
    "bulk/crew/test_worker.py",
    "build_scripts/upkeep/test_translations.py",
    "recognition/test_recognizer.py",
    "recognition/test_recognizer_pictures.py",
    "recognition/picture/test_decoding.py",
    "recognition/picture/segmentation/test_segmenter.py",
    "storage/hands/test_hands.py",
    "storage/hands/test_deletion.py",
    "storage/test_history.py",
    "test_workflows.py",
    "ui/canvas/test_antialiasing.py",
    "ui/files/test_drawing_file.py",
}
"""Modules with whole seconds of tests: programs that are started, pictures that are read."""


NOT_QUICK = ("gui", "frozen", "training", "slow", "torture", "torture_long")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Marks each test by what it needs; one that needs nothing special is `quick`."""
    seed = config.getoption("--shuffle")
    if seed is not None:
        from tests.workers import shuffled

        items[:] = shuffled(items, seed)
    for item in items:
        folder = item.path.relative_to(TESTS).parts[0]
        if "display" in getattr(item, "fixturenames", ()) and folder != "torture":
            item.add_marker(pytest.mark.gui)
        if folder in ("frozen", "training"):
            item.add_marker(folder)
        if item.path.relative_to(TESTS).as_posix() in SLOW:
            item.add_marker(pytest.mark.slow)
        if not any(map(item.get_closest_marker, NOT_QUICK)):
            item.add_marker(pytest.mark.quick)


@pytest.fixture(scope="session")
def display() -> Iterator[str]:
    """The name of an X display, empty on systems without X.

    Xvfb makes it if there is no screen, or if other processes test windows at the same time.
    """
    if sys.platform != "linux":
        yield ""
        return
    screen, xvfb = os.environ.get("DISPLAY"), shutil.which("Xvfb")
    if screen and not (xvfb and "PYTEST_XDIST_WORKER" in os.environ):
        yield screen
        return
    if xvfb is None:
        pytest.skip("no display, and no Xvfb to make one (Debian: apt install xvfb)")
    reader, writer = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1440x1200x24", "-nolisten", "tcp"],
        pass_fds=[writer],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(writer)
    with os.fdopen(reader) as numbers:
        name = f":{numbers.readline().strip()}"
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("DISPLAY", name)
        yield name
    server.terminate()
    server.wait(10)


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the data sets: that of `DIGITREC_DATA`, or a small sample made here."""
    named = os.environ.get("DIGITREC_DATA")
    return Path(named) if named else write_sample(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of the real data sets, for tests of what only they hold."""
    named = os.environ.get("DIGITREC_DATA")
    if not named:
        pytest.skip("DIGITREC_DATA names no folder with the data sets (python -m training fetch)")
    return Path(named)
