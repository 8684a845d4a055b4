"""Lines found by their ink, for models without a network that finds them."""

from __future__ import annotations

import numpy as np

from digitrec.recognition.ink import Box
from digitrec.recognition.picture.opened_picture import Picture
from digitrec.recognition.picture.pages.found_line import FoundLine
from digitrec.recognition.picture.segmentation.ink import find_ink
from digitrec.recognition.picture.segmentation.text_lines import (
    CrowdedError,
    TextLine,
    find_lines,
)


def lines_by_ink(picture: Picture) -> list[FoundLine]:
    """The lines of a picture, from the upper one to the lower one.

    Args:
        picture: to find them in.

    Returns:
        Their corners are in pixels of the picture as it was opened. None if there is no ink, or
        too much.
    """
    ink, scale = find_ink(picture)
    try:
        found = find_lines(ink)
    except CrowdedError:
        return []
    boxes = [np.array(_box(line)) * scale for line in found]
    return [
        FoundLine(np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]]), row=number)
        for number, (x0, y0, x1, y1) in enumerate(boxes)
    ]


def _box(line: TextLine) -> Box:
    """Left, top, right and bottom of a line, in pixels of the ink."""
    (left, top), (height, width) = line.corner, line.mask.shape
    x0, y0 = left * line.scale, top * line.scale
    return x0, y0, x0 + width * line.scale, y0 + height * line.scale
