"""The sealing step: gives the model that goes into the bundle, and seals a plain one first."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

from build_scripts.console import BuildError, Console
from build_scripts.contents.model import is_plain, read_sealed_model

TRIAL_SECONDS = 60
"""Longest that a trial of the model may take, with the start of Python."""


def sealed_model(given: Path, work: Path, root: Path, console: Console) -> Path:
    """A model with an intact seal: the given one, or a sealed copy of it.

    Args:
        given: a sealed model, or a plain Keras archive.
        work: folder for the sealed copy.
        root: the source tree.
        console: for progress.

    Raises:
        BuildError: if the model can't be used, or is not sealed and TensorFlow is missing.
    """
    if is_plain(given):
        given = _seal(given, work / "sealed" / "my_model.keras", root, console)
    _try(given, root)
    model = read_sealed_model(given)
    console.say(f"  model {model.name}, sealed, SHA-256 {model.sha256}")
    return given


def _try(sealed: Path, root: Path) -> None:
    """Reads with a model in another process, which it may crash or keep busy for ever."""
    command = [sys.executable, "-m", "digitrec.cli.model_trial", str(sealed)]
    environment = {**os.environ, "PYTHONPATH": str(root / "app")}
    try:
        done = subprocess.run(
            command,
            env=environment,
            capture_output=True,
            text=True,
            timeout=TRIAL_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise BuildError(f"{sealed}: it reads nothing within {TRIAL_SECONDS} seconds") from None
    if done.returncode < 0:
        raise BuildError(f"{sealed}: reading with it crashes Python (signal {-done.returncode})")
    if done.returncode:
        said = done.stdout.strip() or done.stderr.strip()
        reason = said.splitlines()[-1] if said else "it can't be used"
        # A broken graph may fail in LiteRT, which knows no file.
        raise BuildError(reason if str(sealed) in reason else f"{sealed}: {reason}")


def _seal(plain: Path, target: Path, root: Path, console: Console) -> Path:
    """Seals a copy with the command that anybody would use.

    It is not calibrated, which takes minutes and needs the data sets: a build gives the same
    bundle on every machine.
    """
    missing = [name for name in ("tensorflow", "keras") if not importlib.util.find_spec(name)]
    if missing:
        raise BuildError(
            f"{plain} is not sealed, and sealing needs {' and '.join(missing)}. Install them "
            f"(pip install .[train]) and build again, or seal the model on a machine that has "
            f"them: python -m training seal {plain}"
        )
    console.say(f"  {plain} is not sealed; sealing a copy")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    command: list[str | Path] = [sys.executable, "-m", "training", "seal", plain.resolve()]
    command += ["--output", target.resolve()]
    environment = {**os.environ, "DIGITREC_DATA": str(target.parent / "no data sets")}
    if console.run(command, environment=environment, folder=root) != 0 or not target.exists():
        raise BuildError(f"{plain} can't be sealed: {console.last_line}")
    return target
