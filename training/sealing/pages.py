"""Adds the page network to a sealed archive."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from digitrec.recognition.model import Model
from digitrec.recognition.picture.pages.line_finder import LineFinder
from digitrec.recognition.picture.pages.page_features import as_cells
from digitrec.recognition.sealed.further import PAGES
from training.network.half_precision import is_half, to_half
from training.network.pages.architecture import page_network
from training.sealing.further import seal_further
from training.sealing.seal import SealError

_SIZES = ((48, 160), (256, 200))  # pixels of the pages on which the graph is compared with Keras


def seal_pages(archive: Path, network: Any) -> Model:
    """Adds a page network to a sealed archive, in place, and opens the result.

    Args:
        archive: sealed.
        network: a Keras model of `page_network`, trained.

    Raises:
        SealError: if it is no page network, its graph can't be made, or doesn't agree with Keras.
        ModelError: if the archive can't be used.
    """
    expected = page_network()
    shapes = [weights.shape for weights in network.weights]
    if shapes != [weights.shape for weights in expected.weights]:
        raise SealError(f"{network.name}: it is not a page network")
    if not is_half(network):
        to_half(network)
    return seal_further(
        archive, PAGES, network, {}, lambda graph: difference_from_keras(network, graph)
    )


def difference_from_keras(network: Any, graph: bytes) -> float:
    """The largest difference of a cell's probability, or of another output, on random pages."""
    finder, rng = LineFinder(graph), np.random.default_rng(0)
    found = [0.0]
    for size in _SIZES:
        page = rng.normal(0, 1, (*size, 3)).clip(-4, 4).astype(np.float32)
        expected = as_cells(np.asarray(network(page[None], training=False))[0])
        given = finder.run(page)
        found.append(float(np.abs(_sigmoid(given[..., 0]) - _sigmoid(expected[..., 0])).max()))
        found.append(float(np.abs(given[..., 1:] - expected[..., 1:]).max()))
    return max(found)


def _sigmoid(logits: Any) -> Any:
    return 1 / (1 + np.exp(-np.asarray(logits, np.float64)))
