"""Knowledge distillation: a network learns from the predictions of trained ones, its teachers.

Several networks together are right more often than each of them, and a network that learns from
them comes closer to that than one that learns from labels alone (Hinton, Vinyals, Dean 2015,
"Distilling the Knowledge in a Neural Network").
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.model import Model
from digitrec.recognition.predictions import average_views

TEACHERS_SHARE = 0.7
"""Share of the teachers' predictions in a label; the rest is the label itself."""


class Teachers:
    """Sealed models whose predictions are averaged.

    Args:
        models: at least one; each is calibrated by its own temperature.
    """

    def __init__(self, models: Sequence[Model]) -> None:
        self._models = models

    def teach(
        self, images: NDArray[np.float32], labels: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """Labels mixed with the teachers' predictions.

        For digits, that concerns the ten columns of the digits; for all drawings, whether they are
        not a single digit. Whether they are several digits comes from the labels alone, because not
        every model predicts it.

        Args:
            images: (n, 28, 28, 1) float32 in [0, 1].
            labels: (n, 12), as `MixedBatches` has them.
        """
        predictions = average_views([model.read(images) for model in self._models])
        digits = labels[:, :10].sum(axis=1) > 0
        mixed = labels.copy()
        mixed[digits, :10] += TEACHERS_SHARE * (predictions.probabilities - labels[:, :10])[digits]
        mixed[:, 10] += TEACHERS_SHARE * (predictions.rejection_score - labels[:, 10])
        return mixed
