"""Images of forms: digits as few people in MNIST write them, drawn with a pen and scanned."""

from __future__ import annotations

import numpy as np

from digitrec.recognition.picture.picture_raster import render_picture
from digitrec.recognition.raster import Raster
from training.augmentation.styles import draw_form
from training.augmentation.variation import Stroke, vary_strokes
from training.synthetic.pens import Pen, pen_drawer

_HEIGHT = 64.0  # pixels, about that of the scans that MNIST was made from


def draw_form_image(label: int, rng: np.random.Generator) -> Raster | None:
    """The image of a form; None for a digit without a form.

    Args:
        label: the digit.
        rng: source of the form and the pen.
    """
    form = draw_form(label, rng)
    return None if form is None else scan_form(vary_strokes(form, rng), rng)


def scan_form(strokes: list[Stroke], rng: np.random.Generator) -> Raster:
    """Strokes as an image in the size and the place of MNIST's digits: (28, 28), 0 to 1.

    Args:
        strokes: in any unit.
        rng: source of the pen.
    """
    height = max(float(np.ptp(np.concatenate(strokes)[:, 1])), 1e-9)
    pen = Pen(rng.uniform(0.06, 0.17), rng.uniform(0, 0.25), 0.0)
    draw = pen_drawer([line / height for line in strokes], pen, int(rng.integers(2**32)))
    return render_picture(draw(_HEIGHT))
