"""Checks that the packages of a release have its version; writes checksums and release notes.

    python build_scripts/release.py v0.2.0 FOLDER --notes NOTES.md

FOLDER contains what the builds for all systems left in `dist/packages`. `SHA256SUMS` is added.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
from pathlib import Path

from build_scripts.console import BuildError
from digitrec.files import written_whole
from digitrec.version import __version__

ROOT = Path(__file__).resolve().parents[2]


SUMS = "SHA256SUMS"
SYSTEMS = ("linux", "macos", "windows")


def sums(folder: Path) -> str:
    """A line for each package in the form that `sha256sum --check` reads.

    Raises:
        BuildError: if a package has another version, or a system has no package.
    """
    packages = sorted(path for path in folder.iterdir() if path.name != SUMS)
    for path in packages:
        if __version__ not in path.name:
            raise BuildError(f"{path} does not have version {__version__}; build it again")
    for system in SYSTEMS:
        if not any(system in path.name for path in packages):
            raise BuildError(f"{folder} has no package for {system}; build it there first")
    return "".join(f"{_sha256(path)}  {path.name}\n" for path in packages)


def notes(changes: str, version: str) -> str:
    """The changelog's section about a version.

    Raises:
        BuildError: if there is none, or it is empty.
    """
    heading = rf"^## {re.escape(version)}(?![\w.]).*$"
    found = re.search(rf"{heading}\n((?s:.*?))(?=^## |\Z)", changes, re.MULTILINE)
    if not found or not found[1].strip():
        raise BuildError(f"CHANGELOG.md says nothing about version {version}; add a section")
    return found[1].strip() + "\n"


def main(argv: list[str] | None = None) -> int:
    """Checks the packages, writes the files and returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="release.py", description="Checks the packages of a release."
    )
    parser.add_argument("tag", help="such as v0.2.0")
    parser.add_argument("folder", type=Path, help="folder of the packages")
    parser.add_argument("--notes", type=Path, required=True, help="file for the release notes")
    options = parser.parse_args(argv)
    try:
        if options.tag != f"v{__version__}":
            raise BuildError(f"the tag is {options.tag}, but the version is {__version__}")
        text = notes((ROOT / "CHANGELOG.md").read_text("utf-8"), __version__)
        listed = sums(options.folder)
    except BuildError as error:
        print(f"release.py: {error}", file=sys.stderr)
        return 1
    for path, content in ((options.notes, text), (options.folder / SUMS, listed)):
        with written_whole(path, replace=True) as stream:
            stream.write(content)
    print(listed, end="")
    return 0


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


if __name__ == "__main__":
    sys.exit(main())
