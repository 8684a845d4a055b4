"""The components of the bundle: which package each file that PyInstaller takes belongs to.

A file belongs to the installed Python package that lists it, to the Debian package that owns it, to
Python itself, or to us.
"""

from __future__ import annotations

import json
import platform
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import Distribution, distribution, distributions
from pathlib import Path

from build_scripts.console import BuildError
from build_scripts.contents import debian
from build_scripts.contents.model import BUNDLED_MODEL
from build_scripts.windows import runtime
from digitrec.version import __version__

Entry = tuple[str, str, str]
"""A row of PyInstaller's tables: path in the bundle or module name, source path, kind."""

FOLDER = "licences"
INDEX = "components.json"
"""In the bundle's contents folder: the licence texts, and the list of components."""

OURS = "Digitrec"
_TEXT = re.compile(r"(?i)^(licen[cs]e|copying|notice|authors|copyright)([._-].*)?$")


@dataclass(frozen=True)
class Component:
    """A work in the bundle that has an author and a licence.

    Attributes:
        name: as its authors write it.
        version: of the files in the bundle.
        purl: its package URL (github.com/package-url/purl-spec).
        licence: an SPDX expression if its package has one, else a name; empty if unknown.
        texts: paths of its licence files, relative to the bundle's contents folder.
        files: paths of its other files there. Python modules are inside the program itself.
    """

    name: str
    version: str
    purl: str
    licence: str
    texts: tuple[str, ...]
    files: tuple[str, ...]


def read(contents: Path) -> list[Component]:
    """The components that a bundle lists.

    Raises:
        BuildError: if there is no list, or it can't be read.
    """
    index = contents / FOLDER / INDEX
    try:
        rows = json.loads(index.read_text(encoding="utf-8"))
        return [
            Component(**{**row, "texts": tuple(row["texts"]), "files": tuple(row["files"])})
            for row in rows
        ]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise BuildError(f"{index} can't be read: {error}; freeze the program again") from error


def index_text(found: Iterable[Component]) -> str:
    """The content of the index file."""
    return json.dumps([asdict(one) for one in found], indent=1, ensure_ascii=False) + "\n"


def components(
    entries: Sequence[Entry], root: Path, work: Path
) -> tuple[list[Component], dict[str, Path]]:
    """Finds the components that the given entries belong to, and their licence texts.

    Args:
        entries: PyInstaller's rows of modules, libraries and data, before libraries are stripped.
        root: our source tree.
        work: where the build writes; files there are Python's (its packed standard library).

    Returns:
        The components by name, ours first; and path in the bundle → source of each licence text.
    """
    of_package = _files_of_packages()
    files: dict[str, set[str]] = defaultdict(set)
    package: Distribution | runtime.Runtime | None
    packages: dict[str, Distribution | debian.Package | runtime.Runtime | None] = {}
    unknown = []
    for row in entries:
        place, path, kind = row
        file = Path(path)
        if kind == "SYMLINK":
            continue
        if found := of_package.get(path):
            name, package = found.name, found
        elif runtime.is_runtime(file):
            name, package = runtime.NAME, runtime.of_entries(entries)
        elif place == BUNDLED_MODEL:  # a copy in the build's own folder
            name, package = OURS, None
        elif file.is_relative_to(work) or file.is_relative_to(_python_folder()):
            name, package = "Python", None
        elif file.is_relative_to(root):
            name, package = OURS, None
        else:
            unknown.append(row)
            continue
        packages[name] = package
        files[name] |= _shown(row)
    owners = debian.owners(Path(row[1]) for row in unknown)
    for row in unknown:
        owner = owners.get(Path(row[1]))
        name = owner.name if owner else Path(row[1]).name
        packages[name] = owner
        files[name] |= _shown(row)
    packages |= {OURS: None, "pyinstaller": distribution("pyinstaller")}
    texts: dict[str, Path] = {}
    made = [_component(name, packages[name], files[name], root, texts) for name in packages]
    return sorted(made, key=lambda one: (one.name != OURS, one.name.lower())), texts


def _shown(row: Entry) -> set[str]:
    """The path of a row in the bundle, if it is a separate file."""
    destination, _, kind = row
    return set() if kind.startswith(("PYMODULE", "PYSOURCE")) else {destination.replace("\\", "/")}


def _component(
    name: str,
    package: Distribution | debian.Package | runtime.Runtime | None,
    files: set[str],
    root: Path,
    texts: dict[str, Path],
) -> Component:
    if isinstance(package, debian.Package):
        version, licence, purl = package.version, package.licence(), package.purl
        own = package.texts()
    elif isinstance(package, runtime.Runtime):
        version, licence, purl = package.version, runtime.LICENCE, package.purl
        own = {runtime.TEXT.name: runtime.TEXT}
    elif package is not None:  # its class may be that of a backport, which another package imports
        version, licence = package.version, _licence_of(package)
        purl = f"pkg:pypi/{name.lower()}@{version}"
        own = _texts_of(package)
    elif name == OURS:
        version, licence = __version__, "MIT"
        purl = f"pkg:generic/digitrec@{version}"
        own = {"LICENSE": root / "LICENSE"}
    elif name == "Python":
        version, licence = platform.python_version(), "PSF-2.0"
        purl = f"pkg:generic/python@{version}"
        own = _texts_of_python()
    else:
        version, licence, purl, own = "", "", f"pkg:generic/{name}", {}
    placed = {f"{FOLDER}/{name}/{text}": path for text, path in sorted(own.items())}
    texts |= placed
    return Component(name, version, purl, licence, tuple(placed), tuple(sorted(files)))


def _files_of_packages() -> dict[str, Distribution]:
    """Path of a file → the installed package that lists it."""
    return {
        str(package.locate_file(file)): package
        for package in distributions()
        for file in package.files or ()
    }


def _texts_of(package: Distribution) -> dict[str, Path]:
    """Name → path of the licence files in a package's metadata folder."""
    found = {}
    for file in package.files or ():
        folder, *inner = file.parts
        if folder.endswith(".dist-info") and (inner[0] == "licenses" or _TEXT.match(file.name)):
            name = "/".join(inner[1:] if inner[0] == "licenses" else inner)
            found[name] = Path(str(package.locate_file(file)))
    return found


def _licence_of(package: Distribution) -> str:
    """The licence that a package states: an expression, else a name."""
    about = package.metadata
    fields = ("License-Expression", "License")
    stated = next((about[field] for field in fields if field in about), "")
    if stated and "\n" not in stated:
        return stated
    named = [one for one in about.get_all("Classifier", []) if one.startswith("License ::")]
    return ", ".join(one.rpartition(":: ")[2] for one in named)


def _python_folder() -> Path:
    """Python's folder; Debian's Python belongs to Debian (see `debian`)."""
    prefix = Path(sys.base_prefix).resolve()
    return Path("/no folder") if prefix == Path("/usr") else prefix


def _texts_of_python() -> dict[str, Path]:
    """Python's licence, which covers the libraries in it, and those of Tcl and Tk if present."""
    prefix = Path(sys.base_prefix)
    standard = Path(json.__file__).parent.parent
    own = [folder / "LICENSE.txt" for folder in (standard, prefix)]
    found = {path.name: path for path in own if path.is_file()}
    for terms in sorted([*prefix.glob("lib/t[ck]l*/license.terms"),
                         *prefix.glob("tcl/t[ck]*/license.terms")]):  # fmt: skip
        found[f"{terms.parent.name}/license.terms"] = terms
    return found
