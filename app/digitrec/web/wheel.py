"""The recogniser as a wheel for the browser: what reads, its model, and nothing of the window."""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

from digitrec.recognition.sealed.archive import CARD, read_member, unseal
from digitrec.resources import model_path
from digitrec.version import __version__

NAME = f"digitrec-{__version__}-py3-none-any.whl"

_PACKAGE = Path(__file__).resolve().parents[1]
_PARTS = (
    "__init__.py",
    "version.py",
    "resources.py",
    "recognition/**/*.py",
    "web/__init__.py",
    "web/answering.py",
)
_DATE = (1980, 1, 1, 0, 0, 0)  # the same files give the same bytes


def make_wheel() -> bytes:
    """The wheel (PEP 427)."""
    info = f"digitrec-{__version__}.dist-info"
    files = {f"digitrec/{name}": content for name, content in _files()}
    files[f"{info}/METADATA"] = (
        f"Metadata-Version: 2.4\nName: digitrec\nVersion: {__version__}\n"
        "Requires-Dist: numpy\nRequires-Dist: pillow\n"
    ).encode()
    files[f"{info}/WHEEL"] = (
        b"Wheel-Version: 1.0\nGenerator: digitrec\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    )
    record = f"{info}/RECORD"
    rows = [f"{name},{_digest(content)},{len(content)}\n" for name, content in files.items()]
    files[record] = ("".join(rows) + f"{record},,\n").encode()
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as wheel:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            wheel.writestr(entry, content)
    return stream.getvalue()


def _files() -> Iterator[tuple[str, bytes]]:
    for pattern in _PARTS:
        for path in sorted(_PACKAGE.glob(pattern)):
            yield path.relative_to(_PACKAGE).as_posix(), path.read_bytes()
    yield "resources/my_model.keras", _model()


def _model() -> bytes:
    """The sealed model without its weights, which only training needs: half of its size."""
    unseal(model_path())  # what is left could not be checked against them
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(model_path()) as whole,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as graphs,
    ):
        for name in whole.namelist():
            if name == CARD or name.endswith(".tflite"):
                graphs.writestr(zipfile.ZipInfo(name, _DATE), read_member(whole, name))
    return stream.getvalue()


def _digest(content: bytes) -> str:
    digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest())
    return f"sha256={digest.rstrip(b'=').decode()}"
