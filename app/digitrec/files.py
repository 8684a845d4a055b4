"""Files written whole or not at all."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from digitrec.recognition.message import Message

_EXISTS = Message("there is something of that name")


def write_whole(
    path: Path, content: bytes | str, *, replace: bool = True, mode: int | None = None
) -> None:
    """Writes a file whole or not at all; a text is written as UTF-8. See `written_whole`."""
    with written_whole(path, replace=replace, binary=isinstance(content, bytes), mode=mode) as file:
        file.write(content)


@contextmanager
def written_whole(
    path: Path, *, replace: bool, binary: bool = False, mode: int | None = None
) -> Iterator[IO[Any]]:
    """A stream whose content becomes the file `path` at the end of the block, and not before.

    It goes to a temporary file in the same folder, is flushed to the disk and renamed. If anything
    fails or is interrupted on the way, `path` stays as it was and the temporary file is removed.

    Args:
        path: the file; its folder must exist. A link is followed.
        replace: whether an existing file may be replaced.
        binary: give a stream of bytes; otherwise it is one of UTF-8 text, whose
            lines end as on Unix.
        mode: permission bits, such as 0o755 for a program. None keeps those of the file that is
            replaced; a new file gets what the system gives new files.

    Raises:
        FileExistsError: if the file exists and may not be replaced, or is a folder, a device or a
            pipe.
        OSError: if the system refuses to write.
    """
    target = Path(os.path.realpath(path))
    if target.exists() and not (replace and target.is_file()):
        raise FileExistsError(None, _EXISTS, str(path))
    if mode is None and target.is_file():
        mode = stat.S_IMODE(target.stat().st_mode)
    temporary = target.with_name(f".digitrec-{os.urandom(6).hex()}.part")
    try:
        with _create(temporary, binary, mode) as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        if mode is not None and stat.S_IMODE(temporary.stat().st_mode) != mode:
            temporary.chmod(mode)  # whatever the umask says
        if replace:
            temporary.replace(target)
        else:
            _rename_without_replacing(temporary, target)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    _flush_folder(target.parent)


@contextmanager
def folder_locked(folder: Path, patience: float = 1.0) -> Iterator[None]:
    """Keeps programs that lock the same folder out of each other's way during the block.

    It is a courtesy: whoever can't have the lock goes on without it, be it that another program
    holds it for longer than `patience` seconds, or that the system locks no folders (Windows).
    """
    try:
        from fcntl import LOCK_EX, LOCK_NB, flock

        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except (ImportError, OSError, AttributeError):
        yield
        return
    try:
        until = time.monotonic() + patience
        while time.monotonic() < until:
            try:
                flock(descriptor, LOCK_EX | LOCK_NB)
            except BlockingIOError:
                time.sleep(0.005)
            except OSError:
                break
            else:
                break
        yield
    finally:
        os.close(descriptor)  # and with it the lock


def _create(path: Path, binary: bool, mode: int | None) -> IO[Any]:
    """A new file that nobody may read meanwhile who may not read it in the end."""

    def opener(name: str, flags: int) -> int:
        return os.open(name, flags, 0o666 if mode is None else mode | stat.S_IWUSR)

    if binary:
        return open(path, "xb", opener=opener)
    return open(path, "x", encoding="utf-8", newline="\n", opener=opener)


def _rename_without_replacing(temporary: Path, target: Path) -> None:
    """Renames a file, but not if another program has made one of that name meanwhile."""
    try:
        target.hardlink_to(temporary)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links, such as a memory stick's
        if target.exists():
            raise FileExistsError(None, _EXISTS, str(target)) from None
        temporary.rename(target)
    else:
        temporary.unlink()


def _flush_folder(folder: Path) -> None:
    """Makes the new name survive a power cut, if a folder can be flushed (not on Windows)."""
    with suppress(OSError, AttributeError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
