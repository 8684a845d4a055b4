"""Another order of the tests, which must not matter: `pytest --shuffle 7`."""

from __future__ import annotations

import random
from collections.abc import Iterable

import pytest


def add_option(parser: pytest.Parser) -> None:
    """Adds `--shuffle`."""
    parser.addoption(
        "--shuffle",
        type=int,
        metavar="SEED",
        help="run the files, and the tests in each of them, in an order that SEED decides",
    )


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
