"""Predictions for drawings of one digit, cached: the network sees each rendering only once."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.ink import Stroke
from digitrec.recognition.model import Model
from digitrec.recognition.predictions import Predictions, average_views
from digitrec.recognition.raster import VIEWS, Raster, View, render_all_views

MAX_CACHED = 512
"""Renderings whose predictions are kept: while one stroke grows, the others stay as they are."""

Strokes = tuple[Stroke, ...]
Row = tuple[NDArray[np.float64], np.float64, np.float64, np.float64]


class PredictionCache:
    """Reads drawings with a model and remembers the predictions. Safe to call from several threads.

    Args:
        model: that reads.
    """

    def __init__(self, model: Model) -> None:
        self._model = model
        self._lock = threading.Lock()
        self._rows: dict[tuple[View, Strokes], Row | None] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def read(self, drawings: Sequence[Strokes], views: Sequence[View] = VIEWS) -> Predictions:
        """The model's predictions for drawings, averaged over views.

        Args:
            drawings: of one digit each.
            views: that each is rendered in.
        """
        with self._lock:
            rows = {
                (view, drawing): self._rows.get((view, drawing))
                for drawing in drawings
                for view in views
            }
        new = [rendering for rendering, row in rows.items() if row is None]
        if new:
            found = self._model.read(_images(new))
            rows |= zip(new, zip(*found.columns, strict=True), strict=True)
            with self._lock:
                if len(self._rows) > MAX_CACHED:
                    self._rows.clear()
                self._rows.update((rendering, rows[rendering]) for rendering in new)
        return average_views(
            [
                Predictions(
                    *map(np.array, zip(*(rows[view, each] or () for each in drawings), strict=True))
                )
                for view in views
            ]
        )


def _images(renderings: Sequence[tuple[View, Strokes]]) -> Raster:
    """The renderings; the views of one drawing are rendered in one go."""
    views: dict[Strokes, list[View]] = {}
    for view, drawing in renderings:
        views.setdefault(drawing, []).append(view)
    images: dict[tuple[View, Strokes], Raster] = {}
    for some in {tuple(own) for own in views.values()}:
        drawn = [drawing for drawing, own in views.items() if tuple(own) == some]
        for drawing, rendered in zip(drawn, render_all_views(drawn, some), strict=True):
            images |= {(view, drawing): image for view, image in zip(some, rendered, strict=True)}
    return np.stack([images[rendering] for rendering in renderings])
