"""Where settings, history and logs are kept on this system."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_NAME = "Digitrec"


@dataclass(frozen=True)
class Places:
    """Where things are kept. None of them need exist.

    Attributes:
        settings: the file of the settings (TOML).
        history: the file of the history (SQLite).
        logs: the folder of the logs.
    """

    settings: Path
    history: Path
    logs: Path


def find_places(environ: Mapping[str, str] = os.environ) -> Places:
    """The places of this person on this system.

    With `DIGITREC_HOME` set, everything is in that one folder. No folder is created, except for an
    account without a home, whose folder must be private from the start.
    """
    home = environ.get("DIGITREC_HOME")
    if home:
        # os.path keeps a ~ that it can't resolve; pathlib raises an error.
        folder = Path(os.path.abspath(os.path.expanduser(home)))  # noqa: PTH100, PTH111
        return _below(folder, folder, folder / "logs")
    # Imported here because a fixed folder doesn't need it.
    import platformdirs

    try:
        return _below(
            platformdirs.user_config_path(_NAME, appauthor=False),
            platformdirs.user_data_path(_NAME, appauthor=False),
            platformdirs.user_log_path(_NAME, appauthor=False),
        )
    except (RuntimeError, KeyError, ValueError, OSError):
        folder = _without_home()
        return _below(folder, folder, folder / "logs")


def _below(config: Path, data: Path, logs: Path) -> Places:
    return Places(config / "settings.toml", data / "history.sqlite3", logs)


def _without_home() -> Path:
    """A folder for an account that has no home, such as a service's in a container."""
    import tempfile

    return _private_folder(Path(tempfile.gettempdir()))


@cache
def _private_folder(parent: Path) -> Path:
    """This user's folder in one that everybody may write to, such as the temporary directory.

    Its name is the same at every start, so that the history is found again. But anybody can take
    that name first, and read or replace what is written there. Then a new folder with a random name
    is used, for this run of the program only.
    """
    user = os.getuid() if hasattr(os, "getuid") else "home"
    folder = parent / f"{_NAME.lower()}-{user}"
    with suppress(OSError):
        folder.mkdir(mode=0o700)
    if _made_private(folder):
        return folder
    import tempfile

    try:
        return Path(tempfile.mkdtemp(prefix=f"{_NAME.lower()}-", dir=parent))
    except OSError:  # nothing can be written there now; whoever tries says so
        return parent / f"{_NAME.lower()}-{os.urandom(16).hex()}"


def _made_private(folder: Path) -> bool:
    """Closes a folder to others; False if it isn't one that only this user could write to."""
    try:
        status = folder.lstat()
        if not stat.S_ISDIR(status.st_mode):  # nor is a link to a folder
            return False
        if hasattr(os, "getuid"):  # on Windows the temporary directory belongs to the user
            if status.st_uid != os.getuid() or status.st_mode & 0o022:
                return False
            folder.chmod(0o700)
    except OSError:
        return False
    return True
