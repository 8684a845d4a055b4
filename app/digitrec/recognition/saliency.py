"""Saliency: the network's view of a digit, and which parts of its ink speak for the answer.

A spot of the image is erased; what the answer loses by that is what the ink there was worth. This
is occlusion sensitivity (Zeiler, Fergus 2014, "Visualizing and Understanding Convolutional
Networks").
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.ink import Box, Ink
from digitrec.recognition.model import Model
from digitrec.recognition.raster import (
    SIZE,
    VIEWS,
    Line,
    Raster,
    places,
    render,
    render_views,
)
from digitrec.recognition.reading import Digit

_SPACING = 2.0  # pixels of the 28×28 from one spot to the next along the ink
_MAX_SPOTS = 48
_RADIUS = 2.5  # of what is erased: a piece about as long as two strokes are wide
_BATCH = 8  # spots in a run: a reading that comes in the meantime waits for one run, not for all
_CERTAIN = 1e-6  # how close to 0 and 1 a probability is taken to be
LEAST_WEIGHT = 1.0
"""The least weight that is shown in full strength: if no spot has more, all are shown weaker."""


class Spot(NamedTuple):
    """A place on the ink.

    Attributes:
        x: in the drawing's units.
        y: downwards.
        weight: what the log-odds of the answer lose without the ink there; negative if that ink
            speaks against it.
    """

    x: float
    y: float
    weight: float


def network_view(ink: Ink, digit: Digit) -> Raster:
    """The network's 28×28 view of one digit of a drawing, with the usual stroke width.

    It is upright: of the views that are read, one is rotated to the left and one to the right.

    Args:
        ink: the drawing.
        digit: of its reading.
    """
    return render(_strokes(ink, digit))


def network_view_of_picture(ink: Raster, box: Box) -> Raster:
    """The network's 28×28 view of one digit of a picture.

    Args:
        ink: of the picture, as `find_ink` in `picture.segmentation.ink` gives it.
        box: around the digit, in pixels of the ink.
    """
    # Not at the top: it needs Pillow, which drawings do without.
    from digitrec.recognition.picture.picture_raster import render_picture

    return render_picture(ink[:, math.floor(box[0]) : math.ceil(box[2])])


def explain(model: Model, ink: Ink, digit: Digit) -> tuple[Spot, ...]:
    """What each part of a digit's ink is worth for the answer.

    Args:
        model: that read the drawing.
        ink: the drawing.
        digit: of its reading.

    Returns:
        Spots along the ink, in the order of the strokes.
    """
    strokes = _strokes(ink, digit)
    placed = [places(strokes, view.rotation) for view in VIEWS]
    spacing = max(_SPACING, sum(map(_length, placed[0])) / _MAX_SPOTS)
    spots: list[list[Place]] = []
    for stroke, *lines in zip(strokes, *placed, strict=True):
        spots += _along([np.asarray(stroke, np.float64), *lines], spacing)
    views = render_views(strokes)
    before = _log_odds(model, views[None], digit.digit)[0]
    weights: list[float] = []
    for first in range(0, len(spots), _BATCH):
        part = spots[first : first + _BATCH]
        erased = np.stack([views * (1 - np.stack([*map(_disc, at)])) for _, *at in part])
        weights += [float(before - after) for after in _log_odds(model, erased, digit.digit)]
    return tuple(
        Spot(float(at[0]), float(at[1]), weight)
        for (at, *_), weight in zip(spots, weights, strict=True)
    )


def shades(spots: Sequence[Spot]) -> tuple[float, ...]:
    """The weights of the spots, scaled to -1…1; the strongest is at one end."""
    strongest = max([LEAST_WEIGHT, *(abs(spot.weight) for spot in spots)])
    return tuple(spot.weight / strongest for spot in spots)


def _strokes(ink: Ink, digit: Digit) -> list[Line]:
    picked = digit.strokes or range(len(ink.strokes))
    return [ink.strokes[index] for index in picked if ink.strokes[index]]


Place = NDArray[np.float64]


def _along(lines: Sequence[Place], spacing: float) -> list[list[Place]]:
    """Spots along one stroke: each in the drawing's units and in pixels of each view.

    Args:
        lines: the stroke's points in those units, and in each view's pixels.
        spacing: pixels from one spot to the next, in the first view.
    """
    length = _length(lines[1])
    count = max(1, math.ceil(length / spacing))
    at = (np.arange(count) + 0.5) / count * length
    run = np.concatenate([[0.0], np.cumsum(_steps(lines[1]))])

    def on(line: Place) -> Place:
        return np.stack([np.interp(at, run, line[:, axis]) for axis in (0, 1)], axis=1)

    return [list(spot) for spot in zip(*map(on, lines), strict=True)]


def _steps(line: Place) -> Place:
    return np.asarray(np.hypot(*np.diff(line, axis=0).T))


def _length(line: Place) -> float:
    return float(_steps(line).sum())


def _disc(place: Place) -> Raster:
    centres = np.arange(SIZE) + 0.5
    away = np.hypot(centres - place[0], (centres - place[1])[:, None])
    disc: Raster = np.clip(_RADIUS + 0.5 - away, 0, 1).astype(np.float32)
    return disc


def _log_odds(model: Model, views: Raster, digit: int) -> NDArray[np.float64]:
    share = np.clip(model.read_views(views).probabilities[:, digit], _CERTAIN, 1 - _CERTAIN)
    return np.asarray(np.log(share / (1 - share)))
