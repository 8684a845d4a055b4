"""Predictions for drawings of one digit, cached: the networks see each rendering and path once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from digitrec.recognition.combination import agree
from digitrec.recognition.ink import Stroke
from digitrec.recognition.model import Model
from digitrec.recognition.predictions import Predictions, average_views, concatenate
from digitrec.recognition.raster import VIEWS, Raster, View, render_all_views
from digitrec.recognition.trajectory import trajectories

MAX_CACHED = 512
"""Renderings and paths whose predictions are kept: while one stroke grows, the others stay."""

BATCH = 64
"""Drawings that `read_drawings` reads at once."""

Strokes = tuple[Stroke, ...]
Key = tuple[View | None, Strokes]
"""A drawing, and the view that it is rendered in; None for its path."""
Answered = tuple[tuple[View, ...], Strokes]
"""A drawing, and the views that it may be rendered in."""
Row = tuple[Any, ...]
"""What `Predictions` has of one drawing, in the order of its columns."""


class PredictionCache:
    """Reads drawings with a model and remembers the predictions. Safe to call from several threads.

    Args:
        model: that reads.
    """

    def __init__(self, model: Model) -> None:
        self._model = model
        self._lock = threading.Lock()
        self._rows: dict[Key, Row] = {}
        self._answers: dict[Answered, Row] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def read(self, drawings: Sequence[Strokes], views: Sequence[View] = VIEWS) -> Predictions:
        """The model's predictions for drawings, averaged over views.

        With a trajectory network, all views but the first are rendered only of drawings for which
        the first and the path don't agree.

        Args:
            drawings: of one digit each.
            views: that each is rendered in.
        """
        asked = [(tuple(views), drawing) for drawing in drawings]
        with self._lock:
            known = {key: row for key in asked if (row := self._answers.get(key)) is not None}
        new = [key for key in dict.fromkeys(asked) if key not in known]
        if new:
            found = self._read([drawing for _, drawing in new], views)
            answers = dict(zip(new, zip(*found.columns, strict=True), strict=True))
            known |= answers
            with self._lock:
                if len(self._answers) > MAX_CACHED:
                    self._answers.clear()
                self._answers.update(answers)
        return _predictions(known, asked)

    def _read(self, drawings: Sequence[Strokes], views: Sequence[View]) -> Predictions:
        if self._model.trajectory is None:
            keys = [[(view, drawing) for drawing in drawings] for view in views]
            known = self._known([each for some in keys for each in some], self._read_images)
            return average_views([_predictions(known, some) for some in keys])
        firsts: list[Key] = [(views[0], drawing) for drawing in drawings]
        paths: list[Key] = [(None, drawing) for drawing in drawings]
        picture = _predictions(self._known(firsts, self._read_images), firsts)
        path = _predictions(self._known(paths, self._read_paths), paths)
        open_ = np.flatnonzero(~agree(picture, path))
        if len(views) > 1 and len(open_):
            more = [[(view, drawings[at]) for at in open_.tolist()] for view in views[1:]]
            known = self._known([each for some in more for each in some], self._read_images)
            rest = [_predictions(known, some) for some in more]
            picture = picture.put(open_, average_views([picture.pick(open_), *rest]))
        return self._model.card.combination.combine(picture, path)

    def _known(
        self, keys: Sequence[Key], read: Callable[[Sequence[Key]], Predictions]
    ) -> dict[Key, Row]:
        """The predictions for keys, read where they are not cached."""
        with self._lock:
            rows = {key: self._rows.get(key) for key in keys}
        new = [key for key, row in rows.items() if row is None]
        found = {key: row for key, row in rows.items() if row is not None}
        if new:
            read_now = dict(zip(new, zip(*read(new).columns, strict=True), strict=True))
            found |= read_now
            with self._lock:
                if len(self._rows) > MAX_CACHED:
                    self._rows.clear()
                self._rows.update(read_now)
        return found

    def _read_images(self, keys: Sequence[Key]) -> Predictions:
        return self._model.read(_images([(view, drawing) for view, drawing in keys if view]))

    def _read_paths(self, keys: Sequence[Key]) -> Predictions:
        return self._model.read_paths(trajectories([drawing for _, drawing in keys]))


def read_drawings(model: Model, drawings: Sequence[Strokes]) -> Predictions:
    """The model's predictions for drawings of one digit, as the program makes them."""
    cache = PredictionCache(model)
    starts = range(0, len(drawings), BATCH)
    return concatenate([cache.read(drawings[at : at + BATCH]) for at in starts])


def _predictions(rows: Mapping[Any, Row], keys: Sequence[Any]) -> Predictions:
    return Predictions(*map(np.array, zip(*(rows[key] for key in keys), strict=True)))


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
