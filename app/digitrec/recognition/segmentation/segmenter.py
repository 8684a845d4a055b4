"""Segmentation of a drawing: which strokes belong to one digit, and which digits form a line.

Strokes are grouped with a lattice of candidates that the network has read; some of its candidates
may be marks, such as a decimal point, which only their form and place tell. Drawings with very many
strokes are split at their gaps, measured against the height, so that size makes no difference.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Generator, Iterator, Sequence
from typing import NamedTuple, TypeVar

from digitrec.recognition.predictions import Predictions
from digitrec.recognition.raster import Line
from digitrec.recognition.segmentation.beam_search import Path
from digitrec.recognition.segmentation.gaps import (
    Group,
    ReadingError,
    group_by_gaps,
    split_lines,
    too_few_parts,
)
from digitrec.recognition.segmentation.mark_lattice import (
    MarkLattice,
    has_beside,
    likely_marks,
    marks_among,
)
from digitrec.recognition.segmentation.mark_weights import MarkWeights
from digitrec.recognition.segmentation.stroke_lattice import StrokeLattice
from digitrec.recognition.segmentation.stroke_measures import as_arrays
from digitrec.recognition.segmentation.weights import Weights

Result = TypeVar("Result")

__all__ = ["Asking", "Group", "InkMark", "Question", "ReadingError", "Segmentation", "segment"]

_MAX_STROKES = 64  # a lattice has up to five candidates a stroke; more strokes go by their gaps
_MAX_UNBOUNDED = 24
_ALTERNATIVES = 3
_MAX_SINGLE = 8  # strokes of what may surely be one digit
_SURE, _REJECTION = 0.95, 0.05  # least probability and highest scores of what is surely one digit


class Question(NamedTuple):
    """What the networks are asked about a drawing.

    Attributes:
        groups: of strokes, each of which may be a digit.
        closely: whether they are to be seen in all views, however many they are.
    """

    groups: Sequence[Group]
    closely: bool = False


Asking = Generator[Question, Predictions, Result]
"""Work that needs the networks: it yields questions and is sent the predictions for their groups.
So the networks can read at once what many drawings ask."""


class Segmentation(NamedTuple):
    """A segmentation of a drawing into digits.

    Attributes:
        lines: from top to bottom; of each the digits' strokes, from left to right.
        probability: that this segmentation is the right one.
        marks: those of each line, from left to right; none of any line if it is empty.
    """

    lines: tuple[tuple[Group, ...], ...]
    probability: float
    marks: tuple[tuple[InkMark, ...], ...] = ()

    def renamed(self, names: Sequence[int]) -> Segmentation:
        """The same, with strokes called by other numbers: that of stroke i is `names[i]`."""
        return Segmentation(
            tuple(tuple(_named(group, names) for group in line) for line in self.lines),
            self.probability,
            tuple(
                tuple(each._replace(strokes=_named(each.strokes, names)) for each in line)
                for line in self.marks
            ),
        )


class InkMark(NamedTuple):
    """A mark among the digits of a line.

    Attributes:
        mark: one of `.`, `,`, `-`, `/` and `:`.
        confidence: that it is this mark, 0 to 1.
        strokes: their indices, rising.
        at: how many digits of its line come before it.
    """

    mark: str
    confidence: float
    strokes: Group
    at: int


def segment(
    strokes: Sequence[Line],
    digits: int | None,
    weights: Weights,
    marks: MarkWeights | None = None,
) -> Asking[list[Segmentation]]:
    """Splits a drawing into lines of digits and marks: the likeliest segmentations, best first.

    It asks first for the whole drawing, unless the number of digits is given; then for all
    candidates.

    Args:
        strokes: none of them empty, at least one; their order doesn't matter.
        digits: how many digits there are; None to find out.
        weights: for the features of a `StrokeLattice`.
        marks: by which marks are told from digits; None to find none. With a given number of
            digits there are none either.

    Raises:
        ReadingError: if the strokes can't make that many digits.
    """
    if digits is not None:
        marks = None
    everything = tuple(range(len(strokes)))
    if digits == 1 or (digits is None and len(strokes) == 1):
        return [Segmentation(((everything,),), 1.0)]
    if digits is not None and digits > len(strokes):
        raise too_few_parts(digits, len(strokes))
    if (
        digits is None
        and len(strokes) <= _MAX_SINGLE
        and _is_one((yield Question([everything])))
        and not (marks is not None and has_beside(strokes) and likely_marks(strokes, marks))
    ):
        return [Segmentation(((everything,),), 1.0)]
    strokes = as_arrays(strokes)
    lines = split_lines(strokes)
    if digits is None or len(lines) > 1:
        of_lines = []
        for line in lines:
            of_line = yield from _segment_line(strokes, line, None, weights, marks)
            of_lines.append(of_line)
        found = _combine(of_lines)
        if digits is None or sum(len(line) for line in found[0].lines) == digits:
            return found
    return (yield from _segment_line(strokes, everything, digits, weights, None))


def segment_part(
    strokes: Sequence[Line],
    part: Group,
    digits: int | None,
    weights: Weights,
    marks: MarkWeights | None = None,
) -> Asking[list[Segmentation]]:
    """Splits some strokes of a drawing into lines of digits, as `segment` does.

    Args:
        strokes: of the whole drawing; what is asked and the result refer to these.
        part: the indices of those to split, rising.
        digits: how many digits they are; None to find out.
        weights: as for `segment`.
        marks: the same.

    Raises:
        ReadingError: as `segment` does.
    """
    if len(part) == len(strokes):
        return (yield from segment(strokes, digits, weights, marks))
    own = segment([strokes[at] for at in part], digits, weights, marks)
    answer: Predictions | None = None
    while True:
        try:
            asked = next(own) if answer is None else own.send(answer)
        except StopIteration as end:
            found: list[Segmentation] = end.value
            return [each.renamed(part) for each in found]
        answer = yield asked._replace(groups=[_named(group, part) for group in asked.groups])


def _named(group: Group, names: Sequence[int]) -> Group:
    return tuple(names[at] for at in group)


def _is_one(whole: Predictions) -> bool:
    """Whether a drawing is surely one digit, so that its strokes needn't be segmented.

    Of the held-out writers' 449 digits of several strokes 433 are, and one of 1,685 numbers.
    """
    sure = whole.probabilities.max() > _SURE
    return bool(
        sure and whole.rejection_score[0] < _REJECTION and whole.multi_digit[0] < _REJECTION
    )


def given_segmentation(
    strokes: Sequence[Line],
    numbers: Sequence[int],
    groups: Sequence[Group],
    marks: MarkWeights | None = None,
) -> Segmentation:
    """The segmentation that a person has chosen; only its lines and its marks are found.

    Args:
        strokes: none of them empty, at least one.
        numbers: how the groups refer to each of these strokes.
        groups: from left to right; of several lines, the upper one's first. Strokes that are in
            none of them are left out, unless they are marks.
        marks: by which these are told; None to find none.

    Raises:
        ReadingError: if a group's stroke is not in the drawing, or is in another group as well.
    """
    chosen = list(itertools.chain(*groups))
    if not chosen or len(set(chosen)) < len(chosen) or not set(chosen) <= set(numbers):
        raise ReadingError("a stroke must be in the drawing, and in one group at most")
    place = {number: at for at, number in enumerate(numbers)}
    local = [tuple(sorted(place[number] for number in group)) for group in groups if group]
    parts = split_lines(strokes)
    lines = [tuple(group for group in local if set(group) <= set(line)) for line in parts]
    if tuple(itertools.chain(*lines)) != tuple(local) or not all(lines):
        lines, parts = [tuple(local)], [tuple(range(len(strokes)))]
    if marks is None or len(chosen) == len(strokes):
        return Segmentation(tuple(lines), 1.0)
    found = tuple(
        tuple(_beside(strokes, part, line, marks)) for part, line in zip(parts, lines, strict=True)
    )
    return Segmentation(tuple(lines), 1.0, found if any(found) else ())


def _beside(
    strokes: Sequence[Line], part: Group, groups: Sequence[Group], marks: MarkWeights
) -> Iterator[InkMark]:
    """The marks among the strokes of a line that are in none of its groups."""

    def middle(group: Group) -> float:
        xs = [x for at in group for x, _ in strokes[at]]
        return min(xs) + max(xs)

    rest = set(part).difference(*groups)
    middles = [middle(group) for group in groups]
    found = marks_among([strokes[at] for at in part], marks)
    for mark, confidence, group in sorted(found, key=lambda each: middle(_named(each[2], part))):
        own = _named(group, part)
        if rest >= set(own):
            rest -= set(own)
            before = sum(each < middle(own) for each in middles)
            yield InkMark(mark, confidence, own, before)


def _segment_line(
    strokes: Sequence[Line],
    line: Group,
    digits: int | None,
    weights: Weights,
    marks: MarkWeights | None,
) -> Asking[list[Segmentation]]:
    own = [strokes[at] for at in line]
    if len(own) > _MAX_STROKES:
        return [Segmentation((group_by_gaps(own, line, digits),), 1.0)]
    bounds = (True, False) if digits is not None and len(own) <= _MAX_UNBOUNDED else (True,)
    for bounded in bounds:
        lattice = StrokeLattice(own, bounded) if marks is None else MarkLattice(own, marks)
        groups = [_named(each.strokes, line) for each in lattice.digits]
        predictions = yield Question(groups)
        paths = lattice.paths(predictions, weights, digits, _ALTERNATIVES)
        found = [_on_path(lattice, path).renamed(line) for path in paths]
        if found and not all(each.lines[0] for each in found):  # marks alone are no number
            return (yield from _segment_line(strokes, line, digits, weights, None))
        if found:
            return found
    return [Segmentation((group_by_gaps(own, line, digits),), 1.0)]


def _on_path(lattice: StrokeLattice, path: Path) -> Segmentation:
    """The segmentation of a line that a path through its lattice is."""
    digits: list[Group] = []
    marks: list[InkMark] = []
    for at in path.candidates:
        each = lattice.candidates[at]
        if each.mark:
            marks.append(InkMark(each.mark, each.confidence, each.strokes, len(digits)))
        else:
            digits.append(each.strokes)
    return Segmentation((tuple(digits),), path.probability, (tuple(marks),) if marks else ())


def _combine(lines: list[list[Segmentation]]) -> list[Segmentation]:
    """The likeliest segmentations of all lines, from those of each."""
    combined = [
        Segmentation(
            tuple(each.lines[0] for each in choice),
            math.prod(each.probability for each in choice),
            tuple(each.marks[0] if each.marks else () for each in choice)
            if any(each.marks for each in choice)
            else (),
        )
        for choice in itertools.islice(itertools.product(*lines), _ALTERNATIVES**4)
    ]
    return sorted(combined, key=lambda segmentation: -segmentation.probability)[:_ALTERNATIVES]
