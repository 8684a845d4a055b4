"""The commit that the source tree is at, and whether the tree differs from it."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

from build_scripts.console import BuildError
from digitrec.version import STAMP

MODEL = "app/digitrec/resources/my_model.keras"
"""May differ from the commit: retraining replaces it. `digitrec info` gives its hash."""

DIGITS = 12


@dataclass(frozen=True)
class Commit:
    """A state of the source tree.

    Attributes:
        name: the abbreviated hash; None if the tree is not a clone (an unpacked archive).
        changed: files that differ from the commit: tracked ones, and new ones in `app`, which
            would be bundled.
    """

    name: str | None
    changed: tuple[str, ...] = ()

    def stamp(self) -> str:
        """The file that `digitrec.version` reads in the frozen program."""
        return json.dumps({"commit": self.name, "changed": bool(self.changed)}) + "\n"


def commit_of(root: Path) -> Commit:
    """The state of a source tree according to git."""
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


def is_of_commit(model: Path, root: Path) -> bool:
    """Whether a model is the one of the last commit; also where there is no commit to compare."""
    committed = _git(root, "rev-parse", f"HEAD:{MODEL}")
    found = _git(root, "hash-object", "--no-filters", str(model.resolve()))
    return committed is None or committed == found


def require_committed(commit: Commit) -> None:
    """Checks that the tree has no uncommitted changes.

    Raises:
        BuildError: if it has. The message names the files, and what to do.
    """
    if commit.changed:
        named = ", ".join(commit.changed[:5])
        more = len(commit.changed) - 5
        raise BuildError(
            f"packages are made from a commit, but these files differ from {commit.name}: "
            f"{named}{f' and {more} more' if more > 0 else ''}\n"
            "commit them; or build the program without packages (build.py freeze smoke); or add "
            "--dirty: the program's version then says that it was built with changes"
        )


def require_same_commit(commit: Commit, contents: Path) -> None:
    """Checks that a frozen program was built from the present state of the source.

    Args:
        commit: the present state.
        contents: the frozen program's contents folder.

    Raises:
        BuildError: if it was built from another state.
    """
    try:
        found = (contents / "digitrec" / "resources" / STAMP).read_text(encoding="utf-8")
    except OSError:
        found = ""
    if found != commit.stamp():
        raise BuildError(
            f"the program in {contents.parent} was frozen from another state of the source "
            f"({found.strip() or 'unknown'}); freeze it again: build.py freeze"
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
