"""The lattice of a drawing that may hold marks: they are candidates beside the digits.

A stroke, or two above each other, is a candidate for the mark that its form and its place make
likeliest. No network reads it. Which strokes are marks is so decided together with which strokes
are digits: a slash costs the 1 that it could have been.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from digitrec.recognition.predictions import Predictions
from digitrec.recognition.raster import Line
from digitrec.recognition.segmentation.beam_search import Scores
from digitrec.recognition.segmentation.gaps import split_lines
from digitrec.recognition.segmentation.lattice import Array
from digitrec.recognition.segmentation.mark_features import describe
from digitrec.recognition.segmentation.mark_weights import MARKS, PATH_FEATURES, MarkWeights
from digitrec.recognition.segmentation.stroke_lattice import StrokeCandidate, StrokeLattice
from digitrec.recognition.segmentation.stroke_measures import as_arrays
from digitrec.recognition.segmentation.weights import STROKE_FEATURES, Weights

_LEAST = 0.02
"""Probability below which nothing is a candidate for a mark."""

_LIKELY = 0.5
"""Probability above which something is likely a mark."""

_MOST_ODDS = 8.0


class MarkLattice(StrokeLattice):
    """The candidates of a drawing for digits and for marks, and the cuts between them.

    Args:
        strokes: none of them empty.
        weights: by which marks are told.
    """

    def __init__(self, strokes: Sequence[Line], weights: MarkWeights) -> None:
        self._weights = weights
        super().__init__(strokes)
        self._marks = np.array([bool(each.mark) for each in self.candidates])
        likely = [each for each in self.candidates if each.mark and each.confidence > _LIKELY]
        self._likely = {stroke for each in likely for stroke in each.strokes}

    def mark_features(self) -> tuple[Array, list[Array]]:
        """The features of the marks and of the cuts beside them; zeros for all others.

        Returns:
            Arrays as `features` returns them, with the columns of `PATH_FEATURES`.
        """
        groups = np.zeros((len(self.candidates), len(PATH_FEATURES.groups)))
        for at in np.flatnonzero(self._marks).tolist():
            odds = _log_odds(self.candidates[at].confidence)
            groups[at] = 1.0, odds, min(odds, 0.0)
        marks = self._marks.astype(int)
        cuts = []
        for at, lefts in enumerate(self.predecessors):
            both = marks[lefts] + marks[at] if lefts else np.zeros(0, int)
            cuts.append(np.stack([both == 1, both == 2], axis=1).astype(float))
        return groups, cuts

    def _scores(self, predictions: Predictions, weights: Weights) -> Scores:
        scores = super()._scores(predictions, weights)
        if not self._marks.any():
            return scores
        groups, cuts = self.mark_features()
        path = self._weights.path
        return Scores(
            scores.groups + groups @ path.groups,
            [one + cut @ path.cuts for one, cut in zip(scores.cuts, cuts, strict=True)],
        )

    def _bounded_candidates(self) -> list[StrokeCandidate]:
        found = super()._bounded_candidates()
        place = {stroke: at for at, stroke in enumerate(self._order)}
        groups, features = describe(self._lines, self._distances)
        if not groups:
            return found
        for group, row in zip(groups, self._weights.probabilities(features), strict=True):
            best = int(row[1:].argmax())
            places = [place[stroke] for stroke in group]
            if row[1 + best] < _LEAST or max(places) - min(places) != len(group) - 1:
                continue
            candidate = self._candidate(min(places), max(places) + 1)
            found.append(candidate._replace(mark=MARKS[best], confidence=float(row[1 + best])))
        return sorted(found)

    def _evidence(self, predictions: Predictions) -> Array:
        read = super()._evidence(predictions)
        if len(read) == len(self.candidates):
            return read
        rows = np.zeros((len(self.candidates), read.shape[1]))
        rows[~self._marks] = read
        return rows

    def _is_whole(self, candidate: StrokeCandidate) -> bool:
        """Whether a candidate is all that was drawn, but for likely marks."""
        rest = set(range(len(self._lines))).difference(candidate.strokes)
        return rest <= self._likely

    def _shape(self, candidate: StrokeCandidate) -> tuple[float, ...]:
        if candidate.mark:
            return _NO_SHAPE
        return super()._shape(candidate)

    def _cut(self, left: StrokeCandidate, right: StrokeCandidate) -> tuple[float, ...]:
        if left.mark or right.mark:
            return _NO_CUT
        return super()._cut(left, right)


_NO_SHAPE = (0.0,) * 7
_NO_CUT = (0.0,) * len(STROKE_FEATURES.cuts)


def _log_odds(probability: float) -> float:
    odds = np.log(max(probability, 1e-9)) - np.log(max(1 - probability, 1e-9))
    return float(np.clip(odds, -_MOST_ODDS, _MOST_ODDS))


def marks_among(
    line: Sequence[Line], weights: MarkWeights
) -> list[tuple[str, float, tuple[int, ...]]]:
    """What is more likely to be a mark than not, before any network is asked.

    Args:
        line: strokes of one line of writing, none of them empty, at least one.
        weights: by which marks are told.

    Returns:
        Marks, their probabilities and the indices of their strokes.
    """
    groups, features = describe(as_arrays(line))
    if not groups:
        return []
    rows = weights.probabilities(features)
    return [
        (MARKS[int(row[1:].argmax())], float(row[1:].max()), group)
        for group, row in zip(groups, rows, strict=True)
        if 1 - row[0] > _LIKELY
    ]


def likely_marks(strokes: Sequence[Line], weights: MarkWeights) -> frozenset[int]:
    """The indices of the strokes of a drawing that are likely marks, as in `marks_among`."""
    return frozenset(
        line[at]
        for line in split_lines(strokes)
        for _, _, group in marks_among([strokes[at] for at in line], weights)
        for at in group
    )


def has_beside(strokes: Sequence[Line]) -> bool:
    """Whether the middle of a stroke is to the left or right of all others.

    Those of most digits are above, below or inside each other, and then none is a mark: this spares
    them the time to find that out.
    """
    spans = []
    for stroke in strokes:
        xs = [x for x, _ in stroke]
        spans.append((min(xs), max(xs)))
    return any(
        not any(
            left <= (own[0] + own[1]) / 2 <= right
            for left, right in (*spans[:at], *spans[at + 1 :])
        )
        for at, own in enumerate(spans)
    )
