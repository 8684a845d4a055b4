"""Learned weights of segmentation, written onto a model's card."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from digitrec.recognition.model import Model
from digitrec.recognition.segmentation.mark_weights import MarkWeights
from digitrec.recognition.segmentation.weights import PICTURE_FEATURES, STROKE_FEATURES, Weights
from training.sealing.seal import amend_card


def write_weights(
    path: Path,
    strokes: Weights | None = None,
    picture: Weights | None = None,
    marks: MarkWeights | None = None,
) -> Model:
    """Puts weights onto the card of a sealed model and opens the result.

    Args:
        path: of the model.
        strokes: for drawings; None to leave what is there.
        picture: for pictures; None to leave what is there.
        marks: for marks in drawings; None to leave what is there.
    """
    fields: dict[str, Any] = dict(Model.open(path).card.fields.get("segmentation", {}))
    if strokes is not None:
        fields["strokes"] = strokes.to_dict(STROKE_FEATURES)
    if picture is not None:
        fields["picture"] = picture.to_dict(PICTURE_FEATURES)
    if marks is not None:
        fields["marks"] = marks.to_dict()
    return amend_card(path, segmentation=fields)
