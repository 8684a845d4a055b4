"""Other bundles: a single file, and one with a user's own model."""

import json
import os
import subprocess

import numpy as np
import pytest

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


def test_a_plain_dense_keras_model_is_sealed_bundled_and_reads(display, tmp_path):
    pytest.importorskip("keras", reason="TensorFlow is not installed (pip install .[train])")
    from training.augmentation.variation import vary_ink
    from training.network.architectures import dense

    rng = np.random.default_rng(0)
    labels = np.tile(np.arange(10), 40)
    x = np.stack([vary_ink(digit(label).strokes, rng) for label in labels]).reshape(-1, 784)
    model = dense()
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, np.eye(10)[labels], epochs=15, batch_size=32, verbose=0)
    model.save(tmp_path / "somebody's model.keras")
    done = build(
        tmp_path, "check", "freeze", "smoke", "--model", tmp_path / "somebody's model.keras"
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "is not sealed; sealing a copy" in done.stdout
    program = platforms.program(tmp_path / "dist", onefile=False)
    about = subprocess.run(
        [program, "info", "--json"], capture_output=True, text=True,
        env={**os.environ, "DIGITREC_HOME": str(tmp_path / "home")},
    )  # fmt: skip
    said = json.loads(about.stdout)["model"]
    sealed = Model.open(tmp_path / "work" / "sealed" / "my_model.keras")
    assert (said["name"], said["sha256"]) == ("dense", sealed.sha256)
    lines = "\n".join(digit(which).to_json() for which in range(10))
    read = subprocess.run(
        [program, "predict", "--json", "-"], input=lines, capture_output=True, text=True
    )
    assert [json.loads(line)["text"] for line in read.stdout.splitlines()] == list("0123456789")
