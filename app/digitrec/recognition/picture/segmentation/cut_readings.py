"""The reading of a picture by cutting its ink into digits, for models without a line network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from digitrec.recognition.ink import Box
from digitrec.recognition.message import Message
from digitrec.recognition.picture.opened_picture import Picture
from digitrec.recognition.picture.picture_model import PictureModel
from digitrec.recognition.picture.picture_raster import render_picture
from digitrec.recognition.picture.segmentation.ink import find_ink
from digitrec.recognition.picture.segmentation.segmenter import (
    PictureSegmentation,
    segment_picture,
)
from digitrec.recognition.picture.segmentation.text_lines import CrowdedError
from digitrec.recognition.predictions import Predictions
from digitrec.recognition.raster import Raster
from digitrec.recognition.reading import Digit, Reading, find_alternatives

BLANK = Message("the picture is blank")
CROWDED = Message("there are too many separate pieces of ink to be digits")


def read_cut(
    model: PictureModel, picture: Picture, digits: int | None, rejection: float
) -> Reading:
    """Reads a picture by cutting its ink.

    Args:
        model: its picture classifier reads the pieces.
        picture: to read.
        digits: how many digits it has; None to find out.
        rejection: a digit with a higher rejection score is rejected.

    Raises:
        ReadingError: if it can't be read as that many digits.
    """

    def read(crops: Sequence[Raster]) -> Predictions:
        return model.read_views(np.stack([render_picture(crop)[None] for crop in crops]))

    ink, scale = find_ink(picture)
    try:
        segmentations = segment_picture(ink, digits, read, model.card.segmentation.picture)
    except CrowdedError:
        return Reading(reason=CROWDED)
    if not segmentations:
        return Reading(reason=BLANK)
    first, *others = (_reading(each, scale, rejection) for each in segmentations)
    return replace(first, alternatives=find_alternatives(first, others))


def _reading(segmentation: PictureSegmentation, scale: float, rejection: float) -> Reading:
    predictions = segmentation.predictions
    boxes = [_scaled(box, scale) for line in segmentation.boxes for box in line]
    digits = []
    for row, score, box in zip(
        predictions.probabilities, predictions.rejection_score, boxes, strict=True
    ):
        best = int(row.argmax())
        rejected = bool(score > rejection)
        digits.append(Digit(best, float(row[best]), rejected, tuple(row.tolist()), box))
    lengths = tuple(map(len, segmentation.boxes)) if len(segmentation.boxes) > 1 else ()
    return Reading(tuple(digits), lines=lengths, segmentation_confidence=segmentation.probability)


def _scaled(box: Box, by: float) -> Box:
    x0, y0, x1, y1 = box
    return x0 * by, y0 * by, x1 * by, y1 * by
