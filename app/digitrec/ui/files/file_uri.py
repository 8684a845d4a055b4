"""The paths in file addresses such as file:///home/me/a%20b.png, which programs copy and drag.

`urllib.request` has a function for that, but importing it imports all of http and email.
"""

from __future__ import annotations

import os
import re

_DRIVE = re.compile(r"[A-Za-z][:|]")


def path_of(address: str, windows: bool = os.name == "nt") -> str | None:
    """The path that a file: address names (RFC 8089 and its appendices); None if it names none.

    A `#` or `?` is part of the name: a file has neither fragment nor query.

    Args:
        address: may contain escapes.
        windows: whether paths have drives and names of machines.
    """
    from urllib.parse import unquote

    scheme, _, rest = address.partition(":")
    if scheme.lower() != "file" or not rest:
        return None
    host, path = "", rest
    if rest.startswith("//"):
        host, slash, path = rest[2:].partition("/")
        path = slash + path
    path = unquote(path, errors="surrogateescape")  # names of files need not be UTF-8
    if host.lower() == "localhost":
        host = ""
    if windows:
        return _windows_path(unquote(host), path)
    return path if path.startswith("/") and not host else None


def _windows_path(host: str, path: str) -> str:
    if _DRIVE.fullmatch(host):  # file://C:/a.png: not right, but met
        host, path = "", host + path
    bare = path.lstrip("/\\")
    if host:
        path = f"//{host}{path}"
    elif _DRIVE.match(bare):
        path = f"{bare[0]}:{bare[2:]}"
    elif path.startswith("//"):  # file:////server/share, or one more slash
        path = f"//{bare}"
    return path.replace("/", "\\")
