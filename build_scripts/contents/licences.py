"""The bundle's folder of licences: the texts of all its components, and an index."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Sequence
from pathlib import Path

from build_scripts.contents import excludes
from build_scripts.contents.components import (
    FOLDER,
    INDEX,
    OURS,
    Component,
    Entry,
    components,
    index_text,
)

EXCLUDED_LIST, README = "excluded.txt", "README.txt"


def rows(entries: Sequence[Entry], root: Path, work: Path) -> list[Entry]:
    """PyInstaller's rows for the folder.

    Args:
        entries: see `components.components`.
        root: our source tree.
        work: folder for the files that are written here.
    """
    found, texts = components(entries, root, work)
    made = work / FOLDER
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir(parents=True)
    write_index(found, made)
    (made / EXCLUDED_LIST).write_text(excluded_text(), encoding="utf-8", newline="\n")
    texts |= {f"{FOLDER}/{file.name}": file for file in made.iterdir()}
    return [(place, str(path.resolve()), "DATA") for place, path in sorted(texts.items())]


def write_index(found: Sequence[Component], folder: Path) -> None:
    """Writes the list of components into a folder: one file for programs, one for people."""
    for name, text in ((INDEX, index_text(found)), (README, readme(found))):
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def readme(found: Sequence[Component]) -> str:
    """The components and their licences for people to read."""
    opening = (
        "This program is Digitrec. It contains the work of others. Each line below names a "
        "component, its version and its licence; the full texts are in the folder of that name. "
        f"{EXCLUDED_LIST} lists the parts of these works that the program does not contain."
    )
    lines = [f"{one.name} {one.version}: {_licence(one)}" for one in found]
    wrapped = [textwrap.fill(line, 100, subsequent_indent="    ") for line in lines]
    return "\n\n".join([textwrap.fill(opening, 100), "\n".join(wrapped)]) + "\n"


def _licence(one: Component) -> str:
    if one.name == OURS:
        return "MIT"
    return one.licence or ("see its text" if one.texts else "no licence text was found")


def excluded_text() -> str:
    """What the bundle excludes, and why."""
    tables = [("Modules and packages", excludes.MODULES), ("Files", excludes.FILES)]
    lines = ["What is excluded from this program, and why."]
    for title, table in tables:
        lines += ["", title, *(f"  {name}: {reason}" for name, reason in table.items())]
    return "\n".join(lines) + "\n"
