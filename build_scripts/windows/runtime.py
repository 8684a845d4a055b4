"""The libraries that a Windows bundle imports, and Microsoft's C++ runtime, which it brings along.

Programs made with Visual C++ need its runtime: `VCRUNTIME140.dll`, `MSVCP140.dll` and others, which
Windows itself doesn't have. PyInstaller leaves out what lies in the Windows folder, except for a
list of its own, which lacks `VCRUNTIME140_THREADS.dll`. LiteRT imports that one. A machine that
builds programs has it, so the missing file shows only elsewhere.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from urllib.parse import quote

from build_scripts.console import BuildError

Entry = tuple[str, str, str]
"""A row of PyInstaller's tables: path in the bundle, source path, kind."""

NAME = "Microsoft Visual C++ runtime"
LICENCE = "Microsoft Visual Studio licence terms, distributable code"
TEXT = Path(__file__).resolve().parents[2] / "installer" / "windows" / "visual-cpp-runtime.txt"

OF_WINDOWS = frozenset(
    f"{name}.dll"
    for name in (
        "advapi32", "bcrypt", "comctl32", "comdlg32", "crypt32", "dbghelp", "gdi32", "imm32",
        "iphlpapi", "kernel32", "mpr", "msvcrt", "netapi32", "ntdll", "ole32", "oleaut32",
        "propsys", "psapi", "rpcrt4", "shell32", "shlwapi", "ucrtbase", "user32",
        "userenv", "uxtheme", "version", "winmm", "ws2_32",
    )
) | {"winspool.drv"}  # fmt: skip
"""Libraries of Windows 10 itself, in lower case."""

_API_SETS = ("api-ms-win-", "ext-ms-win-")
_RUNTIME = re.compile(
    r"(concrt|msvcp|vccorlib|vcomp|vcruntime)140(_[a-z0-9_]+)?\.dll", re.IGNORECASE
)
_PROGRAMS = (".dll", ".exe", ".com", ".pyd")


def imports_of(file: Path) -> set[str]:
    """The names of the libraries that a program or library imports, in lower case.

    Those that it loads only when it needs them (delay-loaded) count too.

    Raises:
        BuildError: if it is not a Windows program.
    """
    import pefile

    tables = ("IMAGE_DIRECTORY_ENTRY_IMPORT", "IMAGE_DIRECTORY_ENTRY_DELAY_IMPORT")
    try:
        with pefile.PE(str(file), fast_load=True) as program:
            program.parse_data_directories([pefile.DIRECTORY_ENTRY[table] for table in tables])
            found = [
                *getattr(program, "DIRECTORY_ENTRY_IMPORT", []),
                *getattr(program, "DIRECTORY_ENTRY_DELAY_IMPORT", []),
            ]
            return {entry.dll.decode("ascii").lower() for entry in found}
    except pefile.PEFormatError as error:
        raise BuildError(f"{file} is not a Windows program: {error}") from error


def is_of_windows(library: str) -> bool:
    """Whether a library, named in lower case, is a part of Windows 10."""
    return library in OF_WINDOWS or library.startswith(_API_SETS)


def is_runtime(file: PurePath) -> bool:
    """Whether a file is a library of the Visual C++ runtime, under Microsoft's own name."""
    return _RUNTIME.fullmatch(file.name) is not None


def is_program(file: PurePath) -> bool:
    """Whether a file's name is that of a program or library, which imports others."""
    return file.name.lower().endswith(_PROGRAMS)


def with_runtime(binaries: Sequence[Entry], system: Path | None = None) -> list[Entry]:
    """PyInstaller's table with all of the runtime that its files import, from one installation.

    A library of the runtime that PyInstaller took from elsewhere, such as Python's folder, is
    replaced: its parts work together only if none of them is older than the others need.

    Args:
        binaries: PyInstaller's table.
        system: the folder of the installed runtime; None for Windows' own.

    Raises:
        BuildError: if a library is neither in the table nor installed, nor a part of Windows.
    """
    folder = system or Path(os.environ["SYSTEMROOT"], "System32")
    taken = [Path(row[1]) for row in binaries if is_runtime(PurePath(row[0]))]
    installed = {
        file.name.lower(): file for file in [*taken, *folder.iterdir()] if is_runtime(file)
    }
    kept = [row for row in binaries if not is_runtime(PurePath(row[0]))]
    there = {PurePath(row[0].replace("\\", "/")).name.lower() for row in kept}
    wanted = [(row[0], Path(row[1])) for row in kept if is_program(PurePath(row[1]))]
    added: dict[str, Path] = {}
    missing = []
    for name, file in wanted:  # grows by the runtime's own libraries, which import each other
        for library in sorted(imports_of(file) - there - added.keys()):
            if library in installed:
                added[library] = installed[library]
                wanted.append((library, installed[library]))
            elif not is_of_windows(library):
                missing.append(f"{library}, which {name} imports")
    if missing:
        raise BuildError(
            f"the bundle lacks {'; '.join(sorted(set(missing)))}. Install the latest Microsoft "
            "Visual C++ Redistributable for x64 (vc_redist.x64.exe) and build again"
        )
    return kept + [(file.name, str(file), "BINARY") for _, file in sorted(added.items())]


def unaccounted(folder: Path) -> list[str]:
    """Imports of the bundle's programs and libraries that are neither in it nor part of Windows.

    Args:
        folder: of the frozen program.

    Returns:
        A line for each: "_internal/some.dll imports other.dll"; empty if all is well.
    """
    files = [file for file in folder.rglob("*") if is_program(file)]
    there = {file.name.lower() for file in files}
    return [
        f"{file.relative_to(folder).as_posix()} imports {library}"
        for file in sorted(files)
        for library in sorted(imports_of(file) - there)
        if not is_of_windows(library)
    ]


@dataclass(frozen=True)
class Runtime:
    """The runtime's libraries in a bundle."""

    files: tuple[Path, ...]

    @property
    def version(self) -> str:
        """As the files state it; several, if they come from several installations."""
        return ", ".join(sorted({version_of(file) for file in self.files} - {""}))

    @property
    def purl(self) -> str:
        """Its package URL."""
        return f"pkg:generic/microsoft-visual-cpp-runtime@{quote(self.version)}"


def of_entries(entries: Iterable[Entry]) -> Runtime:
    """The runtime among the rows of PyInstaller's tables."""
    return Runtime(tuple(Path(row[1]) for row in entries if is_runtime(PurePath(row[1]))))


def version_of(file: Path) -> str:
    """The version that a library's resources state, such as "14.44.35211.0"; empty if none."""
    import pefile

    with pefile.PE(str(file), fast_load=True) as program:
        program.parse_data_directories([pefile.DIRECTORY_ENTRY["IMAGE_DIRECTORY_ENTRY_RESOURCE"]])
        for fixed in getattr(program, "VS_FIXEDFILEINFO", []):
            pairs = (fixed.FileVersionMS, fixed.FileVersionLS)
            return ".".join(f"{pair >> 16}.{pair & 0xFFFF}" for pair in pairs)
    return ""
