"""The sealed archive: a Keras archive with the graph of its weights and a card.

A Keras archive is a zip of `metadata.json`, `config.json` and `model.weights.h5`. Sealing adds the
LiteRT graph compiled from those weights, and a card with the SHA-256 of every member. A trajectory
network, if one was trained, is added as its graph and as its Keras weights, for training on.
Keras drops all of them when it saves the model again.

Importing this module doesn't import NumPy: the window reads its archive while another thread does.
"""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from digitrec.recognition.message import Message, MessageError, message_of

if TYPE_CHECKING:
    from digitrec.recognition.sealed.card import Card

GRAPH = "assets/digitrec/graph.tflite"
CARD = "assets/digitrec/card.json"
TRAJECTORY = "assets/digitrec/trajectory.tflite"
TRAJECTORY_WEIGHTS = "assets/digitrec/trajectory.weights.h5"
SEALED = ("config.json", "model.weights.h5")
"""The members of a Keras archive that the graph is made from."""

MAX_BYTES = 256 * 1024 * 1024

_PIECE = 256 * 1024


class Sealed(NamedTuple):
    """What the program uses of a sealed archive.

    Attributes:
        sha256: of the file, in hexadecimal.
        card: what the model says about itself.
        graph: of the picture classifier.
        trajectory: the graph of the trajectory network; None if the archive has none.
    """

    sha256: str
    card: Card
    graph: bytes
    trajectory: bytes | None


class ModelError(MessageError):
    """A model file can't be used. The message says which, why, and what to do next."""


def member_hashes(archive: zipfile.ZipFile) -> dict[str, str]:
    """SHA-256, in hexadecimal, of the members that a graph is made from."""
    return {name: _hash(archive, name) for name in SEALED}


def _hash(archive: zipfile.ZipFile, name: str) -> str:
    # Piece by piece: what is only hashed never lies in memory as a whole.
    digest = hashlib.sha256()
    with archive.open(name) as member:
        while piece := member.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()


def unseal(path: Path) -> Sealed:
    """The card and the graphs of a sealed archive, once its seal is checked.

    Raises:
        ModelError: if the file can't be read, isn't a Keras archive, isn't sealed, or its seal is
            broken.
    """
    try:
        with path.open("rb") as stream:
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        reason = error.strerror or error
        raise ModelError("{path}: can't be read: {reason}", path=path, reason=reason) from error
    again = Message("Seal it with: python -m training seal {path}", path=path)
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            if not names.issuperset(SEALED):
                raise ModelError("{path}: not a Keras model (a .keras archive)", path=path)
            if GRAPH not in names or CARD not in names:
                raise ModelError(
                    "{path}: not sealed, so it has no graph to run. {again}",
                    path=path,
                    again=again,
                )
            if sum(entry.file_size for entry in archive.infolist()) > MAX_BYTES:
                most = MAX_BYTES >> 20
                raise ModelError("{path}: larger than {most} MiB unpacked", path=path, most=most)
            text = archive.read(CARD)
            graphs = {name: archive.read(name) for name in (GRAPH, TRAJECTORY) if name in names}
            hashes = member_hashes(archive)
            if TRAJECTORY_WEIGHTS in names:
                hashes[TRAJECTORY_WEIGHTS] = _hash(archive, TRAJECTORY_WEIGHTS)
        from digitrec.recognition.sealed.card import Card

        card = Card.from_json(text)
        sealed = dict(card.fields["sealed"])
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise ModelError(
            "{path}: a broken file, not a Keras model ({reason})", path=path, reason=error
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise ModelError(
            "{path}: its card can't be used: {reason}. {again}",
            path=path,
            reason=message_of(error),
            again=again,
        ) from error
    hashes |= {name: hashlib.sha256(graph).hexdigest() for name, graph in graphs.items()}
    for name in (*SEALED, GRAPH, TRAJECTORY, TRAJECTORY_WEIGHTS):
        if sealed.get(name) != hashes.get(name):  # changed, added or dropped
            raise ModelError(
                "{path}: the seal is broken: {name} has changed since the model was sealed. "
                "{again}",
                path=path,
                name=name,
                again=again,
            )
    return Sealed(sha256, card, graphs[GRAPH], graphs.get(TRAJECTORY))
