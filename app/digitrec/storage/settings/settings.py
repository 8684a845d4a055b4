"""The settings, kept in a TOML file that a person may edit."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Literal

from digitrec import constants
from digitrec.constants import THICKEST_PEN, THINNEST_PEN
from digitrec.recognition.message import Message, message_of
from digitrec.resources import has_language
from digitrec.storage.errors import StorageError
from digitrec.storage.settings import settings_file
from digitrec.storage.settings.settings_file import BrokenError

THEMES = ("system", "light", "dark", "contrast")
DOUBTS = ("never", "seldom", "usual", "often")
MOST_DAYS = 36_500
# Line separators and halves of surrogate pairs can't be shown either.
_UNSHOWN = r"\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff"
_HAND = re.compile(f"[^{_UNSHOWN}]{{1,{constants.LONGEST_HAND_NAME}}}")
_GEOMETRY = re.compile(r"[1-9]\d{0,4}x[1-9]\d{0,4}([+-]-?\d{1,5}[+-]-?\d{1,5})?")


@dataclass(frozen=True)
class Settings:
    """What a person can choose.

    Attributes:
        theme: light, dark, of high contrast, or that of the system.
        language: of the window, by its code such as `de`, or that of the system.
        live: whether to read while the pen is still down.
        final: whether to show the reading when the pen is lifted; otherwise Enter shows it.
        insight: whether to show what the network sees, and which ink supports the answer.
        speech: whether answers are spoken by the system's voice.
        doubt: how readily the program rejects ink as not a digit.
        pen_width: width of the pen on the screen, 4 to 40 pixels at a display scale of 1.
        keep_history: whether drawings are kept in the history.
        keep_days: after how many days they are deleted; 0 keeps them for ever.
        hand: the name of the taught hand that the window reads with.
        learn_corrections: whether corrected digits become examples of that hand.
        window: size and position of the window as Tk writes them ("800x600+10+20"), or empty.
        maximized: whether it fills the screen; `window` is then the size that it returns to.
    """

    theme: Literal["system", "light", "dark", "contrast"] = "system"
    language: str = "system"
    live: bool = True
    final: bool = True
    insight: bool = False
    speech: bool = False
    doubt: Literal["never", "seldom", "usual", "often"] = "usual"
    pen_width: float = constants.DEFAULT_PEN
    keep_history: bool = True
    keep_days: int = 0
    hand: str = constants.DEFAULT_HAND
    learn_corrections: bool = True
    window: str = ""
    maximized: bool = False


def is_hand_name(name: str) -> bool:
    """Whether a taught hand may have this name."""
    return _HAND.fullmatch(name) is not None


def load_settings(path: Path) -> tuple[Settings, str | None]:
    """Reads the settings. There are settings afterwards, whatever is in the file.

    Returns:
        The settings, with the default for each value that is missing or wrong, and a notice if
        there is something that the person should know. A file that is not TOML, or is larger than
        1 MB, is renamed, and the notice gives its new name. A pipe or a device is not read.
    """
    try:
        return _settings_from(settings_file.read(path)[1], path)
    except FileNotFoundError:
        return Settings(), None
    except OSError as error:
        return Settings(), Message(
            "The settings in {path} can't be read ({reason}). {then}",
            path=path,
            reason=error.strerror,
            then=_DEFAULTS_USED,
        )
    except BrokenError as error:
        try:
            aside = settings_file.set_aside(path)
        except OSError:
            return Settings(), Message(
                "The settings in {path} are broken ({reason}). {then}",
                path=path,
                reason=message_of(error),
                then=_DEFAULTS_USED,
            )
        return Settings(), Message(
            "The settings were broken ({reason}) and are now in {path}. {then}",
            reason=message_of(error),
            path=aside,
            then=_DEFAULTS_USED,
        )


def save_settings(path: Path, settings: Settings) -> None:
    """Writes the settings, whole or not at all; unknown keys and comments in the file stay.

    Before a wrong value in the file is overwritten, the file is copied to a name next to it.

    Raises:
        StorageError: if they can't be written; the file is then as it was.
    """
    from digitrec.files import written_whole

    try:
        before, document = _current(path)
        after = settings_file.edited(before, document, asdict(settings))
        if after == before:
            return
        if _wrong_names(document):
            settings_file.copy_aside(path)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with written_whole(path, replace=True, mode=0o600) as stream:
            stream.write(after)
    except OSError as error:
        raise StorageError(
            "The settings can't be written to {path} ({reason}). They hold until the program ends.",
            path=path,
            reason=error.strerror,
        ) from error


_DEFAULTS_USED = Message("The usual settings are used instead.")


def _current(path: Path) -> tuple[str, dict[str, Any]]:
    """What the file holds now. If it was broken since it was loaded, it is renamed."""
    try:
        return settings_file.read(path)
    except FileNotFoundError:
        return "", {}
    except BrokenError:
        settings_file.set_aside(path)
        return "", {}


def _settings_from(document: dict[str, Any], path: Path) -> tuple[Settings, str | None]:
    wrong = _wrong_names(document)
    names = [field.name for field in fields(Settings) if field.name in document]
    values = {name: _valid_value(name, document[name]) for name in names if name not in wrong}
    settings = Settings(**values)
    if not wrong:
        return settings, None
    return settings, Message(
        "In the settings in {path}, the value of {names} is not one that can be used. "
        "The usual one is used instead. When the settings are saved, a copy of the file is kept "
        "next to it.",
        path=path,
        names=_join_names(wrong),
    )


def _wrong_names(document: dict[str, Any]) -> list[str]:
    names = [field.name for field in fields(Settings) if field.name in document]
    return [name for name in names if _valid_value(name, document[name]) is None]


def _valid_value(name: str, value: object) -> Any:
    """The value of a field, converted to its type, or None if it is wrong."""
    match name, value:
        case "theme", str() if value in THEMES:
            return value
        case "language", str() if value == "system" or has_language(value):
            return value
        case (
            "live"
            | "final"
            | "insight"
            | "speech"
            | "keep_history"
            | "learn_corrections"
            | "maximized",
            bool(),
        ):
            return value
        case "doubt", str() if value in DOUBTS:
            return value
        case "hand", str() if is_hand_name(value):
            return value
        case "keep_days", int() if not isinstance(value, bool) and 0 <= value <= MOST_DAYS:
            return value
        case "pen_width", int() | float() if not isinstance(value, bool):
            return float(value) if THINNEST_PEN <= value <= THICKEST_PEN else None
        case "window", str() if not value or _GEOMETRY.fullmatch(value):
            return value
    return None


def _join_names(names: list[str]) -> str:
    *others, last = names
    return Message("{names} and {last}", names=", ".join(others), last=last) if others else last
