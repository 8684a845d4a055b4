"""Commit: what the source tree is a state of, and whether it is exactly that."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

from build_scripts.console import BuildError
from digitrec.version import STAMP

MODEL = "app/digitrec/resources/my_model.keras"
"""May differ from the commit's: whoever retrains means to. `digitrec info` tells its hash."""

DIGITS = 12


@dataclass(frozen=True)
class Commit:
    """A state of the source tree.

    Attributes:
        name: the commit's, shortened; None where the tree is no clone (an unpacked archive).
        changed: files that are not as committed: tracked ones, and any in `app`, which would ship.
    """

    name: str | None
    changed: tuple[str, ...] = ()

    def stamp(self) -> str:
        """What `digitrec.version` reads in the frozen program."""
        return json.dumps({"commit": self.name, "changed": bool(self.changed)}) + "\n"


def commit_of(root: Path) -> Commit:
    """The state of a source tree, by git."""
    top = _git(root, "rev-parse", "--show-toplevel")
    if top is None or Path(top.strip()).resolve() != root.resolve():
        return Commit(None)
    name = _git(root, "rev-parse", f"--short={DIGITS}", "HEAD")
    if name is None:
        return Commit(None)
    tracked = _git(root, "diff", "--name-only", "-z", "HEAD", "--") or ""
    new = _git(root, "ls-files", "--others", "--exclude-standard", "-z", "--", "app") or ""
    changed = {*tracked.split("\0"), *new.split("\0")} - {"", MODEL}
    return Commit(name.strip(), tuple(sorted(changed)))


def require_committed(commit: Commit) -> None:
    """Raises where the tree is not what its commit says.

    Raises:
        BuildError: naming the files, and what can be done.
    """
    if commit.changed:
        named = ", ".join(commit.changed[:5])
        more = len(commit.changed) - 5
        raise BuildError(
            f"what is handed out is made of a commit, and these files differ from {commit.name}: "
            f"{named}{f' and {more} more' if more > 0 else ''}\n"
            "commit them; or try the program alone (build.py freeze smoke); or add --dirty, and "
            "the program says of itself that it was made with changes"
        )


def require_same_commit(commit: Commit, contents: Path) -> None:
    """Raises where the program that is there was frozen from another state than today's.

    Args:
        commit: today's.
        contents: the frozen program's folder of contents.

    Raises:
        BuildError: saying to freeze it anew.
    """
    try:
        found = (contents / "digitrec" / "resources" / STAMP).read_text(encoding="utf-8")
    except OSError:
        found = ""
    if found != commit.stamp():
        raise BuildError(
            f"the program in {contents.parent} was frozen from another state of the source "
            f"({found.strip() or 'which it does not say'}); freeze it again: build.py freeze"
        )


def _git(root: Path, *words: str) -> str | None:
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *words],
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout
