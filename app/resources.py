"""Where the files that ship with the program lie: source tree, installed wheel or bundle."""

from __future__ import annotations

import sys
from pathlib import Path

FROZEN: bool = bool(getattr(sys, "frozen", False))
"""Whether this is the program that PyInstaller built. The only place that asks."""


def resource(name: str) -> Path:
    """Path of a bundled file, such as `my_model.keras` or `icons/digitrec.png`.

    The spec puts the files beside the frozen package, so that the package's own folder is the
    right place in all three cases.
    """
    return Path(__file__).resolve().parent / "resources" / name


def model_path() -> Path:
    """Path of the bundled model."""
    return resource("my_model.keras")
