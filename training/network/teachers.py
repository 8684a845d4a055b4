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

_REJECTED = 0.5  # rejection score from which a teacher takes a digit for something else


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
        every model predicts it. A digit that the teachers misread or reject comes from its label
        alone too: they have not learned to read it.

        Args:
            images: (n, 28, 28, 1) float32 in [0, 1].
            labels: (n, 12), as `MixedBatches` has them.
        """
        predictions = average_views([model.read(images) for model in self._models])
        digits = labels[:, :10].sum(axis=1) > 0
        read = predictions.probabilities.argmax(axis=1) == labels[:, :10].argmax(axis=1)
        read &= predictions.rejection_score < _REJECTED
        taught = digits & read
        mixed = labels.copy()
        mixed[taught, :10] += TEACHERS_SHARE * (predictions.probabilities - labels[:, :10])[taught]
        known = taught | ~digits
        mixed[known, 10] += TEACHERS_SHARE * (predictions.rejection_score - labels[:, 10])[known]
        return mixed
