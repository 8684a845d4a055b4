"""The further networks of a sealed archive, which are read from it when they are needed.

The networks that read pictures are not needed for drawings: opening the model doesn't unpack them.
Their seal is checked when they are.
"""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

from digitrec.recognition.message import Message
from digitrec.recognition.sealed.archive import BROKEN, ModelError, read_member
from digitrec.recognition.sealed.card import Card

LINES = "lines"
"""The line network, which reads a line of a picture."""

PAGES = "pages"
"""The page network, which finds the lines of a picture."""

FURTHER = (LINES, PAGES)
"""Names of the further networks."""


def graph_member(name: str) -> str:
    """The member of the archive that holds the graph of a further network."""
    return f"assets/digitrec/{name}.tflite"


def weights_member(name: str) -> str:
    """The member that holds its Keras weights, to train on."""
    return f"assets/digitrec/{name}.weights.h5"


def further_graph(path: Path, card: Card, name: str) -> bytes | None:
    """The graph of a further network; None if the archive was sealed without one.

    Args:
        path: of the archive.
        card: its card.
        name: one of `FURTHER`.

    Raises:
        ModelError: if it is not the one that was sealed, or can't be read.
    """
    member = graph_member(name)
    wanted = card.fields["sealed"].get(member)
    if wanted is None:
        return None
    try:
        with zipfile.ZipFile(path) as archive:
            content = read_member(archive, member)
    except (*BROKEN, KeyError) as error:
        raise ModelError(
            "{path}: a broken file, not a Keras model ({reason})", path=path, reason=error
        ) from error
    if hashlib.sha256(content).hexdigest() != wanted:
        raise ModelError(
            "{path}: the seal is broken: {name} has changed since the model was sealed. {again}",
            path=path,
            name=member,
            again=Message("Seal it with: python -m training seal {path}", path=path),
        )
    return content
