import json

import pytest

pytest.importorskip("keras", reason="TensorFlow is not installed (pip install .[train])")

import numpy as np

from training.experiments.ablation import RECIPES, REPORT, USUAL, report
from training.experiments.finished import Finished, Result
from training.experiments.folds import FOLDS, RUNS, load_folds

RESULT = Result(0.9, 0.8, 0.85, 0.95, 0.5)


def test_the_table_has_a_row_for_everything_left_out():
    results = {
        name: [Result(0.99, 0.95, 0.9, 0.98, 0.5), Result(0.98, 0.93, 0.8, 0.98, 0.7)]
        for name in RECIPES
    }
    page = report(results, 3_000, 90)
    assert page.count("| 98.50 % | 94.00 % | 85.00 % | 98.00 % | 60.00 % |") == len(RECIPES)
    assert all(f"| {name} |" in page for name in RECIPES)
    assert sum(recipe == USUAL for recipe in RECIPES.values()) == 1


def test_the_committed_table_is_the_one_that_it_writes():
    rows = [
        row.split(" | ")[0].removeprefix("| ") for row in REPORT.read_text("utf-8").splitlines()
    ]
    assert [row for row in rows if row in RECIPES] == list(RECIPES)


def test_results_are_kept_where_git_ignores_them():
    assert f"{RUNS.parent.name}/{RUNS.name}/" in (
        (RUNS.parents[1] / ".gitignore").read_text("utf-8").splitlines()
    )


def test_an_interrupted_study_goes_on_with_what_is_missing(tmp_path):
    path = tmp_path / "runs" / "ablation.json"
    key = Finished.key(RECIPES["outliers"], 2)
    assert key not in Finished(path)
    Finished(path).add(key, RESULT, 12.0)
    again = Finished(path)
    assert again[key] == (RESULT, 12.0)
    assert Finished.key(RECIPES["outliers"], 1) not in again
    assert Finished.key(RECIPES["slant"], 2) not in again


def test_an_interrupt_while_results_are_written_loses_none(tmp_path, monkeypatch):
    path = tmp_path / "ablation.json"
    Finished(path).add("first", RESULT, 1.0)

    def interrupted(content, stream, indent):
        stream.write("{half")
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(json, "dump", interrupted)
        with pytest.raises(KeyboardInterrupt):
            Finished(path).add("second", RESULT, 1.0)
    assert "first" in Finished(path)
    assert "second" not in Finished(path)
    path.write_text("{half", "utf-8")
    assert "first" not in Finished(path)


def test_a_fold_trains_on_nothing_that_it_holds_out(data):
    folds = list(load_folds(data, 100, 50, few_pen_digits=True))
    assert len(folds) == len(FOLDS)
    for fold, (_, remainder) in zip(folds, FOLDS, strict=True):
        assert set(fold.split.held_out_pen.writers % 5) == {remainder}
        assert remainder not in fold.split.pen.writers % 5
        assert 0 < len(fold.split.pen) <= len(fold.split.images) == 100
        assert len(fold.split.held_out_images) == 50
        assert not set(fold.characters) & set(fold.held_out_characters)
    writers = np.concatenate([np.unique(fold.split.held_out_pen.writers) for fold in folds])
    assert sorted(writers) == list(range(1, 31))
