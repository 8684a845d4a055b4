"""Try Linux: the packages in a Debian as it comes, made by debootstrap, with no Python in it.

`python build_scripts/try_linux.py` after build.py, as root. Each package is put in, tests itself,
reads digits drawn into its window, and is taken out; nothing may stay but what is the person's.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
if __package__ in (None, ""):
    sys.path[0] = str(ROOT)

from app import __version__  # noqa: E402
from build_scripts import deb, platforms  # noqa: E402
from build_scripts.chroot import HOME, System  # noqa: E402
from build_scripts.console import BuildError, Console  # noqa: E402
from build_scripts.package import package_path  # noqa: E402

TOOLS = ("debootstrap", "chroot", "Xvfb", "xdotool", "tar", "mount", "umount")


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
                         "debootstrap xvfb xdotool)")  # fmt: skip
    trials = {package_path(options.dist, __version__): _try_archive}
    trials[deb.deb_path(options.dist)] = _try_deb
    for package in trials:
        if not package.is_file():
            raise BuildError(f"{package} is not there; make it first: build.py")
    base = options.base or _bootstrap(options, folder / "base", console)
    for package, trial in trials.items():
        console.say(f"{package.name}")
        system = System(_copied(base, folder / "system", console), console)
        with system.mounted(), platforms.own_screen() as screen:
            trial(package, system, screen)
        shutil.rmtree(system.root)


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


def _try_archive(package: Path, system: System, screen: dict[str, str]) -> None:
    """Unpacked in the person's home, into the menu, used, out of the menu, and deleted.

    Of a desktop there is a font alone; without one no program has letters.
    """
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    system.do("apt-get", "update", environment=quiet)
    system.do("apt-get", "--yes", "install", "fonts-dejavu-core", environment=quiet)
    before = system.files()
    folder = f"/{HOME}/Downloads, où ça"
    place = system.root / folder.lstrip("/")
    place.mkdir()
    subprocess.run(["tar", "-xf", package, "-C", place, "--no-same-owner"], check=True)
    system.give(place)
    system.use(f"{folder}/digitrec/digitrec", screen)
    system.do_as_person(f"{folder}/digitrec/install.sh")
    entry = system.root / HOME / ".local/share/applications/org.digitrec.Digitrec.desktop"
    if f'Exec="{folder}/digitrec/digitrec"' not in entry.read_text(encoding="utf-8").splitlines():
        raise BuildError(f"the menu's entry starts something else: {entry.read_text('utf-8')}")
    system.do_as_person(f"{folder}/digitrec/install.sh", "--uninstall")
    shutil.rmtree(place)
    system.compare(before)


def _try_deb(package: Path, system: System, screen: dict[str, str]) -> None:
    """Put in by apt with what it depends on, used, and purged with what nobody else needs."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    system.do("apt-get", "update", environment=quiet)
    before = system.files()
    shutil.copy(package, system.root)
    get = ["apt-get", "--yes", "--no-install-recommends"]
    system.do(*get, "install", f"/{package.name}", environment=quiet)
    (system.root / package.name).unlink()
    system.use("digitrec", screen)
    for path in ("applications/org.digitrec.Digitrec.desktop", "man/man1/digitrec.1.gz"):
        if not (system.root / "usr/share" / path).is_file():
            raise BuildError(f"{path} was not put in")
    system.do(*get, "purge", "--autoremove", "digitrec", environment=quiet)
    system.compare(before)


if __name__ == "__main__":
    sys.exit(main())
