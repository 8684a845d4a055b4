"""Calibration and measurement of a model that was only sealed."""

from __future__ import annotations

from pathlib import Path

from digitrec.recognition.model import Model
from training.data.datasets import load_non_digits, load_split, outlier_drawings
from training.evaluation.calibration import choose_thresholds
from training.evaluation.evaluate import evaluate
from training.evaluation.reader import Reader
from training.evaluation.summary import summary
from training.sealing.diagnosis import diagnose
from training.sealing.seal import amend_card
from training.segmentation.learn import learn_segmentation
from training.terminal.progress import say, step, warn


def calibrate_and_measure(model: Model, folder: Path, limit: int | None) -> Model:
    """Gives a sealed model its thresholds, its segmentation and its figures, on its card.

    If it reads badly, that is said before and after, with the cause that fits.

    Args:
        model: sealed, changed in place.
        folder: of the data sets.
        limit: at most this many drawings of each set; None for no limit.

    Raises:
        DataError: if a data set is missing.
    """
    split = load_split(folder)
    non_digits = outlier_drawings(load_non_digits(folder))
    warning = diagnose(model, split)
    if warning is not None:
        warn(warning)
    say("calibrating")
    amend_card(model.path, thresholds=choose_thresholds(model, split))
    model = learn_segmentation(model.path, split, non_digits, limit)
    say("measuring")
    figures = evaluate(Reader(model, step), folder, limit).figures()
    print(summary(figures))
    if warning is not None:  # once more, where it is not overlooked
        warn(warning)
    return amend_card(model.path, measured=figures.to_dict())
