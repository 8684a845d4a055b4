"""The files that the words of the command line name: folders, patterns and lists among them."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from digitrec.bulk.input.object_stores import find_objects, is_address
from digitrec.bulk.input.opening import INPUT_ENDINGS, STANDARD_INPUT
from digitrec.recognition.ink import InkError
from digitrec.recognition.ink_formats.encoding import encoding_of

LIST = "@"
"""Before the name of a list: a text file with the name of a file on each line."""


@dataclass(frozen=True)
class Trouble:
    """A word that names no file to read.

    Attributes:
        source: the word.
        error: says why.
    """

    source: str
    error: Exception


def find_inputs(words: Iterable[str], recursive: bool = False) -> Iterator[str | Trouble]:
    """The files that words name, in the order given, those of a folder by name.

    Whatever exists under a name is that file, whatever else the name could mean. Of a folder those
    files are read whose name ends as that of a picture or of ink.

    Args:
        words: names of files, of folders, patterns such as `*.png`, lists such as `@files.txt`, or
            `-` for standard input.
        recursive: whether to go into the folders in a folder.
    """
    for word in words:
        if word[:1] == LIST and word != LIST and not _exists(word):
            yield from _listed(word, recursive)
        else:
            yield from _named(word, recursive)


def _named(word: str, recursive: bool) -> Iterator[str | Trouble]:
    """What a word names that is no list."""
    if is_address(word) and not _exists(word):
        yield from _stored(word, recursive)
        return
    if word != STANDARD_INPUT and not _exists(word) and glob.has_magic(word):
        # In a pattern ** goes into folders, as in many shells.
        names = sorted(glob.glob(word, recursive=True))  # noqa: PTH207 (names stay as given)
        if not names:
            yield Trouble(word, InkError("no file matches this pattern"))
    else:
        names = [word]
    for name in names:
        if name != STANDARD_INPUT and os.path.isdir(name):  # noqa: PTH112
            yield from _in_folder(name, recursive)
        else:
            yield name


def _stored(address: str, recursive: bool) -> Iterator[str | Trouble]:
    """What an address names."""
    try:
        found = find_objects(address, INPUT_ENDINGS, recursive)
    except Exception as error:  # each store's driver has errors of its own
        yield Trouble(address, error)
        return
    if not found:
        yield Trouble(address, InkError("nothing to read is there"))
    yield from found


def _listed(word: str, recursive: bool) -> Iterator[str | Trouble]:
    """What the lines of a list name, as seen from the current folder."""
    try:
        content = Path(word.removeprefix(LIST)).read_bytes()
    except (OSError, ValueError) as error:
        yield Trouble(word, error)
        return
    text = content.decode(encoding_of(content), "surrogateescape")
    # `find -print0` puts a zero after each name, which then may hold line breaks.
    lines = text.split("\0") if "\0" in text else text.splitlines()
    names = [line for line in lines if line.strip()]
    if not names:
        yield Trouble(word, InkError("names no file"))
    for name in names:
        yield from _named(name, recursive)


def _in_folder(folder: str, recursive: bool) -> Iterator[str | Trouble]:
    """The pictures and the ink in a folder; hidden files and folders are left out."""
    errors: list[OSError] = []
    found = deeper = False
    for place, folders, files in os.walk(folder, onerror=errors.append):
        folders[:] = sorted(name for name in folders if name[0] != ".")
        deeper = deeper or bool(folders)
        for name in sorted(files):
            if name[0] != "." and name.lower().endswith(INPUT_ENDINGS):
                found = True
                yield os.path.join(place, name)  # noqa: PTH118 (names stay as given)
        if not recursive:
            break
    for error in errors:
        yield Trouble(str(error.filename), error)
    if not found and not errors:
        hint = "; -r looks into its folders too" if deeper and not recursive else ""
        yield Trouble(folder, InkError(f"a folder without pictures or ink{hint}"))


def _exists(name: str) -> bool:
    try:
        return os.path.lexists(name)
    except ValueError:  # a name that no file can have
        return False
