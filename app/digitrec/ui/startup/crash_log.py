"""Crashes of the process: Python's fault handler writes them, and the next start reports them."""

from __future__ import annotations

import contextlib
import faulthandler
import os
import time
from pathlib import Path
from typing import IO

_KEPT_DAYS = 30
"""After this time an empty file is that of a process that was killed, not of an open window."""


class CrashLog:
    """Where this process says in its last moment what it was doing.

    Each process has a file of its own in the folder of the logs, which is empty and goes when the
    process ends in order. What is left in such a file is moved to the log at the next start.

    Args:
        logs: the folder of the logs; made if it is missing.
    """

    def __init__(self, logs: Path) -> None:
        self._logs = logs
        self._path = logs / f"crash-{os.getpid()}.txt"
        self._file: IO[bytes] | None = None

    def begin(self) -> Path | None:
        """Has crashes written from now on. Without a place for that, there is none.

        Returns:
            The log, if another process has crashed since the last start; it has what is known.
        """
        log = None
        with contextlib.suppress(OSError):
            self._logs.mkdir(mode=0o700, parents=True, exist_ok=True)
            log = self._collect()
            descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            self._file = os.fdopen(descriptor, "wb", buffering=0)
            faulthandler.enable(self._file)
        return log

    def end(self) -> None:
        """Ends in order: nothing stays behind."""
        if self._file is not None:
            faulthandler.disable()
            self._file.close()
            with contextlib.suppress(OSError):
                self._path.unlink()
                self._logs.rmdir()  # if there is nothing else in it

    def _collect(self) -> Path | None:
        """Moves what crashed processes have left to the log."""
        log = None
        for path in sorted(self._logs.glob("crash-*.txt")):
            with contextlib.suppress(OSError):
                found = path.stat()
                if not found.st_size and time.time() - found.st_mtime < _KEPT_DAYS * 86_400:
                    continue
                text = path.read_text(encoding="utf-8", errors="replace")
                path.unlink()
                if text:
                    from digitrec.ui.errors.incident import write_log

                    log = write_log(self._logs, text)
        return log
