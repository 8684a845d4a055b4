"""The two forms of the torture, and the table of its figures at the end of a run."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import NamedTuple

import pytest

from tests.ui.conftest import nobody_answers, places

__all__ = ["nobody_answers", "places"]

SEED = "DIGITREC_TORTURE_SEED"
"""The variable with the seed; the default is fixed, so that CI does the same every time."""

if sys.platform != "linux":
    collect_ignore_glob = ["*.py"]  # it forks, sends signals and reads /proc


class Effort(NamedTuple):
    """How much to do.

    Attributes:
        long: whether this is the long form.
        seed: decides all that is random.
    """

    long: bool
    seed: int

    def times(self, short: int, long: int) -> int:
        """One of two numbers."""
        return long if self.long else short


@pytest.fixture(
    params=[
        pytest.param(False, marks=pytest.mark.torture, id="short"),
        pytest.param(True, marks=pytest.mark.torture_long, id="long"),
    ]
)
def effort(request: pytest.FixtureRequest) -> Effort:
    """The short form, which CI runs, or the long one."""
    return Effort(request.param, int(os.environ.get(SEED, "18")))


@pytest.fixture
def report(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Takes a line of figures for the table at the end of the run."""
    return lambda line: record_property("figures", line)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Prints what the tests reported."""
    every = [one for reports in terminalreporter.stats.values() for one in reports]
    reports = {id(one): one for one in every if isinstance(one, pytest.TestReport)}
    lines = [
        f"{one.nodeid.rpartition('::')[2]}: {line}"
        for one in reports.values()
        for name, line in one.user_properties
        if name == "figures" and one.when == "call"
    ]
    if lines:
        terminalreporter.section(f"torture, seed {os.environ.get(SEED, '18')}")
        for line in lines:
            terminalreporter.write_line(line)
