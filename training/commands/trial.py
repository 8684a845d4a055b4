"""Tries a model in the program without installing it: `python -m training try MODEL`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from digitrec.recognition.model import Model
from training.commands.next_steps import BUNDLED


def try_model(model: Path, arguments: Sequence[str] = ()) -> int:
    """Runs the program with a model of one's own, and gives its exit status.

    Args:
        model: sealed.
        arguments: as for `digitrec`; without any the window opens.

    Raises:
        ModelError: if the model can't be used.
    """
    with tempfile.TemporaryDirectory(prefix="digitrec-") as folder:
        command, environment = program_with(model, Path(folder))
        return subprocess.run([*command, *arguments], env=environment, check=False).returncode


def program_with(model: Path, folder: Path) -> tuple[list[str], dict[str, str]]:
    """Copies the program into a folder with another model.

    Args:
        model: sealed.
        folder: an older copy in it is replaced.

    Returns:
        The command that runs the copy, and its environment.

    Raises:
        ModelError: if the model can't be used.
    """
    Model.open(model)
    package = BUNDLED.parents[1]
    copy = folder / package.name
    shutil.rmtree(copy, ignore_errors=True)
    ignored = shutil.ignore_patterns("__pycache__", BUNDLED.name)
    shutil.copytree(package, copy, ignore=ignored)
    shutil.copyfile(model, copy / BUNDLED.relative_to(package))
    return [sys.executable, "-m", package.name], {**os.environ, "PYTHONPATH": str(folder)}
