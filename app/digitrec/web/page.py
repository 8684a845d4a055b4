"""The files of the page: what lies in `static`, its icons, and its words in every language."""

from __future__ import annotations

import functools
import json
import mimetypes
from pathlib import Path
from typing import Literal

from digitrec.resources import languages, resource
from digitrec.web.page_words import page_words

STATIC = Path(__file__).parent / "static"

_TYPES = {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".wasm": "application/wasm",
}
_OF_SITE = ("service-worker.js", "js/recogniser-worker.js")
_OF_SERVER = ("openapi.json",)
_ICONS = ("digitrec-64.png", "digitrec-512.png", "digitrec.svg")


@functools.cache
def page_files(reader: Literal["server", "browser"] = "server") -> dict[str, bytes]:
    """Every file of the page by its path.

    Args:
        reader: who reads: the server that the page comes from, or the browser itself.
    """
    files = {path.relative_to(STATIC).as_posix(): path.read_bytes() for path in _static_files()}
    for name in _OF_SITE if reader == "server" else _OF_SERVER:
        del files[name]
    files["index.html"] = files["index.html"].replace(
        b'data-reader="server"', f'data-reader="{reader}"'.encode()
    )
    files |= {f"icons/{name}": resource(f"icons/{name}").read_bytes() for name in _ICONS}
    codes = languages()
    files["words/languages.json"] = _json(codes)
    files |= {f"words/{code}.json": _json(page_words(code)) for code in codes}
    return files


def type_of(name: str) -> str:
    """The media type of a file, by its name."""
    known = _TYPES.get(Path(name).suffix) or mimetypes.guess_type(name)[0]
    return known or "application/octet-stream"


def _static_files() -> list[Path]:
    return sorted(path for path in STATIC.rglob("*") if path.is_file())


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
