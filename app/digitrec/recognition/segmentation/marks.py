"""Strokes that are likely marks, before any network is asked."""

from __future__ import annotations

from collections.abc import Sequence

from digitrec.recognition.raster import Line
from digitrec.recognition.segmentation.gaps import split_lines
from digitrec.recognition.segmentation.mark_features import describe
from digitrec.recognition.segmentation.mark_weights import MarkWeights
from digitrec.recognition.segmentation.stroke_measures import as_arrays


def likely_marks(strokes: Sequence[Line], weights: MarkWeights) -> frozenset[int]:
    """The indices of the strokes that are more likely to be a mark, or part of one, than not.

    Args:
        strokes: of a drawing, none of them empty, at least one.
        weights: by which marks are told.
    """
    lines = as_arrays(strokes)
    found: set[int] = set()
    for line in split_lines(lines):
        groups, features = describe([lines[at] for at in line])
        if groups:
            none = weights.probabilities(features)[:, 0]
            found.update(
                line[at]
                for group, share in zip(groups, none.tolist(), strict=True)
                if share < 0.5
                for at in group
            )
    return frozenset(found)


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
