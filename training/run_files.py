"""The files of a training's run: what is done stays done until the whole run is finished."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import asdict
from pathlib import Path

from digitrec.recognition.model import Model, ModelError
from training.network.recipe import Recipe
from training.terminal.damage import cant_write, set_aside


class RunFiles:
    """The folder of a run, which has a name of its own for each recipe.

    Args:
        runs: folder of all runs.
        recipe: complete, with the hashes of what it begins from and learns from.

    Attributes:
        folder: of this run, with the states of the networks.
        sealed: the model after both networks are trained.
        calibrated: the same with its thresholds and the weights of its segmentation.
        finished: the same with its figures.
    """

    def __init__(self, runs: Path, recipe: Recipe) -> None:
        digest = hashlib.sha256(json.dumps(asdict(recipe), sort_keys=True).encode()).hexdigest()
        self.folder = runs / f"{recipe.network}-{digest[:8]}"
        self.sealed = self.folder / "sealed.keras"
        self.calibrated = self.folder / "calibrated.keras"
        self.finished = self.folder / "my_model.keras"

    def begin(self, again: bool) -> None:
        """Makes the folder; empties it first if the training is to begin again."""
        if again:
            shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True, exist_ok=True)

    def tidy(self) -> None:
        """Removes what only an unfinished run needs, and leaves the finished model."""
        for path in self.folder.iterdir():
            if path.suffix in (".keras", ".npz") and path != self.finished:
                path.unlink()

    @staticmethod
    def whole(path: Path) -> Model | None:
        """The model in one of these files; None if there is none, or a damaged one, set aside."""
        if not path.exists():
            return None
        try:
            return Model.open(path)
        except ModelError as error:
            set_aside(path, str(error))
            return None

    def copy(self, path: Path, name: str) -> Path:
        """A copy in the folder, to work on; `keep` gives it its place when it is done."""
        try:
            return Path(shutil.copyfile(path, self.folder / name))
        except OSError as error:
            raise cant_write(self.folder / name, error) from error

    def keep(self, worked_on: Path, path: Path) -> Model:
        """Gives a file that is done its place, and opens it."""
        worked_on.replace(path)
        return Model.open(path)


def sha256(path: Path | None) -> str | None:
    """Of a file's content, in hexadecimal; None for no file."""
    return None if path is None else hashlib.sha256(path.read_bytes()).hexdigest()
