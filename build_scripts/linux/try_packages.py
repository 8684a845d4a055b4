"""Tests the packages in a minimal Debian without Python, made by debootstrap.

Run `python build_scripts/try_linux.py` after build.py, as root. The tests themselves are in
`installer/linux/try.sh`, which needs a minimal system. This script makes one. The display runs
outside it, so that the packages can't rely on a display's libraries.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from build_scripts import platforms
from build_scripts.console import BuildError, Console

ROOT = Path(__file__).resolve().parents[2]

TOOLS = ("debootstrap", "chroot", "Xvfb", "mount", "umount")
PATH = "/usr/sbin:/usr/bin:/sbin:/bin"
TRY = ROOT / "installer" / "linux" / "try.sh"


def main(argv: list[str] | None = None) -> int:
    """Tests the packages and returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="try_linux.py", description="Tests the packages in a minimal Debian."
    )
    parser.add_argument(
        "--dist", type=Path, default=ROOT / "dist", help="folder that holds the folder of packages"
    )
    parser.add_argument("--suite", help="release of Debian or Ubuntu; default: this machine's")
    parser.add_argument("--mirror", help="default: the mirror that apt uses here")
    parser.add_argument("--base", type=Path, help="a system that debootstrap has made before")
    options = parser.parse_args(argv)
    with Console(ROOT / "build" / "try_linux.log") as console:
        try:
            with tempfile.TemporaryDirectory(prefix="digitrec-try-") as folder:
                _try(options, Path(folder), console)
        except BuildError as error:
            console.say(f"try_linux.py: {error}\n(log: {console.log})")
            return 1
    return 0


def _try(options: argparse.Namespace, folder: Path, console: Console) -> None:
    if os.geteuid() != 0:
        raise BuildError("only root can make a system and enter it; run this with sudo")
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing:
        raise BuildError(f"{', '.join(missing)} is missing; install it (Debian: apt install "
                         "debootstrap xvfb)")  # fmt: skip
    packages = platforms.packages_folder(options.dist)
    if not packages.is_dir():
        raise BuildError(f"{packages} does not exist; make the packages first: build.py")
    base = options.base or _bootstrap(options, folder / "base", console)
    system = _copied(base, folder / "system", console)
    shutil.copytree(packages, system / "packages")
    shutil.copy(TRY, system)
    command = ["chroot", str(system), "/bin/sh", f"/{TRY.name}", "/packages"]
    with (
        console.step("try", f"test the packages in {packages}"),
        _mounted(system, console),
        platforms.own_screen() as screen,
    ):
        environment = {"DISPLAY": screen["DISPLAY"], "PATH": PATH, "LANG": "C.UTF-8"}
        if console.run(command, environment=environment) != 0:
            raise BuildError(console.last_line)


@contextmanager
def _mounted(system: Path, console: Console) -> Iterator[None]:
    """Mounts /proc in the system; a program looks up its own path there."""
    if console.run(["mount", "-t", "proc", "proc", system / "proc"]) != 0:
        raise BuildError(f"/proc can't be mounted: {console.last_line}")
    try:
        yield
    finally:
        if console.run(["umount", system / "proc"]) != 0:
            console.run(["umount", "--lazy", system / "proc"])


def _bootstrap(options: argparse.Namespace, folder: Path, console: Console) -> Path:
    suite = options.suite or platform.freedesktop_os_release().get("VERSION_CODENAME", "stable")
    mirror = options.mirror or apt_mirror()
    with console.step("debootstrap", f"make a minimal {suite}"):
        command = ["debootstrap", "--variant=minbase", suite, str(folder)]
        if console.run([*command, *([mirror] if mirror else [])]) != 0:
            raise BuildError(f"debootstrap failed: {console.last_line}")
    return folder


def apt_mirror() -> str | None:
    """The mirror that this machine's apt uses; None if it has none."""
    show = [
        "apt-get",
        "indextargets",
        "--format",
        "$(REPO_URI) $(CODENAME)",
        "Created-By: Packages",
    ]
    try:
        listing = subprocess.run(show, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    rows = (line.split() for line in listing.splitlines())
    return next((row[0] for row in rows if len(row) == 2 and "-" not in row[1]), None)


def _copied(base: Path, folder: Path, console: Console) -> Path:
    if console.run(["cp", "-a", base, folder]) != 0:
        raise BuildError(f"{base} can't be copied: {console.last_line}")
    return folder


if __name__ == "__main__":
    sys.exit(main())
