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

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.combination import log
from digitrec.recognition.example import Example
from digitrec.recognition.model import Model, ModelError
from digitrec.recognition.prediction_cache import Strokes, read_drawings
from digitrec.recognition.predictions import Predictions

_VOTE, _SATURATION, _NEAR = 3.0, 10.0, 0.07
"""Votes: their weight in logits, how soon further ones add less, and the distance (1 minus the
cosine) at which one counts a third. A single example brings at most 7.2 logits."""

_MARGIN, _LARGEST_CORRECTION, _FAR = 2.0, 5.0, 0.2
"""Corrections: the logits by which an example should be read correctly, the most that are added for
it, and the distance at which a third of them is."""

_MISTAKES = 0.03
"""How often an example is a mistake, in odds, if the networks are undecided about it."""

_CLOSE, _SLOPE = 0.88, 0.02
"""The cosine from which a drawing is accepted or rejected like an example, and the width of the
transition."""

_SCORE_MARGIN, _LARGEST_RISE = 2.0, 4.0
"""Logits between a threshold and the score that an example itself gets, and the most by which an
example that is not a digit raises a score."""

_SURER = 0.1
"""A digit whose probability rises by this much owes the answer to an example."""

_NOT_A_DIGIT = 10
_ANSWERS = 13  # columns: ten logarithms of probabilities, and the logits of three scores

Array = NDArray[np.float32]
Rows = NDArray[np.float16]
Scores = NDArray[np.float64]


class Hand:
    """Taught examples, embedded by one model's networks. Immutable, safe to share between threads.

    Made by `learn`, or by `of` if the networks' predictions for the examples are known.

    Attributes:
        examples: that were taught.
    """

    def __init__(self, examples: Sequence[Example], rows: Rows, threshold: float) -> None:
        self.examples = tuple(examples)
        self._rows, self._threshold = rows, threshold
        digits = np.array([_NOT_A_DIGIT if one.digit is None else one.digit for one in examples])
        order = np.argsort(digits, kind="stable")  # those of one digit side by side, for reduceat
        self._digits = digits[order].astype(np.intp)
        self._known, self._starts = np.unique(self._digits, return_index=True)
        self._keys = [self.examples[at].key for at in order.tolist()]
        sorted_rows = rows[order].astype(np.float32)
        embeddings, answers = sorted_rows[:, :-_ANSWERS], sorted_rows[:, -_ANSWERS:]
        self._embeddings = np.ascontiguousarray(embeddings.T)
        self._corrections = _corrections(answers[:, :10], self._digits)
        self._trust = self._trusted(answers[:, :10])
        level = float(_logit(np.array([threshold]))[0])
        self._falls, self._rises = _moves(answers[:, 10:], self._digits, level)
        self._falling, self._rising = (
            np.flatnonzero(moves.any(axis=1)) for moves in (self._falls, self._rises)
        )

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
        columns = _width(model) + _ANSWERS
        nothing = np.full(columns, np.nan, np.float16).tobytes()
        stored = [(known or {}).get(example.key, nothing) for example in examples]
        stored = [row if len(row) == len(nothing) else nothing for row in stored]
        rows = np.frombuffer(b"".join(stored), np.float16).reshape(-1, columns).copy()
        new = np.flatnonzero(~np.isfinite(rows).all(axis=1))
        if len(new):
            rows[new] = _read(model, [examples[at] for at in new.tolist()])
        return cls(examples, rows, model.card.rejection_threshold)

    @classmethod
    def of(cls, model: Model, examples: Sequence[Example], predictions: Predictions) -> Self:
        """A hand of examples for which the model's predictions are known, in the same order."""
        return cls(examples, _rows(predictions), model.card.rejection_threshold)

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
            predictions: of the model's networks, n drawings.

        Returns:
            The predictions, and of each drawing the key of the example that its answer came from,
            or that made it clearly surer; None if the networks alone had answered the same.
        """
        if not self.examples or not predictions.embeddings.shape[1]:
            return predictions, [None] * len(predictions.probabilities)
        cosines = predictions.embeddings @ self._embeddings
        logits = log(predictions.probabilities) + self._evidence(cosines, self._trust)
        odds = np.exp(logits - logits.max(axis=1, keepdims=True))
        scores = self._scores(predictions, cosines)
        taught = replace(
            predictions,
            probabilities=odds / odds.sum(axis=1, keepdims=True),
            rejection_score=scores[0],
            multi_digit=scores[1],
            outlier_score=scores[2],
        )
        return taught, self._sources(predictions, taught, cosines)

    def _evidence(self, cosines: Array, trust: Array) -> Scores:
        """Logits (n, 10) that the examples add, from the cosines (n, examples)."""
        distance = np.float32(1) - cosines
        votes = np.exp(distance / np.float32(-_NEAR)) * trust
        carried = np.exp(distance / np.float32(-_FAR)) * (trust * self._corrections)
        found = np.zeros((len(cosines), _NOT_A_DIGIT + 1))
        found[:, self._known] = _VOTE * np.log1p(
            _SATURATION * np.add.reduceat(votes, self._starts, axis=1)
        ) + np.maximum.reduceat(carried, self._starts, axis=1)
        return found[:, :_NOT_A_DIGIT]

    def _trusted(self, logarithms: Array) -> Array:
        """How far each example is trusted: the probability that it is not a mistake."""
        trust = np.ones(len(self._digits), np.float32)
        at = np.flatnonzero(self._digits != _NOT_A_DIGIT)
        digits = self._digits[at]
        logits = logarithms[at].astype(np.float64)
        contradicted = np.flatnonzero(logits[np.arange(len(at)), digits] < np.log(0.5))
        if len(contradicted):
            among = at[contradicted]
            cosines = self._embeddings[:, among].T @ self._embeddings
            cosines[np.arange(len(among)), among] = -np.inf  # nothing supports itself
            logits[contradicted] += self._evidence(cosines, trust)
        odds = np.exp(logits - logits.max(axis=1, keepdims=True))
        right = odds[np.arange(len(at)), digits] / odds.sum(axis=1)
        trust[at] = right / (right + _MISTAKES * (1 - right))
        return trust

    def _scores(self, predictions: Predictions, cosines: Array) -> tuple[Scores, ...]:
        """The three scores, moved where an example is close whose own score was wrong."""
        falling, rising = self._falling, self._rising
        if not len(falling) and not len(rising):
            return predictions.scores
        share = self._share_of_others(cosines)
        fall = (_closeness(cosines[:, falling])[..., None] * self._falls[falling]).max(
            axis=1, initial=0.0
        )
        rise = (_closeness(cosines[:, rising])[..., None] * self._rises[rising]).sum(axis=1)
        change = share * rise - (1 - share) * fall
        scores = np.stack(predictions.scores, axis=1)
        moved = 1 / (1 + np.exp(-(_logit(scores) + change)))
        return tuple(np.where(change == 0, scores, moved).T)

    def _share_of_others(self, cosines: Array) -> Scores:
        """How far what is not a digit is closer to each drawing than the digits are: (n, 1)."""
        first_other = int(np.searchsorted(self._digits, _NOT_A_DIGIT))
        digits, others = (
            some.max(axis=1, initial=-1.0, keepdims=True).astype(np.float64)
            for some in (cosines[:, :first_other], cosines[:, first_other:])
        )
        share: Scores = 1 / (1 + np.exp((digits - others) / _SLOPE))
        return share

    def _sources(self, before: Predictions, after: Predictions, cosines: Array) -> list[int | None]:
        """The keys of the examples that decided, None where the networks did."""
        best = after.probabilities.argmax(axis=1)
        rows = np.arange(len(best))
        gain = after.probabilities[rows, best] - before.probabilities[rows, best]
        rejected = [some.outlier_score > self._threshold for some in (before, after)]
        decided = (best != before.probabilities.argmax(axis=1)) | (gain > _SURER)
        decided |= rejected[0] != rejected[1]
        wanted = np.where(rejected[1] & ~rejected[0], _NOT_A_DIGIT, best)
        keys: list[int | None] = [None] * len(best)
        for row in np.flatnonzero(decided).tolist():
            voices = np.where(self._digits == wanted[row], cosines[row] + self._trust - 1, -np.inf)
            nearest = int(voices.argmax())
            if np.isfinite(voices[nearest]):
                keys[row] = self._keys[nearest]
        return keys


def _width(model: Model) -> int:
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


def _read(model: Model, examples: Sequence[Example]) -> Rows:
    drawings: list[Strokes] = [tuple(filter(None, example.strokes)) for example in examples]
    return _rows(read_drawings(model, drawings, embedded=True))


def _rows(predictions: Predictions) -> Rows:
    """What is kept of an example: its embedding, and what the networks answered."""
    scores = _logit(np.stack(predictions.scores, axis=1))
    columns = (predictions.embeddings, log(predictions.probabilities), scores)
    rows: Rows = np.concatenate(columns, axis=1).astype(np.float16)
    return rows


def _corrections(logarithms: Array, digits: NDArray[np.intp]) -> Array:
    """The logits that each example's digit lacks to be read correctly by a margin."""
    others = np.where(np.arange(10) == digits[:, None], -np.inf, logarithms).max(axis=1)
    own = np.append(logarithms, np.full((len(digits), 1), np.inf), axis=1)
    lacking = others - own[np.arange(len(digits)), digits] + _MARGIN
    corrections: Array = np.clip(lacking, 0.0, _LARGEST_CORRECTION).astype(np.float32)
    return corrections


def _moves(scores: Array, digits: NDArray[np.intp], level: float) -> tuple[Scores, Scores]:
    """By how much each example's scores (n, 3) should fall, or rise, in logits.

    The rejection scores of a digit belong below the threshold, those of what isn't one above. And
    one digit is not several.
    """
    levels = np.array([level, 0.0, level])
    is_digit = (digits != _NOT_A_DIGIT)[:, None]
    falls = np.maximum(scores - levels + _SCORE_MARGIN, 0.0)
    rises = np.clip(levels - scores + _SCORE_MARGIN, 0.0, _LARGEST_RISE) * (1, 0, 1)
    return np.where(is_digit, falls, 0.0), np.where(is_digit, 0.0, rises)


def _closeness(cosines: Array) -> Scores:
    """From 0 to 1: whether a drawing is so close to an example that its scores should be alike."""
    return 1 / (1 + np.exp((_CLOSE - cosines.astype(np.float64)) / _SLOPE))


def _logit(shares: Scores) -> Scores:
    clipped = np.clip(shares, 1e-9, 1 - 1e-9)
    logits: Scores = np.log(clipped / (1 - clipped))
    return logits
