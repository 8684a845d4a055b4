"""Adds the line network to a sealed archive, calibrated on held-out lines."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from digitrec.recognition.model import Model
from digitrec.recognition.picture.line_decoding import CLASSES
from digitrec.recognition.picture.line_features import HEIGHT
from digitrec.recognition.picture.line_reader import LineReader
from digitrec.recognition.sealed.further import LINES
from training.network.half_precision import is_half, to_half
from training.network.lines.architecture import line_network
from training.sealing.further import load_further, seal_further
from training.sealing.seal import SealError

_WIDTHS = (48, 160, 304)  # pixels of the lines on which the graph is compared with Keras


def seal_lines(archive: Path, network: Any, card: dict[str, Any]) -> Model:
    """Adds a line network to a sealed archive, in place, and opens the result.

    Args:
        archive: sealed.
        network: a Keras model of `line_network`, trained.
        card: what the card says about it, its calibration among it.

    Raises:
        SealError: if it is no line network, its graph can't be made, or doesn't agree with Keras.
        ModelError: if the archive can't be used.
    """
    expected = line_network().output_shape
    if network.output_shape != expected or network.input_shape[1:] != (HEIGHT, None, 1):
        raise SealError(f"{network.name}: it is not a line network")
    if not is_half(network):
        to_half(network)
    return seal_further(
        archive, LINES, network, card, lambda graph: difference_from_keras(network, graph)
    )


def load_lines(archive: Path) -> Any:
    """The line network of a sealed archive as a Keras model; None if it has none."""
    network = line_network()
    return network if load_further(archive, LINES, network) else None


def difference_from_keras(network: Any, graph: bytes) -> float:
    """The largest difference of a probability, or of a box's side, on random lines."""
    reader, rng = LineReader(graph), np.random.default_rng(0)
    found = [0.0]
    for width in _WIDTHS:
        line = rng.normal(0, 1, (HEIGHT, width)).clip(-4, 4).astype(np.float32)
        expected = np.asarray(network(line[None, :, :, None], training=False))[0]
        given = reader.run(line)
        found.append(float(np.abs(_softmax(given) - _softmax(expected)).max()))
        found.append(float(np.abs(given[:, CLASSES:] - expected[:, CLASSES:]).max()))
    return max(found)


def _softmax(rows: Any) -> Any:
    logits = np.asarray(rows, np.float64)[:, :CLASSES]
    odds = np.exp(logits - logits.max(axis=1, keepdims=True))
    return odds / odds.sum(axis=1, keepdims=True)
