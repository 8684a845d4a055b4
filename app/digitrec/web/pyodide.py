"""Pyodide, Python for the browser: which files of it the site needs, and where they come from.

Source: https://pyodide.org/en/stable/usage/downloading-and-deploying.html
"""

from __future__ import annotations

import hashlib
import json
import urllib.request
from collections.abc import Callable
from pathlib import Path

VERSION = "0.27.7"
ADDRESS = f"https://cdn.jsdelivr.net/pyodide/v{VERSION}/full/"

_LOCK = "pyodide-lock.json"
_SHA256 = {
    "pyodide.mjs": ("04c052c815abb0bf2981fa38c2dfa58e3120ee5288c956df2b2a15e301782c5f"),
    "pyodide.asm.js": ("6b4c90de5b7172873f04f21884d0e9d2274e305fe32116558fe3e4fbe3618d51"),
    "pyodide.asm.wasm": ("a50dd1843f805a0b7c45b61037ee0d7b26dfe85efe0e18ef95a34ad24e401f5f"),
    "python_stdlib.zip": ("16611534726e5d8ac2bd8f926410b2dcb8d6f49aa24913463533b457a2115c16"),
    _LOCK: ("9c45b916001a750f4102fc287494f3eab215909c7535c626a20db80fd6333e2c"),
    "numpy-2.0.2-cp312-cp312-pyodide_2024_0_wasm32.whl": (
        "ebb61241d962b98b21597d7ce43b67668a6d5bab3acec4fbe958657320d7cd08"
    ),
    "pillow-10.2.0-cp312-cp312-pyodide_2024_0_wasm32.whl": (
        "43eab147a9355385a99eeac18fb577d4af2fe4bd0bbd23d3ba3ddb92e72c2815"
    ),
}
_PACKAGES = ("numpy", "pillow")
_SECONDS = 60.0


class PyodideError(Exception):
    """Pyodide can't be had. The message says which file and why."""


def pyodide_files(
    folder: Path | None = None, fetch: Callable[[str], bytes] | None = None
) -> dict[str, bytes]:
    """The files of Pyodide that the site needs, by name.

    Args:
        folder: that has them; None to fetch them from Pyodide's own release.
        fetch: gives what is at an address; None for the ordinary way.

    Raises:
        PyodideError: if one is missing, or is not the one that it should be.
    """
    files = {}
    for name, sha256 in _SHA256.items():
        where = f"{ADDRESS}{name}" if folder is None else str(folder / name)
        try:
            content = (fetch or _fetch)(where) if folder is None else Path(where).read_bytes()
        except OSError as error:
            raise PyodideError(f"{where}: {error}") from error
        if hashlib.sha256(content).hexdigest() != sha256:
            raise PyodideError(f"{where}: not the file of Pyodide {VERSION} (another SHA-256)")
        files[name] = content
    files[_LOCK] = _shortened(files[_LOCK])
    return files


def _shortened(lock: bytes) -> bytes:
    """Pyodide's list of packages with those alone that the site has."""
    whole = json.loads(lock)
    whole["packages"] = {name: whole["packages"][name] for name in _PACKAGES}
    return json.dumps(whole, separators=(",", ":")).encode()


def _fetch(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=_SECONDS) as answer:  # noqa: S310 (https, above)
        content: bytes = answer.read()
    return content
