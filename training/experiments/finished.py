"""Finished results of an experiment, kept in a file, so that an interrupted one goes on."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from digitrec.files import written_whole
from training.experiments.folds import FOLDS
from training.network.recipe import Recipe

_CODE = (
    "augmentation/images", "augmentation/pixels", "augmentation/styles", "augmentation/variation",
    "network/architectures", "network/batches", "network/fit", "network/loss",
    "synthetic/outliers", "synthetic/scribbles",
)  # fmt: skip
"""The modules that decide what a network becomes: when one changes, the results are of no use."""


@dataclass(frozen=True)
class Result:
    """How a network reads what its fold holds out.

    Attributes:
        pen: share of the held-out writers' digits that is read correctly.
        worst_writer: the same of the writer who is read worst.
        redrawn: the same of their digits drawn in other ways.
        images: share of MNIST's held-out images that is read correctly.
        rejected: share of the held-out alphabet that is rejected.
    """

    pen: float
    worst_writer: float
    redrawn: float
    images: float
    rejected: float


class Finished:
    """The results so far, and the seconds that each took.

    Args:
        path: of the file. If it can't be read, there are no results yet: only time is lost.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._found: dict[str, Any] = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError):
            self._found = {}

    @staticmethod
    def key(recipe: Recipe, fold: int) -> str:
        """A key for a result: its recipe, its fold, and the code that makes the network."""
        content = json.dumps([asdict(recipe), FOLDS[fold - 1]], sort_keys=True).encode()
        for name in _CODE:
            content += (Path(__file__).resolve().parents[1] / f"{name}.py").read_bytes()
        return hashlib.sha256(content).hexdigest()[:16]

    def __contains__(self, key: str) -> bool:
        return key in self._found

    def __getitem__(self, key: str) -> tuple[Result, float]:
        found = self._found[key]
        return Result(**found["result"]), found["seconds"]

    def add(self, key: str, result: Result, seconds: float) -> None:
        """Adds a result, and writes the file, whole or not at all."""
        self._found[key] = {"result": asdict(result), "seconds": seconds}
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with written_whole(self._path, replace=True) as stream:
            json.dump(self._found, stream, indent=1)
