"""Predictions for drawings of one digit, cached: the networks see each rendering and path once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.combination import agree, is_sure, may_agree
from digitrec.recognition.ink import Stroke
from digitrec.recognition.model import Model
from digitrec.recognition.predictions import (
    Predictions,
    average_views,
    concatenate,
    without_embeddings,
)
from digitrec.recognition.raster import VIEWS, View, render_all_views
from digitrec.recognition.trajectory import trajectories

MAX_CACHED = 512
"""Drawings whose predictions are kept: while one stroke grows, the others stay."""

BATCH = 64
"""Drawings that `read_drawings` reads at once."""

Strokes = tuple[Stroke, ...]
Which = Callable[[Predictions], NDArray[np.bool_]]
"""Tells of drawings, from what the path says of them, whether something holds of each."""

Row = tuple[Any, ...]
"""What `Predictions` has of one drawing, in the order of its columns."""


class _Drawing:
    """What is known of a drawing.

    Nothing is looked up by the points of the strokes: Python computes the hash of a tuple anew each
    time, and that of a drawing takes as long as parsing it.

    Attributes:
        strokes: of the drawing.
        seen: what a network says of the drawing in one view, or of its path for None.
        answers: the answers from several views; and whether they have the embeddings.
    """

    __slots__ = ("answers", "seen", "strokes")

    def __init__(self, strokes: Strokes) -> None:
        self.strokes = strokes
        self.seen: dict[View | None, Row] = {}
        self.answers: dict[tuple[tuple[View, ...], bool], Row] = {}


class PredictionCache:
    """Reads drawings with a model and remembers the predictions. Safe to call from several threads.

    Args:
        model: that reads.
        most: drawings to keep, about; None to keep all.
    """

    def __init__(self, model: Model, most: int | None = MAX_CACHED) -> None:
        self._model = model
        self._most = most
        self._lock = threading.Lock()
        self._drawings: dict[tuple[int, ...], _Drawing] = {}

    def __len__(self) -> int:
        return len(self._drawings)

    def forget(self) -> None:
        """Forgets all predictions."""
        with self._lock:
            self._drawings.clear()

    def read(
        self,
        drawings: Sequence[Strokes],
        views: Sequence[View] = VIEWS,
        *,
        embedded: bool | Which = False,
    ) -> Predictions:
        """The model's predictions for drawings, averaged over views.

        With a trajectory network, the picture is rendered only of drawings of which the path is not
        sure, and all views but the first only of those for which the first and the path don't
        agree.

        Args:
            drawings: of one digit each.
            views: that each is rendered in.
            embedded: whether both networks see every drawing, so that the predictions have the
                embeddings of both; or of which drawings both see, besides those of which the path
                is not sure. The others have none, or zeros beside drawings that have.
        """
        asked = self._look_up(drawings)
        if isinstance(embedded, bool):
            kinds = [(tuple(views), embedded)] * len(asked)
        else:
            kinds = [(tuple(views), both) for both in self._wanted(asked, embedded)]
        for kind in set(kinds):
            of_kind = [each for each, own in zip(asked, kinds, strict=True) if own == kind]
            new = list({id(each): each for each in of_kind if kind not in each.answers}.values())
            if new:
                for each, row in zip(new, _rows(self._read(new, *kind)), strict=True):
                    each.answers[kind] = row
        return _predictions(each.answers[kind] for each, kind in zip(asked, kinds, strict=True))

    def _wanted(self, drawings: Sequence[_Drawing], which: Which) -> list[bool]:
        """Of each drawing, whether both networks are to see it."""
        if self._model.trajectory is None:
            return [True] * len(drawings)
        path = self._follow(drawings)
        wanted: list[bool] = (~is_sure(path) | which(path)).tolist()
        return wanted

    def _look_up(self, drawings: Sequence[Strokes]) -> list[_Drawing]:
        """What is known of drawings; the same object for the same strokes.

        Strokes are told apart by their identity, which they keep as long as they are kept here.
        """
        with self._lock:
            if self._most is not None and len(self._drawings) > self._most:
                self._drawings.clear()
            return [self._known_drawing(each) for each in drawings]

    def _known_drawing(self, strokes: Strokes) -> _Drawing:
        key = tuple(map(id, strokes))
        known = self._drawings.get(key)
        if known is None:
            known = self._drawings[key] = _Drawing(strokes)
        return known

    def _read(
        self, drawings: Sequence[_Drawing], views: Sequence[View], embedded: bool
    ) -> Predictions:
        if self._model.trajectory is None:
            return average_views([self._see(drawings, view) for view in views])
        combine = self._model.card.combination.combine
        path = self._follow(drawings)
        if embedded:
            return combine(self._look(drawings, views, path), path)
        path = without_embeddings(path)
        # Of what the path is sure, the picture is taken to say the same.
        picture, unsure = path, np.flatnonzero(~is_sure(path))
        if len(unsure):
            rest = [drawings[at] for at in unsure.tolist()]
            seen = self._look(rest, views, path.pick(unsure))
            picture = path.put(unsure, without_embeddings(seen))
        return combine(picture, path)

    def _look(
        self, drawings: Sequence[_Drawing], views: Sequence[View], path: Predictions
    ) -> Predictions:
        """What the picture classifier says of drawings, in as many views as it takes."""
        if len(views) > 1:  # at once is quicker than one after another
            disagreed = np.flatnonzero(~may_agree(path)).tolist()
            self._see_all([drawings[at] for at in disagreed], views)
        picture = self._see(drawings, views[0])
        open_ = np.flatnonzero(~agree(picture, path))
        if len(views) > 1 and len(open_):
            unclear = [drawings[at] for at in open_.tolist()]
            rest = [self._see(unclear, view) for view in views[1:]]
            picture = picture.put(open_, average_views([picture.pick(open_), *rest]))
        return picture

    def _see(self, drawings: Sequence[_Drawing], view: View) -> Predictions:
        """What the picture classifier says of drawings in one view."""

        def read(some: Sequence[Strokes]) -> Predictions:
            return self._model.read(render_all_views(some, (view,))[:, 0])

        return self._known(drawings, view, read)

    def _see_all(self, drawings: Sequence[_Drawing], views: Sequence[View]) -> None:
        """Notes what the picture classifier says of drawings in several views."""
        new = [each for each in drawings if not each.seen.keys() & set(views)]
        if not new:
            return
        images = render_all_views([each.strokes for each in new], views)
        rows = iter(_rows(self._model.read(images.reshape(-1, *images.shape[2:]))))
        for each in new:
            for view in views:
                each.seen[view] = next(rows)

    def _follow(self, drawings: Sequence[_Drawing]) -> Predictions:
        """What the trajectory network says of drawings."""
        return self._known(drawings, None, lambda some: self._model.read_paths(trajectories(some)))

    def _known(
        self,
        drawings: Sequence[_Drawing],
        view: View | None,
        read: Callable[[Sequence[Strokes]], Predictions],
    ) -> Predictions:
        """Predictions for drawings, read where they are not known."""
        new = [each for each in drawings if view not in each.seen]
        if new:
            found = read([each.strokes for each in new])
            for each, row in zip(new, _rows(found), strict=True):
                each.seen[view] = row
        return _predictions(each.seen[view] for each in drawings)


def read_drawings(
    model: Model, drawings: Sequence[Strokes], *, embedded: bool = False
) -> Predictions:
    """The model's predictions for drawings of one digit, as the program makes them.

    Args:
        model: that reads.
        drawings: of one digit each.
        embedded: as for `PredictionCache.read`.
    """
    cache = PredictionCache(model)
    starts = range(0, len(drawings), BATCH)
    return concatenate([cache.read(drawings[at : at + BATCH], embedded=embedded) for at in starts])


def _rows(predictions: Predictions) -> Iterable[Row]:
    return zip(*predictions.columns, strict=True)


def _predictions(rows: Iterable[Row]) -> Predictions:
    *columns, embeddings = zip(*rows, strict=True)
    width = max(map(len, embeddings))
    nothing = np.zeros(width, np.float32)
    filled = [row if len(row) == width else nothing for row in embeddings]
    return Predictions(*map(np.array, [*columns, filled]))
