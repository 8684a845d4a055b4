"""Text lines of a picture, from top to bottom, without dirt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from digitrec.recognition.picture.segmentation.connected_components import (
    Components,
    Mask,
    components,
)
from digitrec.recognition.raster import Raster
from digitrec.recognition.segmentation.segmenter import ReadingError

DIGIT_HEIGHT = 80
"""Height in pixels at which digits are segmented; larger ones are scaled down first."""

MAX_LINES = 30

MAX_PIECES = 250
"""Separate pieces of ink that may be digits or parts of digits. More are not a number."""


class CrowdedError(ReadingError):
    """There are too many separate pieces of ink to be digits."""


INK_THRESHOLD = 0.25
"""A pixel with more is ink."""

LINE_GAP = 0.1
"""Smallest vertical gap between the digits of two lines, in heights."""

_SPECK, _LONELY = 0.13, 0.4  # heights; smaller is dirt, always or if nothing larger is near
_NEAR = 0.2
_LINE = 0.5  # heights: least height of a line
_LIKE_THE_TALLEST = 0.45
_FLAT = 0.12  # of the width: a wide component that is lower is a ruled line
_LONG = 2.0  # heights
_EDGE = 0.12  # heights: what is thinner, along the picture's edge, lies next to the paper
_ALONG = 0.5  # of the picture's side: least length of what lies next to the paper
_MARGIN = 2  # pixels around a line
_MAX_PAIRS = 1_000_000

Indices = NDArray[np.int64]
Sides = tuple[float, int, int]
"""Of a component: its horizontal centre, its top and its bottom."""


@dataclass(frozen=True)
class TextLine:
    """The ink of one line.

    Attributes:
        ink: shape (h, w), float32 in [0, 1]; without the ink of other lines, and without dirt.
        mask: where there is ink, without its soft edge.
        corner: x and y of its upper left pixel, in the picture reduced by `scale`.
        scale: how many pixels of the picture's ink make one pixel of the line.
        digit_height: height of a usual digit, in pixels of the line.
    """

    ink: Raster
    mask: Mask
    corner: tuple[int, int]
    scale: float
    digit_height: float


def find_lines(ink: Raster) -> list[TextLine]:
    """The lines of a picture, from top to bottom; none if there is no ink.

    Args:
        ink: shape (h, w), float32 in [0, 1], white on black.

    Raises:
        CrowdedError: if there are more pieces of ink than digits can have.
    """
    pieces = _find_pieces(ink)
    if pieces is None:
        return []
    if len(pieces.kept) > MAX_PIECES:
        raise CrowdedError(f"{len(pieces.kept)} separate pieces of ink are too many to be digits")
    return [_line(pieces, line) for line in _lines(pieces) if len(line)]


def whole_as_line(ink: Raster) -> list[TextLine]:
    """All ink of a picture as one line; no line if there is no ink."""
    pieces = _find_pieces(ink)
    return [] if pieces is None or not len(pieces.kept) else [_line(pieces, pieces.kept)]


class _Pieces(NamedTuple):
    """The pieces of ink in a picture.

    Attributes:
        ink: of the picture, reduced by `scale`.
        found: its components.
        kept: indices of those that aren't dirt.
        digit_height: height of a usual digit, in pixels of the reduced picture.
        scale: how much the picture was reduced.
    """

    ink: Raster
    found: Components
    kept: Indices
    digit_height: float
    scale: float


def _find_pieces(ink: Raster) -> _Pieces | None:
    found = components(ink > INK_THRESHOLD)
    if not len(found):
        return None
    factor = max(1, round(usual_height(found, _on_paper(found)) / DIGIT_HEIGHT))
    if factor > 1:
        ink = np.asarray(Image.fromarray(ink).reduce(factor), np.float32)
        found = components(ink > INK_THRESHOLD)
        if not len(found):
            return None
    height = usual_height(found, _on_paper(found))
    return _Pieces(ink, found, _without_dirt(found, height), height, float(factor))


def usual_height(found: Components, which: Indices) -> float:
    """The height of a usual digit: the median of all that are not much lower than the tallest."""
    heights = np.sort(found.heights[which])
    high = heights[heights >= _LIKE_THE_TALLEST * heights[-1]]
    return max(float(high[len(high) // 2]), float(found.widths[which].max()) / 8, 1.0)


def _on_paper(found: Components) -> Indices:
    """The components without those next to the paper: long and thin along the picture's edge."""
    boxes, sides = found.boxes, found.labels.shape[::-1]
    off_paper = np.zeros(len(found), bool)
    for axis in (0, 1):
        at_edge = (boxes[:, axis] <= 1) | (boxes[:, axis + 2] >= sides[axis] - 1)
        long = boxes[:, 3 - axis] - boxes[:, 1 - axis]
        thin = boxes[:, axis + 2] - boxes[:, axis] < _EDGE * long
        off_paper |= at_edge & thin & (long > _ALONG * sides[1 - axis])
    return np.arange(len(found)) if off_paper.all() else np.flatnonzero(~off_paper)


def _without_dirt(found: Components, digit_height: float) -> Indices:
    """The components that are digits or parts of digits."""
    boxes, (height, width) = found.boxes, found.labels.shape
    widths, heights = found.widths, found.heights
    dirt = (widths > _LONG * digit_height) & (heights < _FLAT * widths)
    dirt |= (heights > _LONG * digit_height) & (widths < _FLAT * heights)
    dirt |= ((boxes[:, 0] <= 1) | (boxes[:, 2] >= width - 1)) & (widths < _EDGE * digit_height)
    dirt |= ((boxes[:, 1] <= 1) | (boxes[:, 3] >= height - 1)) & (heights < _EDGE * digit_height)
    large = np.flatnonzero((found.sides >= _LONELY * digit_height) & ~dirt)
    small = (found.sides >= _SPECK * digit_height) & (found.sides < _LONELY * digit_height) & ~dirt
    some = np.flatnonzero(small)
    if not len(large):
        return some if len(some) else np.arange(len(found))
    if len(some) * len(large) > _MAX_PAIRS:
        return large
    across = np.maximum(boxes[some, None, 0] - boxes[None, large, 2],
                        boxes[None, large, 0] - boxes[some, None, 2])  # fmt: skip
    down = np.maximum(boxes[some, None, 1] - boxes[None, large, 3],
                      boxes[None, large, 1] - boxes[some, None, 3])  # fmt: skip
    near = (np.maximum(across, down) <= _NEAR * digit_height).any(axis=1)
    return np.sort(np.concatenate([large, some[near]]))


def _lines(pieces: _Pieces) -> list[Indices]:
    """The components of each line, the uppermost line first.

    A component belongs to the line that it shares rows with; the tallest come first. Lines are
    compared next to the component, so that a number written uphill is one line.
    """
    boxes, kept = pieces.found.boxes.tolist(), pieces.kept
    order = kept[np.argsort(-pieces.found.heights[kept], kind="stable")].tolist()
    lines: list[list[Sides]] = []
    members: list[list[int]] = []
    for at in order:
        x0, top, x1, bottom = boxes[at]
        middle = (x0 + x1) / 2
        gaps = [_vertical_gap(middle, top, bottom, line) / pieces.digit_height for line in lines]
        nearest = gaps.index(min(gaps)) if gaps else 0
        if lines and (gaps[nearest] < LINE_GAP or len(lines) >= MAX_LINES):
            lines[nearest].append((middle, top, bottom))
            members[nearest].append(at)
        elif not lines or bottom - top >= _LINE * pieces.digit_height:
            lines.append([(middle, top, bottom)])
            members.append([at])
    members.sort(key=lambda line: sum(boxes[at][1] for at in line) / len(line))
    return [np.array(line) for line in members]


def _vertical_gap(middle: float, top: int, bottom: int, line: list[Sides]) -> int:
    """Pixels between the rows of a component and those of its horizontal neighbour in a line.

    Negative if they share rows: minus the number of those.
    """
    _, upper, lower = min(line, key=lambda other: abs(other[0] - middle))
    return max(top, upper) - min(bottom, lower)


def _line(pieces: _Pieces, line: Indices) -> TextLine:
    found = pieces.found
    height, width = pieces.ink.shape
    boxes = found.boxes[line]
    x0, y0 = (max(int(side) - _MARGIN, 0) for side in boxes[:, :2].min(axis=0))
    x1, y1 = (int(side) + _MARGIN for side in boxes[:, 2:].max(axis=0))
    part = np.s_[y0 : min(y1, height), x0 : min(x1, width)]
    own = np.zeros(len(found) + 1, bool)
    own[line + 1] = True
    labels = found.labels[part]
    mask = own[labels]
    foreign = (labels > 0) & ~mask
    crop = pieces.ink[part]
    if foreign.any():
        crop = crop * (_dilated(mask) & ~foreign)
    return TextLine(crop, mask, (x0, y0), pieces.scale, usual_height(found, line))


def _dilated(mask: Mask) -> Mask:
    """The mask and its neighbouring pixels."""
    padded = np.pad(mask, 1)
    rows = padded[:-2] | padded[1:-1] | padded[2:]
    dilated: Mask = rows[:, :-2] | rows[:, 1:-1] | rows[:, 2:]
    return dilated
