"""Makes the installer for Windows from a frozen program with NSIS, on Windows or on Linux.

`python -m build_scripts.windows.nsis FOLDER INSTALLER.exe` does so with any folder. The installer's
script is installer/windows/digitrec.nsi. It lists every file by name: the uninstaller removes only
those files, and a folder only if it is empty.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from build_scripts import platforms
from build_scripts.console import BuildError
from build_scripts.windows.version_resource import four_numbers
from digitrec.version import __version__

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "installer" / "windows" / "digitrec.nsi"
ICON = ROOT / "app" / "digitrec" / "resources" / "icons" / "digitrec.ico"
PICTURE_SIZE = 164, 314
"""Size in pixels of the picture on the last page, as NSIS requires it."""


def installer_path(dist: Path, version: str) -> Path:
    """The path of the installer: `dist/packages/digitrec-0.1.0-windows-x86_64-setup.exe`."""
    return platforms.packages_folder(dist) / f"digitrec-{version}-{platforms.tag()}-setup.exe"


def makensis() -> str | None:
    """NSIS's compiler, from the search path or from its usual folder on Windows."""
    usual = Path(os.environ.get("PROGRAMFILES(X86)", ""), "NSIS", "makensis.exe")
    return shutil.which("makensis") or (str(usual) if usual.is_file() else None)


def why_unavailable() -> str:
    """Why no installer can be made here, and what to do; empty if one can."""
    if makensis():
        return ""
    return "makensis is missing; install NSIS 3 (Windows: winget install NSIS.NSIS; Debian: nsis)"


def make_installer(folder: Path, target: Path, version: str = __version__) -> None:
    """Makes the installer.

    Args:
        folder: the program's folder, with `digitrec.exe` in it.
        target: path of the installer.
        version: of the program.

    Raises:
        BuildError: if it can't be made.
    """
    compiler = makensis()
    if compiler is None:
        raise BuildError(why_unavailable())
    with tempfile.TemporaryDirectory(prefix="digitrec-nsis-") as name:
        files, picture = Path(name, "files.nsh"), Path(name, "side.bmp")
        files.write_text(file_list(folder), encoding="utf-8-sig", newline="\n")
        _draw_picture(picture)
        definitions = {
            "FILES": files,
            "ICON": ICON,
            "PICTURE": picture,
            "OUT": target.resolve(),
            "VERSION": version,
            "VERSION4": ".".join(map(str, four_numbers(version))),
        }
        command = [compiler, "-V2", "-WX", "-INPUTCHARSET", "UTF8"]
        command += [f"-D{name}={value}" for name, value in definitions.items()]
        done = subprocess.run(
            [*command, str(SCRIPT)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
    if done.returncode != 0 or not target.is_file():
        output = " ".join(done.stdout.split()) or f"exit status {done.returncode}"
        raise BuildError(f"makensis failed: {output}")


def file_list(folder: Path) -> str:
    """NSIS macros that install each file of a folder, and that remove it.

    Raises:
        BuildError: if there is no program, or a name is not valid on Windows.
    """
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    names = {path.relative_to(folder).as_posix(): path for path in files}
    if "digitrec.exe" not in names:
        raise BuildError(f"{folder} has no digitrec.exe, so there is nothing to install")
    _check_names(names)
    folders = sorted({parent for name in names for parent in PurePosixPath(name).parents})
    lines = [
        f"!define LONGEST {max(map(len, names)) + 1}",
        f"!define KILOBYTES {-(-sum(path.stat().st_size for path in files) // 1024)}",
        "!macro PUT_FILES",
    ]
    for parent in folders:
        lines.append(f'  SetOutPath "{_place(parent)}"')
        lines += [
            f'  File "/oname={_quoted(PurePosixPath(name).name)}" "{path.resolve()}"'
            for name, path in names.items()
            if PurePosixPath(name).parent == parent
        ]
    lines += ["!macroend", "!macro REMOVE_FILES"]
    lines += [f'  Delete "{_place(PurePosixPath(name))}"' for name in names]
    # The uninstaller removes the top folder last. A folder with other files in it stays.
    lines += ["!macroend", "!macro REMOVE_FOLDERS"]
    lines += [f'  RMDir "{_place(parent)}"' for parent in reversed(folders) if parent.name]
    return "\n".join([*lines, "!macroend", ""])


def _place(name: PurePosixPath) -> str:
    return "\\".join(["$INSTDIR", *map(_quoted, name.parts)])


def _quoted(text: str) -> str:
    return text.replace("$", "$$")


def _check_names(names: Sequence[str] | dict[str, Path]) -> None:
    """Raises BuildError if a name is not valid on Windows, or two differ only in case."""
    seen: set[str] = set()
    for name in names:
        if set(name) & set('<>:"\\|?*`') or any(part[-1] in ". " for part in name.split("/")):
            raise BuildError(f"{name} is not a valid name on Windows")
        if name.lower() in seen:
            raise BuildError(f"{name} exists twice: Windows ignores upper and lower case")
        seen.add(name.lower())


def _draw_picture(target: Path) -> None:
    """The picture on the last page: the icon on a background of its own colours."""
    from PIL import Image

    from build_scripts.upkeep.icons import BOTTOM, TOP, draw

    wide, high = PICTURE_SIZE
    picture = Image.linear_gradient("L").resize(PICTURE_SIZE)
    picture = Image.composite(
        Image.new("RGB", PICTURE_SIZE, BOTTOM), Image.new("RGB", PICTURE_SIZE, TOP), picture
    )
    icon = draw(wide - 36)
    picture.paste(icon, (18, (high - icon.height) // 2), icon)
    picture.save(target, "BMP")


def main(words: Sequence[str]) -> int:
    """Makes an installer and returns the exit status."""
    if len(words) != 2:
        print("usage: python -m build_scripts.windows.nsis FOLDER INSTALLER.exe", file=sys.stderr)
        return 2
    try:
        make_installer(Path(words[0]), Path(words[1]))
    except BuildError as error:
        print(f"nsis.py: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
