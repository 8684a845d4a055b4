"""Wine in place of Windows: a prefix of its own, programs that run in it, and its registry."""

import os
import shutil
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

from build_scripts import platforms

KEY = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\Digitrec"
DEBIAN = "/usr/lib/wine"  # where Debian puts what its package `wine` has links to


def program(name):
    return shutil.which(name) or shutil.which(name, path=DEBIAN)


def missing():
    """Why Wine can't run here; empty if it can."""
    if shutil.which("Xvfb") is None:
        return "Xvfb is missing (Debian: apt install xvfb)"
    return "" if program("wine64") else "wine64 is missing (Debian: apt install wine64)"


class Wine:
    """A prefix: a drive C, a registry and a user."""

    def __init__(self, folder, display):
        self.home = folder / "home"
        self.home.mkdir(parents=True)
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
            "USER": "person",
            "DISPLAY": display,
            "WINEPREFIX": str(folder / "prefix"),
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscoree,mshtml=;winemenubuilder.exe=d",
        }
        self.run("wineboot", "-i", seconds=300)
        self.run("reg", "add", r"HKCU\Software\Wine", "/v", "Version", "/d", "win10", "/f")
        (users,) = (folder / "prefix/drive_c/users").glob("person")
        self.local = users / "AppData/Local"
        self.installed = self.local / "Programs/Digitrec"
        self.data = self.local / "Digitrec"
        self.shortcut = users / (
            "AppData/Roaming/Microsoft/Windows/Start Menu/Programs/Digitrec.lnk"
        )

    def start(self, *words, language="en"):
        # C.UTF-8 exists everywhere, allows names beyond ASCII, and is English.
        locale = "C.UTF-8" if language == "en" else "de_DE.UTF-8"
        return subprocess.Popen(
            [program("wine64"), *map(str, words)],
            env={**self.environment, "LC_ALL": locale},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def run(self, *words, seconds=120, language="en"):
        """Runs a program to its end and returns its output."""
        process = self.start(*words, language=language)
        try:
            return process.communicate(timeout=seconds)[0].decode("utf-8", "replace")
        finally:
            process.kill()
            process.wait()

    @staticmethod
    def into(folder):
        """The arguments that select another folder: the last ones, and never in quotes."""
        return ("/D=Z:" + str(folder).replace("/", "\\")).split(" ")

    def uninstall(self, *words):
        """Uninstalls as the list of programs does, and waits for the copy that finishes the job."""
        self.run(self.installed / "uninstall-digitrec.exe", "/S", *words)
        self.wait(lambda: not (self.installed / "uninstall-digitrec.exe").exists())

    def wait(self, done, seconds=60):
        deadline = time.monotonic() + seconds
        while not done():
            assert time.monotonic() < deadline, "timed out"
            time.sleep(0.1)

    def registered(self):
        """Name → value of the entry in the list of programs; empty if there is none."""
        rows = [line.split("    ") for line in self.run("reg", "query", KEY).splitlines()]
        return {row[1]: row[3] for row in rows if len(row) == 4}

    def close(self):
        subprocess.run(
            [program("wineserver64") or program("wineserver"), "-k"],
            env=self.environment,
            check=False,
        )


@contextmanager
def windows(folder):
    """A prefix and a display during the block; it takes 700 MB."""
    with platforms.own_screen() as screen:
        wine = Wine(Path(folder), screen["DISPLAY"])
        try:
            yield wine
        finally:
            wine.close()
            shutil.rmtree(folder, ignore_errors=True)
