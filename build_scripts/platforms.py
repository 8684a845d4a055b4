"""The differences between the builds for Linux, Windows and macOS, and nothing else."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from build_scripts.console import BuildError

LINUX = sys.platform.startswith("linux")
WINDOWS = sys.platform == "win32"
MACOS = sys.platform == "darwin"

EXE = ".exe" if WINDOWS else ""

CONSOLE = LINUX
"""Whether the program has a console. On Windows and macOS a second window would open for it."""

MACHINE = "arm64" if MACOS else None
"""On macOS the only architecture that all packages support; elsewhere that of the builder."""

ICON = "digitrec.icns" if MACOS else "digitrec.ico"


def program(dist: Path, onefile: bool) -> Path:
    """The path of the frozen program."""
    name = f"digitrec-onefile{EXE}" if onefile else f"digitrec/digitrec{EXE}"
    return dist / name


def console_program(program: Path) -> Path:
    """The executable that prints in a terminal: on Windows a second one, `digitrec.com`."""
    sibling = program.with_suffix(".com")
    return sibling if WINDOWS and sibling.is_file() else program


def packages_folder(dist: Path) -> Path:
    """The folder of the packages, which holds nothing else."""
    return dist / "packages"


def contents_folder(program: Path) -> Path:
    """The folder of the frozen program's libraries and resources."""
    return program.parent / "_internal"


def tag() -> str:
    """System and architecture as in the packages' names: `linux-x86_64`."""
    system = "linux" if LINUX else "windows" if WINDOWS else "macos"
    machine = platform.machine().lower()
    usual = {"amd64": "x86_64", "aarch64": "arm64"}.get(machine, machine)
    return f"{system}-{usual}"


def missing_tools() -> list[str]:
    """What freezing lacks besides Python packages, and how to get it; empty if nothing."""
    missing = []
    if LINUX:
        missing += [
            f"{tool} is missing; install binutils (Debian: apt install binutils)"
            for tool in ("objdump", "objcopy", "strip")
            if shutil.which(tool) is None
        ]
        if shutil.which("ldd") is None:
            missing.append("ldd is missing; install the C library's programs (Debian: libc-bin)")
    if not WINDOWS and not _has_shared_python():
        missing.append(
            f"this Python ({sys.executable}) has no shared library, which the bundle needs; use "
            "one that has it (Debian's python3, uv python install, or pyenv with "
            "PYTHON_CONFIGURE_OPTS=--enable-shared)"
        )
    return missing


def _has_shared_python() -> bool:
    from PyInstaller.depend.bindepend import get_python_library_path

    try:
        return bool(get_python_library_path())
    except Exception:
        return False


def tk_advice() -> str:
    """How to get tkinter if this Python lacks it."""
    if LINUX:
        return "install it (Debian: apt install python3-tk) and use that Python"
    return "use a Python that has it, such as one from python.org"


@contextmanager
def display() -> Iterator[dict[str, str]]:
    """An environment in which a window can open; starts Xvfb if Linux has no display.

    Raises:
        BuildError: if there is neither a display nor Xvfb.
    """
    environment = dict(os.environ)
    if not LINUX or environment.get("DISPLAY"):
        yield environment
        return
    with own_screen() as environment:
        yield environment


@contextmanager
def own_screen() -> Iterator[dict[str, str]]:
    """An environment with a display that nothing else uses: an Xvfb of 1280 by 960 pixels.

    Raises:
        BuildError: if there is no Xvfb.
    """
    if shutil.which("Xvfb") is None:
        raise BuildError(
            "Xvfb, which replaces a display, is missing; "
            "install it (Debian: apt install xvfb), or set DISPLAY if any display will do"
        )
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x960x24", "-nolisten", "tcp"]
    server = subprocess.Popen(
        command, pass_fds=(write,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    os.close(write)
    try:
        with os.fdopen(read) as answer:
            number = answer.readline().strip()
        if not number:
            raise BuildError("Xvfb did not start; try: " + " ".join(["Xvfb", ":99"]))
        yield {**os.environ, "DISPLAY": f":{number}"}
    finally:
        server.terminate()
        server.wait()
