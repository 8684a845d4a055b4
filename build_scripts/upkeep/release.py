"""Release: checks that the packages are of one version, and writes their sums and the notes.

    python build_scripts/release.py v0.2.0 FOLDER --notes NOTES.md

FOLDER holds what the systems' builds left in `dist/packages`. `SHA256SUMS` comes into it.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
if __package__ in (None, ""):  # run as a script: its own folder is on the path, the tree is not
    sys.path[0] = str(ROOT)

from build_scripts.console import BuildError  # noqa: E402
from digitrec.version import __version__  # noqa: E402

SUMS = "SHA256SUMS"
SYSTEMS = ("linux", "macos", "windows")


def sums(folder: Path) -> str:
    """A line for each package, as `sha256sum --check` reads it.

    Raises:
        BuildError: where a package is of another version, or a system's are missing.
    """
    packages = sorted(path for path in folder.iterdir() if path.name != SUMS)
    for path in packages:
        if f"{__version__}" not in path.name:
            raise BuildError(f"{path} is not of version {__version__}; build it again")
    for system in SYSTEMS:
        if not any(system in path.name for path in packages):
            raise BuildError(f"{folder} has no package for {system}; build it there first")
    return "".join(f"{_sha256(path)}  {path.name}\n" for path in packages)


def notes(changes: str, version: str) -> str:
    """What the change log says of a version.

    Raises:
        BuildError: where it says nothing.
    """
    heading = rf"^## {re.escape(version)}(?![\w.]).*$"
    found = re.search(rf"{heading}\n((?s:.*?))(?=^## |\Z)", changes, re.MULTILINE)
    if not found or not found[1].strip():
        raise BuildError(f"CHANGELOG.md has no words on version {version}; write some")
    return found[1].strip() + "\n"


def main(argv: list[str] | None = None) -> int:
    """Checks and writes; gives the exit status."""
    parser = argparse.ArgumentParser(prog="release.py", description=__doc__)
    parser.add_argument("tag", help="such as v0.2.0")
    parser.add_argument("folder", type=Path, help="of the packages")
    parser.add_argument("--notes", type=Path, required=True, help="where the notes go")
    options = parser.parse_args(argv)
    try:
        if options.tag != f"v{__version__}":
            raise BuildError(f"the tag is {options.tag}, and the version {__version__}")
        text = notes((ROOT / "CHANGELOG.md").read_text("utf-8"), __version__)
        listed = sums(options.folder)
    except BuildError as error:
        print(f"release.py: {error}", file=sys.stderr)
        return 1
    options.notes.write_text(text, "utf-8")
    (options.folder / SUMS).write_text(listed, "utf-8", newline="\n")
    print(listed, end="")
    return 0


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


if __name__ == "__main__":
    sys.exit(main())
