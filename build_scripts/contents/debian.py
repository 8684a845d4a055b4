"""What dpkg knows about this machine's files. Without dpkg the answers are empty."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

DOCUMENTS = Path("/usr/share/doc")
COMMON_LICENCES = "/usr/share/common-licenses/"


@dataclass(frozen=True)
class Package:
    """An installed Debian package."""

    name: str
    architecture: str
    version: str

    @property
    def purl(self) -> str:
        """Its package URL."""
        return f"pkg:deb/debian/{self.name}@{quote(self.version)}?arch={self.architecture}"

    def _copyright(self) -> tuple[Path, str]:
        path = DOCUMENTS / self.name / "copyright"
        try:
            return path, path.read_text(encoding="utf-8", errors="replace")
        except OSError:
            return path, ""

    def licence(self) -> str:
        """The licences that its copyright file names, if that is machine-readable."""
        _, text = self._copyright()
        names = re.findall(r"^License: *(\S.*?) *$", text, re.MULTILINE)
        return ", ".join(dict.fromkeys(names))

    def texts(self) -> dict[str, Path]:
        """Name → path of its copyright file, and of the common licences that the file refers to."""
        path, text = self._copyright()
        if not text:
            return {}
        common = re.findall(COMMON_LICENCES + r"([\w.+-]*[\w+])", text)
        found = {"copyright": path}
        found |= {name: Path(COMMON_LICENCES, name) for name in common}
        return {name: path for name, path in found.items() if path.is_file()}


def owners(files: Iterable[Path]) -> dict[Path, Package]:
    """File → the package that installed it; files without a package are missing."""
    asked: dict[str, list[Path]] = {}
    for file in set(files):
        for spelling in _spellings(file):
            asked.setdefault(spelling, []).append(file)
    if not asked:
        return {}
    named: dict[Path, str] = {}
    for line in _output("dpkg", "-S", *sorted(asked)).splitlines():
        packages, _, path = line.rpartition(": ")
        for file in asked.get(path, ()):
            named.setdefault(file, packages.split(", ")[0])
    versions = _versions(set(named.values()))
    return {file: versions[name] for file, name in named.items() if name in versions}


def _spellings(file: Path) -> set[str]:
    """Names under which dpkg may know a file: links followed, and without the merged /usr."""
    paths = {str(file), str(file.resolve()), str(file.parent.resolve() / file.name)}
    return paths | {path.removeprefix("/usr") for path in paths if path.startswith("/usr/lib")}


def _versions(names: set[str]) -> dict[str, Package]:
    if not names:
        return {}
    show = "${binary:Package}\t${Package}\t${Architecture}\t${Version}\n"
    output = _output("dpkg-query", "-W", "-f", show, *sorted(names))
    rows = [line.split("\t") for line in output.splitlines()]
    found: dict[str, Package] = {}
    for full, name, architecture, version in rows:
        package = Package(name, architecture, version)
        found |= {full: package, name: package, f"{name}:{architecture}": package}
    return found


def _output(*command: str) -> str:
    """The output of a command. It fails if one of many files is unknown, which does not matter."""
    try:
        return subprocess.run(
            command, capture_output=True, text=True, errors="replace", check=False
        ).stdout
    except OSError:
        return ""
