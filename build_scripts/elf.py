"""ELF: what the programs and libraries of a Linux bundle need of the system that they run on."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

PROMISED = (2, 35)
"""The C library's version that a release should run on: that of Ubuntu 22.04, where CI builds. A
build takes libraries of the machine that it is made on, and so may need that machine's."""


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


def glibc_needed(folder: Path) -> tuple[tuple[int, ...], list[str]]:
    """The oldest C library that every file in a folder runs on, and the files that ask for it."""
    by_file = {path: needs(path).glibc for path in elf_files(folder)}
    newest = max(by_file.values(), default=(0,))
    return newest, [path.name for path, version in by_file.items() if version == newest]


def missing_libraries(files: Iterable[Path], folder: Path) -> set[str]:
    """Names of libraries that the files need and the folder does not hold."""
    wanted = {name for path in files for name in needs(path).libraries}
    return wanted - {path.name for path in folder.rglob("*.so*")}


def glibc_line(folder: Path) -> str:
    """What the summary of a build says of the C library."""
    newest, files = glibc_needed(folder)
    said = f"runs with glibc {_dotted(newest)} and later"
    if newest > PROMISED:
        said += (
            f"; a release, built on Ubuntu 22.04, with {_dotted(PROMISED)}: "
            f"{', '.join(files)} of this machine ask for more"
        )
    return said


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))
