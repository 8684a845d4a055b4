"""Where the files that ship with the program lie: source tree, installed wheel or bundle."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

FROZEN: bool = bool(getattr(sys, "frozen", False))
"""Whether this is the program that PyInstaller built. The only place that asks."""

FOLDER: str = os.path.join(os.path.dirname(os.path.realpath(__file__)), "resources")  # noqa: PTH118, PTH120
"""Of the bundled files. The spec puts them beside the frozen package, so that the package's own
folder is the right place in all three cases. A plain text: the first paint comes before pathlib."""


def resource(name: str) -> Path:
    """Path of a bundled file, such as `my_model.keras` or `icons/digitrec.png`."""
    from pathlib import Path

    return Path(FOLDER, name)


def model_path() -> Path:
    """Path of the bundled model."""
    return resource("my_model.keras")
