"""The classifier that is sealed: a Keras network with the inputs and outputs of a model.

The application gives images (n, 28, 28, 1) and expects the softmax and, if there are any, scores.
"""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_HDF5 = b"\x89HDF\r\n\x1a\n"

INPUTS = ((784,), (28, 28), (28, 28, 1))

OUTLIER_SCALE, OUTLIER_COSINE = 20.0, 0.9
"""How much the rejection logit grows if the cosine to the nearest prototype falls by 1, and the
cosine at which it stays the same. `TRIED.md` has the measurement."""


class SealError(Exception):
    """A model can't be sealed. The message says why."""


def load_keras(path: Path) -> Any:
    """The Keras model of an archive, for inference.

    Raises:
        SealError: if Keras can't open it.
    """
    import keras

    if not path.is_file():
        raise SealError(f"{path}: no such file")
    if _begins_with(path, _HDF5):
        made = path.with_suffix(".keras")
        raise SealError(
            f"{path}: an HDF5 file, Keras's old format. Save it in the new one and seal that: "
            f"python -c \"import keras; keras.models.load_model('{path}', compile=False)"
            f".save('{made}')\" and then: python -m training seal {made}"
        )
    if not zipfile.is_zipfile(path):
        raise SealError(f"{path}: not a .keras archive; save the model with model.save('….keras')")
    try:
        return keras.models.load_model(path, compile=False)
    except Exception as error:  # Keras raises whatever a foreign archive leads it to
        if (saved_by := _keras_version(path)) and _numbers(saved_by) > _numbers(keras.__version__):
            raise SealError(
                f"{path}: it was saved by Keras {saved_by}, and Keras {keras.__version__}, which "
                f"is installed here, can't open it. Save it again with the older version, or "
                f"install the newer one: pip install 'keras>={saved_by}'"
            ) from error
        first = str(error).strip().splitlines()[0] if str(error).strip() else ""
        raise SealError(f"{path}: Keras can't open it: {type(error).__name__}: {first}") from error


def _begins_with(path: Path, signature: bytes) -> bool:
    with path.open("rb") as stream:
        return stream.read(len(signature)) == signature


def _keras_version(path: Path) -> str | None:
    """The version of Keras that saved an archive, as the archive says."""
    try:
        with zipfile.ZipFile(path) as archive:
            version = json.loads(archive.read("metadata.json"))["keras_version"]
    except (OSError, KeyError, ValueError, TypeError, zipfile.BadZipFile):
        return None
    return str(version)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:3])


def as_classifier(model: Any) -> tuple[Any, str]:
    """The model behind the contract's input (28, 28, 1) and softmax output.

    Returns:
        The Keras model, and "probabilities", "logits" or "sigmoid" for what the network itself
        gives. Ten independent probabilities, as a sigmoid gives them, are divided by their sum. The
        outputs of the Keras model are the softmax (n, 10) and, if the network has a layer
        `evidence` with two more logits, their probabilities (n, 2): that the image is not a digit,
        and that it is several digits; (n, 3) if it has prototypes too: that a drawing is an
        outlier. The last output is the embedding, if the network has a layer of that name.

    Raises:
        SealError: if its input or output has another shape.
    """
    import keras

    shape = tuple(getattr(model, "input_shape", None) or ())[1:]
    if shape not in INPUTS:
        raise SealError(f"the model's input is {shape}; one of {INPUTS} can be sealed")
    if tuple(model.output_shape) != (None, 10):
        raise SealError(f"the model's output is {model.output_shape}; (None, 10) can be sealed")
    probe = np.random.default_rng(0).random((16, *shape), dtype=np.float32)
    rows = keras.ops.convert_to_numpy(model(probe, training=False))
    kind = _kind_of(rows)
    inputs = keras.Input((28, 28, 1), name="ink")
    inner = inputs if shape == (28, 28, 1) else keras.layers.Reshape(shape, name="shape")(inputs)
    digits, *others = outputs_of(_with_others(model)(inner, training=False))
    if kind == "logits":
        digits = keras.layers.Softmax(name="softmax")(digits)
    elif kind == "sigmoid":
        some = digits + 1e-7  # all ten may be 0
        digits = some / keras.ops.sum(some, axis=-1, keepdims=True)
    return keras.Model(inputs, [digits, *others]), kind


def _kind_of(rows: NDArray[np.float32]) -> str:
    """What a network's outputs (n, 10) are, by their values."""
    if (rows < 0).any() or (rows > 1).any():
        return "logits"
    return "probabilities" if np.allclose(rows.sum(axis=1), 1, atol=1e-3) else "sigmoid"


def outputs_of(outputs: Any) -> list[Any]:
    """A Keras model's outputs; Keras gives a single one without a list around it."""
    return list(outputs) if isinstance(outputs, (list, tuple)) else [outputs]


def embedding_of(model: Any) -> Any:
    """The output of a network's layer `embedding`; None if it has none that a graph can give.

    The graph's outputs are told apart by their widths: this one must be wider than the softmax.
    """
    from training.network.architectures import EMBEDDING

    layer = next((layer for layer in model.layers if layer.name == EMBEDDING), None)
    if layer is None or len(layer.output.shape) != 2 or layer.output.shape[1] <= 10:
        return None
    return layer.output


def _with_others(model: Any) -> Any:
    """The model with its scores and its embedding as further outputs, those that it has."""
    import keras

    others = [_scores_of(model), embedding_of(model)]
    found = [output for output in others if output is not None]
    return keras.Model(model.inputs, [model.output, *found]) if found else model


def _scores_of(model: Any) -> Any:
    """The scores of a network; None if it has no layer for them."""
    import keras

    from training.network.architectures import EVIDENCE, LIKENESS, columns
    from training.network.batches import CLASSES
    from training.network.prototypes import is_fitted

    evidence = next((layer for layer in model.layers if layer.name == EVIDENCE), None)
    if evidence is None or evidence.output.shape != (None, CLASSES):
        return None
    logits = columns(evidence.output, 10, CLASSES, name="scores_logits")
    if is_fitted(model):
        far = keras.layers.Rescaling(
            -OUTLIER_SCALE, OUTLIER_SCALE * OUTLIER_COSINE, name="distance"
        )(model.get_layer(LIKENESS).output)
        rejection = columns(evidence.output, 10, 11, name="rejection_logit")
        outlier = keras.layers.Add(name="outlier_logit")([rejection, far])
        logits = keras.layers.Concatenate(name="all_scores_logits")([logits, outlier])
    return keras.layers.Activation("sigmoid", name="scores")(logits)
