"""The settings, kept in a TOML file that a person may edit."""

from __future__ import annotations

import os
import re
import time
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Literal

from digitrec import constants
from digitrec.constants import THICKEST_PEN, THINNEST_PEN
from digitrec.recognition.message import Message, MessageError, message_of
from digitrec.storage.errors import StorageError

THEMES = ("system", "light", "dark")
LANGUAGES = ("system", *constants.LANGUAGES)
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
        theme: light, dark, or that of the system.
        language: of the window, by its code (ISO 639-1), or that of the system.
        live: whether to read while the pen is still down.
        final: whether to show the reading when the pen is lifted; otherwise Enter shows it.
        insight: whether to show what the network sees, and which ink supports the answer.
        doubt: how readily the program rejects ink as not a digit.
        pen_width: width of the pen on the screen, 4 to 40 pixels at a display scale of 1.
        keep_history: whether drawings are kept in the history.
        keep_days: after how many days they are deleted; 0 keeps them for ever.
        hand: the name of the taught hand that the window reads with.
        learn_corrections: whether corrected digits become examples of that hand.
        window: size and position of the window as Tk writes them ("800x600+10+20"), or empty.
        maximized: whether it fills the screen; `window` is then the size that it returns to.
    """

    theme: Literal["system", "light", "dark"] = "system"
    language: str = "system"
    live: bool = True
    final: bool = True
    insight: bool = False
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
        there is something that the person should know. A file that is not TOML is renamed, and the
        notice gives its new name.
    """
    try:
        return _settings_from(_read(path), path)
    except FileNotFoundError:
        return Settings(), None
    except OSError as error:
        return Settings(), Message(
            "The settings in {path} can't be read ({reason}). {then}",
            path=path,
            reason=error.strerror,
            then=_DEFAULTS_USED,
        )
    except _BrokenError as error:
        try:
            aside = _rename_broken(path)
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
    """Writes the settings, whole or not at all, and keeps unknown keys that are in the file.

    A file that already says the same is not written, so that a person's comments in it survive.

    Raises:
        StorageError: if they can't be written; the file is then as it was.
    """
    import tomli_w

    from digitrec.files import written_whole

    try:
        document = _current_document(path)
        text = tomli_w.dumps({**document, **asdict(settings)})
        if text == tomli_w.dumps(document):
            return
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with written_whole(path, replace=True, mode=0o600) as stream:
            stream.write(text)
    except OSError as error:
        raise StorageError(
            "The settings can't be written to {path} ({reason}). They hold until the program ends.",
            path=path,
            reason=error.strerror,
        ) from error


_DEFAULTS_USED = Message("The usual settings are used instead.")


class _BrokenError(MessageError):
    """The file is not TOML. The message says why."""


def _read(path: Path) -> dict[str, Any]:
    import tomllib

    try:
        # Editors on Windows put a byte order mark first, which TOML does not allow.
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise _BrokenError("not UTF-8 text at byte {place}", place=error.start + 1) from None
    except RecursionError:
        raise _BrokenError("nested too deeply") from None
    except ValueError as error:  # what tomllib raises, and int() for thousands of digits
        raise _BrokenError(str(error)) from None


def _current_document(path: Path) -> dict[str, Any]:
    """What the file holds now. If it was broken since it was loaded, it is renamed."""
    try:
        return _read(path)
    except FileNotFoundError:
        return {}
    except _BrokenError:
        _rename_broken(path)
        return {}


def _settings_from(document: dict[str, Any], path: Path) -> tuple[Settings, str | None]:
    values: dict[str, Any] = {}
    wrong: list[str] = []
    for field in fields(Settings):
        if field.name in document:
            value = _valid_value(field.name, document[field.name])
            if value is None:
                wrong.append(field.name)
            else:
                values[field.name] = value
    settings = Settings(**values)
    if not wrong:
        return settings, None
    return settings, Message(
        "In the settings in {path}, the value of {names} is not one that can be used. "
        "The usual one is used instead.",
        path=path,
        names=_join_names(wrong),
    )


def _valid_value(name: str, value: object) -> Any:
    """The value of a field, converted to its type, or None if it is wrong."""
    match name, value:
        case "theme", str() if value in THEMES:
            return value
        case "language", str() if value in LANGUAGES:
            return value
        case (
            "live" | "final" | "insight" | "keep_history" | "learn_corrections" | "maximized",
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


def _rename_broken(path: Path) -> Path:
    """Renames a broken file to a free name, and returns that name."""
    stamp = time.strftime("%Y%m%d-%H%M%S")
    number = 1
    while True:
        suffix = "" if number == 1 else f"-{number}"
        aside = path.with_name(f"{path.stem}.broken-{stamp}{suffix}{path.suffix}")
        try:
            aside.touch(exist_ok=False)  # takes the name, so that no older file is overwritten
            break
        except FileExistsError:
            number += 1
    try:
        os.replace(path, aside)  # noqa: PTH105 (the same as Path.replace, read from left to right)
    except OSError:
        aside.unlink(missing_ok=True)
        raise
    return aside
