"""The disk image for macOS, with the program and the folder to drag it into."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from build_scripts.console import BuildError, Console
from build_scripts.macos import signing

ICON = Path(__file__).resolve().parents[2] / "app/digitrec/resources/icons/digitrec.icns"
WINDOW, SIDE = (640, 280), 128
"""Sizes in points of the image's window, which fits dmgbuild's built-in arrow, and of its icons."""


def make_dmg(app: Path, target: Path, version: str, work: Path, console: Console) -> None:
    """Signs the program, packs it into a disk image, signs that and has Apple notarise it.

    Args:
        app: `Digitrec.app`.
        target: path of the image.
        version: of the program, for the image's name in the Finder.
        work: folder for intermediate files.
        console: warns if the image is not signed or notarised.

    Raises:
        BuildError: if the image can't be made. There is no image then.
    """
    try:
        from dmgbuild import build_dmg
    except ImportError as error:
        raise BuildError(f"dmgbuild is missing: {error}; run pip install .[build]") from error
    signing.secret_values(signing.NOTARY)  # an incomplete set is refused before anything is made
    work.mkdir(parents=True, exist_ok=True)
    image = work / "digitrec.dmg"  # the tools of macOS look at the ending
    image.unlink(missing_ok=True)
    with signing.identity(work, console) as name:
        if name:
            signing.sign_app(app, name)
        try:
            build_dmg(str(image), f"Digitrec {version}", settings=settings(app))
        except Exception as error:  # its own errors, and those of what it calls
            raise BuildError(f"dmgbuild failed: {error}") from error
        if name:
            signing.sign_file(image, name)
            signing.notarise(image, console)
    shutil.move(image, target)


def settings(app: Path) -> dict[str, Any]:
    """Settings for dmgbuild (https://dmgbuild.readthedocs.io/en/latest/settings.html)."""
    return {
        "format": "ULMO",  # LZMA, which macOS reads since 10.15
        "files": [str(app)],
        "symlinks": {"Applications": "/Applications"},
        "icon": str(ICON),
        "background": "builtin-arrow",
        "default_view": "icon-view",
        "window_rect": ((200, 200), WINDOW),
        "icon_size": SIDE,
        "icon_locations": {app.name: (140, 120), "Applications": (500, 120)},
        "hide_extensions": [app.name],
    }
