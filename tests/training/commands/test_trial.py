"""The program with a model of one's own, not installed."""

import json
import shutil
import subprocess

import pytest

from digitrec.recognition.model import Model, ModelError
from digitrec.resources import model_path
from training.commands.next_steps import BUNDLED, next_steps
from training.commands.trial import program_with


def test_the_copy_of_the_program_has_the_model_and_the_tree_keeps_its_own(tmp_path):
    mine = tmp_path / "mine.keras"
    shutil.copy(model_path(), mine)
    before = BUNDLED.read_bytes()
    command, environment = program_with(mine, tmp_path / "program")
    done = subprocess.run(
        [*command, "info", "--json"], env=environment, capture_output=True, text=True, check=True
    )
    model = json.loads(done.stdout)["model"]
    assert model["sha256"] == Model.open(mine).sha256
    assert model["file"].startswith(str(tmp_path / "program"))
    assert BUNDLED.read_bytes() == before


def test_a_model_that_is_not_sealed_is_not_tried(tmp_path):
    (tmp_path / "mine.keras").write_text("mine")
    with pytest.raises(ModelError):
        program_with(tmp_path / "mine.keras", tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.keras"]


def test_what_comes_next_are_commands_with_the_models_path_and_its_checksum(tmp_path):
    mine = tmp_path / "mine.keras"
    shutil.copy(model_path(), mine)
    text = next_steps(Model.open(mine))
    assert Model.open(mine).sha256 in text
    for command in ("training try", "build.py --model", "training evaluate"):
        assert f"{command} {mine}" in text
    installed = next_steps(Model.open(BUNDLED))
    assert "pip install ." in installed
    assert "until it is installed again" in installed
