"""Wine in a minimal Debian: a system of its own, so that this machine needs no Wine."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from build_scripts.console import BuildError, Console
from build_scripts.linux.try_packages import apt_mirror

SUITE = "trixie"
"""Debian 13 has Wine 10. Wine 8, in Debian 12, stalls when PyInstaller starts its helpers."""

PACKAGES = "wine64,ca-certificates,fonts-dejavu-core"
_WINE = "/usr/lib/wine/wine64"
_OVERRIDES = {
    "mscoree": "",  # no .NET, and no browser, for which Wine would ask
    "mshtml": "",
    "winemenubuilder.exe": "d",
    "winedbg.exe": "d",  # a program that crashes ends, instead of waiting for a debugger
    "ucrtbase": "n,b",  # the copy that `windows_python` completes
}


class Wine:
    """A Windows prefix in a Debian system, both below one folder.

    Args:
        system: the folder of the Debian system.
        display: the X display of its windows.

    Attributes:
        display: as given.
        drive: the folder that is drive C.
        overrides: which libraries are Wine's own; see WINEDLLOVERRIDES in wine(1).
    """

    def __init__(self, system: Path, display: str) -> None:
        self.system = system
        self.drive = system / "prefix" / "drive_c"
        self.overrides = dict(_OVERRIDES)
        self.display = display

    def environment(self, more: Mapping[str, str] | None = None) -> dict[str, str]:
        """The environment of a program."""
        return {
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
            "HOME": "/root",
            "USER": "person",
            "LANG": "C.UTF-8",
            "DISPLAY": self.display,
            "WINEPREFIX": "/prefix",
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": ";".join(f"{name}={how}" for name, how in self.overrides.items()),
            **(more or {}),
        }

    def command(self, *words: str | Path) -> list[str]:
        """The command line that runs a Windows program, in the folder of the source tree."""
        return ["chroot", str(self.system), "/usr/bin/env", "-C", "/src", _WINE, *map(str, words)]

    def run(
        self, *words: str | Path, seconds: float, more: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[bytes]:
        """Runs a program to its end.

        Args:
            words: its path on a Windows drive, and its arguments.
            seconds: it may take; then all programs of the prefix are ended.
            more: environment variables.

        Raises:
            BuildError: if it takes longer.
        """
        process = subprocess.Popen(
            self.command(*words),
            env=self.environment(more),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        try:
            output, errors = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            raise BuildError(f"{words[0]} has not ended within {seconds:.0f} s") from None
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                self.close()
                process.communicate()
        return subprocess.CompletedProcess(words, process.returncode, output, errors)

    def check(
        self, *words: str | Path, seconds: float, more: Mapping[str, str] | None = None
    ) -> str:
        """Runs a program that must succeed, and returns its output.

        Raises:
            BuildError: if it fails, or takes longer than `seconds`.
        """
        done = self.run(*words, seconds=seconds, more=more)
        text = done.stdout.decode("utf-8", "replace")
        if done.returncode != 0:
            said = (done.stderr.decode("utf-8", "replace").strip() or text.strip()).splitlines()
            reason = said[-1] if said else "no output"
            raise BuildError(f"{words[0]} ended with {done.returncode}: {reason}")
        return text

    def path(self, place: str) -> Path:
        r"""The file of a path on drive C, such as `C:\dist`."""
        return self.drive.joinpath(*place.removeprefix("C:\\").split("\\"))

    def close(self) -> None:
        """Ends all programs of the prefix."""
        command = ["chroot", str(self.system), "/usr/lib/wine/wineserver64", "-k"]
        subprocess.run(command, env=self.environment(), check=False)


def is_complete(system: Path) -> bool:
    """Whether `bootstrap` has made the system there, to its end."""
    return (system / _WINE[1:]).is_file() and not (system / "debootstrap").exists()


def bootstrap(folder: Path, mirror: str | None, console: Console) -> None:
    """Makes a minimal Debian with Wine.

    Raises:
        BuildError: if there is something else in the folder, or debootstrap fails.
    """
    if folder.is_dir() and any(folder.iterdir()):
        raise BuildError(f"{folder} is neither empty nor a complete system with Wine; remove it")
    command = ["debootstrap", "--variant=minbase", f"--include={PACKAGES}", SUITE, str(folder)]
    source = mirror or apt_mirror()
    if console.run([*command, *([source] if source else [])]) != 0:
        raise BuildError(f"debootstrap failed: {console.last_line}")


@contextmanager
def mounted(system: Path, tree: Path, console: Console) -> Iterator[None]:
    """Mounts what Wine needs in the system, and the source tree, read-only, at /src.

    Without /proc and /sys a Windows program sees no processors, and starts no other.

    Raises:
        BuildError: if something can't be mounted.
    """
    (system / "src").mkdir(exist_ok=True)
    mounts: list[Sequence[str | Path]] = [
        ("-t", "proc", "proc", system / "proc"),
        ("-t", "sysfs", "sysfs", system / "sys"),
        ("-t", "tmpfs", "tmpfs", system / "dev" / "shm"),
        ("--bind", "-o", "ro", tree, system / "src"),
    ]
    made: list[Path] = []
    try:
        for words in mounts:
            if console.run(["mount", *words]) != 0:
                raise BuildError(f"{words[-1]} can't be mounted: {console.last_line}")
            made.append(Path(words[-1]))
        yield
    finally:
        for place in reversed(made):
            if console.run(["umount", place]) != 0:
                console.run(["umount", "--lazy", place])
