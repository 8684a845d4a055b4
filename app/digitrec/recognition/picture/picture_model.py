"""What reading a picture needs of a model."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.picture.line_reader import LineReader
from digitrec.recognition.picture.pages.line_finder import LineFinder
from digitrec.recognition.predictions import Predictions
from digitrec.recognition.sealed.card import Card


class PictureModel(Protocol):
    """A model that reads pictures: `digitrec.recognition.model.Model`."""

    card: Card

    @property
    def lines(self) -> LineReader | None:
        """Reads lines; None without a line network."""
        ...

    @property
    def pages(self) -> LineFinder | None:
        """Finds lines; None without a page network."""
        ...

    def read_views(
        self, views: NDArray[np.float32], temperature: float | None = None
    ) -> Predictions:
        """The picture classifier's predictions for views (n, views, 28, 28)."""
        ...
