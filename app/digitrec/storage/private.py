"""Files that only their owner may read or write, whatever the umask and whoever made the folder."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

PRIVATE = 0o600
"""Permission bits of a new file."""


def create_private(path: Path) -> None:
    """Creates an empty file for its owner alone; one that is there already stays as it is.

    Raises:
        OSError: if the system refuses.
    """
    with suppress(FileExistsError):
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE)
        try:
            if hasattr(os, "fchmod"):
                os.fchmod(descriptor, PRIVATE)  # a umask may have taken bits away
        finally:
            os.close(descriptor)


def close_to_others(path: Path) -> None:
    """Takes from all but a file's owner what they may do with it.

    Nothing is done if there is no such file, if it is somebody else's, or if its file system has no
    permissions; on Windows those of the folder hold. The file is not opened: closing it again would
    release the locks that SQLite holds on it (sqlite.org/howtocorrupt.html, 2.2).
    """
    if os.name != "posix":
        return
    with suppress(OSError):
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & 0o077:
            path.chmod(mode & 0o700)
