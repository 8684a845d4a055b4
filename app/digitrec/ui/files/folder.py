"""Folder: shows a folder in the system's own program for that."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from digitrec.text import words
from digitrec.text.catalogue import said


def open_folder(folder: Path) -> str | None:
    """Opens a folder, made first where it is missing; gives in words why that can't be done."""
    opener = {"win32": "explorer", "darwin": "open"}.get(sys.platform, "xdg-open")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.Popen([opener, str(folder)])
    except OSError as error:
        return words.CANNOT_OPEN_FOLDER.format(reason=said(error.strerror or error))
    return None
