"""The model that goes into the bundle, read as an archive, without the code that runs it.

`my_model.keras` is a Keras archive with two more members: a graph, and a card that holds the
SHA-256 of each member that matters. Whether the graph runs is for the frozen program's self-test.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from build_scripts.console import BuildError
from build_scripts.contents.bundled_model import COMMENT, LEFT_OUT

KERAS_MEMBERS = ("config.json", "model.weights.h5")
"""What the graph was compiled from."""

GRAPH, CARD = "assets/digitrec/graph.tflite", "assets/digitrec/card.json"
"""What sealing adds."""

BUNDLED_MODEL = "digitrec/resources/my_model.keras"
"""The model's place in the bundle."""


@dataclass(frozen=True)
class SealedModel:
    """A model whose seal is intact.

    Attributes:
        name: of the network.
        sha256: of the file, in hexadecimal.
        whole: likewise of the archive that it was made from, if it is the bundle's copy.
        card: everything that the model says about itself.
    """

    name: str
    sha256: str
    card: Mapping[str, Any]
    whole: str


def is_plain(path: Path) -> bool:
    """Whether this is a Keras archive without any seal. A broken seal is a different matter."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (OSError, zipfile.BadZipFile):
        return False
    return names.issuperset(KERAS_MEMBERS) and names.isdisjoint((GRAPH, CARD))


def read_sealed_model(path: Path) -> SealedModel:
    """Reads a sealed model and checks its seal.

    Raises:
        BuildError: if the file can't be read, is not a sealed model, or has changed since sealing.
    """
    again = f"seal it with: python -m training seal {path}"
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BuildError(f"{path}: can't be read: {error.strerror or error}") from error
    try:
        with zipfile.ZipFile(path) as archive:
            missing = {*KERAS_MEMBERS, GRAPH, CARD} - set(archive.namelist())
            if missing & set(KERAS_MEMBERS):
                raise BuildError(f"{path}: not a Keras model (a .keras archive)")
            if missing:
                raise BuildError(f"{path}: not sealed; {again}")
            card = json.loads(archive.read(CARD))
            name, sealed = str(card["name"]), dict(card["sealed"])
            sha256 = whole = hashlib.sha256(content).hexdigest()
            if (comment := archive.comment.decode("utf-8", "replace")).startswith(COMMENT):
                whole = comment.removeprefix(COMMENT)
                present = set(archive.namelist())
                sealed = {
                    member: digest
                    for member, digest in sealed.items()
                    if member in present or not LEFT_OUT.fullmatch(member)
                }
            changed = [
                member
                for member in sorted({*KERAS_MEMBERS, GRAPH, *sealed})
                if hashlib.sha256(archive.read(member)).hexdigest() != sealed.get(member)
            ]
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise BuildError(f"{path}: not a Keras model, or damaged ({error})") from error
    except (ValueError, KeyError, TypeError) as error:
        raise BuildError(f"{path}: its card can't be used ({error}); {again}") from error
    if changed:
        raise BuildError(f"{path}: the seal is broken: {changed[0]} has changed; {again}")
    return SealedModel(name, sha256, card, whole)
