"""The version resource: what Windows shows about the program under Properties, Details.

PyInstaller evaluates it as an expression of its own classes; the structure is that of
VERSIONINFO: https://learn.microsoft.com/windows/win32/menurc/versioninfo-resource
"""

from __future__ import annotations


def version_resource(version: str, description: str, file: str = "digitrec.exe") -> str:
    """The text for PyInstaller's `version` option.

    Args:
        version: such as `0.1.0` or `1.2.3rc1`; Windows uses four numbers of it.
        description: what the program is, on one line.
        file: the executable's name.
    """
    numbers = four_numbers(version)
    strings = {
        "CompanyName": "The Digitrec authors",
        "FileDescription": description,
        "FileVersion": version,
        "InternalName": "digitrec",
        "LegalCopyright": "MIT licence",
        "OriginalFilename": file,
        "ProductName": "Digitrec",
        "ProductVersion": version,
    }
    rows = ", ".join(f"StringStruct({name!r}, {text!r})" for name, text in strings.items())
    return (
        "VSVersionInfo(\n"
        f"  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3F, flags=0x0,\n"
        "    OS=0x40004, fileType=0x1, subtype=0x0, date=(0, 0)),\n"
        "  kids=[\n"
        f"    StringFileInfo([StringTable('040904B0', [{rows}])]),\n"
        "    VarFileInfo([VarStruct('Translation', [0x0409, 0x04B0])]),\n"
        "  ],\n"
        ")\n"
    )


def four_numbers(version: str) -> tuple[int, int, int, int]:
    """`1.2.3rc1` as (1, 2, 3, 0): Windows compares four numbers."""
    release = [int("".join(filter(str.isdigit, part)) or 0) for part in _release(version)]
    first, second, third, fourth, *_ = [*release, 0, 0, 0, 0]
    return first, second, third, fourth


def _release(version: str) -> list[str]:
    """The parts before the first letter."""
    end = next((at for at, sign in enumerate(version) if sign not in "0123456789."), len(version))
    return [part for part in version[:end].split(".") if part]
