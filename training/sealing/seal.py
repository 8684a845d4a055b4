"""Sealing: puts into a Keras archive the LiteRT graph of its weights, and a card.

The archive's own members stay as they are, byte for byte; Keras opens it as before.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from digitrec.recognition.model import CARD, CARD_FORMAT, GRAPH, Model, member_hashes
from digitrec.version import __version__
from training.sealing.graph import GraphError, compile_graph

INPUTS = ((784,), (28, 28), (28, 28, 1))
AGREEMENT = 1e-4
"""Largest difference between a probability of Keras and of the graph."""

UNLIKE, LIKE = 20.0, 0.9
"""By what the logit of doubt grows where the cosine to the nearest prototype is by 1 less, and the
cosine of which it stays as it is. `TRIED.md` has the measurement."""

_ZIP_TIME = (1980, 1, 1, 0, 0, 0)  # a zip's earliest: the same model gives the same file


class SealError(Exception):
    """A model can't be sealed. The message says why."""


def seal(source: Path, target: Path, card: dict[str, Any] | None = None) -> Model:
    """Seals a Keras model and opens the result.

    Args:
        source: a `.keras` archive of a classifier with input (784,), (28, 28) or (28, 28, 1) in
            [0, 1] and ten outputs, probabilities or logits.
        target: where the sealed archive goes; it may be `source`.
        card: fields to put on the card beside those that sealing knows itself. A model that was
            sealed before and has not changed keeps the fields of its old card.

    Raises:
        SealError: where the file is no such model, or its graph does not agree with Keras.
    """
    keras_model = load_keras(source)
    classifier, activation = as_classifier(keras_model)
    try:
        graph = compile_graph(classifier)
    except GraphError as error:
        raise SealError(f"{source}: {error}") from error
    with zipfile.ZipFile(source) as archive:
        members = {
            name: archive.read(name) for name in archive.namelist() if name not in (GRAPH, CARD)
        }
        sealed = member_hashes(archive)
        kept = _old_fields(archive, sealed)
    sealed[GRAPH] = hashlib.sha256(graph).hexdigest()
    fields = {
        "format": CARD_FORMAT,
        "name": keras_model.name,
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "parameters": int(keras_model.count_params()),
        "input": list(keras_model.input_shape[1:]),
        "output": activation,
        "thresholds": {"temperature": 1.0, "doubt": 1.0, "doubt_in_pictures": 1.0},
        "measured": {},
        **kept,
        **(card or {}),
        "versions": versions(),
        "sealed": sealed,
    }
    members[GRAPH] = graph
    members[CARD] = _card_text(fields)
    part = target.with_name(f".{target.stem}.{os.getpid()}.keras")
    try:
        write_archive(part, members)
        _agree(classifier, Model.open(part))
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return Model.open(target)


def amend_card(path: Path, **fields: Any) -> Model:
    """Changes fields of a sealed model's card and opens the result."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members[CARD] = _card_text({**json.loads(members[CARD]), **fields})
    write_archive(path, members)
    return Model.open(path)


def load_keras(path: Path) -> Any:
    """The Keras model of an archive, for inference.

    Raises:
        SealError: where Keras can't open it.
    """
    import keras

    if not path.is_file():
        raise SealError(f"{path}: no such file")
    if not zipfile.is_zipfile(path):
        raise SealError(f"{path}: not a .keras archive; save the model with model.save('….keras')")
    try:
        return keras.models.load_model(path, compile=False)
    except Exception as error:  # Keras raises whatever a foreign archive leads it to
        first = str(error).strip().splitlines()[0] if str(error).strip() else ""
        raise SealError(f"{path}: Keras can't open it: {type(error).__name__}: {first}") from error


def as_classifier(model: Any) -> tuple[Any, str]:
    """The model behind the contract's input (28, 28, 1) and softmax output.

    Returns:
        The Keras model, whose outputs are the softmax (n, 10) and, where the network has a layer
        `evidence` with two logits more, what they stand for, (n, 2) in [0, 1]: that it is no digit,
        and that it is several; (n, 3) where it has prototypes too: that a drawing is unlike any
        digit; and "probabilities" or "logits" for what the network itself gives.

    Raises:
        SealError: where its input or output is another.
    """
    import keras

    shape = tuple(getattr(model, "input_shape", None) or ())[1:]
    if shape not in INPUTS:
        raise SealError(f"the model's input is {shape}; one of {INPUTS} can be sealed")
    if tuple(model.output_shape) != (None, 10):
        raise SealError(f"the model's output is {model.output_shape}; (None, 10) can be sealed")
    probe = np.random.default_rng(0).random((16, *shape), dtype=np.float32)
    rows = keras.ops.convert_to_numpy(model(probe, training=False))
    softmax = bool((rows >= 0).all() and np.allclose(rows.sum(axis=1), 1, atol=1e-3))
    inputs = keras.Input((28, 28, 1), name="ink")
    inner = inputs if shape == (28, 28, 1) else keras.layers.Reshape(shape, name="shape")(inputs)
    whole = _with_doubt(model)
    digits, *rejection_score = _listed(whole(inner, training=False))
    if not softmax:
        digits = keras.layers.Softmax(name="softmax")(digits)
    return keras.Model(inputs, [digits, *rejection_score]), "probabilities" if softmax else "logits"


def _listed(outputs: Any) -> list[Any]:
    """A Keras model's outputs; it gives a single one without a list around it."""
    return list(outputs) if isinstance(outputs, (list, tuple)) else [outputs]


def _with_doubt(model: Any) -> Any:
    """The model with its doubt as a second output, or the model itself where it has none."""
    import keras

    from training.network.architectures import EVIDENCE, LIKENESS, columns
    from training.network.batches import CLASSES
    from training.network.prototypes import is_fitted

    evidence = next((layer for layer in model.layers if layer.name == EVIDENCE), None)
    if evidence is None or evidence.output.shape != (None, CLASSES):
        return model
    logits = columns(evidence.output, 10, CLASSES, name="doubt")
    if is_fitted(model):
        far = keras.layers.Rescaling(-UNLIKE, UNLIKE * LIKE, name="far")(
            model.get_layer(LIKENESS).output
        )
        none = columns(evidence.output, 10, 11, name="none")
        outlier_score = keras.layers.Add(name="unlike")([none, far])
        logits = keras.layers.Concatenate(name="doubts")([logits, outlier_score])
    rejection_score = keras.layers.Activation("sigmoid", name="doubt")(logits)
    return keras.Model(model.inputs, [model.output, rejection_score])


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
    """Writes a zip, whole or not at all."""
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
            for name, content in members.items():
                entry = zipfile.ZipInfo(name, _ZIP_TIME)
                entry.external_attr = 0o644 << 16
                archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _card_text(fields: dict[str, Any]) -> bytes:
    return (json.dumps(fields, indent=1, ensure_ascii=False) + "\n").encode()


def _old_fields(archive: zipfile.ZipFile, hashes: dict[str, str]) -> dict[str, Any]:
    """Fields of an earlier card, where it speaks of these very weights."""
    try:
        fields = dict(json.loads(archive.read(CARD)))
        same = all(fields["sealed"][name] == digest for name, digest in hashes.items())
    except (KeyError, ValueError, TypeError):
        return {}
    return fields if same else {}


def _agree(classifier: Any, model: Model) -> None:
    import keras

    probe = np.random.default_rng(1).random((32, 28, 28, 1), dtype=np.float32)
    outputs = map(keras.ops.convert_to_numpy, _listed(classifier(probe, training=False)))
    run = model.run_all(probe)
    furthest = max(
        float(abs(keras_gives - graph_gives.reshape(keras_gives.shape)).max())
        for keras_gives, graph_gives in zip(outputs, run, strict=False)
    )
    if not furthest <= AGREEMENT:
        raise SealError(
            f"{model.path}: the graph differs from Keras by {furthest:.2g}, more than {AGREEMENT}"
        )
