"""Trouble: what becomes of an error that nobody foresaw."""

from __future__ import annotations

import os
import traceback
from pathlib import Path
from types import TracebackType

from app.ui import words
from app.ui.catalogue import said

LOG = "digitrec.log"
MOST_BYTES = 1_000_000
"""Size at which the log is begun anew, the one before kept beside it."""


def report(
    logs: Path | None,
    kind: type[BaseException],
    error: BaseException,
    trace: TracebackType | None,
) -> str:
    """Writes the error into the log, if that can be done, and gives the words for the person."""
    lines = "".join(traceback.format_exception(kind, error, trace))
    name = f"{kind.__name__}: {said(error)}" if str(error) else kind.__name__
    if logs is not None:
        try:
            return words.UNFORESEEN.format(error=name, log=_write(logs, lines))
        except OSError:
            pass
    return words.UNFORESEEN_UNLOGGED.format(error=name)


def _write(logs: Path, lines: str) -> Path:
    from datetime import UTC, datetime

    from app import __version__

    logs.mkdir(mode=0o700, parents=True, exist_ok=True)
    log = logs / LOG
    if log.exists() and log.stat().st_size > MOST_BYTES:
        os.replace(log, log.with_suffix(".old.log"))  # noqa: PTH105
    with log.open("a", encoding="utf-8") as file:
        file.write(f"{datetime.now(UTC).isoformat()} Digitrec {__version__}\n{lines}\n")
    return log
