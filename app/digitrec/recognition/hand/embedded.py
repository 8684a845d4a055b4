"""What is kept of examples: their embeddings, and what the networks answer for them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.combination import log
from digitrec.recognition.example import Example
from digitrec.recognition.model import Model, ModelError
from digitrec.recognition.prediction_cache import Strokes, read_drawings
from digitrec.recognition.predictions import Predictions

NOT_A_DIGIT = 10
"""Stands for the digit of an example that is none."""

ANSWERS = 13
"""Columns after the embedding: ten logarithms of probabilities, and the logits of three scores."""

Rows = NDArray[np.float16]
Scores = NDArray[np.float64]
Cosines = NDArray[np.float32]
"""Of the embeddings of drawings and of examples: (drawings, examples)."""


def embedding_width(model: Model) -> int:
    """How many numbers the embedding of a drawing has.

    Raises:
        ModelError: if there is none.
    """
    width = model.graph.embedding + (0 if model.trajectory is None else model.trajectory.embedding)
    if not width:
        raise ModelError(
            "{path}: this model can't learn a hand: its graph gives no embeddings", path=model.path
        )
    return width


def embed(model: Model, examples: Sequence[Example]) -> Rows:
    """The rows of examples, read by a model."""
    drawings: list[Strokes] = [tuple(filter(None, example.strokes)) for example in examples]
    return rows_of(read_drawings(model, drawings, embedded=True))


def rows_of(predictions: Predictions) -> Rows:
    """The rows of examples for which the model's predictions are known."""
    scores = logit(np.stack(predictions.scores, axis=1))
    columns = (predictions.embeddings, log(predictions.probabilities), scores)
    rows: Rows = np.concatenate(columns, axis=1).astype(np.float16)
    return rows


def logit(shares: Scores) -> Scores:
    """The logit, bounded for 0 and 1."""
    clipped = np.clip(shares, 1e-9, 1 - 1e-9)
    logits: Scores = np.log(clipped / (1 - clipped))
    return logits
