"""A model that reads for an evaluation: counts what it reads and measures the time."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.model import Model
from digitrec.recognition.prediction_cache import Strokes, read_drawings
from digitrec.recognition.predictions import Predictions
from training.evaluation.combination import read_apart

Report = Callable[[str], None]
"""Shows a line of progress."""


def silent(_: str) -> None:
    """Shows no progress."""


@dataclass(frozen=True)
class Speed:
    """How fast a model has read.

    Attributes:
        seconds: since the reader was made.
        network_seconds: that reading took of them: the networks, and for drawings their features.
        network_share: the same as a share.
        images: that were read; a drawing counts as one.
        images_a_second: over all of the time.
    """

    seconds: float
    network_seconds: float
    network_share: float
    images: int
    images_a_second: float


class Reader:
    """A model, with a clock and a way to report progress.

    Attributes:
        model: that reads.
        report: shows a line of progress.
        images: read so far; a drawing counts as one.
        network_seconds: that reading them has taken, with the features of drawings.
    """

    def __init__(self, model: Model, report: Report = silent) -> None:
        self.model = model
        self.report = report
        self.images = 0
        self.network_seconds = 0.0
        self._began = time.perf_counter()

    def read(self, images: NDArray[np.float32]) -> Predictions:
        """The model's predictions for images (n, 28, 28)."""
        return self.read_views(images[:, None])

    def read_views(self, views: NDArray[np.float32]) -> Predictions:
        """The model's predictions for drawings with several views each: (n, views, 28, 28)."""
        began = time.perf_counter()
        predictions = self.model.read_views(views)
        self.network_seconds += time.perf_counter() - began
        self.images += views.shape[0] * views.shape[1]
        return predictions

    def read_drawings(self, drawings: Sequence[Strokes], *, embedded: bool = False) -> Predictions:
        """The predictions for drawings of one digit, as the program makes them.

        Args:
            drawings: of one digit each.
            embedded: whether they have the embeddings of both networks, as a hand needs them.
        """
        began = time.perf_counter()
        predictions = read_drawings(self.model, drawings, embedded=embedded)
        self.network_seconds += time.perf_counter() - began
        self.images += len(drawings)
        return predictions

    def read_apart(self, drawings: Sequence[Strokes]) -> tuple[Predictions, Predictions]:
        """The picture classifier's predictions for drawings, and the trajectory network's."""
        began = time.perf_counter()
        predictions = read_apart(self.model, drawings)
        self.network_seconds += time.perf_counter() - began
        self.images += len(drawings)
        return predictions

    def speed(self) -> Speed:
        """The speed since this reader was made."""
        seconds = time.perf_counter() - self._began
        return Speed(
            seconds,
            self.network_seconds,
            self.network_seconds / seconds,
            self.images,
            self.images / seconds,
        )
