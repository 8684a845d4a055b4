import json
import subprocess
import sys
import zipfile

import pytest

from digitrec.recognition.model import Model, ModelError
from digitrec.recognition.sealed.archive import CARD
from digitrec.recognition.sealed.further import LINES, further_graph, graph_member, weights_member
from digitrec.recognition.sealed.sized_graph import SizedGraph
from digitrec.resources import model_path
from tests.recognition.sealed.archives import card_with, replaced, rewritten, without_lines

GRAPH = graph_member(LINES)


def test_the_bundled_model_has_a_line_network():
    model = Model.open(model_path())
    assert {GRAPH, weights_member(LINES)} < model.card.fields["sealed"].keys()
    assert model.lines is not None
    assert model.lines is model.lines
    assert 0 < model.card.lines.rejection < 1


def test_the_whole_archive_stays_small():
    assert model_path().stat().st_size < 4_000_000


def test_a_model_without_one_reads_by_its_classifier(tmp_path):
    model = Model.open(without_lines(tmp_path / "m.keras"))
    assert model.lines is None


def test_one_changed_byte_of_it_breaks_the_seal_when_it_is_needed(tmp_path):
    path = rewritten(
        tmp_path / "m.keras",
        lambda name, old: old[:-1] + bytes([old[-1] ^ 1]) if name == GRAPH else old,
    )
    model = Model.open(path)
    with pytest.raises(ModelError, match=f"the seal is broken: {GRAPH}"):
        _ = model.lines


def test_a_graph_that_the_card_names_is_not_dropped(tmp_path):
    path = rewritten(tmp_path / "m.keras", lambda name, old: None if name == GRAPH else old)
    with pytest.raises(ModelError, match="broken"):
        _ = Model.open(path).lines


@pytest.mark.parametrize("content", [b"junk" * 100, None], ids=["junk", "another network's"])
def test_a_graph_that_cannot_be_run_is_refused(tmp_path, content):
    if content is None:
        with zipfile.ZipFile(model_path()) as archive:
            content = archive.read("assets/digitrec/trajectory.tflite")
    path = rewritten(tmp_path / "m.keras", replaced(GRAPH, content))
    with pytest.raises(ModelError, match="graph can't be run"):
        _ = Model.open(path).lines


@pytest.mark.parametrize(
    "wrong", [{"temperature": 0}, {"rejection": 2}, {"gate": [1]}, {"gate": [1e999] * 5}]
)
def test_a_calibration_out_of_range_is_refused(tmp_path, wrong):
    with zipfile.ZipFile(model_path()) as archive:
        lines = json.loads(archive.read(CARD))["lines"] | wrong
    with pytest.raises(ModelError, match="card can't be used"):
        Model.open(rewritten(tmp_path / "m.keras", card_with(lines=lines)))


def test_opening_a_model_for_ink_does_not_load_what_reads_pictures():
    code = (
        "import sys; from pathlib import Path;"
        "from digitrec.recognition.recognizer import Recognizer;"
        "Recognizer.open(Path(sys.argv[1]));"
        "print('digitrec.recognition.picture.line_reader' in sys.modules, 'PIL' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(model_path())], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["False", "False"]


def test_a_sized_graph_says_what_is_wrong_with_its_shape():
    import numpy as np

    model = Model.open(model_path())
    graph = further_graph(model.path, model.card, LINES)
    trial = np.linspace(-1, 1, 48 * 64, dtype=np.float32).reshape(48, 64, 1)
    assert SizedGraph(graph, trial, (16, 22)).run(trial[:, :32]).shape == (8, 22)
    with pytest.raises(ValueError, match="shape"):
        SizedGraph(graph, trial, (16, 23))
