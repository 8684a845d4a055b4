"""Licences: the folder in the bundle with the licence texts of all that is in it, and an index."""

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

EXCLUDED_LIST, README = "left-out.txt", "README.txt"


def rows(entries: Sequence[Entry], root: Path, work: Path) -> list[Entry]:
    """The rows that bring the folder into the bundle.

    Args:
        entries: see `components.components`.
        root: our source tree.
        work: where files that are made may be written.
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
    """Writes what there is into the folder of the licences: for programs and for people."""
    for name, text in ((INDEX, index_text(found)), (README, readme(found))):
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def readme(found: Sequence[Component]) -> str:
    """What is in the program, of whom, and under which licence, for a person to read."""
    opening = (
        "This program is Digitrec. Beside our own work it holds that of others. Each line below "
        f"names a part, its version and its licence; the full texts lie in the folder of that "
        f"name. {EXCLUDED_LIST} tells which parts of these works are not in the program."
    )
    lines = [f"{one.name} {one.version}: {_licence(one)}" for one in found]
    wrapped = [textwrap.fill(line, 100, subsequent_indent="    ") for line in lines]
    return "\n\n".join([textwrap.fill(opening, 100), "\n".join(wrapped)]) + "\n"


def _licence(one: Component) -> str:
    if one.name == OURS:
        return "MIT"
    return one.licence or ("see its text" if one.texts else "no text was found when it was built")


def excluded_text() -> str:
    """What is left out of the bundle, and why."""
    parts = [("Modules and packages", excludes.MODULES), ("Files", excludes.FILES)]
    lines = ["What is left out of this program, and why."]
    for title, table in parts:
        lines += ["", title, *(f"  {name}: {reason}" for name, reason in table.items())]
    return "\n".join(lines) + "\n"
