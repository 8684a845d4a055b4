"""Adds a trajectory network to a sealed archive: its graph, and its weights to train on."""

from __future__ import annotations

import hashlib
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from digitrec.recognition.model import Model
from digitrec.recognition.sealed import card as cards
from digitrec.recognition.sealed.archive import CARD, TRAJECTORY, TRAJECTORY_WEIGHTS
from digitrec.recognition.trajectory import CHANNELS, POINTS
from training.network.architectures import columns
from training.network.trajectory import trajectory
from training.sealing.classifier import embedding_of
from training.sealing.further import keras_weights
from training.sealing.graph import GraphError, compile_graph
from training.sealing.seal import AGREEMENT, SealError, write_archive


def seal_trajectory(archive: Path, network: Any, card: dict[str, Any]) -> Model:
    """Adds a trajectory network to a sealed archive, in place, and opens the result.

    Args:
        archive: sealed.
        network: a Keras model of `training.network.trajectory.trajectory`, trained, its kernels in
            half precision.
        card: what the card says about the network: its recipe and the like.

    Raises:
        SealError: if its graph can't be made, or doesn't agree with Keras.
        ModelError: if the archive can't be used.
    """
    reader = as_reader(network)
    try:
        graph = compile_graph(reader)
    except GraphError as error:
        raise SealError(f"{archive}: {error}") from error
    fields = dict(Model.open(archive).card.fields)
    added = {TRAJECTORY: graph, TRAJECTORY_WEIGHTS: keras_weights(network)}
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in added.items()}
    fields["sealed"] = {**fields["sealed"], **hashes}
    fields["trajectory"] = {"parameters": int(network.count_params()), **card}
    with zipfile.ZipFile(archive) as opened:
        members = {name: opened.read(name) for name in opened.namelist()}
    members |= added | {CARD: cards.to_json(fields)}
    with tempfile.TemporaryDirectory() as folder:
        trial = Path(folder) / archive.name
        write_archive(trial, members)
        difference = _difference_from_keras(reader, Model.open(trial))
    if not difference <= AGREEMENT:
        raise SealError(f"{archive}: the graph of the path differs from Keras by {difference:.2g}")
    write_archive(archive, members)
    return Model.open(archive)


def reseal_trajectory(archive: Path) -> Model:
    """Makes the graph of a sealed archive's trajectory network again, if it has one.

    Raises:
        SealError, ModelError: as `seal_trajectory`.
    """
    model, network = Model.open(archive), load_trajectory(archive)
    if network is None:
        return model
    return seal_trajectory(archive, network, model.card.fields["trajectory"])


def load_trajectory(archive: Path) -> Any:
    """The trajectory network of a sealed archive as a Keras model; None if it has none."""
    with zipfile.ZipFile(archive) as opened, tempfile.TemporaryDirectory() as folder:
        if TRAJECTORY_WEIGHTS not in opened.namelist():
            return None
        path = Path(folder) / "trajectory.weights.h5"
        path.write_bytes(opened.read(TRAJECTORY_WEIGHTS))
        network = trajectory()
        network.load_weights(path)
        return network


def as_reader(network: Any) -> Any:
    """The network behind the contract's outputs: softmax (n, 10), scores (n, 2), embedding."""
    import keras

    logits = network.outputs[0]
    digits = keras.layers.Softmax(name="digits")(columns(logits, 0, 10, name="digits"))
    other = columns(logits, 10, 12, name="scores_logits")
    scores = keras.layers.Activation("sigmoid", name="scores")(other)
    embedding = embedding_of(network)
    others = [scores] if embedding is None else [scores, embedding]
    return keras.Model(network.inputs, [digits, *others])


def _difference_from_keras(reader: Any, model: Model) -> float:
    paths = np.random.default_rng(0).uniform(-1, 1, (16, POINTS, CHANNELS)).astype(np.float32)
    digits, scores, *_ = reader.predict(paths, verbose=0)
    found = model.read_paths(paths)
    return max(
        float(np.abs(found.probabilities - digits).max()),
        float(np.abs(found.rejection_score - scores[:, 0]).max()),
        float(np.abs(found.multi_digit - scores[:, 1]).max()),
    )
