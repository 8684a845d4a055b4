"""Runs trials of one kind: `python -m tests.torture.mutants.run pictures --seed 5 --count 1000`.

It prints the figures, and each failure with the words that make it again.
"""

from __future__ import annotations

import argparse
import importlib
import itertools
import os
import sys

from tests.torture.trial import run_all

KINDS = {
    "pictures": "tests.torture.mutants.pictures",
    "inks": "tests.torture.mutants.inks",
    "preferences": "tests.torture.mutants.preferences",
    "histories": "tests.torture.mutants.histories",
    "models": "tests.torture.mutants.models",
    "greedy": "tests.torture.mutants.greedy",
}


def main() -> int:
    """Runs the trials; gives 1 if one failed."""
    parser = argparse.ArgumentParser(prog="run", description="Tries mutants of one kind.")
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--only", type=int, help="the number of the only one to try")
    options = parser.parse_args()
    for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):  # this process forks
        os.environ[variable] = "1"
    count = options.count if options.only is None else options.only + 1
    trials = importlib.import_module(KINDS[options.kind]).trials(options.seed, count)
    if options.only is not None:
        trials = itertools.islice(trials, options.only, None)
    tally = run_all(trials)
    for failure in tally.failures:
        print(f"{failure}\n", file=sys.stderr)
    print(tally)
    return 1 if tally.failures else 0


if __name__ == "__main__":
    sys.exit(main())
