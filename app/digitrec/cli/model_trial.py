"""A trial of a foreign model in a process of its own.

`python -m digitrec.cli.model_trial my_own.keras` gives the exit status 1 if it is refused.

A graph that was broken on purpose can crash LiteRT, which no check of ours foresees. A build tries
a model this way before it bundles it.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from digitrec.recognition.model import Model, ModelError
from digitrec.recognition.sealed.graph import BATCH
from digitrec.recognition.trajectory import CHANNELS, POINTS


def main(arguments: list[str]) -> int:
    """Opens the model whose path is the argument, and reads batches of several sizes with it."""
    try:
        model = Model.open(Path(*arguments))
    except ModelError as error:
        print(error)
        return 1
    rng = np.random.default_rng(0)
    for count in (1, BATCH, 3, BATCH + 1):
        model.read(rng.random((count, 28, 28), np.float32))
        if model.trajectory is not None:
            model.read_paths(rng.random((count, POINTS, CHANNELS), np.float32))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
