"""The model: a sealed `my_model.keras`, opened to read images of digits."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.message import message_of
from digitrec.recognition.predictions import (
    Predictions,
    average_views,
    calibrate,
    unit_vectors,
)
from digitrec.recognition.sealed.archive import CARD, GRAPH, SEALED, ModelError, Sealed, unseal
from digitrec.recognition.sealed.further import LINES, PAGES, further_graph
from digitrec.recognition.sealed.graph import Graph
from digitrec.recognition.trajectory import CHANNELS, POINTS

if TYPE_CHECKING:
    from digitrec.recognition.picture.line_reader import LineReader
    from digitrec.recognition.picture.pages.line_finder import LineFinder

__all__ = ["CARD", "GRAPH", "SEALED", "Model", "ModelError"]

Network = TypeVar("Network")
"""What runs a further network."""


class Model:
    """A network that reads 28×28 images of ink, and one that reads the pen's path if there is one.

    Safe to call from several threads.

    Attributes:
        path: the file that it came from.
        sha256: of that file, in hexadecimal.
        card: what the model says about itself.
        graph: runs the picture classifier.
        trajectory: runs the trajectory network; None if the archive has none.
    """

    def __init__(self, path: Path, sealed: Sealed) -> None:
        self.path = path
        self.sha256 = sealed.sha256
        self.card = sealed.card
        self.trajectory: Graph | None = None
        self._lines: list[LineReader | None] = []
        self._pages: list[LineFinder | None] = []
        self._further_lock = threading.Lock()
        try:
            self.graph = Graph(sealed.graph, (28, 28, 1))
            if sealed.trajectory is not None:
                self.trajectory = Graph(sealed.trajectory, (POINTS, CHANNELS))
        except (ValueError, RuntimeError, IndexError, KeyError) as error:
            raise ModelError(
                "{path}: its graph can't be run: {reason}", path=path, reason=message_of(error)
            ) from error

    @property
    def lines(self) -> LineReader | None:
        """Reads lines of pictures; None if the archive has no line network. Opened at first use.

        Raises:
            ModelError: if it can't be used.
        """

        def made(graph: bytes) -> LineReader:
            from digitrec.recognition.picture.line_reader import LineReader

            return LineReader(graph, self.card.lines)

        return self._opened(LINES, made, self._lines)

    @property
    def pages(self) -> LineFinder | None:
        """Finds the lines of pictures; None if the archive has no page network; see `lines`.

        Raises:
            ModelError: if it can't be used.
        """

        def made(graph: bytes) -> LineFinder:
            from digitrec.recognition.picture.pages.line_finder import LineFinder

            return LineFinder(graph)

        return self._opened(PAGES, made, self._pages)

    def _opened(
        self, name: str, make: Callable[[bytes], Network], kept: list[Network | None]
    ) -> Network | None:
        with self._further_lock:
            if not kept:
                graph = further_graph(self.path, self.card, name)
                try:
                    kept.append(None if graph is None else make(graph))
                except (ValueError, RuntimeError, IndexError, KeyError) as error:
                    raise ModelError(
                        "{path}: its graph can't be run: {reason}",
                        path=self.path,
                        reason=message_of(error),
                    ) from error
            return kept[0]

    @classmethod
    def open(cls, path: Path) -> Model:
        """Opens a sealed model and checks that its graph was made from its weights.

        Raises:
            ModelError: if the file is missing, isn't a Keras archive, isn't sealed, its seal is
                broken, or one of its graphs is not one that gives probabilities of ten digits.
        """
        return cls(path, unseal(path))

    def run(self, images: NDArray[np.float32]) -> NDArray[np.float32]:
        """The network's softmax for each image.

        Args:
            images: shape (n, 28, 28) or (n, 28, 28, 1), float32 in [0, 1], white ink on black.

        Returns:
            Shape (n, 10), float32; each row sums to 1.
        """
        return self.run_all(images)[0]

    def run_all(self, images: NDArray[np.float32]) -> list[NDArray[np.float32]]:
        """The network's softmax (n, 10), as `run`, and its other outputs if its graph has them.

        They are the scores, of one to three columns: the probability that the image is not a digit,
        that it is several digits, and that a drawing is an outlier; and the embedding, of more than
        ten.
        """
        return self.graph.run(images)

    def read(self, images: NDArray[np.float32], temperature: float | None = None) -> Predictions:
        """The network's predictions for images, calibrated.

        Args:
            images: as for `run`.
            temperature: to calibrate with; None for the card's.
        """
        return _predictions(self.run_all(images), temperature or self.card.temperature)

    def read_paths(self, paths: NDArray[np.float32]) -> Predictions:
        """The trajectory network's predictions, not calibrated: `Combination` does that.

        Args:
            paths: shape (n, 64, 9): `trajectory.trajectories` of n drawings.

        Raises:
            ModelError: if the archive has no trajectory network.
        """
        if self.trajectory is None:
            raise ModelError("{path}: it has no trajectory network", path=self.path)
        return _predictions(self.trajectory.run(paths), 1.0)

    def read_views(
        self, views: NDArray[np.float32], temperature: float | None = None
    ) -> Predictions:
        """The network's predictions for drawings, averaged over several views of each.

        Args:
            views: shape (n, views, 28, 28), float32 in [0, 1]: `raster.render_views` of n drawings.
            temperature: to calibrate with; None for the card's.
        """
        views_each = views.shape[1]
        predictions = self.read(views.reshape(-1, 28, 28), temperature)
        return average_views(
            [
                Predictions(*(column[at::views_each] for column in predictions.columns))
                for at in range(views_each)
            ]
        )


def _predictions(outputs: list[NDArray[np.float32]], temperature: float) -> Predictions:
    """What the outputs of a graph say; what it doesn't say follows from the rest."""
    softmax, *more = outputs
    probabilities = calibrate(softmax, temperature)
    scores = [column for out in more if out.shape[1] < 10 for column in out.astype(np.float64).T]
    embeddings = [unit_vectors(output) for output in more if output.shape[1] > 10]
    rejection_score = scores[0] if scores else 1.0 - probabilities.max(axis=1, initial=0)
    multi_digit = scores[1] if len(scores) > 1 else np.full(len(softmax), 0.5)
    outlier_score = scores[2] if len(scores) > 2 else rejection_score
    return Predictions(probabilities, rejection_score, multi_digit, outlier_score, *embeddings)
