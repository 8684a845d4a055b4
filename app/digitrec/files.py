"""Files written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from digitrec.recognition.message import Message

_TAKEN = Message("there is something of that name")


@contextmanager
def written_whole(path: Path, *, replace: bool, binary: bool = False) -> Iterator[IO[Any]]:
    """A stream whose content becomes `path` at the end of the block, and not before.

    It goes to a temporary file in the same folder, is flushed to the disk and renamed. Where
    anything fails on the way, `path` stays as it was and the temporary file is removed.

    Args:
        path: the file; its folder must exist. A link is followed.
        replace: whether an existing file may be replaced.
        binary: give a stream of bytes; else it is one of UTF-8 text.

    Raises:
        FileExistsError: where the file exists and may not be replaced, or is a device or a pipe.
        OSError: where the system refuses to write.
    """
    target = Path(os.path.realpath(path))
    if target.exists() and not (replace and target.is_file()):
        raise FileExistsError(None, _TAKEN, str(path))
    temporary = target.with_name(f".digitrec-{os.urandom(6).hex()}.part")
    try:
        with _opened(temporary, binary) as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        if replace:
            temporary.replace(target)
        else:
            _name(temporary, target)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    _flush_folder(target.parent)


def _opened(path: Path, binary: bool) -> IO[Any]:
    return path.open("xb") if binary else path.open("x", encoding="utf-8", newline="\n")


def _name(temporary: Path, target: Path) -> None:
    """Renames without replacing, also where another program made the file meanwhile."""
    try:
        target.hardlink_to(temporary)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links, such as a memory stick's
        if target.exists():
            raise FileExistsError(None, _TAKEN, str(target)) from None
        temporary.rename(target)
    else:
        temporary.unlink()


def _flush_folder(folder: Path) -> None:
    """Makes the new name outlast a power cut, where a folder can be flushed (not on Windows)."""
    with suppress(OSError, AttributeError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
