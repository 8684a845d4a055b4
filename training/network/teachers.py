"""Teachers: trained networks whose answers a new one learns from, beside the labels.

Several networks together are right more often than each of them, and one that is taught by them
comes closer to them than one that sees labels alone (Hinton, Vinyals, Dean 2015, "Distilling the
Knowledge in a Neural Network").
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.model import Model
from digitrec.recognition.predictions import average_views

TAUGHT = 0.7
"""Share of the teachers' answer in a label; the rest is the label's own."""


class Teachers:
    """Sealed models that answer together.

    Args:
        models: at least one; each one's temperature calibrates what it says.
    """

    def __init__(self, models: Sequence[Model]) -> None:
        self._models = models

    def teach(
        self, images: NDArray[np.float32], labels: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """Labels with the teachers' answers mixed in.

        Of a digit its ten columns, and of all drawings whether they are no single digit. That
        drawings are several digits is for the labels alone to say: not every model tells.

        Args:
            images: (n, 28, 28, 1) float32 in [0, 1].
            labels: (n, 12), as `MixedBatches` has them.
        """
        predictions = average_views([model.read(images) for model in self._models])
        digits = labels[:, :10].sum(axis=1) > 0
        mixed = labels.copy()
        mixed[digits, :10] += TAUGHT * (predictions.probabilities - labels[:, :10])[digits]
        mixed[:, 10] += TAUGHT * (predictions.rejection_score - labels[:, 10])
        return mixed
