"""Other bundles: a single file, and one with a user's own model."""

import json
import os
import subprocess

from build_scripts import platforms
from digitrec.recognition.model import Model
from tests.frozen.conftest import build
from tests.samples import digit


def test_a_single_file_unpacks_itself_and_passes_its_self_test(display, tmp_path):
    done = build(tmp_path, "--onefile", "check", "freeze", "smoke")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "self-test passed" in done.stdout
    program = platforms.program(tmp_path / "dist", onefile=True)
    assert program.is_file()
    elsewhere = tmp_path / "elsewhere" / program.name
    elsewhere.parent.mkdir()
    program.rename(elsewhere)
    read = subprocess.run(
        [elsewhere, "predict", "-"], input=digit(5).to_json(), capture_output=True, text=True
    )
    assert read.returncode == 0, read.stderr
    assert ": 5 (" in read.stdout


def test_a_plain_dense_keras_model_is_sealed_bundled_and_reads(built_with_own_model, tmp_path):
    program = platforms.program(built_with_own_model / "dist", onefile=False)
    about = subprocess.run(
        [program, "info", "--json"], capture_output=True, text=True,
        env={**os.environ, "DIGITREC_HOME": str(tmp_path / "home")},
    )  # fmt: skip
    said = json.loads(about.stdout)["model"]
    sealed = Model.open(built_with_own_model / "work" / "sealed" / "my_model.keras")
    assert (said["name"], said["sha256"]) == ("dense", sealed.sha256)
    lines = "\n".join(digit(which).to_json() for which in range(10))
    read = subprocess.run(
        [program, "predict", "--json", "-"], input=lines, capture_output=True, text=True
    )
    assert [json.loads(line)["text"] for line in read.stdout.splitlines()] == list("0123456789")
