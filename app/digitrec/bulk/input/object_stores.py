"""Files in object stores and other places that fsspec knows, such as `s3://bucket/ink.jsonl`.

fsspec and the driver of the store have to be installed; see the extra `cluster`. The names of their
functions are those of https://filesystem-spec.readthedocs.io/en/latest/api.html.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from digitrec.recognition.ink import InkError

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")


def is_address(name: str) -> bool:
    """Whether a name is an address rather than a path: it begins as `s3://` does."""
    return _ADDRESS.match(name) is not None


def file_system(address: str) -> tuple[Any, str]:
    """What fsspec reads and writes a store with, and the path in it.

    Raises:
        InkError: if fsspec or the store's driver is missing, or if it refuses.
    """
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise InkError("reading addresses needs fsspec: pip install 'digitrec[cluster]'") from None
    try:
        system, path = url_to_fs(address)
    except (ImportError, ValueError) as error:
        raise InkError(str(error)) from error
    return system, str(path)


@contextmanager
def open_object(address: str) -> Iterator[io.BufferedReader]:
    """An object as a stream of bytes; raises what `file_system` raises, and OSError."""
    system, path = file_system(address)
    with system.open(path, "rb") as stream, io.BufferedReader(stream) as buffered:
        yield buffered


def find_objects(address: str, endings: tuple[str, ...], recursive: bool) -> list[str]:
    """The addresses that an address names: itself, what matches a pattern, or what is in a folder.

    Args:
        address: of an object or a folder, or a pattern such as `s3://bucket/*.jsonl`.
        endings: of the names to take from a folder.
        recursive: whether to go into the folders in a folder.

    Returns:
        The addresses by name; none if nothing matches.

    Raises:
        InkError: see `file_system`.
        OSError: if the store can't be reached.
    """
    system, path = file_system(address)
    if any(letter in path for letter in "*?["):
        found = system.glob(path)
    elif system.isdir(path):
        inside = system.find(path, maxdepth=None if recursive else 1)
        found = [name for name in inside if name.lower().endswith(endings)]
    else:
        return [address]
    return sorted(str(system.unstrip_protocol(name)) for name in found)


def version_of(address: str) -> str:
    """Something that changes when an object does; raises what `open_object` raises."""
    system, path = file_system(address)
    return str(system.ukey(path))
