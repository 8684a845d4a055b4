"""Adds a further network to a sealed archive: its graph, and its weights to train on."""

from __future__ import annotations

import hashlib
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from digitrec.recognition.model import Model
from digitrec.recognition.sealed import card as cards
from digitrec.recognition.sealed.archive import CARD
from digitrec.recognition.sealed.further import PAGES, further_graph, graph_member, weights_member
from training.network.half_precision import rounded
from training.sealing.graph import GraphError, compile_graph
from training.sealing.seal import AGREEMENT, SealError, write_archive

GRAPH_ALONE = (PAGES,)
"""Networks whose Keras weights are not in the archive: with them it would be larger than 4 MB. A
training goes on from the file that the last one wrote."""

Difference = Callable[[bytes], float]
"""By how much the outputs of a graph differ at most from those of Keras."""


def seal_further(
    archive: Path, name: str, network: Any, card: dict[str, Any], difference: Difference
) -> Model:
    """Adds a network to a sealed archive, or replaces it, in place; opens the result.

    Args:
        archive: sealed.
        name: of the network, one of `FURTHER` in `recognition.sealed.further`.
        network: a Keras model, trained, its kernels in half precision.
        card: what the card says about it.
        difference: compares its graph with Keras.

    Raises:
        SealError: if its graph can't be made, or doesn't agree with Keras.
        ModelError: if the archive can't be used.
    """
    fields = dict(Model.open(archive).card.fields)
    try:
        graph = compile_graph(network)
    except GraphError as error:
        raise SealError(f"{archive}: {error}") from error
    try:
        found = difference(graph)
    except (ValueError, RuntimeError, IndexError, KeyError) as error:
        raise SealError(f"{archive}: the graph of {name} can't be used: {error}") from error
    if not found <= AGREEMENT:
        raise SealError(f"{archive}: the graph of {name} differs from Keras by {found:.2g}")
    added = {graph_member(name): graph}
    if name not in GRAPH_ALONE:
        added[weights_member(name)] = keras_weights(network)
    hashes = {member: hashlib.sha256(content).hexdigest() for member, content in added.items()}
    fields["sealed"] = {**fields["sealed"], **hashes}
    fields[name] = {"parameters": int(network.count_params()), **card}
    with zipfile.ZipFile(archive) as opened:
        members = {member: opened.read(member) for member in opened.namelist()}
    write_archive(archive, members | added | {CARD: cards.to_json(fields)})
    return Model.open(archive)


def further_members(name: str) -> tuple[str, ...]:
    """The members of the archive that belong to a further network."""
    return (
        (graph_member(name),) if name in GRAPH_ALONE else (graph_member(name), weights_member(name))
    )


def load_further(archive: Path, name: str, network: Any) -> bool:
    """Gives a network the weights of the one in an archive; False if there is none."""
    with zipfile.ZipFile(archive) as opened, tempfile.TemporaryDirectory() as folder:
        if weights_member(name) not in opened.namelist():
            return False
        path = Path(folder) / "further.weights.h5"
        path.write_bytes(opened.read(weights_member(name)))
        network.load_weights(path)
        return True


def copy_further(source: Path, archive: Path, name: str) -> bool:
    """Copies a further network, with what the card says of it, from one sealed archive to another.

    Args:
        source: sealed; it may lack the network.
        archive: sealed, changed in place.
        name: of the network, one of `FURTHER` in `recognition.sealed.further`.

    Returns:
        False if there is none to copy.

    Raises:
        ModelError: if one of the archives can't be used.
    """
    card = Model.open(source).card
    graph = further_graph(source, card, name)
    if graph is None or name not in card.fields:
        return False
    with zipfile.ZipFile(source) as opened:
        added = {member: opened.read(member) for member in further_members(name)}
    hashes = {member: hashlib.sha256(content).hexdigest() for member, content in added.items()}
    fields = dict(Model.open(archive).card.fields)
    fields["sealed"] = {**fields["sealed"], **hashes}
    fields[name] = card.fields[name]
    with zipfile.ZipFile(archive) as opened:
        members = {member: opened.read(member) for member in opened.namelist()}
    write_archive(archive, members | added | {CARD: cards.to_json(fields)})
    return True


def keras_weights(network: Any) -> bytes:
    """A file of Keras weights; those that half precision holds exactly are stored in it."""
    import h5py

    with tempfile.TemporaryDirectory() as folder:
        full, half = Path(folder) / "full.weights.h5", Path(folder) / "half.weights.h5"
        network.save_weights(full)
        with h5py.File(full, "r") as source, h5py.File(half, "w") as target:

            def copy(name: str, item: Any) -> None:
                if isinstance(item, h5py.Dataset):
                    values = np.asarray(item)
                    exact = values.dtype == np.float32 and np.array_equal(values, rounded(values))
                    made = target.create_dataset(
                        name, data=values.astype("f2") if exact else values
                    )
                else:
                    made = target.require_group(name)
                made.attrs.update(item.attrs)

            target.attrs.update(source.attrs)
            source.visititems(copy)
        return half.read_bytes()
