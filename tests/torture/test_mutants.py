"""Damaged and hostile inputs: each gets an answer or an error, within 5 s and 500 MB."""

import subprocess
import sys

import pytest

COUNTS = {
    "pictures": (150, 10_000),
    "inks": (150, 10_000),
    "preferences": (100, 1_000),
    "histories": (100, 1_000),
    "models": (100, 1_000),
    "greedy": (5, 100),
}
"""Trials of the short and of the long form, of each kind of `tests.torture.mutants.run`."""


@pytest.mark.parametrize("kind", COUNTS)
def test_each_mutant_gets_an_answer_or_an_error(kind, effort, report):
    words = [kind, "--seed", effort.seed, "--count", effort.times(*COUNTS[kind])]
    done = subprocess.run(
        [sys.executable, "-m", "tests.torture.mutants.run", *map(str, words)],
        capture_output=True, text=True, errors="replace",
    )  # fmt: skip
    report(done.stdout.strip().rpartition("\n")[2])
    assert done.returncode == 0, done.stderr[-20_000:]
