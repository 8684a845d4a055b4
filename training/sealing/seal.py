"""Sealing: adds the LiteRT graph of its weights, and a card, to a Keras archive.

The archive's own members stay the same, byte for byte; Keras opens it as before.
"""

from __future__ import annotations

import hashlib
import math
import platform
import tempfile
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitrec.files import written_whole
from digitrec.recognition.model import Model
from digitrec.recognition.raster import render
from digitrec.recognition.sealed import card as cards
from digitrec.recognition.sealed.archive import (
    CARD,
    GRAPH,
    SEALED,
    TRAJECTORY,
    TRAJECTORY_WEIGHTS,
    ModelError,
    member_hashes,
)
from digitrec.recognition.sealed.further import FURTHER, PAGES, graph_member, weights_member
from digitrec.version import __version__
from training.sealing.classifier import SealError, as_classifier, load_keras, outputs_of
from training.sealing.graph import GraphError, compile_graph

__all__ = ["AGREEMENT", "SealError", "amend_card", "load_keras", "seal", "write_archive"]

AGREEMENT = 1e-4
"""Largest difference between a probability of Keras and of the graph."""

OF_SEALING = ("format", "parameters", "input", "output", "versions", "sealed")
"""Fields of a card that every sealing writes itself. All others describe how the weights came
about, and stay as long as the weights stay, but for:"""

OF_THE_OUTPUTS = ("thresholds", "combination", "segmentation", "measured")
"""Fields that were chosen or measured by what the graph gives. They stay only if the new graph
gives the same: it can change while the weights don't, with `classifier.OUTLIER_SCALE` for one."""

_FURTHER = {
    "trajectory": (TRAJECTORY, TRAJECTORY_WEIGHTS),
    **{name: (graph_member(name), weights_member(name)) for name in FURTHER if name != PAGES},
    PAGES: (graph_member(PAGES),),
}
"""Members of the further networks, which stay if their seal holds, by their field on the card."""

_ZIP_TIME = (1980, 1, 1, 0, 0, 0)  # a zip's earliest: the same model gives the same file


def seal(source: Path, target: Path, card: dict[str, Any] | None = None) -> Model:
    """Seals a Keras model and opens the result.

    The card is written in the current format. A model that was sealed before keeps the fields of
    its card that still hold: if the weights are the same, all that sealing doesn't write itself
    (`OF_SEALING`); of these `OF_THE_OUTPUTS` only if the new graph gives what the old one gave.

    Args:
        source: a `.keras` archive of a classifier with input (784,), (28, 28) or (28, 28, 1) in
            [0, 1] and ten outputs, probabilities or logits.
        target: where the sealed archive goes; it may be `source`.
        card: fields to put on the card besides those that sealing itself knows.

    Raises:
        SealError: if the file isn't such a model, or its graph doesn't agree with Keras.
    """
    keras_model = load_keras(source)
    classifier, activation = as_classifier(keras_model)
    try:
        graph = compile_graph(classifier)
    except GraphError as error:
        raise SealError(f"{source}: {error}") from error
    with zipfile.ZipFile(source) as archive:
        sealed = member_hashes(archive)
        old_fields = _old_fields(archive, sealed)
        further = {name: _hashes_that_hold(archive, pair) for name, pair in _FURTHER.items()}
        stays = {member: digest for hashes in further.values() for member, digest in hashes.items()}
        left = {GRAPH, CARD, *(each for pair in _FURTHER.values() for each in pair)} - stays.keys()
        members = {name: archive.read(name) for name in archive.namelist() if name not in left}
    for name, hashes in further.items():
        if not hashes:
            old_fields.pop(name, None)
    sealed |= stays
    sealed[GRAPH] = hashlib.sha256(graph).hexdigest()
    fields = {
        "format": cards.FORMAT,
        "name": keras_model.name,
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "parameters": int(keras_model.count_params()),
        "input": list(keras_model.input_shape[1:]),
        "output": activation,
        "thresholds": cards.thresholds(),
        "segmentation": {},
        "measured": {},
        **old_fields,
        **(card or {}),
        "versions": versions(),
        "sealed": sealed,
    }
    with tempfile.TemporaryDirectory() as folder:
        trial = Path(folder) / "sealed.keras"
        write_archive(trial, members | {GRAPH: graph, CARD: cards.to_json(fields)})
        model = Model.open(trial)
        difference = _difference_from_keras(classifier, model)
        if not difference <= AGREEMENT:
            raise SealError(
                f"{source}: the graph differs from Keras by {difference:.2g}, more than {AGREEMENT}"
            )
        fields |= _old_results(source, model) | (card or {})
    write_archive(target, members | {GRAPH: graph, CARD: cards.to_json(fields)})
    return Model.open(target)


def amend_card(path: Path, **fields: Any) -> Model:
    """Changes fields of a sealed model's card and opens the result.

    The card is written in the current format.

    Raises:
        ModelError: if the model can't be used.
    """
    card = Model.open(path).card
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members[CARD] = cards.to_json({**card.fields, **fields})
    write_archive(path, members)
    return Model.open(path)


def versions() -> dict[str, str]:
    """Versions of what made the graph."""
    from importlib.metadata import version

    packages = ("keras", "tensorflow", "ai-edge-litert", "numpy", "pillow")
    return {
        "digitrec": __version__,
        "python": platform.python_version(),
        **{package: version(package) for package in packages},
    }


def write_archive(target: Path, members: dict[str, bytes]) -> None:
    """Writes a zip, completely or not at all."""
    with (
        written_whole(target, replace=True, binary=True) as stream,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive,
    ):
        for name, content in members.items():
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED, compresslevel=9)


def _old_fields(archive: zipfile.ZipFile, hashes: dict[str, str]) -> dict[str, Any]:
    """The fields of an earlier card that describe the weights, if it was written for the same."""
    try:
        fields = cards.read_fields(archive.read(CARD))
        same = all(fields["sealed"][name] == digest for name, digest in hashes.items())
    except (KeyError, ValueError, TypeError):
        return {}
    if not same:
        return {}
    others = {*OF_SEALING, *OF_THE_OUTPUTS}
    return {name: value for name, value in fields.items() if name not in others}


def _hashes_that_hold(archive: zipfile.ZipFile, members: Sequence[str]) -> dict[str, str]:
    """Hashes of a further network's members, which stay; none if its seal doesn't hold."""
    try:
        old = cards.read_fields(archive.read(CARD))["sealed"]
        hashes = {name: hashlib.sha256(archive.read(name)).hexdigest() for name in members}
        holds = all(old[name] == digest for name, digest in hashes.items())
    except (KeyError, ValueError, TypeError):
        return {}
    return hashes if holds else {}


def _old_results(source: Path, model: Model) -> dict[str, Any]:
    """What was chosen and measured with an earlier graph, if the new one gives the same.

    Args:
        source: the archive, which may have been sealed before.
        model: the same, with its new graph.
    """
    try:
        old = Model.open(source)
    except ModelError:  # never sealed, or the seal is broken: its figures are another graph's
        return {}
    if any(old.card.fields["sealed"][name] != model.card.fields["sealed"][name] for name in SEALED):
        return {}
    before, after = (_answers(one.run_all(_probe())) for one in (old, model))
    if len(before) != len(after) or _difference(before, after) > AGREEMENT:
        return {}
    return {name: old.card.fields[name] for name in OF_THE_OUTPUTS if name in old.card.fields}


def _answers(outputs: Sequence[NDArray[Any]]) -> list[NDArray[Any]]:
    """The softmax and the scores of a graph. Nothing on a card depends on the embedding."""
    return [output for output in outputs if output.shape[1] <= 10]


def _probe() -> NDArray[np.float32]:
    """Images to compare graphs by: noise, and drawn arcs from digits to what is hardly one.

    Of noise alone every network is so sure that it isn't a digit that all scores are 1.
    """
    rng = np.random.default_rng(1)
    noise = rng.random((16, 28, 28), dtype=np.float32)
    arcs = []
    for _ in range(32):
        angles = np.linspace(0, rng.uniform(1, 7), 20) + rng.uniform(0, 7)
        width = rng.uniform(0, 1)
        arcs.append(render([np.stack([width * np.cos(angles), np.sin(angles)], axis=1)]))
    return np.concatenate([noise, np.stack(arcs)])[..., None]


def _difference(some: Sequence[NDArray[Any]], others: Sequence[NDArray[Any]]) -> float:
    """The largest difference between outputs; infinite if their shapes differ."""
    if any(one.shape != other.shape for one, other in zip(some, others, strict=True)):
        return math.inf
    return max(float(abs(one - other).max()) for one, other in zip(some, others, strict=True))


def _difference_from_keras(classifier: Any, model: Model) -> float:
    import keras

    outputs = map(keras.ops.convert_to_numpy, outputs_of(classifier(_probe(), training=False)))
    run = model.run_all(_probe())
    expected = [output.reshape(given.shape) for output, given in zip(outputs, run, strict=True)]
    return _difference(expected, run)
