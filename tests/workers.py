"""The processes that run the tests, their order, and the time that each folder takes."""

from __future__ import annotations

import random
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


def shuffled(items: Iterable[pytest.Item], seed: int) -> list[pytest.Item]:
    """The tests in another order; those of a file stay together, as they may share fixtures.

    The order depends on the names alone, so that all processes of one run agree on it.
    """
    rng = random.Random(seed)
    files: dict[str, list[pytest.Item]] = {}
    for item in items:
        files.setdefault(item.nodeid.partition("::")[0], []).append(item)
    names = sorted(files)
    rng.shuffle(names)
    for name in names:
        files[name].sort(key=lambda item: item.nodeid)
        rng.shuffle(files[name])
    return [item for name in names for item in files[name]]
