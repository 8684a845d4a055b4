"""The package for Debian and Ubuntu, made by dpkg-deb. Same files, same bytes."""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

from build_scripts import platforms
from build_scripts.console import BuildError
from build_scripts.contents import components, debian, licences
from build_scripts.contents.summary import size_on_disk
from build_scripts.linux import elf
from build_scripts.linux.libraries import DESKTOP_FOLDER
from digitrec.version import __version__

HOME = Path("usr/lib/digitrec")
MAINTAINER = "The Digitrec authors <digitrec@localhost.invalid>"
DESCRIPTION = """\
reads handwritten digits
 Draw a digit or a number with mouse, pen or finger. Digitrec reads it at once
 and shows how confident it is. It works offline; drawings stay on this computer.
 It also reads pictures, in the window and on the command line.
"""
ICONS = {
    "64x64": "digitrec-64.png",
    "256x256": "digitrec.png",
    "512x512": "digitrec-512.png",
    "scalable": "digitrec.svg",
}


def deb_path(dist: Path) -> Path:
    """The path of the package: `dist/packages/digitrec_0.1.0_amd64.deb`."""
    return platforms.packages_folder(dist) / f"digitrec_{__version__}_{_architecture()}.deb"


def why_unavailable() -> str | None:
    """Why this machine can't make the package; None if it can."""
    if shutil.which("dpkg-deb") is None:
        return "dpkg-deb, which makes it, is missing (Debian and Ubuntu have it)"
    return None


def make_deb(program: Path, target: Path, root: Path, date: int, work: Path) -> None:
    """Makes the package of a frozen program.

    Debian's own desktop libraries replace those in the bundle.

    Args:
        program: folder of the frozen program.
        target: the package's path.
        root: our source tree.
        date: of every file in it, in seconds since 1970.
        work: folder to build it in; emptied first.

    Raises:
        BuildError: if dpkg-deb fails, or a library belongs to no known package.
    """
    shutil.rmtree(work, ignore_errors=True)
    home = work / HOME
    shutil.copytree(program, home, symlinks=True)
    found = _without_desktop(home / "_internal")
    _install_files(work, root, date, found)
    control = work / "DEBIAN" / "control"
    control.parent.mkdir()
    control.write_text(_control(work, dependencies(home)), encoding="utf-8")
    _write_sums(work)
    _normalise(work, date)
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(date), "DPKG_DEB_THREADS_MAX": "1"}
    command: list[str | Path] = ["dpkg-deb", "--root-owner-group", "-Zxz", "--build", work, target]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise BuildError(f"dpkg-deb failed: {done.stderr.strip()}")


def _without_desktop(contents: Path) -> list[components.Component]:
    """Removes the desktop libraries and their licences; returns the components that stay."""
    shutil.rmtree(contents / DESKTOP_FOLDER, ignore_errors=True)
    kept = []
    for one in components.read(contents):
        files = tuple(file for file in one.files if not file.startswith(f"{DESKTOP_FOLDER}/"))
        if files or not one.files:
            kept.append(replace(one, files=files))
        else:
            shutil.rmtree(contents / components.FOLDER / one.name)
    licences.write_index(kept, contents / components.FOLDER)
    return kept


def dependencies(folder: Path) -> list[str]:
    """The Debian packages that the files in a folder need, as listed in `Depends`.

    For the C library this includes the version that has the symbols needed. The other packages get
    a new name when they break compatibility, and what Tk needs of them is older than any supported
    release.

    Raises:
        BuildError: if a library belongs to no package that this machine knows.
    """
    files = elf.elf_files(folder)
    wanted = elf.missing_libraries(files, folder)
    places = {path: name for name in wanted for path in _places(name)}
    owners = debian.owners(places)
    unknown = wanted - {places[path] for path in owners}
    if unknown:
        raise BuildError(f"no package on this machine has {', '.join(sorted(unknown))}")
    names = {package.name for package in owners.values()} - {"libc6"}
    newest, _ = elf.glibc_needed(folder)
    return [f"libc6 (>= {'.'.join(map(str, newest))})", *sorted(names)]


def _places(name: str) -> list[Path]:
    """Where this machine's loader finds a library."""
    path = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
    listing = subprocess.run(
        [shutil.which("ldconfig", path=path) or "ldconfig", "-p"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    rows = (line.split() for line in listing.splitlines() if "=>" in line)
    return [Path(row[-1]) for row in rows if row[0] == name]


def _architecture() -> str:
    done = subprocess.run(
        ["dpkg", "--print-architecture"], capture_output=True, text=True, check=False
    )
    return done.stdout.strip()


def _install_files(work: Path, root: Path, date: int, found: list[components.Component]) -> None:
    """Installs everything except the program."""
    installer, share = root / "installer" / "linux", work / "usr" / "share"
    day = datetime.fromtimestamp(date, UTC)

    def place(name: str, content: str | bytes, folder: Path = share) -> None:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)

    def template(name: str) -> str:
        return filled((installer / name).read_text(encoding="utf-8"), day)

    link = work / "usr" / "bin" / "digitrec"
    link.parent.mkdir(parents=True)
    link.symlink_to("../lib/digitrec/digitrec")
    entry = "org.digitrec.Digitrec"
    place(f"applications/{entry}.desktop", template(f"{entry}.desktop"))
    place(f"metainfo/{entry}.metainfo.xml", template(f"{entry}.metainfo.xml"))
    for size, name in ICONS.items():
        icon = root / "app" / "digitrec" / "resources" / "icons" / name
        place(f"icons/hicolor/{size}/apps/digitrec{icon.suffix}", icon.read_bytes())
    place("man/man1/digitrec.1.gz", _gzip(template("digitrec.1")))
    place("doc/digitrec/copyright", copyright_text(root, found))
    place("doc/digitrec/changelog.gz", _gzip(_changelog(day)))
    place("lintian/overrides/digitrec", template("lintian-overrides"))


def filled(template: str, day: datetime) -> str:
    """A file of `installer/linux` with its version and date filled in."""
    return template.replace("@VERSION@", __version__).replace("@DATE@", f"{day:%Y-%m-%d}")


def copyright_text(root: Path, found: list[components.Component]) -> str:
    """Debian's machine-readable copyright file (copyright-format 1.0) for all components."""
    licence = (root / "LICENSE").read_text(encoding="utf-8")
    _, holder, terms = licence.split("\n\n", 2)
    lines = [
        "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/",
        "Upstream-Name: Digitrec",
        "Comment: The program includes the libraries that it needs; the full texts of their",
        f" licences are in /{HOME}/_internal/{components.FOLDER}.",
        "",
        "Files: *",
        f"Copyright: {holder.removeprefix('Copyright (c) ')}",
        "License: MIT",
        *(f" {line}".rstrip() or " ." for line in terms.strip().splitlines()),
    ]
    for one in found:
        if one.name == components.OURS or not one.files:
            continue
        texts = f"/{HOME}/_internal/{components.FOLDER}/{one.name}"
        lines += [
            "",
            "Files: " + "\n ".join(f"{HOME}/_internal/{file}" for file in one.files),
            f"Copyright: the authors of {one.name}, named in {texts}",
            f"License: {one.name}",
            f" {one.licence or 'See the text.'}",
            " .",
            f" The full text is in {texts}",
        ]
    return "\n".join(lines) + "\n"


def _changelog(day: datetime) -> str:
    return (
        f"digitrec ({__version__}) unstable; urgency=medium\n\n"
        "  * See CHANGELOG.md in the source.\n\n"
        f" -- {MAINTAINER}  {format_datetime(day)}\n"
    )


def _gzip(text: str) -> bytes:
    return gzip.compress(text.encode(), 9, mtime=0)


def _control(work: Path, depends: list[str]) -> str:
    return (
        "Package: digitrec\n"
        f"Version: {__version__}\n"
        f"Architecture: {_architecture()}\n"
        f"Maintainer: {MAINTAINER}\n"
        f"Installed-Size: {-(-size_on_disk(work) // 1024)}\n"
        f"Depends: {', '.join(depends)}\n"
        "Section: education\n"
        "Priority: optional\n"
        f"Description: {DESCRIPTION}"
    )


def _write_sums(work: Path) -> None:
    files = [path for path in sorted((work / "usr").rglob("*")) if path.is_file()]
    lines = [
        f"{hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()}  "
        f"{path.relative_to(work).as_posix()}\n"
        for path in files
        if not path.is_symlink()
    ]
    (work / "DEBIAN" / "md5sums").write_text("".join(lines), encoding="utf-8")


def _normalise(work: Path, date: int) -> None:
    """Makes only the program executable, whatever the umask, and gives every file the same date."""
    for path in [work, *work.rglob("*")]:
        if not path.is_symlink():
            runs = path.is_dir() or path == work / HOME / "digitrec"
            path.chmod(0o755 if runs else 0o644)
        # dpkg-deb itself only clamps later dates to SOURCE_DATE_EPOCH.
        os.utime(path, (date, date), follow_symlinks=False)
