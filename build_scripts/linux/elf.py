"""ELF: what the programs and libraries of a Linux bundle need of the system that they run on."""

from __future__ import annotations

import re
import struct
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

RELEASE_GLIBC = (2, 35)
"""The C library's version that a release should run on: that of Ubuntu 22.04, where CI builds. A
build takes libraries of the machine that it is made on, and so may need that machine's."""

PT_LOAD, PT_DYNAMIC = 1, 2
DT_STRTAB, DT_PATHS = 5, (15, 29)
"""Of elf(5): segments, and entries of the dynamic section, DT_RPATH and DT_RUNPATH among them."""


@dataclass(frozen=True)
class Needs:
    """What one file needs.

    Attributes:
        libraries: names of shared libraries.
        glibc: the oldest version of the C library that has all symbols it asks for.
    """

    libraries: frozenset[str]
    glibc: tuple[int, ...]


def is_elf(path: Path) -> bool:
    """Whether a file is a program or library of this kind."""
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def elf_files(folder: Path) -> list[Path]:
    """All programs and libraries in a folder, links left out, sorted."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return sorted(path for path in files if is_elf(path))


def needs(path: Path) -> Needs:
    """What a file needs, by objdump.

    Raises:
        subprocess.CalledProcessError: where objdump can't read it.
    """
    said = subprocess.run(
        ["objdump", "-p", path], capture_output=True, text=True, errors="replace", check=True
    ).stdout
    libraries = re.findall(r"^\s+NEEDED\s+(\S+)$", said, re.MULTILINE)
    versions = re.findall(r"\bGLIBC_(\d+(?:\.\d+)+)$", said, re.MULTILINE)
    newest = max((tuple(map(int, one.split("."))) for one in versions), default=(0,))
    return Needs(frozenset(libraries), newest)


def remove_search_paths(path: Path) -> None:
    """Takes the builder's own folders out of where a library's needs are looked for.

    Of the dynamic section's entries (elf(5)) those for a search path go, where the path is not
    one beside the library ($ORIGIN): a stranger might have a folder of that name.
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
    """Kind, place in the file, address and length there of each segment of a 64-bit file."""
    (table,) = struct.unpack_from("<Q", content, 32)
    size, count = struct.unpack_from("<HH", content, 54)
    rows = (struct.unpack_from("<IIQQQQ", content, table + size * n) for n in range(count))
    return [(kind, offset, address, length) for kind, _, offset, address, _, length in rows]


def glibc_needed(folder: Path) -> tuple[tuple[int, ...], list[str]]:
    """The oldest C library that every file in a folder runs on, and the files that ask for it."""
    by_file = {path: needs(path).glibc for path in elf_files(folder)}
    newest = max(by_file.values(), default=(0,))
    return newest, [path.name for path, version in by_file.items() if version == newest]


def missing_libraries(files: Iterable[Path], folder: Path) -> set[str]:
    """Names of libraries that the files need and a bundle does not hold.

    Args:
        files: of the bundle.
        folder: the bundle's. A program that lies in it itself, and not in its contents, is started
            by the loader of the system, which finds nothing in the bundle.
    """
    held = {path.name for path in folder.rglob("*.so*")}
    missing: set[str] = set()
    for path in files:
        missing |= needs(path).libraries - (held if path.parent != folder else set())
    return missing


def glibc_line(folder: Path) -> str:
    """What the summary of a build says of the C library."""
    newest, files = glibc_needed(folder)
    said = f"runs with glibc {_dotted(newest)} and later"
    if newest > RELEASE_GLIBC:
        said += (
            f"; a release, built on Ubuntu 22.04, with {_dotted(RELEASE_GLIBC)}: "
            f"{', '.join(files)} of this machine ask for more"
        )
    return said


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))
