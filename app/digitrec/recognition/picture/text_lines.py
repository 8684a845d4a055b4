"""Text lines: a picture's ink without dirt, in lines of digits from top to bottom."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from digitrec.recognition.picture.connected_components import Components, Mask, components
from digitrec.recognition.raster import Raster
from digitrec.recognition.segmentation.segmenter import ReadingError

TALL = 80
"""Height in pixels at which digits are told apart; larger ones are scaled down first."""

MOST_LINES = 30

MOST_PIECES = 250
"""Separate pieces of ink, that may be digits or parts of them; more are no number."""


class CrowdedError(ReadingError):
    """There are too many separate pieces of ink for digits."""


LEAST_INK = 0.25
"""From which on a pixel is ink."""

LINE_GAP = 0.1
"""Smallest room between the digits of two lines, in heights."""

_SPECK, _LONELY = 0.13, 0.4  # heights; what is less is dirt, or is where nothing else is near
_NEAR = 0.2
_LINE = 0.5  # heights, that a line has at least
_LIKE_THE_TALLEST = 0.45
_FLAT = 0.12  # of the width: a wide component that is lower is a rule
_LONG = 2.0  # heights
_RIM = 0.12  # heights: what is thinner, along the picture's rim, is what lies beside the paper
_ALONG = 0.5  # of the picture's side, that what lies beside the paper is long
_MARGIN = 2  # pixels around a line
_MOST_PAIRS = 1_000_000

Indices = NDArray[np.int64]
Sides = tuple[float, int, int]
"""Of a component: the middle between left and right, the top and the bottom."""


@dataclass(frozen=True)
class TextLine:
    """The ink of one line.

    Attributes:
        ink: shape (h, w), float32 in [0, 1]; without that of other lines, and without dirt.
        mask: where it is ink and not its rim.
        corner: x and y of its upper left pixel in the picture's ink.
        scale: pixels of the picture's ink to one of this.
        tall: height of a usual digit, in pixels of this.
    """

    ink: Raster
    mask: Mask
    corner: tuple[int, int]
    scale: float
    tall: float


def find_lines(ink: Raster, together: bool = False) -> list[TextLine]:
    """The lines of a picture, from top to bottom; none where there is no ink.

    Args:
        ink: shape (h, w), float32 in [0, 1], white on black.
        together: whether all ink is one line.

    Raises:
        CrowdedError: where there are more pieces of ink than digits can have.
    """
    found = components(ink > LEAST_INK)
    if not len(found):
        return []
    factor = max(1, round(usual_height(found, _on_paper(found)) / TALL))
    if factor > 1:
        ink = np.asarray(Image.fromarray(ink).reduce(factor), np.float32)
        found = components(ink > LEAST_INK)
        if not len(found):
            return []
    tall = usual_height(found, _on_paper(found))
    kept = _without_dirt(found, tall)
    if len(kept) > MOST_PIECES and not together:
        raise CrowdedError(f"{len(kept)} separate pieces of ink are too many to be digits")
    lines = [kept] if together else _lines(found, kept, tall)
    return [_line(ink, found, line, float(factor)) for line in lines if len(line)]


def usual_height(found: Components, which: Indices) -> float:
    """The height of a usual digit: the median of those that are not much lower than the tallest."""
    heights = np.sort(found.heights[which])
    tall = heights[heights >= _LIKE_THE_TALLEST * heights[-1]]
    return max(float(tall[len(tall) // 2]), float(found.widths[which].max()) / 8, 1.0)


def _on_paper(found: Components) -> Indices:
    """The components that are not what lies beside the paper: long, thin, along the rim."""
    boxes, sides = found.boxes, found.labels.shape[::-1]
    beside = np.zeros(len(found), bool)
    for axis in (0, 1):
        at_rim = (boxes[:, axis] <= 1) | (boxes[:, axis + 2] >= sides[axis] - 1)
        long = boxes[:, 3 - axis] - boxes[:, 1 - axis]
        thin = boxes[:, axis + 2] - boxes[:, axis] < _RIM * long
        beside |= at_rim & thin & (long > _ALONG * sides[1 - axis])
    return np.flatnonzero(~beside) if not beside.all() else np.arange(len(found))


def _without_dirt(found: Components, tall: float) -> Indices:
    """The components that are digits, or parts of digits."""
    boxes, (height, width) = found.boxes, found.labels.shape
    rule = (found.widths > _LONG * tall) & (found.heights < _FLAT * found.widths)
    rule |= (found.heights > _LONG * tall) & (found.widths < _FLAT * found.heights)
    rule |= ((boxes[:, 0] <= 1) | (boxes[:, 2] >= width - 1)) & (found.widths < _RIM * tall)
    rule |= ((boxes[:, 1] <= 1) | (boxes[:, 3] >= height - 1)) & (found.heights < _RIM * tall)
    large = np.flatnonzero((found.sides >= _LONELY * tall) & ~rule)
    small = (found.sides >= _SPECK * tall) & (found.sides < _LONELY * tall) & ~rule
    some = np.flatnonzero(small)
    if not len(large):
        return some if len(some) else np.arange(len(found))
    if len(some) * len(large) > _MOST_PAIRS:
        return large
    across = np.maximum(boxes[some, None, 0] - boxes[None, large, 2],
                        boxes[None, large, 0] - boxes[some, None, 2])  # fmt: skip
    down = np.maximum(boxes[some, None, 1] - boxes[None, large, 3],
                      boxes[None, large, 1] - boxes[some, None, 3])  # fmt: skip
    near = (np.maximum(across, down) <= _NEAR * tall).any(axis=1)
    return np.sort(np.concatenate([large, some[near]]))


def _lines(found: Components, kept: Indices, tall: float) -> list[Indices]:
    """The components of each line, the uppermost line first.

    A component belongs to the line that it shares rows with; the tallest come first. Lines are
    compared where they are, so that a number written uphill is one line.
    """
    boxes = found.boxes.tolist()
    order = kept[np.argsort(-found.heights[kept], kind="stable")].tolist()
    lines: list[list[Sides]] = []
    which: list[list[int]] = []
    for at in order:
        x0, top, x1, bottom = boxes[at]
        middle = (x0 + x1) / 2
        rooms = [_room(middle, top, bottom, line) / tall for line in lines]
        nearest = rooms.index(min(rooms)) if rooms else 0
        if lines and (rooms[nearest] < LINE_GAP or len(lines) >= MOST_LINES):
            lines[nearest].append((middle, top, bottom))
            which[nearest].append(at)
        elif not lines or bottom - top >= _LINE * tall:
            lines.append([(middle, top, bottom)])
            which.append([at])
    which.sort(key=lambda line: sum(boxes[at][1] for at in line) / len(line))
    return [np.array(line) for line in which]


def _room(middle: float, top: int, bottom: int, line: list[Sides]) -> int:
    """Pixels between the rows of a component and of what stands nearest to it in a line.

    Below zero where they share rows: the more the less.
    """
    _, upper, lower = min(line, key=lambda other: abs(other[0] - middle))
    return max(top, upper) - min(bottom, lower)


def _line(ink: Raster, found: Components, line: Indices, scale: float) -> TextLine:
    height, width = ink.shape
    boxes = found.boxes[line]
    x0, y0 = (max(int(side) - _MARGIN, 0) for side in boxes[:, :2].min(axis=0))
    x1, y1 = (int(side) + _MARGIN for side in boxes[:, 2:].max(axis=0))
    part = np.s_[y0 : min(y1, height), x0 : min(x1, width)]
    own = np.zeros(len(found) + 1, bool)
    own[line + 1] = True
    labels = found.labels[part]
    mask = own[labels]
    strange = (labels > 0) & ~mask
    crop = ink[part]
    if strange.any():
        crop = crop * (_grown(mask) & ~strange)
    return TextLine(crop, mask, (x0, y0), scale, usual_height(found, line))


def _grown(mask: Mask) -> Mask:
    """The mask and what touches it."""
    padded = np.pad(mask, 1)
    rows = padded[:-2] | padded[1:-1] | padded[2:]
    grown: Mask = rows[:, :-2] | rows[:, 1:-1] | rows[:, 2:]
    return grown
