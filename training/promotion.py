"""Promotion: a new model replaces the one in use only if it reads held-out data no worse."""

from __future__ import annotations

import tempfile
from pathlib import Path

from digitrec.files import written_whole
from digitrec.recognition.model import Model, ModelError
from digitrec.recognition.prediction_cache import read_drawings
from training.data.datasets import PenDigits, Split
from training.evaluation import metrics
from training.evaluation.calibration import score
from training.sealing.seal import seal


def promote(model: Model, target: Path, split: Split, force: bool = False) -> bool:
    """Copies a model to `target`, whole or not at all, unless the model there is better.

    Args:
        model: the new one, sealed.
        target: the file to replace.
        split: whose held-out data both are compared on.
        force: replace a better model too.

    Returns:
        Whether `target` was replaced.

    Raises:
        SealError: if `target` is a file, but not a model, so that nobody's work is lost.
    """
    new, old = score(model, split), _score_of(target, split)
    if old is not None and old > new and not force:
        print(
            f"{target} reads {old:.3%} of the held-out data, the new model {new:.3%}, so the file "
            f"was not replaced. The new model is {model.path}; to use it anyway, copy it there, or "
            "train with --force"
        )
        return False
    with written_whole(target, replace=True, binary=True) as stream:
        stream.write(model.path.read_bytes())
    before = "" if old is None else f" (the previous model: {old:.3%})"
    print(f"{target} now reads {new:.3%} of the held-out data{before}")
    return True


def report_own_digits(digits: PenDigits, model: Model, target: Path) -> None:
    """Prints how a model reads a person's own digits, and how the one in use reads them."""

    def accuracy(reader: Model) -> float:
        predictions = read_drawings(reader, digits.strokes)
        return metrics.accuracy(predictions.probabilities, digits.labels)

    try:
        before = f" (the previous model: {accuracy(Model.open(target)):.1%})"
    except ModelError:  # there is none, or it is not sealed
        before = ""
    print(f"of your own digits, which it was trained on, it reads {accuracy(model):.1%}{before}")


def _score_of(path: Path, split: Split) -> float | None:
    """The score of the model at `path`, sealed or not; None if there is no file."""
    if not path.exists():
        return None
    try:
        return score(Model.open(path), split)
    except ModelError:
        with tempfile.TemporaryDirectory() as folder:
            return score(seal(path, Path(folder) / "old.keras"), split)
