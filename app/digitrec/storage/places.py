"""Places: where settings, history and logs lie on this system."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_NAME = "Digitrec"


@dataclass(frozen=True)
class Places:
    """Where things are kept. None of them need exist.

    Attributes:
        settings: file of the settings, TOML.
        history: file of the history, SQLite.
        logs: folder of the logs.
    """

    settings: Path
    history: Path
    logs: Path


def find_places(environ: Mapping[str, str] = os.environ) -> Places:
    """The places of this person on this system; computes them and makes no folder.

    With `DIGITREC_HOME` set, everything lies in that one folder.
    """
    home = environ.get("DIGITREC_HOME")
    if home:
        # os.path leaves a ~ that it can't resolve as it is, where pathlib raises.
        folder = Path(os.path.abspath(os.path.expanduser(home)))  # noqa: PTH100, PTH111
        return _below(folder, folder, folder / "logs")
    # Imported here, as a fixed folder needs none of it.
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

    user = os.getuid() if hasattr(os, "getuid") else "home"
    return Path(tempfile.gettempdir(), f"{_NAME.lower()}-{user}")
