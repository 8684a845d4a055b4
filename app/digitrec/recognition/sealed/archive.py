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
from collections.abc import Iterator
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

WHOLE = b"SHA-256 of the archive with all weights: "
"""What the comment of a bundle's copy begins with: it lacks weights that are only trained on."""

MAX_BYTES = 256 * 1024 * 1024
"""Most of an archive, and of all its members once they are unpacked."""

BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError)
"""What is raised if a member can't be unpacked."""

_MAX_CARD_BYTES = 1024 * 1024
_PIECE = 256 * 1024
_ENCRYPTED = 0x1  # bit of a member's flags (APPNOTE.TXT 6.3.10, 4.4.4)


class Sealed(NamedTuple):
    """What the program uses of a sealed archive.

    Attributes:
        sha256: of the file, in hexadecimal; of the file that it was made from if it is a bundle's
            copy without some weights.
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
    for piece in _pieces(archive, name):
        digest.update(piece)
    return digest.hexdigest()


def read_member(archive: zipfile.ZipFile, name: str) -> bytes:
    """A member of an archive whose members `unseal` has checked."""
    return b"".join(_pieces(archive, name))


def _pieces(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """A member, in pieces: `ZipFile.read` unpacks up to 2 GB at once, whatever size it states."""
    with archive.open(name) as member:
        while piece := member.read(_PIECE):
            yield piece


def _check_members(path: Path, archive: zipfile.ZipFile) -> set[str]:
    """The names of the members, once it is certain that they can be read within bounds.

    Raises:
        ModelError: if they can't.
    """
    names: set[str] = set()
    for entry in archive.infolist():
        if entry.filename in names:
            raise ModelError("{path}: it has {name} twice", path=path, name=entry.filename)
        if entry.flag_bits & _ENCRYPTED:
            raise ModelError("{path}: {name} is encrypted", path=path, name=entry.filename)
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise ModelError(
                "{path}: {name} is neither stored nor deflated", path=path, name=entry.filename
            )
        names.add(entry.filename)
    if sum(entry.file_size for entry in archive.infolist()) > MAX_BYTES:
        raise _too_large(path)
    if CARD in names and archive.getinfo(CARD).file_size > _MAX_CARD_BYTES:
        raise ModelError("{path}: its card is larger than 1 MiB", path=path)
    return names


def _too_large(path: Path) -> ModelError:
    return ModelError("{path}: larger than {most} MiB", path=path, most=MAX_BYTES >> 20)


def _hash_of_file(path: Path) -> str:
    if path.exists() and not path.is_file():  # opening a pipe would wait for its other end
        raise OSError(None, Message("not an ordinary file"))
    if path.stat().st_size > MAX_BYTES:
        raise _too_large(path)
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def unseal(path: Path, weights: bool = True) -> Sealed:
    """The card and the graphs of a sealed archive, once its seal is checked.

    Args:
        path: of the archive.
        weights: whether it must have the weights that the graphs were made from. A copy that is
            only read, as in a browser, does without.

    Raises:
        ModelError: if the file can't be read, isn't a Keras archive, isn't sealed, or its seal is
            broken; if it is too large, or its members are packed in a way that Keras doesn't use.
    """
    try:
        sha256 = _hash_of_file(path)
    except OSError as error:
        reason = error.strerror or error
        raise ModelError("{path}: can't be read: {reason}", path=path, reason=reason) from error
    again = Message("Seal it with: python -m training seal {path}", path=path)
    try:
        with zipfile.ZipFile(path) as archive:
            names = _check_members(path, archive)
            if archive.comment.startswith(WHOLE):
                sha256 = archive.comment.removeprefix(WHOLE).decode("ascii", "replace")
            if weights and not names.issuperset(SEALED):
                raise ModelError("{path}: not a Keras model (a .keras archive)", path=path)
            if GRAPH not in names or CARD not in names:
                raise ModelError(
                    "{path}: not sealed, so it has no graph to run. {again}",
                    path=path,
                    again=again,
                )
            text = read_member(archive, CARD)
            graphs = {
                name: read_member(archive, name) for name in (GRAPH, TRAJECTORY) if name in names
            }
            hashes = member_hashes(archive) if weights else {}
            if weights and TRAJECTORY_WEIGHTS in names:
                hashes[TRAJECTORY_WEIGHTS] = _hash(archive, TRAJECTORY_WEIGHTS)
        from digitrec.recognition.sealed.card import Card

        card = Card.from_json(text)
        sealed = dict(card.fields["sealed"])
    except BROKEN as error:
        raise ModelError(
            "{path}: a broken file, not a Keras model ({reason})", path=path, reason=error
        ) from error
    except (ValueError, KeyError, TypeError, OverflowError) as error:
        raise ModelError(
            "{path}: its card can't be used: {reason}. {again}",
            path=path,
            reason=message_of(error),
            again=again,
        ) from error
    hashes |= {name: hashlib.sha256(graph).hexdigest() for name, graph in graphs.items()}
    checked = (*SEALED, GRAPH, TRAJECTORY, TRAJECTORY_WEIGHTS) if weights else (GRAPH, TRAJECTORY)
    for name in checked:
        if sealed.get(name) != hashes.get(name):  # changed, added or dropped
            raise ModelError(
                "{path}: the seal is broken: {name} has changed since the model was sealed. "
                "{again}",
                path=path,
                name=name,
                again=again,
            )
    return Sealed(sha256, card, graphs[GRAPH], graphs.get(TRAJECTORY))
