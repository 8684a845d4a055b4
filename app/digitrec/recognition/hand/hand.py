"""A person's hand: taught examples, with which new drawings are compared.

Both networks give their embedding of a drawing, in which drawings that look alike to them lie close
to each other. So taught examples help at once, without training (few-shot learning by metric, as in
Vinyals et al. 2016, "Matching Networks for One Shot Learning"):

- Each example votes for its digit, the more the closer it is.
- What the networks lacked to read an example correctly is added for drawings like it.
- An example that contradicts networks that are sure counts for little, as it is more likely a
  mistake, unless other examples support it.
- A taught digit that the networks reject as no digit is accepted from then on, and so are drawings
  close to it. The opposite holds for what was taught as not a digit.

The method and its constants were chosen by writers that the networks had not seen (`TRIED.md`).
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.combination import log
from digitrec.recognition.example import Example
from digitrec.recognition.hand.embedded import (
    ANSWERS,
    NOT_A_DIGIT,
    Cosines,
    Rows,
    embed,
    embedding_width,
    rows_of,
)
from digitrec.recognition.hand.evidence import Evidence
from digitrec.recognition.hand.scores import ScoreMoves
from digitrec.recognition.model import Model
from digitrec.recognition.predictions import Predictions

_DOUBT = 3.0
"""A sure answer may change if another digit's logit may come within this of it, or a rejection
score's within this of the threshold."""

_SURER = 0.1
"""A digit whose probability rises by this much owes the answer to an example."""


class Hand:
    """Taught examples, embedded by one model's networks. Immutable, safe to share between threads.

    Made by `learn`, or by `of` if the networks' predictions for the examples are known.

    Attributes:
        examples: that were taught.
    """

    def __init__(self, examples: Sequence[Example], rows: Rows, threshold: float) -> None:
        self.examples = tuple(examples)
        self._rows, self._threshold = rows, threshold
        digits = np.array([NOT_A_DIGIT if one.digit is None else one.digit for one in examples])
        order = np.argsort(digits, kind="stable")
        self._digits = digits[order].astype(np.intp)
        self._keys = [self.examples[at].key for at in order.tolist()]
        sorted_rows = rows[order].astype(np.float32)
        embeddings, answers = sorted_rows[:, :-ANSWERS], sorted_rows[:, -ANSWERS:]
        self._embeddings = np.ascontiguousarray(embeddings.T)
        self._evidence = Evidence(self._embeddings, answers[:, :10], self._digits)
        self._score_moves = ScoreMoves(answers[:, 10:], self._digits, threshold)

    @classmethod
    def learn(
        cls, model: Model, examples: Sequence[Example], known: Mapping[int, bytes] | None = None
    ) -> Self:
        """A hand that has learned from examples.

        Args:
            model: whose networks embed them.
            examples: those without a point are left out.
            known: embeddings of examples by key, as `embeddings` gave them for the same model. The
                others are computed.

        Raises:
            ModelError: if the model's graphs give no embeddings.
        """
        examples = [example for example in examples if any(example.strokes)]
        columns = embedding_width(model) + ANSWERS
        nothing = np.full(columns, np.nan, np.float16).tobytes()
        stored = [(known or {}).get(example.key, nothing) for example in examples]
        stored = [row if len(row) == len(nothing) else nothing for row in stored]
        rows = np.frombuffer(b"".join(stored), np.float16).reshape(-1, columns).copy()
        new = np.flatnonzero(~np.isfinite(rows).all(axis=1))
        if len(new):
            rows[new] = embed(model, [examples[at] for at in new.tolist()])
        return cls(examples, rows, model.card.rejection_threshold)

    @classmethod
    def of(cls, model: Model, examples: Sequence[Example], predictions: Predictions) -> Self:
        """A hand of examples for which the model's predictions are known, in the same order."""
        return cls(examples, rows_of(predictions), model.card.rejection_threshold)

    @property
    def embeddings(self) -> dict[int, bytes]:
        """What the networks say about the examples, by key, as `learn` takes it for their model."""
        return {one.key: row.tobytes() for one, row in zip(self.examples, self._rows, strict=True)}

    def add(self, model: Model, examples: Sequence[Example]) -> Self:
        """The hand with more examples; one with the key of another replaces it.

        Raises:
            ModelError: as `learn`.
        """
        new = {example.key for example in examples}
        kept = self.without(new)
        return self.learn(model, [*kept.examples, *examples], kept.embeddings)

    def without(self, keys: Collection[int]) -> Self:
        """The hand without the examples that have these keys."""
        gone = set(keys)
        stay = [at for at, example in enumerate(self.examples) if example.key not in gone]
        return type(self)([self.examples[at] for at in stay], self._rows[stay], self._threshold)

    def apply(self, predictions: Predictions) -> tuple[Predictions, list[int | None]]:
        """What the networks and the examples say together.

        Args:
            predictions: of the model's networks, n drawings. Those without embeddings are left as
                they are.

        Returns:
            The predictions, and of each drawing the key of the example that its answer came from,
            or that made it clearly surer; None if the networks alone had answered the same.
        """
        embedded = np.flatnonzero(predictions.embeddings.any(axis=1))
        count = len(predictions.probabilities)
        if not self.examples or not len(embedded):
            return predictions, [None] * count
        if len(embedded) < count:
            some, found = self.apply(predictions.pick(embedded))
            keys = dict(zip(embedded.tolist(), found, strict=True))
            return predictions.put(embedded, some), [keys.get(row) for row in range(count)]
        cosines = predictions.embeddings @ self._embeddings
        logits = log(predictions.probabilities) + self._evidence.logits(cosines)
        odds = np.exp(logits - logits.max(axis=1, keepdims=True))
        scores = self._score_moves.moved(predictions, cosines)
        taught = replace(
            predictions,
            probabilities=odds / odds.sum(axis=1, keepdims=True),
            rejection_score=scores[0],
            multi_digit=scores[1],
            outlier_score=scores[2],
        )
        return taught, self._sources(predictions, taught, cosines)

    def may_change(self, path: Predictions) -> NDArray[np.bool_]:
        """Of drawings of which the path is sure, whether the examples may change the answer.

        The cosine to an example is the mean of those by both networks, and that by the picture is
        at most 1. So the path alone says how much each example can add, and where that is too
        little, no picture need be rendered.

        Args:
            path: what the trajectory network says of n drawings.

        Returns:
            Shape (n,).
        """
        count, width = path.embeddings.shape
        if not self.examples or not width:
            return np.full(count, bool(self.examples))
        cosines = path.embeddings @ self._embeddings[-width:]
        if width < len(self._embeddings):  # the last half of a unit vector
            cosines = np.float32(0.5) + cosines / np.float32(math.sqrt(2))
        logits = log(path.probabilities)
        rows, best = np.arange(count), logits.argmax(axis=1)
        sure = logits[rows, best].copy()
        logits += self._evidence.logits(cosines)
        logits[rows, best] = -np.inf
        changes: NDArray[np.bool_] = logits.max(axis=1) > sure - _DOUBT
        changes |= self._score_moves.may_reject(path.rejection_score, cosines, _DOUBT)
        return changes

    def _sources(
        self, before: Predictions, after: Predictions, cosines: Cosines
    ) -> list[int | None]:
        """The keys of the examples that decided, None where the networks did."""
        best = after.probabilities.argmax(axis=1)
        rows = np.arange(len(best))
        gain = after.probabilities[rows, best] - before.probabilities[rows, best]
        rejected = [some.outlier_score > self._threshold for some in (before, after)]
        decided = (best != before.probabilities.argmax(axis=1)) | (gain > _SURER)
        decided |= rejected[0] != rejected[1]
        wanted = np.where(rejected[1] & ~rejected[0], NOT_A_DIGIT, best)
        keys: list[int | None] = [None] * len(best)
        for row in np.flatnonzero(decided).tolist():
            voices = np.where(
                self._digits == wanted[row], cosines[row] + self._evidence.trust - 1, -np.inf
            )
            nearest = int(voices.argmax())
            if np.isfinite(voices[nearest]):
                keys[row] = self._keys[nearest]
        return keys
