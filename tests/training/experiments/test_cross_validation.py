import dataclasses

import numpy as np
import pytest

pytest.importorskip("keras", reason="TensorFlow is not installed (pip install .[train])")

from tests.training.makers import IMAGES, PEN
from training.data.datasets import Split
from training.experiments import cross_validation
from training.experiments.ablation import FOLDS
from training.experiments.cross_validation import WEIGHTS, Fold, report, run

SPLIT = Split(IMAGES, PEN, IMAGES, PEN)
CROSS = (((0.0, 0.0), (9.0, 9.0)), ((9.0, 0.0), (0.0, 9.0)))


def fold(digits, strange):
    """Doubts of ten digits and of characters, the likeness of which is 1 less."""
    digits, strange = np.array(digits), np.array(strange)
    return Fold(
        np.arange(len(digits)) > 0,
        np.arange(len(digits)) // 5,
        np.stack([digits, np.ones(len(digits))], axis=-1)[:, None],
        np.stack([strange, np.zeros(len(strange))], axis=-1)[:, None],
    )


def test_the_worst_writer_is_the_one_who_is_read_worst():
    assert fold(np.zeros(10), [0.0]).worst == 0.8


def test_likeness_weighs_on_what_is_unlike():
    digits, strange = fold(np.zeros(10), [-15.0, 5.0]).scores(20.0)
    assert (digits == -20).all()
    assert strange.tolist() == [-15.0, 5.0]


def test_the_report_has_what_is_rejected_and_what_others_lose():
    sure, unsure = fold(np.zeros(10), [-15.0, 5.0]), fold(np.full(10, 7.0), [8.0, 8.0])
    text = report([sure, unsure, sure, sure, sure])
    rows = {row.split("|")[1].strip(): row for row in text.splitlines() if row.count("|") > 2}
    assert "| 90.00 % | 90.00 % |" in rows["digits read right"]
    assert rows["rejected at 1 % lost, likeness × 0"].count("50.0 %") == len(FOLDS) - 1
    assert rows["rejected at 1 % lost, likeness × 20"].count("100.0 %") == len(FOLDS)
    # Four of twenty thresholds are chosen by digits without doubt, and read digits with it.
    assert rows["other writers lose, likeness × 0"].count("20.00 %") == 4
    assert len(rows) == 5 + 3 * len(WEIGHTS)  # heads, their rule, right, worst


def test_a_network_is_trained_once(monkeypatch, tmp_path):
    short = dataclasses.replace(cross_validation.RECIPE, epochs=1, pen_repeats=1)
    monkeypatch.setattr(cross_validation, "RECIPE", short)
    monkeypatch.setattr(cross_validation, "WIDTH", 0.2)
    found = run(1, SPLIT, (CROSS,), (CROSS, CROSS), tmp_path)
    assert found.right.shape == (10,)
    assert found.logits.shape == (10, 2, 2)
    assert found.strange.shape == (2, 2, 2)
    assert [path.name for path in tmp_path.iterdir()] == ["fold-1.keras"]
    monkeypatch.setattr("training.network.fit.fit_briefly", None)  # would fail if it trained again
    again = run(1, SPLIT, (CROSS,), (CROSS, CROSS), tmp_path)
    assert np.array_equal(again.logits, found.logits)
