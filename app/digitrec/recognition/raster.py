"""The raster that the network reads: 28×28 images of drawings of one digit.

The image is made like MNIST's (LeCun, Cortes, Burges: "The MNIST database of handwritten
digits", yann.lecun.com/exdb/mnist): fitted into a box of 20×20 with its proportions kept, and
placed in 28×28 so that its centre of mass lies in the middle. Ink is scaled as vectors and drawn
with one stroke width, so that neither size nor place nor brush changes the image. Training calls
the same functions. `picture.picture_raster` makes such images of pictures.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.stroke_raster import BOX, CENTRE, SIZE, Raster, View, draw, place
from digitrec.recognition.stroke_table import Line

__all__ = [
    "BOX",
    "CENTRE",
    "SIZE",
    "STROKE_WIDTH",
    "VIEWS",
    "Line",
    "Raster",
    "View",
    "places",
    "render",
    "render_all_views",
    "render_views",
]  # fmt: skip

STROKE_WIDTH = 2.5
"""In pixels of the 28×28. With it, pen digits are as bright as MNIST's training images:
0.132 on average against 0.131 (2.4 gives 0.127, 2.6 gives 0.136; UCI pen digits)."""

_ROTATION = 0.12

VIEWS = (View(1.7, -_ROTATION), View(STROKE_WIDTH, _ROTATION))
"""The views that a drawing is read from: one with thin strokes, rotated a little to the left, and
one with the usual ones, to the right. Their average is right more often than either of them, and is
sure of what isn't a digit less often than with two upright views."""


def render(strokes: Sequence[Line], stroke_width: float = STROKE_WIDTH) -> Raster:
    """Draws strokes, antialiased, at one size and one stroke width.

    Args:
        strokes: points (x, y) in any unit, y downwards; the order of the strokes doesn't matter.
        stroke_width: in pixels of the result.

    Returns:
        Shape (28, 28), float32 in [0, 1]. Black if there is no point at all.
    """
    image: Raster = draw([strokes], stroke_width, (View(stroke_width),))[0, 0]
    return image


def render_views(strokes: Sequence[Line]) -> Raster:
    """Draws strokes in each of the views that they are read from.

    Args:
        strokes: as `render` takes them.

    Returns:
        Shape (views, 28, 28), float32 in [0, 1].
    """
    views: Raster = render_all_views([strokes])[0]
    return views


def render_all_views(drawings: Sequence[Sequence[Line]], views: Sequence[View] = VIEWS) -> Raster:
    """Draws many drawings as `render_views` draws one, in a fraction of the time.

    Args:
        drawings: the strokes of each, as `render` takes them.
        views: to draw each of them in.

    Returns:
        Shape (drawings, views, 28, 28), float32 in [0, 1].
    """
    return draw(drawings, STROKE_WIDTH, views)


def places(strokes: Sequence[Line], rotation: float = 0.0) -> list[NDArray[np.float64]]:
    """Where the strokes' points lie in the image that `render` draws of them.

    Args:
        strokes: as `render` takes them.
        rotation: of the view, if it is an image of `render_views`.

    Returns:
        For each stroke an array (n, 2), x and y in pixels; (0, 0) is the image's corner.
    """
    ends = np.cumsum([len(stroke) for stroke in strokes])
    return (
        np.split(place([strokes], STROKE_WIDTH, [rotation]).points, ends[:-1]) if len(ends) else []
    )
