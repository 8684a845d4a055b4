"""The model that is given to a build is tried before it is bundled."""

from pathlib import Path

import pytest

from build_scripts.console import BuildError, Console
from build_scripts.sealing import sealed_model
from digitrec.recognition.model import GRAPH
from digitrec.resources import model_path
from tests.recognition.sealed.archives import replaced, rewritten
from tests.recognition.sealed.graphs import changed_graph

ROOT = Path(__file__).resolve().parents[2]


def test_a_model_that_crashes_the_program_is_refused(tmp_path):
    def break_it(model):
        operator = model.subgraphs[0].operators[-2]
        operator.inputs = [-1] * len(operator.inputs)  # LiteRT follows that without looking

    path = rewritten(tmp_path / "m.keras", replaced(GRAPH, changed_graph(break_it)))
    with Console(tmp_path / "log") as console, pytest.raises(BuildError, match="m.keras: "):
        sealed_model(path, tmp_path, ROOT, console)


def test_the_bundled_model_is_accepted(tmp_path, capsys):
    with Console(tmp_path / "log") as console:
        assert sealed_model(model_path(), tmp_path, ROOT, console) == model_path()
