"""A person's hand: taught examples, with which new drawings are compared.

Both networks give their embedding of a drawing, in which drawings that look alike to them lie close
to each other. The nearest examples speak for their digit beside the networks.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Self

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.example import Example
from digitrec.recognition.model import Model, ModelError
from digitrec.recognition.prediction_cache import Strokes, read_drawings
from digitrec.recognition.predictions import Predictions

_STRENGTH = 6.0
_SHARPNESS = 12.0

Vectors = NDArray[np.float32]


class Hand:
    """Taught examples, embedded by one model's networks. Immutable, safe to share between threads.

    Attributes:
        examples: that were taught.
    """

    def __init__(self, examples: Sequence[Example], embeddings: NDArray[np.float16]) -> None:
        self.examples = tuple(examples)
        self._stored = embeddings
        self._vectors = embeddings.astype(np.float32)
        self._keys = np.array([example.key for example in examples], np.int64)
        self._digits = np.array(
            [10 if example.digit is None else example.digit for example in examples], np.intp
        )

    @classmethod
    def learn(
        cls, model: Model, examples: Sequence[Example], known: Mapping[int, bytes] | None = None
    ) -> Self:
        """A hand that has learned from examples.

        Args:
            model: whose networks embed them.
            examples: with a point each.
            known: embeddings of examples by key, as `embeddings` gave them for the same model. The
                others are computed.

        Raises:
            ModelError: if the model's graphs give no embeddings.
        """
        known = {} if known is None else known
        width = 2 * embedding_width(model)
        new = [example for example in examples if len(known.get(example.key, b"")) != width]
        found = {
            key: np.frombuffer(row, np.float16) for key, row in known.items() if len(row) == width
        }
        found |= {example.key: row for example, row in zip(new, _embed(model, new), strict=True)}
        rows = [found[example.key] for example in examples]
        return cls(examples, np.array(rows, np.float16).reshape(len(rows), width // 2))

    @property
    def embeddings(self) -> dict[int, bytes]:
        """The embeddings by their examples' keys, as `learn` takes them for the same model."""
        return {
            example.key: row.tobytes()
            for example, row in zip(self.examples, self._stored, strict=True)
        }

    def add(self, model: Model, examples: Sequence[Example]) -> Self:
        """The hand with more examples; those with a known key replace the ones before."""
        new = {example.key for example in examples}
        kept = [example for example in self.examples if example.key not in new]
        known = {key: row for key, row in self.embeddings.items() if key not in new}
        return self.learn(model, [*kept, *examples], known)

    def without(self, keys: Collection[int]) -> Self:
        """The hand without some examples."""
        stay = [at for at, example in enumerate(self.examples) if example.key not in set(keys)]
        return type(self)([self.examples[at] for at in stay], self._stored[stay])

    def apply(self, predictions: Predictions) -> tuple[Predictions, list[int | None]]:
        """What the networks and the examples say together.

        Args:
            predictions: of the networks.

        Returns:
            The predictions, and of each drawing the key of the example that its answer came from,
            or that made it clearly surer; None if the networks alone answered the same.
        """
        nobody: list[int | None] = [None] * len(predictions.probabilities)
        if not self.examples or not predictions.embeddings.size:
            return predictions, nobody
        likeness = predictions.embeddings @ self._vectors.T  # (n, examples), 2 for the same drawing
        votes = np.exp(_SHARPNESS * (likeness.astype(np.float64) / 2 - 1))
        shares = np.zeros((len(votes), 11))
        for digit in set(self._digits.tolist()):
            shares[:, digit] = votes[:, self._digits == digit].max(axis=1)
        logits = np.log(np.maximum(predictions.probabilities, 1e-30)) + _STRENGTH * shares[:, :10]
        odds = np.exp(logits - logits.max(axis=1, keepdims=True))
        rows = odds / odds.sum(axis=1, keepdims=True)
        change = _STRENGTH * (shares[:, 10] - shares[:, :10].max(axis=1))
        scores = [_moved(score, change) for score in predictions.scores]
        taught = Predictions(
            rows, scores[0], predictions.multi_digit, scores[2], predictions.embeddings
        )
        best = likeness.argmax(axis=1)
        changed = rows.argmax(axis=1) != predictions.probabilities.argmax(axis=1)
        keys = [
            int(self._keys[at]) if differs else None
            for at, differs in zip(best.tolist(), changed.tolist(), strict=True)
        ]
        return taught, keys


def embedding_width(model: Model) -> int:
    """How many numbers the embedding of a drawing has.

    Raises:
        ModelError: if the model's graphs give no embeddings.
    """
    width = model.graph.embedding + (0 if model.trajectory is None else model.trajectory.embedding)
    if not width:
        raise ModelError(
            "{path}: it gives no embeddings, so it can't be taught a hand. Seal it again with: "
            "python -m training seal {path}",
            path=model.path,
        )
    return width


def _embed(model: Model, examples: Sequence[Example]) -> NDArray[np.float16]:
    drawings: list[Strokes] = [tuple(filter(None, example.strokes)) for example in examples]
    return read_drawings(model, drawings).embeddings.astype(np.float16)


def _moved(scores: NDArray[np.float64], change: NDArray[np.float64]) -> NDArray[np.float64]:
    """Scores in [0, 1] with a change added to their logits."""
    clipped = np.clip(scores, 1e-9, 1 - 1e-9)
    moved: NDArray[np.float64] = 1 / (1 + np.exp(-np.log(clipped / (1 - clipped)) - change))
    return moved
