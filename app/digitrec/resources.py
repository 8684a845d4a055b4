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


def catalogue_file(language: str) -> str:
    """Where the translations into a language are, given by its code; the file may be missing."""
    return os.path.join(FOLDER, "locale", language, "LC_MESSAGES", "digitrec.mo")  # noqa: PTH118


def has_language(language: str) -> bool:
    """Whether the window can be in this language; codes are such as `de` or `pt_BR`."""
    if language == "en":
        return True
    plain = language.replace("_", "").isalnum()  # nothing that leads out of the folder
    return plain and os.path.exists(catalogue_file(language))  # noqa: PTH110


def languages() -> list[str]:
    """The codes of all languages that the window can be in. English is in the source."""
    folders = os.listdir(os.path.join(FOLDER, "locale"))  # noqa: PTH118, PTH208
    return sorted({"en", *filter(has_language, folders)})


def resource(name: str) -> Path:
    """Path of a bundled file, such as `my_model.keras` or `icons/digitrec.png`."""
    from pathlib import Path

    return Path(FOLDER, name)


def model_path() -> Path:
    """Path of the bundled model."""
    return resource("my_model.keras")
