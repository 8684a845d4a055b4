"""The shared libraries of a Linux bundle: strips them, and moves desktop libraries to a folder."""

from __future__ import annotations

import re
import shutil
import struct
import subprocess
from collections.abc import Sequence
from pathlib import Path

from build_scripts.linux.elf import is_elf, remove_search_paths

Entry = tuple[str, str, str]
"""A row of PyInstaller's tables: path in the bundle, source path, kind."""

DESKTOP_FOLDER = "desktop"
DESKTOP = (
    "libmd.so.0",
    "libbsd.so.0",
    "libXau.so.6",
    "libXdmcp.so.6",
    "libxcb.so.1",
    "libX11.so.6",
    "libXext.so.6",
    "libXrender.so.1",
    "libXfixes.so.3",
    "libXcursor.so.1",
    "libXss.so.1",
    "libbrotlicommon.so.1",
    "libbrotlidec.so.1",
    "libpng16.so.16",
    "libfreetype.so.6",
    "libexpat.so.1",
    "libfontconfig.so.1",
    "libXft.so.2",
)
"""What Tk and tkdnd need from the X Window System, each after the libraries that it depends on.

A desktop has most of them, in versions that match its font configuration and caches, so its own are
preferred and these are for a machine without them. `contents/hooks/start_linux.py` does that; the
numbers in the file names give it the order.
"""


def move_desktop_libraries(binaries: Sequence[Entry], tk: Sequence[str]) -> list[Entry]:
    """The table with the desktop libraries moved to a folder that the loader does not search.

    Args:
        binaries: PyInstaller's table. It never includes libxcb, which a minimal system lacks.
        tk: paths of the compiled `_tkinter` and of tkdnd; their libraries are looked up.
    """
    kept = [entry for entry in binaries if entry[0] not in DESKTOP]
    found = {name: path for library in tk for name, path in needed_by(library).items()}
    return kept + [
        (f"{DESKTOP_FOLDER}/{order:02}-{name}", found[name], "BINARY")
        for order, name in enumerate(DESKTOP)
        if name in found
    ]


def needed_by(library: str) -> dict[str, str]:
    """Name → path of everything that a library needs, as found by this machine's loader."""
    answer = subprocess.run(["ldd", library], capture_output=True, text=True, check=True)
    return dict(re.findall(r"^\s*(\S+) => (/.+) \(0x", answer.stdout, re.MULTILINE))


def strip(binaries: Sequence[Entry], work: Path) -> list[Entry]:
    """The table with stripped copies: 30 MB less, 17 MB of them from libpython.

    A file that `strip` fails on, or would break, keeps its symbols. No copy has search paths of
    this machine.

    Args:
        binaries: PyInstaller's table.
        work: folder for the copies.
    """
    shutil.rmtree(work, ignore_errors=True)
    return [_stripped(entry, work) for entry in binaries]


def _stripped(entry: Entry, work: Path) -> Entry:
    destination, source, kind = entry
    if kind not in ("BINARY", "EXTENSION") or not is_elf(Path(source)):
        return entry
    copy = work / destination
    copy.parent.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        ["strip", "--strip-unneeded", "-o", copy, source], capture_output=True, check=False
    )
    if done.returncode != 0 or not loads(copy):
        shutil.copyfile(source, copy)
    remove_search_paths(copy)
    return destination, str(copy), kind


def loads(path: Path) -> bool:
    """Whether the loader would accept this 64-bit ELF file: every segment is aligned to a page.

    `strip` moves segments of files that patchelf has rewritten, such as those in NumPy's wheels;
    the loader then refuses them ("address/offset not page-aligned"; elf(5), p_align).
    """
    content = path.read_bytes()
    (table,) = struct.unpack_from("<Q", content, 32)
    size, count = struct.unpack_from("<HH", content, 54)
    for at in range(table, table + size * count, size):
        kind, _, offset, address, _, _, _, align = struct.unpack_from("<IIQQQQQQ", content, at)
        if kind == 1 and align > 1 and (offset - address) % align:
            return False
    return True
