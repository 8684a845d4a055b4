"""The freezing step: PyInstaller builds the program. `dist` never holds half a program."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from pathlib import Path

from build_scripts import platforms
from build_scripts.console import BuildError, Console
from build_scripts.manifest import SUMS, packages
from build_scripts.package import source_date

MODEL_VARIABLE = "DIGITREC_MODEL"
ONEFILE_VARIABLE = "DIGITREC_ONEFILE"
WORK_VARIABLE = "DIGITREC_WORK"
"""Environment variables that tell the spec the model, the kind of bundle and where to write."""


def freeze(
    root: Path, model: Path, dist: Path, work: Path, onefile: bool, console: Console
) -> Path:
    """Freezes the program.

    Args:
        root: the source tree.
        model: the sealed model to bundle.
        dist: folder for the result.
        work: folder for intermediate files.
        onefile: build a single file that unpacks itself, instead of a folder.
        console: for PyInstaller's output.

    Returns:
        The path of the program.

    Raises:
        BuildError: if PyInstaller fails. `dist` then holds no program.
    """
    program = platforms.program(dist, onefile)
    for old in results(dist, onefile):
        remove(old)
    stage = work / ("stage-onefile" if onefile else "stage")
    remove(stage)
    environment = {
        **os.environ,
        MODEL_VARIABLE: str(model.resolve()),
        ONEFILE_VARIABLE: "1" if onefile else "",
        WORK_VARIABLE: str(work.resolve()),
        # The same commit gives the same bytes: no current date, no random order.
        "SOURCE_DATE_EPOCH": str(source_date(root)),
        "PYTHONHASHSEED": "0",
    }
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean"]
    command += ["--distpath", str(stage), "--workpath", str(work / "pyinstaller")]
    command += [str(root / "digitrec.spec")]
    if console.run(command, environment=environment, folder=root) != 0:
        raise BuildError(f"PyInstaller failed: {console.last_line}")
    dist.mkdir(parents=True, exist_ok=True)
    for made in stage.iterdir():
        if made.stem in ("digitrec", "Digitrec", "digitrec-onefile"):
            move(made, dist / made.name)
    if not program.is_file():
        raise BuildError(f"PyInstaller succeeded, but {program} does not exist")
    return program


def results(dist: Path, onefile: bool) -> list[Path]:
    """Everything that a build of this kind puts into `dist`, the program first."""
    if onefile:
        return [platforms.program(dist, onefile)]
    names = [dist / "digitrec", platforms.packages_folder(dist) / SUMS, *packages(dist)]
    return [*names, dist / "Digitrec.app"] if platforms.MACOS else names


def remove(path: Path) -> None:
    """Removes a file or folder if it exists."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def move(source: Path, target: Path) -> None:
    """Moves a file or folder to where there may be an older one; also to another file system.

    There it is copied first under another name: `target` is never half there.
    """
    remove(target)
    try:
        source.replace(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        partial = target.with_name(f".{target.name}.part")
        remove(partial)
        if source.is_dir() and not source.is_symlink():
            shutil.copytree(source, partial, symlinks=True)
        else:
            shutil.copy2(source, partial, follow_symlinks=False)
        partial.replace(target)
        remove(source)


def move_failed(dist: Path, work: Path, onefile: bool) -> str:
    """Moves a program that failed its test out of `dist`, and returns a sentence about it."""
    failed = work / "failed"
    remove(failed)
    failed.mkdir(parents=True)
    for made in results(dist, onefile):
        if made.exists():
            move(made, failed / made.name)
    return f"the program that failed was moved to {failed}"
