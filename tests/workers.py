"""The processes that run the tests, and the time that each folder takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

TOGETHER = "tests/frozen/"
"""The folder whose files share a fixture that takes minutes to make: the built program."""


class WholeFiles(LoadScopeScheduling):
    """Gives the next file to the process that has nothing left to do.

    The files keep their order. That of xdist, most tests first, leaves a file of few but long
    tests to the end, when the other processes have nothing left to do.
    """

    def __init__(self, config: pytest.Config, log: Producer) -> None:
        super().__init__(config, log)
        config.option.loadscopereorder = False

    def _split_scope(self, nodeid: str) -> str:
        return TOGETHER if nodeid.startswith(TOGETHER) else nodeid.partition("::")[0]


def one_is_enough(arguments: Iterable[str]) -> bool:
    """Whether the command line names no folder, only files and tests of them."""
    return all(".py" in argument for argument in arguments)


def seconds_by_folder(reports: Iterable[pytest.TestReport]) -> Counter[str]:
    """Folder → seconds that its tests took, fixtures included."""
    seconds: Counter[str] = Counter()
    for report in reports:
        folders = report.nodeid.partition("::")[0].split("/")[:-1]
        seconds["/".join(folders[:2])] += report.duration
    return seconds
