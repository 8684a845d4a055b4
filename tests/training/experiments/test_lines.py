import json

import numpy as np
import pytest
from PIL import Image

pytest.importorskip("keras", reason="TensorFlow is not installed (pip install .[train])")

from tests.sample_data import write_sample
from training.__main__ import main
from training.experiments.lines import Result, evaluate_lines, table, threshold
from training.network.lines.architecture import line_network
from training.sealing.graph import compile_graph


def test_the_threshold_is_the_lowest_confidence_from_which_on_lines_are_right():
    confidences = np.array([0.9, 0.2, 0.8, 0.5, 0.4])
    assert threshold(confidences, np.array([True, False, True, True, True])) == 0.4
    assert threshold(confidences, np.zeros(5, bool)) == 1.0


def test_a_row_has_the_shares_of_all_lines():
    result = Result("dates", np.array([1, 1, 0, 0], bool), np.array([0, 1, 0, 1], bool))
    assert result.row() == "| dates | 4 | 50.0% | 25.0% | 25.0% |"
    assert table([result]).count("\n") == 2


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = write_sample(tmp_path_factory.mktemp("data"))
    real = folder / "cheque-amounts"
    real.mkdir()
    Image.new("RGB", (90, 40), "white").save(real / "a.png")
    (real / "labels.json").write_text(json.dumps({"a.png": ""}), "utf-8")
    (folder / "lines.tflite").write_bytes(compile_graph(line_network(0.25)))
    return folder


def test_synthetic_and_real_lines_are_measured(folder, capsys):
    graph = folder / "lines.tflite"
    results = {one.name: one for one in evaluate_lines(graph, folder, 60)}
    assert len(results["synthetic"].right) == 40
    assert len(results["cheque amounts"].right) == 1
    assert "sudoku digits" not in results
    assert len(results["– in colour"].right) == len(results["– … by brightness alone"].right) > 0
    assert main(["evaluate-lines", str(graph), "--data", str(folder), "--limit", "6"]) == 0
    assert capsys.readouterr().out.startswith("| lines | number | right |")
