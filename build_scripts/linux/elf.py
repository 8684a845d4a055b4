"""ELF files: what the programs and libraries of a Linux bundle need from the system."""

from __future__ import annotations

import re
import struct
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

RELEASE_GLIBC = (2, 35)
"""The version of the C library that a release must run on: that of Ubuntu 22.04, where CI builds.
A build contains libraries of the machine that made it, and so may need that machine's version."""

PT_LOAD, PT_DYNAMIC = 1, 2
DT_STRTAB, DT_PATHS = 5, (15, 29)
"""Constants of elf(5): segments, and entries of the dynamic section (DT_RPATH, DT_RUNPATH)."""


@dataclass(frozen=True)
class Needs:
    """What one file needs.

    Attributes:
        libraries: names of shared libraries.
        glibc: the oldest version of the C library that has all its symbols.
    """

    libraries: frozenset[str]
    glibc: tuple[int, ...]


def is_elf(path: Path) -> bool:
    """Whether a file is an ELF program or library."""
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def elf_files(folder: Path) -> list[Path]:
    """All programs and libraries in a folder, without links, sorted."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return sorted(path for path in files if is_elf(path))


def needs(path: Path) -> Needs:
    """What a file needs, according to objdump.

    Raises:
        subprocess.CalledProcessError: if objdump can't read it.
    """
    listing = subprocess.run(
        ["objdump", "-p", path], capture_output=True, text=True, errors="replace", check=True
    ).stdout
    libraries = re.findall(r"^\s+NEEDED\s+(\S+)$", listing, re.MULTILINE)
    versions = re.findall(r"\bGLIBC_(\d+(?:\.\d+)+)$", listing, re.MULTILINE)
    newest = max((tuple(map(int, one.split("."))) for one in versions), default=(0,))
    return Needs(frozenset(libraries), newest)


def remove_search_paths(path: Path) -> None:
    """Removes the building machine's folders from a library's search path.

    This drops the search paths of the dynamic section (elf(5)) that are not relative to the library
    ($ORIGIN): on another machine, anybody might own a folder of that name.
    """
    content = bytearray(path.read_bytes())
    segments = _segments(content)
    dynamic = next((one for one in segments if one[0] == PT_DYNAMIC), None)
    if dynamic is None:
        return
    _, offset, _, size = dynamic
    entries = [struct.unpack_from("<QQ", content, at) for at in range(offset, offset + size, 16)]
    strings = next(value for tag, value in entries if tag == DT_STRTAB)
    base = next(
        strings - address + start
        for kind, start, address, length in segments
        if kind == PT_LOAD and address <= strings < address + length
    )

    def foreign(value: int) -> bool:
        folders = bytes(content[base + value : content.index(0, base + value)]).split(b":")
        return not all(folder.startswith(b"$ORIGIN") for folder in folders)

    kept = [one for one in entries if one[0] not in DT_PATHS or not foreign(one[1])]
    if len(kept) < len(entries):
        kept += [(0, 0)] * (len(entries) - len(kept))
        for number, entry in enumerate(kept):
            struct.pack_into("<QQ", content, offset + 16 * number, *entry)
        path.write_bytes(content)


def _segments(content: bytes | bytearray) -> list[tuple[int, int, int, int]]:
    """Kind, offset in the file, address and length of each segment of a 64-bit file."""
    (table,) = struct.unpack_from("<Q", content, 32)
    size, count = struct.unpack_from("<HH", content, 54)
    rows = (struct.unpack_from("<IIQQQQ", content, table + size * n) for n in range(count))
    return [(kind, offset, address, length) for kind, _, offset, address, _, length in rows]


def glibc_needed(folder: Path) -> tuple[tuple[int, ...], list[str]]:
    """The oldest C library that a folder's files run on, and the files that need it."""
    by_file = {path: needs(path).glibc for path in elf_files(folder)}
    newest = max(by_file.values(), default=(0,))
    return newest, [path.name for path, version in by_file.items() if version == newest]


def missing_libraries(files: Iterable[Path], folder: Path) -> set[str]:
    """Names of libraries that the files need and the bundle does not contain.

    Args:
        files: files of the bundle.
        folder: the bundle's folder. The program directly in it is started by the system's loader,
            which finds no libraries in the bundle.
    """
    held = {path.name for path in folder.rglob("*.so*")}
    missing: set[str] = set()
    for path in files:
        missing |= needs(path).libraries - (held if path.parent != folder else set())
    return missing


def glibc_line(folder: Path) -> str:
    """The line about the C library in a build's summary."""
    newest, files = glibc_needed(folder)
    line = f"runs with glibc {_dotted(newest)} or later"
    if newest > RELEASE_GLIBC:
        line += (
            f"; a release, built on Ubuntu 22.04, runs with {_dotted(RELEASE_GLIBC)}. On this "
            f"machine {', '.join(files)} need a newer one"
        )
    return line


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))
