"""The command `history`: lists, exports and deletes the drawings that are kept."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from digitrec.cli.output import (
    CommandError,
    describe,
    standard_output,
    write_error,
    write_json,
    write_line,
)
from digitrec.files import written_whole
from digitrec.storage.drawing import Drawing
from digitrec.storage.errors import StorageError
from digitrec.storage.history import History
from digitrec.storage.places import find_places

STANDARD_OUTPUT = "-"


def list_drawings(limit: int | None, as_json: bool) -> int:
    """Prints one line per drawing, oldest first; with a limit, only that many of the newest."""
    damage: list[StorageError] = []
    with _history() as history:
        drawings: Iterable[Drawing] = history.drawings(on_damage=damage.append)
        if limit is not None:
            newest = history.drawings(newest_first=True, limit=limit, on_damage=damage.append)
            drawings = reversed(list(newest))
        for drawing in drawings:
            if as_json:
                write_json(
                    {"id": str(drawing.key), "source": "history"}
                    | drawing.reading.to_dict()
                    | {"created": drawing.created.isoformat(), "corrected": drawing.corrected}
                )
            else:
                write_line(_describe(drawing))
    return _report(damage)


def export(file: str, force: bool) -> int:
    """Writes the drawings as ink to standard output or to a file, whole or not at all."""
    damage: list[StorageError] = []
    with _history() as history:
        if file == STANDARD_OUTPUT:
            with standard_output() as stream:
                history.export(stream, on_damage=damage.append)
            return _report(damage)
        try:
            with written_whole(Path(file), replace=force) as stream:
                count = history.export(stream, on_damage=damage.append)
        except FileExistsError:
            hint = "" if force or not Path(file).is_file() else "; use --force to replace it"
            raise CommandError(f"{file}: already exists{hint}") from None
        except OSError as error:
            raise CommandError(f"{file}: can't be written ({error.strerror})") from error
    write_line(f"{_drawings(count)} exported to {file}")
    return _report(damage)


def delete(keys: list[str]) -> int:
    """Deletes the drawings with these keys and names the keys that no drawing has."""
    with _history() as history:
        unknown = [key for key in keys if not (_is_number(key) and history.delete([int(key)]))]
    write_line(f"{_drawings(len(keys) - len(unknown))} deleted")
    for key in unknown:
        write_error(f"there is no drawing {key} in the history")
    return 1 if unknown else 0


def delete_all(yes: bool) -> int:
    """Deletes every drawing, after the person at the terminal has confirmed it."""
    with _history() as history:
        if not yes and not _confirmed(f"Delete the entire history ({_drawings(len(history))})?"):
            write_error("nothing was deleted")
            return 1
        write_line(f"{_drawings(history.delete_all())} deleted")
    return 0


def _report(damage: list[StorageError]) -> int:
    """Names the drawings that could not be read, and returns the exit status."""
    for error in damage:
        write_error(str(error))
    return 1 if damage else 0


def _history() -> History:
    return History(find_places().history)


def _confirmed(question: str) -> bool:
    if sys.stdin is None or not sys.stdin.isatty():
        raise CommandError("--all needs --yes when not run interactively")
    print(f"{question} [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _is_number(key: str) -> bool:
    return key.isascii() and key.isdigit() and len(key) < 20


def _drawings(count: int) -> str:
    return "1 drawing" if count == 1 else f"{count} drawings"


def _describe(drawing: Drawing) -> str:
    when = drawing.created.astimezone().isoformat(sep=" ", timespec="seconds")
    line = f"{drawing.key}  {when}  {describe(drawing.reading)}"
    return line if drawing.corrected is None else f"{line}, corrected to {drawing.corrected}"
