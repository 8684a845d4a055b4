import dataclasses

import numpy as np
import pytest

pytest.importorskip("keras", reason="TensorFlow is not installed (pip install .[train])")

from tests.training.makers import IMAGES, PEN
from training.data.datasets import Split
from training.experiments import cross_validation
from training.experiments.cross_validation import WEIGHTS, Scores, report, run
from training.experiments.folds import FOLDS, Fold

SPLIT = Split(IMAGES, PEN, IMAGES, PEN)
CROSS = (((0.0, 0.0), (9.0, 9.0)), ((9.0, 0.0), (0.0, 9.0)))


def scores(digits, characters):
    """Scores of ten digits, and of characters with a likeness that is lower by 1."""
    digits, characters = np.array(digits), np.array(characters)
    return Scores(
        np.arange(len(digits)) > 0,
        np.arange(len(digits)) // 5,
        np.stack([digits, np.ones(len(digits))], axis=-1)[:, None],
        np.stack([characters, np.zeros(len(characters))], axis=-1)[:, None],
    )


def test_the_worst_writer_is_the_one_who_is_read_worst():
    assert scores(np.zeros(10), [0.0]).worst == 0.8


def test_a_low_likeness_raises_the_score():
    digits, characters = scores(np.zeros(10), [-15.0, 5.0]).weighted(20.0)
    assert (digits == -20).all()
    assert characters.tolist() == [-15.0, 5.0]


def test_the_report_has_what_is_rejected_and_what_others_lose():
    sure, unsure = scores(np.zeros(10), [-15.0, 5.0]), scores(np.full(10, 7.0), [8.0, 8.0])
    text = report([sure, unsure, sure, sure, sure])
    rows = {row.split("|")[1].strip(): row for row in text.splitlines() if row.count("|") > 2}
    assert "| 90.00 % | 90.00 % |" in rows["digits read correctly"]
    assert rows["rejected at 1 % lost, likeness × 0"].count("50.0 %") == len(FOLDS) - 1
    assert rows["rejected at 1 % lost, likeness × 20"].count("100.0 %") == len(FOLDS)
    # Four of twenty thresholds are chosen by low scores and applied to high ones.
    assert rows["other writers lose, likeness × 0"].count("20.00 %") == 4
    assert len(rows) == 5 + 3 * len(WEIGHTS)  # heads, their rule, right, worst


def test_a_network_is_trained_once(monkeypatch, tmp_path):
    short = dataclasses.replace(cross_validation.RECIPE, epochs=1, pen_repeats=1)
    monkeypatch.setattr(cross_validation, "RECIPE", short)
    monkeypatch.setattr(cross_validation, "WIDTH", 0.2)
    fold = Fold(SPLIT, (CROSS,), (CROSS, CROSS))
    found = run(1, fold, tmp_path)
    assert found.right.shape == (10,)
    assert found.digits.shape == (10, 2, 2)
    assert found.characters.shape == (2, 2, 2)
    assert [path.name for path in tmp_path.iterdir()] == ["fold-1.keras"]
    monkeypatch.setattr("training.network.fit.fit_briefly", None)  # would fail if it trained again
    again = run(1, fold, tmp_path)
    assert np.array_equal(again.digits, found.digits)
