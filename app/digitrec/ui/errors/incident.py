"""An unexpected error, and the log that it is written to."""

from __future__ import annotations

import os
import traceback
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from digitrec.text import words
from digitrec.text.catalogue import said

if TYPE_CHECKING:
    from digitrec.storage.places import Places

LOG = "digitrec.log"
MOST_BYTES = 1_000_000
"""Size at which a new log is begun; the one before is kept next to it."""

LONGEST_NAME = 300


@dataclass(frozen=True)
class Incident:
    """One error.

    Attributes:
        name: its type and its message.
        origin: its type and the line that raised it; the same for the same error.
        details: the traceback, as Python writes it.
        log: the file that it was written to; None if that failed.
    """

    name: str
    origin: str
    details: str
    log: Path | None = None

    @property
    def in_words(self) -> str:
        """The error in one line, for the person."""
        if self.log is None:
            return words.UNEXPECTED_ERROR_UNLOGGED.format(error=self.name)
        return words.UNEXPECTED_ERROR.format(error=self.name, log=self.log)


def record(
    places: Places | None,
    kind: type[BaseException],
    error: BaseException | None,
    at: TracebackType | None,
) -> Incident:
    """Writes an error into the log, if that is possible.

    Args:
        places: has the log's folder; None finds the person's own.
        kind: type of the error.
        error: the error.
        at: where it was raised.
    """
    details = "".join(traceback.format_exception(kind, error, at))
    name = f"{kind.__name__}: {said(error)}" if error and str(error) else kind.__name__
    name = name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]} …"
    last = traceback.extract_tb(at)[-1:]
    origin = f"{kind.__name__} {last[0].filename}:{last[0].lineno}" if last else name
    try:
        from digitrec.storage.places import find_places

        log = write_log((places or find_places()).logs, details)
    except (OSError, ImportError):
        log = None
    return Incident(name, origin, details, log)


def write_log(logs: Path, lines: str) -> Path:
    """Adds lines to the log, with the time and the version, and gives its path.

    Raises:
        OSError: if that can't be done.
    """
    from datetime import UTC, datetime

    from digitrec.storage.private import close_to_others, create_private
    from digitrec.version import version

    logs.mkdir(mode=0o700, parents=True, exist_ok=True)
    log = logs / LOG
    if log.exists() and log.stat().st_size > MOST_BYTES:
        os.replace(log, log.with_suffix(".old.log"))  # noqa: PTH105
    create_private(log)
    close_to_others(log)
    with log.open("a", encoding="utf-8", errors="backslashreplace") as file:
        file.write(f"{datetime.now(UTC).isoformat()} Digitrec {version()}\n{lines}\n")
    return log
