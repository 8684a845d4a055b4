"""Writes the site: the page and a recogniser that runs in the browser, for any file server."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from digitrec.web import wheel
from digitrec.web.page import page_files
from digitrec.web.pyodide import pyodide_files

_WORKER = "service-worker.js"


class ExportError(Exception):
    """The site can't be written. The message says where and why."""


def export_site(folder: Path, pyodide: Path | None = None) -> int:
    """Writes the site into a folder, which is made if it isn't there.

    Args:
        folder: empty, or with a site that was written before.
        pyodide: a folder with Pyodide; None to fetch it.

    Returns:
        How many bytes were written.

    Raises:
        ExportError: if the folder has something else in it, or can't be written.
        PyodideError: if Pyodide can't be had.
    """
    try:
        if folder.exists() and any(folder.iterdir()) and not (folder / _WORKER).exists():
            raise ExportError(f"{folder}: this folder is not empty, and it has no site in it")
        files = site_files(pyodide)
        for name, content in files.items():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
    except OSError as error:
        raise ExportError(f"{folder}: can't be written ({error.strerror or error})") from error
    return sum(map(len, files.values()))


def site_files(pyodide: Path | None = None) -> dict[str, bytes]:
    """Every file of the site by its path."""
    files = dict(page_files("browser"))
    worker = files.pop(_WORKER).decode()
    files |= {f"pyodide/{name}": content for name, content in pyodide_files(pyodide).items()}
    files[f"pyodide/{wheel.NAME}"] = wheel.make_wheel()
    files["pyodide/packages.json"] = json.dumps({"wheel": wheel.NAME}).encode()
    digest = hashlib.sha256()
    for name, content in sorted(files.items()):
        digest.update(name.encode() + hashlib.sha256(content).digest())
    worker = worker.replace("{version}", digest.hexdigest()[:16])
    names = json.dumps(["./", *sorted(files)])
    files[_WORKER] = worker.replace('["{files}"]', names).encode()
    files[".nojekyll"] = b""  # GitHub Pages takes the files as they are
    return files
