"""The marks of a reading: those that segmentation found, and the gaps between numbers."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING

from digitrec.recognition.ink import Box, Ink
from digitrec.recognition.reading import SPACE, Mark
from digitrec.recognition.segmentation.spaces import find_spaces

if TYPE_CHECKING:
    from digitrec.recognition.segmentation.mark_weights import MarkWeights
    from digitrec.recognition.segmentation.segmenter import Segmentation


def name_marks(
    segmentation: Segmentation, boxes: Sequence[Box], ink: Ink, weights: MarkWeights | None
) -> tuple[Mark, ...]:
    """The marks and spaces of a segmentation, in reading order.

    Args:
        segmentation: its strokes are those of `ink`.
        boxes: around its digits, line after line.
        ink: the drawing.
        weights: by which spaces are told; with None there is nothing to name.
    """
    if weights is None:
        return ()
    found: list[Mark] = []
    before = 0
    lines = itertools.zip_longest(segmentation.lines, segmentation.marks, fillvalue=())
    for number, (groups, marks) in enumerate(lines):
        own = boxes[before : before + len(groups)]
        in_line = [
            Mark(
                each.mark,
                each.confidence,
                ink.pick(each.strokes).box or boxes[0],
                before + each.at,
                number,
                each.strokes,
            )
            for each in marks
        ]
        taken = {each.at for each in marks}
        in_line += [
            Mark(SPACE, each.confidence, each.box, before + each.at, number)
            for each in find_spaces(own, taken, weights.space)
        ]
        found += sorted(in_line, key=lambda mark: mark.at)
        before += len(groups)
    return tuple(found)
