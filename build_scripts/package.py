"""Package: packs the frozen program into files to hand out: same files, same bytes."""

from __future__ import annotations

import lzma
import os
import platform
import subprocess
import tarfile
import time
import zipfile
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from build_scripts import platforms
from build_scripts.console import Console
from build_scripts.linux import deb
from build_scripts.macos import dmg
from build_scripts.windows import nsis

_ZIP_EPOCH = 315_532_800  # 1980, the earliest that a zip can name


def package_path(dist: Path, version: str) -> Path:
    """Where the package lies: `dist/packages/digitrec-0.1.0-linux-x86_64.tar.xz`."""
    ending = "tar.xz" if platforms.LINUX else "dmg" if platforms.MACOS else "zip"
    return platforms.packages_folder(dist) / f"digitrec-{version}-{platforms.tag()}.{ending}"


def package(dist: Path, version: str, root: Path, work: Path, console: Console) -> list[Path]:
    """Packs `dist/digitrec`, on macOS `dist/Digitrec.app`, in all ways that this system has.

    Args:
        dist: the folder of the program; the packages lie in a folder of their own in it.
        version: of the program.
        root: the source tree, whose last commit dates the entries.
        work: folder for what is made on the way.
        console: for what can't be made here.

    Returns:
        The paths of the packages. They are whole: each gets its name when it is done.

    Raises:
        BuildError: where one can't be made; the others are made before that is said.
    """
    date = source_date(root)
    folder = dist / ("Digitrec.app" if platforms.MACOS else "digitrec")
    ways: dict[Path, Callable[[Path], None]] = {}
    archive = package_path(dist, version)
    if platforms.LINUX:
        extras = linux_extras(root)
        ways[archive] = lambda part: pack_tar(folder, part, date, extras)
        if reason := deb.reason_against():
            console.say(f"  no .deb: {reason}")
        else:
            ways[deb.deb_path(dist)] = lambda part: deb.make_deb(
                folder, part, root, date, work / "deb"
            )
    elif platforms.MACOS:
        ways[archive] = lambda part: dmg.make_dmg(folder, part, version, work / "dmg", console)
    else:
        ways[archive] = lambda part: pack_zip(folder, part, date)
        if reason := nsis.reason_against():
            console.say(f"  no installer: {reason}")
        else:
            installer = nsis.installer_path(dist, version)
            ways[installer] = lambda part: nsis.make_installer(folder, part, version)
    with ThreadPoolExecutor() as pool:  # packing leaves the interpreter's lock to others
        made = [pool.submit(_whole, way, target) for target, way in ways.items()]
    return [one.result() for one in made]


def _whole(way: Callable[[Path], None], target: Path) -> Path:
    """Makes a file under another name, and gives it its own when it is done."""
    part = target.with_name(target.name + ".part")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    try:
        way(part)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return target


def linux_extras(root: Path) -> dict[str, Path]:
    """Path in the archive's folder → file: what comes with the program where nothing installs."""
    installer = root / "installer" / "linux"
    entry = "org.digitrec.Digitrec.desktop"
    return {
        "LICENSE.txt": root / "LICENSE",
        "README.txt": installer / "README.txt",
        "install.sh": installer / "install.sh",
        f"share/{entry}": installer / entry,
    }


def source_date(root: Path) -> int:
    """SOURCE_DATE_EPOCH, else the time of the last commit, else now (reproducible-builds.org)."""
    if os.environ.get("SOURCE_DATE_EPOCH", "").isdecimal():
        return int(os.environ["SOURCE_DATE_EPOCH"])
    command = ["git", "-C", str(root), "log", "-1", "--format=%ct"]
    try:
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return int(time.time())
    return int(said) if said.isdecimal() else int(time.time())


def pack_tar(
    folder: Path, target: Path, date: int, extras: Mapping[str, Path] | None = None
) -> None:
    """Packs a folder as tar.xz: sorted, owned by nobody in particular, all of one date.

    Args:
        folder: what is packed.
        target: the archive's path.
        date: of all that is in it, in seconds since 1970.
        extras: path in the folder → file that is packed as if it lay there.
    """

    def anonymous(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = "root"
        entry.mtime = date
        entry.mode = 0o755 if entry.isdir() or entry.mode & 0o100 else 0o644
        return entry

    contents = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*")}

    with (
        lzma.open(target, "wb", format=lzma.FORMAT_XZ, filters=_xz_filters()) as stream,
        tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as archive,
    ):
        archive.add(folder, folder.name, recursive=False, filter=anonymous)
        for name, path in sorted({**contents, **(extras or {})}.items()):
            archive.add(path, f"{folder.name}/{name}", recursive=False, filter=anonymous)


def _xz_filters() -> list[dict[str, int]]:
    """LZMA2 over a window that sees the large libraries whole; calls made absolute first on x86.

    Measured on the bundle of version 0.1.0, one core: preset 6 alone 22.7 MB in 48 s, with the x86
    filter 22.0 MB in 48 s, with the window of 64 MB too 21.8 MB in 66 s.
    """
    lzma2 = {"id": lzma.FILTER_LZMA2, "preset": 6, "dict_size": 64 << 20}
    x86 = platform.machine().lower() in ("x86_64", "amd64")
    return [{"id": lzma.FILTER_X86}, lzma2] if x86 else [lzma2]


def pack_zip(folder: Path, target: Path, date: int) -> None:
    """Packs a folder as zip: sorted, all of one date."""
    stamp = time.gmtime(max(date, _ZIP_EPOCH))[:6]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                name = (Path(folder.name) / path.relative_to(folder)).as_posix()
                entry = zipfile.ZipInfo(name, stamp)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = (path.stat().st_mode & 0xFFFF) << 16
                archive.writestr(entry, path.read_bytes())
