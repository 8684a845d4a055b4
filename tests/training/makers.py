"""The samples as images and as pen digits."""

from __future__ import annotations

import numpy as np

from digitrec.recognition.raster import render
from tests.samples import digit
from training.data.datasets import Images, PenDigits

LABELS = np.arange(10, dtype=np.uint8)
PEN = PenDigits(
    tuple(digit(which, 100 * which, 50, 2).strokes for which in range(10)),
    LABELS,
    np.ones(10, np.int64),
)
IMAGES = Images(
    np.stack([np.uint8(255 * render(digit(which).strokes)) for which in range(10)]), LABELS
)
