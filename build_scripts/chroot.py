"""Chroot: a whole bare system in a folder, and a person in it who uses the program."""

from __future__ import annotations

import math
import os
import random
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from app.recognition.ink import Ink
from build_scripts.console import BuildError, Console
from build_scripts.drive import drive

PERSON = "person"
HOME = f"home/{PERSON}"
THEIRS = (
    *(f"{HOME}/{folder}/Digitrec" for folder in (".config", ".local/share", ".local/state")),
    f"{HOME}/.cache/fontconfig",
)
"""What may stay in a home: settings, drawings and logs; and the fonts' cache of fontconfig."""
STATE = ("proc", "sys", "dev", "run", "var/lib/dpkg", "var/lib/apt", "var/cache", "var/log",
         "etc/ld.so.cache")  # fmt: skip
"""What Debian itself writes when anything is put in or out."""

_RING = [(50 + 30 * math.cos(t / 4), 50 - 45 * math.sin(t / 4)) for t in range(6, 33)]
DRAWN = (
    Ink((((10, 10), (40, 9), (70, 8), (60, 40), (48, 70), (40, 100)),), label="7"),
    Ink((tuple(_RING),), label="0"),
    Ink((((50, 0), (49, 30), (48, 60), (47, 100)),), label="1"),
)


class System:
    """A whole system in a folder, with one person in it.

    Args:
        root: its folder.
        console: for what is done in it.

    Raises:
        BuildError: where there is a Python in it.
    """

    def __init__(self, root: Path, console: Console) -> None:
        self.root = root
        self._console = console
        if pythons := sorted(path.name for path in root.glob("usr/bin/python*")):
            raise BuildError(f"this is no bare system, it has {', '.join(pythons)}")
        self.do("useradd", "--create-home", PERSON)

    @contextmanager
    def mounted(self) -> Iterator[None]:
        """With /proc in it, in which a program looks where it lies."""
        self._console.run(["mount", "-t", "proc", "proc", self.root / "proc"])
        try:
            yield
        finally:
            if self._console.run(["umount", self.root / "proc"]) != 0:
                self._console.run(["umount", "--lazy", self.root / "proc"])

    def do(self, *words: str, environment: Mapping[str, str] | None = None) -> None:
        """Does a command as root.

        Raises:
            BuildError: where it fails.
        """
        self._run(["chroot", str(self.root), *words], environment)

    def person(self, *words: str) -> list[str]:
        """The command that does what the words say, as the person would."""
        identity = self._identity()
        clean = ["/usr/bin/env", "-u", "DIGITREC_HOME", f"HOME=/{HOME}", "LANG=C.UTF-8"]
        return ["chroot", f"--userspec={identity}", str(self.root), *clean, *words]

    def do_as_person(self, *words: str, screen: Mapping[str, str] | None = None) -> None:
        """Does a command as the person.

        Raises:
            BuildError: where it fails.
        """
        self._run(self.person(*words), screen)

    def files(self) -> set[str]:
        """All paths in it, but for what Debian writes itself."""
        found = set()
        for folder, inner, names in os.walk(self.root):
            here = Path(folder).relative_to(self.root)
            inner[:] = [name for name in inner if (here / name).as_posix() not in STATE]
            found |= {(here / name).as_posix() for name in [*inner, *names]}
        return found - set(STATE)

    def give(self, path: Path) -> None:
        """Makes files the person's own."""
        identity = self._identity()
        self._run(["chown", "-R", identity, str(path)], None)

    def _identity(self) -> str:
        rows = (self.root / "etc" / "passwd").read_text(encoding="utf-8").splitlines()
        (row,) = (row for row in rows if row.startswith(f"{PERSON}:"))
        return ":".join(row.split(":")[2:4])

    def _run(self, command: Sequence[str], environment: Mapping[str, str] | None) -> None:
        if self._console.run(command, environment=environment or dict(os.environ)) != 0:
            raise BuildError(f"{' '.join(command)} failed: {self._console.last_line}")

    def use(self, program: str, screen: dict[str, str]) -> None:
        """Has the program test itself, tell of itself, and read what is drawn into its window.

        Raises:
            BuildError: where it does not.
        """
        self.do_as_person(program, "--self-test", screen=screen)
        self._console.say("  passes its self-test")
        self.do_as_person(program, "info")
        with tempfile.TemporaryDirectory() as nowhere:
            found = drive(
                self.person(program),
                screen,
                Path(nowhere),
                DRAWN,
                random.Random(0),  # noqa: S311
            )
        if found["right"] != len(DRAWN) or not found["history"]["as_drawn"]:
            raise BuildError(f"drawn digits were not read as they should: {found}")
        self._console.say(f"  reads {found['right']} drawings of {len(DRAWN)}, and keeps them")

    def compare(self, before: set[str]) -> None:
        """Looks at what is there that was not, or is gone.

        Raises:
            BuildError: where that is more than the person's own.
        """
        after = self.files()
        parents = {parent.as_posix() for one in THEIRS for parent in Path(one).parents}
        left = {path for path in after - before - parents if not _theirs(path)}
        gone = before - after
        if left or gone:
            raise BuildError(f"left behind: {sorted(left)[:20]}; taken: {sorted(gone)[:20]}")
        kept = sorted(one for one in THEIRS if one in after)
        self._console.say(f"  leaves nothing behind but {', '.join(kept)}")


def _theirs(path: str) -> bool:
    return any(path == one or path.startswith(f"{one}/") for one in THEIRS)
