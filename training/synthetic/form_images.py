"""Images of forms: digits as few people in MNIST write them, drawn with a pen and scanned."""

from __future__ import annotations

import numpy as np

from digitrec.recognition.raster import Raster, render_picture
from training.augmentation.styles import draw_form
from training.augmentation.variation import vary_strokes
from training.synthetic.pens import Pen, pen_drawer

_HEIGHT = 64.0  # pixels, about that of the scans that MNIST was made from


def draw_form_image(label: int, rng: np.random.Generator) -> Raster | None:
    """The image of a form: (28, 28) float32 in [0, 1], in the size and the place of MNIST's digits.

    Args:
        label: the digit.
        rng: source of the form and the pen.

    Returns:
        None for a digit without a form.
    """
    form = draw_form(label, rng)
    if form is None:
        return None
    strokes = vary_strokes(form, rng)
    height = max(float(np.ptp(np.concatenate(strokes)[:, 1])), 1e-9)
    pen = Pen(rng.uniform(0.06, 0.17), rng.uniform(0, 0.25), 0.0)
    draw = pen_drawer([line / height for line in strokes], pen, int(rng.integers(2**32)))
    return render_picture(draw(_HEIGHT))
