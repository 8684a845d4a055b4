"""The command `history`: lists, exports and deletes the drawings that are kept."""

from __future__ import annotations

from collections.abc import Iterable

from digitrec.bulk.description import describe
from digitrec.cli.confirmation import confirmed
from digitrec.cli.export import export_to
from digitrec.cli.output import write_error, write_json, write_line
from digitrec.storage.drawing import Drawing
from digitrec.storage.errors import StorageError
from digitrec.storage.hands import Hands
from digitrec.storage.history import History
from digitrec.storage.picture_crop import ID_PREFIX
from digitrec.storage.picture_crops import PictureCrops
from digitrec.storage.places import find_places


def list_drawings(limit: int | None, as_json: bool) -> int:
    """Prints one line per drawing, oldest first; with a limit, only that many of the newest."""
    damage: list[StorageError] = []
    with _readable_history() as history:
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
    """Writes the drawings and taught examples as ink to standard output or to a file."""
    damage: list[StorageError] = []
    with _readable_history() as history:
        export_to(file, force, lambda stream: history.export(stream, damage.append), _drawings)
    return _report(damage)


def delete(keys: list[str]) -> int:
    """Deletes the drawings with these keys and names the keys that no drawing has."""
    with _history() as history, PictureCrops(history.path) as pictures:
        unknown = [key for key in keys if not _delete(key, history, pictures)]
    write_line(f"{_drawings(len(keys) - len(unknown))} deleted")
    for key in unknown:
        write_error(f"there is no drawing {key} in the history")
    return 1 if unknown else 0


def delete_all(yes: bool) -> int:
    """Deletes every drawing and taught hand, after the person at the terminal has confirmed it."""
    with _history() as history:
        if not yes and not confirmed(
            f"Delete the entire history ({_drawings(len(history))}{_and_hands()})?",
            "--all needs --yes when not run interactively",
        ):
            write_error("nothing was deleted")
            return 1
        write_line(f"{_drawings(history.delete_all())} deleted")
    return 0


def _report(damage: list[StorageError]) -> int:
    """Names the drawings that could not be read, and returns the exit status."""
    for error in damage:
        write_error(str(error))
    return 1 if damage else 0


def _readable_history() -> History:
    return History(find_places().history, copy_if_read_only=True)


def _history() -> History:
    return History(find_places().history)


def _and_hands() -> str:
    with Hands(find_places().history) as hands:
        names = hands.names()
    if not names:
        return ""
    return f", and the taught {'hand' if len(names) == 1 else 'hands'} {', '.join(names)}"


def _delete(key: str, history: History, pictures: PictureCrops) -> bool:
    """Deletes a drawing, or a correction of a picture by its name in an export."""
    if key.startswith(ID_PREFIX):
        number = key.removeprefix(ID_PREFIX)
        return _is_number(number) and pictures.delete([int(number)]) > 0
    return _is_number(key) and history.delete([int(key)]) > 0


def _is_number(key: str) -> bool:
    return key.isascii() and key.isdigit() and len(key) < 20


def _drawings(count: int) -> str:
    return "1 drawing" if count == 1 else f"{count} drawings"


def _describe(drawing: Drawing) -> str:
    when = drawing.created.astimezone().isoformat(sep=" ", timespec="seconds")
    line = f"{drawing.key}  {when}  {describe(drawing.reading)}"
    return line if drawing.corrected is None else f"{line}, corrected to {drawing.corrected}"
