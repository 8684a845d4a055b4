"""Shows a folder in the system's file manager."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from digitrec.environment import original_environment
from digitrec.text import words
from digitrec.text.catalogue import said


def open_folder(folder: Path) -> str | None:
    """Opens a folder, and creates it if it is missing; returns a message if that fails."""
    opener = {"win32": "explorer", "darwin": "open"}.get(sys.platform, "xdg-open")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.Popen([opener, str(folder)], env=original_environment())
    except OSError as error:
        return words.CANNOT_OPEN_FOLDER.format(reason=said(error.strerror or error))
    return None
