"""Try Linux: the packages in a Debian as it comes, made by debootstrap, with no Python in it.

`python build_scripts/try_linux.py` after build.py, as root. What is tried stands in
`installer/linux/try.sh`, which needs a bare system; this makes one, with a screen outside it, so
that not even the libraries of a screen are there which the packages might lean on.
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
    """Tries the packages; gives the exit status."""
    parser = argparse.ArgumentParser(
        prog="try_linux.py", description="Tries the packages in a Debian as it comes."
    )
    parser.add_argument("--dist", type=Path, default=ROOT / "dist", help="where the packages lie")
    parser.add_argument("--suite", help="of Debian or Ubuntu; by itself that of this machine")
    parser.add_argument("--mirror", help="by itself the one that apt has here")
    parser.add_argument("--base", type=Path, help="a system made by debootstrap before")
    options = parser.parse_args(argv)
    with Console(ROOT / "build" / "try_linux.log") as console:
        try:
            with tempfile.TemporaryDirectory(prefix="digitrec-try-") as folder:
                _try(options, Path(folder), console)
        except BuildError as error:
            console.say(f"try_linux.py: {error}\n(the log: {console.log})")
            return 1
    return 0


def _try(options: argparse.Namespace, folder: Path, console: Console) -> None:
    if os.geteuid() != 0:
        raise BuildError("only root can make a system and change into it; run this by sudo")
    lacking = [tool for tool in TOOLS if shutil.which(tool) is None]
    if lacking:
        raise BuildError(f"there is no {', '.join(lacking)}; install it (Debian: apt install "
                         "debootstrap xvfb)")  # fmt: skip
    packages = platforms.packages_folder(options.dist)
    if not packages.is_dir():
        raise BuildError(f"{packages} is not there; make it first: build.py")
    base = options.base or _bootstrap(options, folder / "base", console)
    system = _copied(base, folder / "system", console)
    shutil.copytree(packages, system / "packages")
    shutil.copy(TRY, system)
    command = ["chroot", str(system), "/bin/sh", f"/{TRY.name}", "/packages"]
    with (
        console.step("try", f"the packages in {packages}"),
        _mounted(system, console),
        platforms.own_screen() as screen,
    ):
        environment = {"DISPLAY": screen["DISPLAY"], "PATH": PATH, "LANG": "C.UTF-8"}
        if console.run(command, environment=environment) != 0:
            raise BuildError(console.last_line)


@contextmanager
def _mounted(system: Path, console: Console) -> Iterator[None]:
    """With /proc in it, in which a program looks where it lies."""
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
    with console.step("debootstrap", f"{suite}, with nothing that it can do without"):
        command = ["debootstrap", "--variant=minbase", suite, str(folder)]
        if console.run([*command, *([mirror] if mirror else [])]) != 0:
            raise BuildError(f"debootstrap failed: {console.last_line}")
    return folder


def apt_mirror() -> str | None:
    """The mirror that this machine's apt is set to; None where it has none."""
    show = [
        "apt-get",
        "indextargets",
        "--format",
        "$(REPO_URI) $(CODENAME)",
        "Created-By: Packages",
    ]
    try:
        said = subprocess.run(show, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    rows = (line.split() for line in said.splitlines())
    return next((row[0] for row in rows if len(row) == 2 and "-" not in row[1]), None)


def _copied(base: Path, folder: Path, console: Console) -> Path:
    if console.run(["cp", "-a", base, folder]) != 0:
        raise BuildError(f"{base} can't be copied: {console.last_line}")
    return folder


if __name__ == "__main__":
    sys.exit(main())
