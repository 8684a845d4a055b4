"""The packaging step: packs the frozen program for download. Same files, same bytes."""

from __future__ import annotations

import lzma
import os
import platform
import shutil
import subprocess
import tarfile
import time
import zipfile
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO

from build_scripts import platforms
from build_scripts.console import Console
from build_scripts.linux import deb
from build_scripts.macos import dmg
from build_scripts.windows import nsis
from digitrec.files import written_whole

Packer = Callable[[IO[bytes]], None]
"""Writes a package into a stream."""

_ZIP_EPOCH = 315_532_800  # 1980, the earliest date in a zip


def package_path(dist: Path, version: str) -> Path:
    """The path of the package: `dist/packages/digitrec-0.1.0-linux-x86_64.tar.xz`."""
    ending = "tar.xz" if platforms.LINUX else "dmg" if platforms.MACOS else "zip"
    return platforms.packages_folder(dist) / f"digitrec-{version}-{platforms.tag()}.{ending}"


def package(dist: Path, version: str, root: Path, work: Path, console: Console) -> list[Path]:
    """Packs `dist/digitrec`, on macOS `dist/Digitrec.app`, in every format that this system has.

    Args:
        dist: the folder of the program; the packages go into a folder inside it.
        version: of the program.
        root: the source tree; the date of its last commit becomes that of the entries.
        work: folder for intermediate files.
        console: names the packages that can't be made here.

    Returns:
        The paths of the packages. Each appears only when it is complete.

    Raises:
        BuildError: if a package can't be made; the others are finished first.
    """
    date = source_date(root)
    folder = dist / ("Digitrec.app" if platforms.MACOS else "digitrec")
    packers: dict[Path, Packer] = {}
    archive = package_path(dist, version)
    if platforms.LINUX:
        extras = linux_extras(root)
        packers[archive] = lambda stream: pack_tar(folder, stream, date, extras)
        if reason := deb.why_unavailable():
            console.say(f"  no .deb: {reason}")
        else:
            packers[deb.deb_path(dist)] = _by_tool(
                lambda made: deb.make_deb(folder, made, root, date, work / "deb"),
                work / "digitrec.deb",
            )
    elif platforms.MACOS:
        packers[archive] = _by_tool(
            lambda made: dmg.make_dmg(folder, made, version, work / "dmg", console),
            work / "digitrec.dmg",
        )
    else:
        packers[archive] = lambda stream: pack_zip(folder, stream, date)
        if reason := nsis.why_unavailable():
            console.say(f"  no installer: {reason}")
        else:
            packers[nsis.installer_path(dist, version)] = _by_tool(
                lambda made: nsis.make_installer(folder, made, version), work / "digitrec-setup.exe"
            )
    with ThreadPoolExecutor() as pool:  # compression releases the interpreter's lock
        futures = [pool.submit(_write, target, pack) for target, pack in packers.items()]
    return [future.result() for future in futures]


def _write(target: Path, pack: Packer) -> Path:
    """Writes a package. A former one of that name goes first: if this fails, there is none."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    with written_whole(target, replace=True, binary=True) as stream:
        pack(stream)
    return target


def _by_tool(make: Callable[[Path], None], made: Path) -> Packer:
    """A packer that has a tool make the file at `made`, and copies it into the stream."""

    def pack(stream: IO[bytes]) -> None:
        made.parent.mkdir(parents=True, exist_ok=True)
        made.unlink(missing_ok=True)
        make(made)
        with made.open("rb") as content:
            shutil.copyfileobj(content, stream)
        made.unlink()

    return pack


def linux_extras(root: Path) -> dict[str, Path]:
    """Path in the archive's folder → file: what the archive has besides the program."""
    installer = root / "installer" / "linux"
    entry = "org.digitrec.Digitrec.desktop"
    return {
        "LICENSE.txt": root / "LICENSE",
        "README.txt": installer / "README.txt",
        "install.sh": installer / "install.sh",
        f"share/{entry}": installer / entry,
    }


def source_date(root: Path) -> int:
    """SOURCE_DATE_EPOCH, or the time of the last commit, or now (reproducible-builds.org)."""
    if os.environ.get("SOURCE_DATE_EPOCH", "").isdecimal():
        return int(os.environ["SOURCE_DATE_EPOCH"])
    command = ["git", "-C", str(root), "log", "-1", "--format=%ct"]
    try:
        stamp = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return int(time.time())
    return int(stamp) if stamp.isdecimal() else int(time.time())


def pack_tar(
    folder: Path, stream: IO[bytes], date: int, extras: Mapping[str, Path] | None = None
) -> None:
    """Packs a folder as tar.xz: sorted, owned by root, every entry with the same date.

    Args:
        folder: what to pack.
        stream: where the archive goes.
        date: of every entry, in seconds since 1970.
        extras: path in the folder → file to pack as if it were there.
    """

    def anonymous(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = "root"
        entry.mtime = date
        entry.mode = 0o755 if entry.isdir() or entry.mode & 0o100 else 0o644
        return entry

    contents = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*")}

    with (
        lzma.open(stream, "wb", format=lzma.FORMAT_XZ, filters=_xz_filters()) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive,
    ):
        archive.add(folder, folder.name, recursive=False, filter=anonymous)
        for name, path in sorted({**contents, **(extras or {})}.items()):
            archive.add(path, f"{folder.name}/{name}", recursive=False, filter=anonymous)


def _xz_filters() -> list[dict[str, int]]:
    """LZMA2 with a window as large as the largest library, after the filter for x86 calls.

    Measured with the bundle of version 0.1.0 on one core: preset 6 alone gives 22.7 MB in 48 s,
    with the x86 filter 22.0 MB in 48 s, with a window of 64 MB as well 21.8 MB in 66 s.
    """
    lzma2 = {"id": lzma.FILTER_LZMA2, "preset": 6, "dict_size": 64 << 20}
    x86 = platform.machine().lower() in ("x86_64", "amd64")
    return [{"id": lzma.FILTER_X86}, lzma2] if x86 else [lzma2]


def pack_zip(folder: Path, stream: IO[bytes], date: int) -> None:
    """Packs a folder as zip: sorted, every entry with the same date."""
    stamp = time.gmtime(max(date, _ZIP_EPOCH))[:6]
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                name = (Path(folder.name) / path.relative_to(folder)).as_posix()
                entry = zipfile.ZipInfo(name, stamp)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = (path.stat().st_mode & 0xFFFF) << 16
                archive.writestr(entry, path.read_bytes())
