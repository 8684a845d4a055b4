"""Sealing: the model that goes into the bundle. A plain one is sealed first, if Keras is there."""

from __future__ import annotations

import importlib.util
import sys
import zipfile
from pathlib import Path

from build_scripts.console import BuildError, Console
from digitrec.recognition.model import CARD, GRAPH, SEALED, Model, ModelError

_SEAL = """
import sys
from pathlib import Path
from training.sealing.seal import SealError, seal
try:
    seal(Path(sys.argv[1]), Path(sys.argv[2]))
except SealError as error:
    sys.exit(f"{error}")
"""


def sealed_model(given: Path, work: Path, root: Path, console: Console) -> Path:
    """A model whose seal has been checked: the given one, or its sealed copy.

    Args:
        given: a sealed model, or a plain Keras archive.
        work: folder for the sealed copy.
        root: the source tree.
        console: for what is done.

    Raises:
        BuildError: where the model can't be used, or is not sealed and there is no TensorFlow.
    """
    if _is_plain(given):
        given = _seal(given, work / "sealed" / "my_model.keras", root, console)
    try:
        model = Model.open(given)
    except ModelError as error:
        raise BuildError(str(error)) from error
    console.say(f"  model {model.card.name}, sealed, SHA-256 {model.sha256}")
    return given


def _is_plain(path: Path) -> bool:
    """Whether this is a Keras archive with no seal at all; a broken seal is another thing."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (OSError, zipfile.BadZipFile):
        return False
    return names.issuperset(SEALED) and names.isdisjoint((GRAPH, CARD))


def _seal(plain: Path, target: Path, root: Path, console: Console) -> Path:
    absent = [name for name in ("tensorflow", "keras") if not importlib.util.find_spec(name)]
    if absent:
        raise BuildError(
            f"{plain} is not sealed, and sealing needs {' and '.join(absent)}; install "
            f"digitrec[train] (pip install .[train]) and build again, or seal it on a machine that "
            f"has it: python -m training seal {plain}"
        )
    console.say(f"  {plain} is not sealed; sealing a copy")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    command: list[str | Path] = [sys.executable, "-c", _SEAL, plain.resolve(), target]
    if console.run(command, folder=root) != 0 or not target.exists():
        raise BuildError(f"{plain} can't be sealed: {console.last_line}")
    return target
