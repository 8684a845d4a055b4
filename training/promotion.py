"""Promotion: a new model replaces the one in use only if it reads held-out data no worse."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np

from digitrec.files import written_whole
from digitrec.recognition.model import Model, ModelError
from digitrec.recognition.prediction_cache import read_drawings
from training.data.datasets import PenDigits, Split
from training.data.own_drawings import OwnDrawings
from training.evaluation import metrics
from training.evaluation.calibration import score
from training.sealing.seal import load_keras, seal
from training.terminal.progress import say


def promote(
    model: Model,
    target: Path,
    split: Split,
    force: bool = False,
    own: PenDigits | None = None,
) -> bool:
    """Copies a model to `target`, whole or not at all, unless the model there is better.

    Args:
        model: the new one, sealed.
        target: the file to replace.
        split: whose held-out data both are compared on.
        force: replace a better model too.
        own: a person's own digits. The person then counts as much as each held-out writer.

    Returns:
        Whether `target` was replaced.

    Raises:
        SealError: if `target` is a file, but not a model, so that nobody's work is lost.
    """
    if _is(model, target):
        say(f"{target} is this model already")
        return True
    on = "the held-out data" + (" and your own digits" if own is not None else "")
    new, old = score(model, split, own), _score_of(target, split, own)
    if old is not None and old > new and not force:
        say(
            f"{target} reads {old:.3%} of {on}, the new model {new:.3%}, so the file "
            f"was not replaced. The new model is {model.path}; to use it anyway, copy it there, or "
            "train with --force"
        )
        return False
    with written_whole(target, replace=True, binary=True) as stream:
        stream.write(model.path.read_bytes())
    before = "" if old is None else f" (the previous model: {old:.3%})"
    say(f"{target} now reads {new:.3%} of {on}{before}")
    return True


def require_model(target: Path) -> None:
    """Checks that a training may replace the file at `target`, before it begins.

    Raises:
        SealError: if it is a file, but not a model.
    """
    if target.exists():
        try:
            Model.open(target)
        except ModelError:
            load_keras(target)


def _is(model: Model, target: Path) -> bool:
    """Whether the file at `target` is this very model."""
    return target.is_file() and target.read_bytes() == model.path.read_bytes()


def report_own_digits(own: OwnDrawings, model: Model, target: Path) -> None:
    """Prints how a model reads a person's own digits, and how the one in use reads them.

    Those that are still misread are named.
    """
    digits = own.digits
    rows = read_drawings(model, digits.strokes).probabilities
    try:
        old = read_drawings(Model.open(target), digits.strokes).probabilities
        before = f" (the previous model: {metrics.accuracy(old, digits.labels):.1%})"
    except ModelError:  # there is none, or it is not sealed
        before = ""
    accuracy = metrics.accuracy(rows, digits.labels)
    say(f"of your own digits, which it was trained on, it reads {accuracy:.1%}{before}")
    read = rows.argmax(axis=1)
    for at in np.flatnonzero(read != digits.labels):
        say(f"  still misread: {own.names[at]}, a {digits.labels[at]}, as {read[at]}")


def _score_of(path: Path, split: Split, own: PenDigits | None) -> float | None:
    """The score of the model at `path`, sealed or not; None if there is no file."""
    if not path.exists():
        return None
    try:
        return score(Model.open(path), split, own)
    except ModelError:
        with tempfile.TemporaryDirectory() as folder:
            return score(seal(path, Path(folder) / "old.keras"), split, own)
