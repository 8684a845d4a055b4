"""The file of settings: read within bounds, changed without losing comments, or set aside."""

from __future__ import annotations

import errno
import os
import re
import shutil
import stat
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from digitrec.recognition.message import Message, MessageError, message_of

MOST_BYTES = 1_000_000
_MAX_DEPTH = 32  # a file of ours has one level
_MOST_BITS = 4096  # TOML promises 64; Python doesn't write numbers of more than 4,300 digits

# tomllib takes minutes for keys of thousands of parts, and its time grows with their square.
_LONG_KEY = re.compile(
    r"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+)"""
    rf"{{{_MAX_DEPTH}}}"
)
_VALUE = r"""("(?:[^"\\\n]|\\.)*+"|'[^'\n]*+'|[^\s#"'\[{]++)"""
_TABLE = re.compile(r"^[ \t]*\[", re.MULTILINE)


class BrokenError(MessageError):
    """The file doesn't hold settings. The message says why."""


def read(path: Path) -> tuple[str, dict[str, Any]]:
    """The text of the file, and the TOML document in it.

    Raises:
        BrokenError: if it is not TOML, or if it is too large or too deep to be used.
        FileNotFoundError: if there is none.
        OSError: if it can't be read, or isn't an ordinary file.
    """
    try:
        content = _content(path)
    except FileNotFoundError:
        # What Windows says even if a file is in the place of the folder.
        if any(parent.is_file() for parent in path.parents):
            reason = os.strerror(errno.ENOTDIR)
            raise NotADirectoryError(errno.ENOTDIR, reason, str(path)) from None
        raise
    try:
        # Editors on Windows put a byte order mark first, which TOML does not allow.
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BrokenError("not UTF-8 text at byte {place}", place=error.start + 1) from None
    return text, _parsed(text)


def edited(text: str, document: Mapping[str, Any], values: Mapping[str, Any]) -> str:
    """The text with other values, and everything else as it was, comments included.

    Values that are a text, a number or a truth value on one line are changed in their place. A
    document that needs more is written anew, without comments.

    Args:
        text: of the file.
        document: that is in it.
        values: all that it shall have at its top level, by name.
    """
    import tomli_w

    whole = tomli_w.dumps({**document, **values})
    table = _TABLE.search(text)
    end = table.start() if table else len(text)
    top, rest = text[:end], text[end:]
    for name, value in values.items():
        if name in document and repr(document[name]) == repr(value):  # 1 is not True here
            continue
        line = tomli_w.dumps({name: value})
        found = re.search(rf"^[ \t]*{name}[ \t]*=[ \t]*{_VALUE}", top, re.MULTILINE)
        if found:
            written = line.partition("=")[2].strip()
            top = top[: found.start(1)] + written + top[found.end(1) :]
        else:
            top += line if not top or top.endswith("\n") else f"\n{line}"
    try:
        fits = _same(_parsed(top + rest), {**document, **values})
    except BrokenError:
        fits = False
    return top + rest if fits else whole


def set_aside(path: Path) -> Path:
    """Renames the file to a free name next to it, and returns that name."""
    aside = _free_name(path)
    try:
        os.replace(path, aside)  # noqa: PTH105 (the same as Path.replace, read from left to right)
    except OSError:
        aside.unlink(missing_ok=True)
        raise
    return aside


def copy_aside(path: Path) -> Path:
    """Copies the file to a free name next to it, and returns that name."""
    aside = _free_name(path)
    try:
        shutil.copy(path, aside)
    except OSError:
        aside.unlink(missing_ok=True)
        raise
    return aside


def _content(path: Path) -> bytes:
    def opener(name: str, flags: int) -> int:
        # Opening a pipe would wait for someone to write into it.
        return os.open(name, flags | getattr(os, "O_NONBLOCK", 0))

    with open(path, "rb", opener=opener) as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(None, Message("not an ordinary file"), str(path))
        content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise BrokenError("larger than 1 MB")
    return content


def _parsed(text: str) -> dict[str, Any]:
    import tomllib

    if _LONG_KEY.search(text):
        raise BrokenError("nested too deeply")
    try:
        document = tomllib.loads(text)
    except RecursionError:
        raise BrokenError("nested too deeply") from None
    except ValueError as error:  # what tomllib raises, and int() for thousands of digits
        raise BrokenError(message_of(error)) from None
    _check(document)
    return document


def _check(document: dict[str, Any]) -> None:
    """Raises BrokenError for what could be read but not written again."""
    level: list[dict[str, Any] | list[Any]] = [document]
    for _ in range(_MAX_DEPTH):
        values: list[Any] = []
        for outer in level:
            values += outer.values() if isinstance(outer, dict) else outer
        if any(isinstance(value, int) and value.bit_length() > _MOST_BITS for value in values):
            raise BrokenError("a number of more than a thousand digits")
        level = [value for value in values if isinstance(value, dict | list)]
        if not level:
            return
    raise BrokenError("nested too deeply")


def _same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two documents are equal, the types of their values too."""
    import tomli_w

    return tomli_w.dumps(dict(sorted(one.items()))) == tomli_w.dumps(dict(sorted(other.items())))


def _free_name(path: Path) -> Path:
    """Takes a free name for a broken file, so that no older one is overwritten."""
    stamp = time.strftime("%Y%m%d-%H%M%S")
    number = 1
    while True:
        suffix = "" if number == 1 else f"-{number}"
        aside = path.with_name(f"{path.stem}.broken-{stamp}{suffix}{path.suffix}")
        try:
            aside.touch(mode=0o600, exist_ok=False)
        except FileExistsError:
            number += 1
        else:
            return aside
