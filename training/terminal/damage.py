"""Files of a training's run that are damaged, or that can't be written."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path


class RunError(Exception):
    """A file of a training's run can't be used or written. The message says what to do."""


def damage(path: Path) -> str | None:
    """What is wrong with a `.keras` file, by the checksums of its members; None if it is whole."""
    try:
        with zipfile.ZipFile(path) as archive:
            wrong = archive.testzip()
    except (OSError, ValueError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        return str(error)
    return None if wrong is None else f"the checksum of {wrong} is wrong"


def set_aside(path: Path, why: str) -> None:
    """Renames a file that can't be used to `….damaged`, and says so."""
    kept = path.with_name(path.name + ".damaged")
    path.replace(kept)
    print(f"{path} is damaged ({why}); it is now called {kept.name}", flush=True)


def cant_write(path: Path, error: OSError) -> RunError:
    """The error for a file that could not be written."""
    return RunError(
        f"{path} can't be written: {error.strerror or error}. Whatever was written before is still "
        "there; with room on the disk, the same command goes on from it"
    )
