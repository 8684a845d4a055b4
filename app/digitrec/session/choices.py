"""The person's settings while the window is open."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from digitrec.files import folder_locked
from digitrec.storage.settings import Settings, load_settings, save_settings


class Choices:
    """Settings that change while the program runs, and are saved when it ends.

    Attributes:
        settings: as they are now.
        notice: what the person should know about the file they came from; None if nothing.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.settings: Settings
        self.settings, self.notice = load_settings(path)
        self._loaded = self.settings

    def change(self, **values: Any) -> None:
        """Changes some of the settings."""
        self.settings = replace(self.settings, **values)

    def save(self) -> None:
        """Saves those that were changed here; another program may have changed others meanwhile.

        Raises:
            StorageError: if that can't be done.
        """
        mine, before = asdict(self.settings), asdict(self._loaded)
        changed = {name: value for name, value in mine.items() if value != before[name]}
        with folder_locked(self._path.parent):
            now, _ = load_settings(self._path)
            save_settings(self._path, replace(now, **changed))
