"""What the libraries of a macOS bundle link: each must be in the bundle or a part of macOS."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

_OF_MACOS = ("/usr/lib/", "/System/Library/")
_ARM64 = 0x0100000C  # CPU_TYPE_ARM64, mach/machine.h
_MAGIC = {
    bytes.fromhex(number) for number in ("cffaedfe", "cafebabe")
}  # Mach-O, and several in one


def unaccounted(folder: Path) -> list[str]:
    """Links of the bundle's arm64 code that are neither in it nor part of macOS.

    Args:
        folder: the bundle's.

    Returns:
        A line for each: "Frameworks/some.so links /opt/lib/other.dylib"; empty if all is well.
    """
    there = {file.name for file in folder.rglob("*")}
    return [
        f"{file.relative_to(folder).as_posix()} links {library}"
        for file in sorted(folder.rglob("*"))
        if is_macho(file)
        for library in links_of(file)
        if not _is_accounted_for(library, there)
    ]


def is_macho(file: Path) -> bool:
    """Whether a file is a program or library for macOS."""
    if not file.is_file() or file.is_symlink():
        return False
    with file.open("rb") as stream:
        return stream.read(4) in _MAGIC


def links_of(file: Path) -> list[str]:
    """The libraries that the arm64 code in a file links, as it names them."""
    return sorted({library for header in _headers(file) for library in header})


def _headers(file: Path) -> Iterator[list[str]]:
    from macholib.MachO import MachO

    for header in MachO(str(file)).headers:
        if header.header.cputype == _ARM64:
            yield [library for _, _, library in header.walkRelocatables()]


def _is_accounted_for(library: str, there: set[str]) -> bool:
    if library.startswith(_OF_MACOS):
        return True
    # A path of the builder's machine would be found only there.
    return library.startswith("@") and library.rpartition("/")[2] in there
