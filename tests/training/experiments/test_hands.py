import dataclasses

import numpy as np
import pytest

pytest.importorskip("keras", reason="TensorFlow is not installed (pip install .[train])")

from digitrec.recognition.model import Model
from digitrec.recognition.predictions import Predictions, unit_vectors
from digitrec.resources import model_path
from tests.training.makers import IMAGES, PEN
from training.data.datasets import PenDigits, Split
from training.experiments import hands
from training.experiments.folds import Fold
from training.experiments.hands import methods, report, run

CROSS = (((0.0, 0.0), (9.0, 9.0)), ((9.0, 0.0), (0.0, 9.0)))


def someone_who_writes_1_like_7():
    """Sixty digits by one person; the networks take each 1 for a 7."""
    rng = np.random.default_rng(0)
    labels = np.arange(60, dtype=np.uint8) % 10
    taken_for = np.where(labels == 1, 7, labels)
    rows = np.full((60, 10), 0.01)
    rows[np.arange(60), taken_for] = 0.7
    rows[labels == 1, 1] = 0.22
    rows /= rows.sum(axis=1, keepdims=True)
    shapes = np.eye(20)[labels] + 0.05 * rng.random((60, 20))
    vectors = unit_vectors(shapes.astype(np.float32))
    predictions = dataclasses.replace(
        Predictions(rows, *np.full((3, 60), 1e-3)), embeddings=vectors
    )
    return PenDigits((CROSS,) * 60, labels, np.ones(60, np.int64)), predictions


def test_the_report_has_a_row_for_each_method_and_all_of_them_learn():
    compared = methods(Model.open(model_path()))
    rows = report([someone_who_writes_1_like_7()], compared).splitlines()[2:]
    cells = {row.split("|")[1].strip(): row.split("|")[2:-1] for row in rows}
    assert list(cells) == list(compared)
    misread = {name: float(some[2].strip(" %")) for name, some in cells.items()}  # three of each
    assert misread.pop("the networks alone") == 10.0
    assert misread["votes, corrections and trust: the program"] == 0.0
    assert max(misread.values()) < 10.0


def test_the_networks_of_a_fold_are_trained_once(monkeypatch, tmp_path):
    monkeypatch.setattr(hands, "PATH_EPOCHS", 1)
    monkeypatch.setattr(hands, "RECIPE", dataclasses.replace(hands.RECIPE, epochs=1))
    fold = Fold(Split(IMAGES, PEN, IMAGES, PEN), (CROSS,), (CROSS,))
    pen, predictions = run(1, fold, tmp_path)
    assert pen is PEN
    assert predictions.probabilities.shape == (len(PEN), 10)
    assert predictions.embeddings.shape == (len(PEN), 48 + 32)
    monkeypatch.setattr(hands, "_trained", None)  # would fail if it trained again
    again = run(1, fold, tmp_path)[1]
    assert np.array_equal(again.probabilities, predictions.probabilities)
