"""Training for real on a small sample, through the command line, then seal, then read."""

import hashlib
import json
import signal
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("keras", reason="TensorFlow is not installed (pip install .[train])")

from digitrec.recognition.ink import Ink
from digitrec.recognition.model import Model
from digitrec.recognition.recognizer import Recognizer
from digitrec.resources import model_path
from tests.sample_data import write_sample
from tests.samples import digit
from training.__main__ import main

ROOT = Path(__file__).resolve().parents[2]
LIMIT = 1000


def command(*words):
    return [sys.executable, "-u", "-m", "training", *map(str, words)]


def run(*words):
    """Runs a command in this process; an error that it doesn't expect fails the test."""
    output, errors = StringIO(), StringIO()
    with redirect_stdout(output), redirect_stderr(errors):
        status = main([str(word) for word in words])
    return subprocess.CompletedProcess(words, status, output.getvalue(), errors.getvalue())


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """The sample, also where the real data is: to read and measure that takes far longer."""
    return write_sample(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
def trained(data, tmp_path_factory):
    """A convolutional and a dense network, trained for a moment."""
    folder = tmp_path_factory.mktemp("trained")
    outputs = {}
    for network, epochs, *more in (
        ("convolutional", 4, "--teacher", model_path()),
        ("dense", 4),
    ):
        done = run(
            "train", "--network", network, "--epochs", epochs, *more, "--limit", LIMIT,
            "--data", data, "--output", folder / f"{network}.keras", "--runs", folder / "runs",
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        outputs[network] = done.stdout
    return folder, outputs


@pytest.mark.parametrize("network", ["convolutional", "dense"])
def test_a_trained_network_is_sealed_with_its_figures(trained, network):
    folder, outputs = trained
    card = Model.open(folder / f"{network}.keras").card
    assert card.name == network
    assert card.fields["recipe"]["limit"] == LIMIT
    measured = card.fields["measured"]
    assert measured["mnist_test"]["accuracy"] > 0.5
    assert measured["pen_held_out"]["rejected"] <= 0.011
    assert 0 < card.rejection_threshold < 1
    assert 0 < card.rejection_threshold_in_pictures <= 1
    assert "pen digits, held-out writers" in outputs[network]
    assert ("the network by itself" in outputs[network]) == (network == "convolutional")
    assert (Model.open(folder / f"{network}.keras").trajectory is None) == (network == "dense")
    assert ("trajectory" in card.fields) == (network == "convolutional")


def test_the_card_names_the_teachers(trained):
    folder, _ = trained
    teacher = hashlib.sha256(model_path().read_bytes()).hexdigest()
    assert Model.open(folder / "convolutional.keras").card.fields["recipe"]["teachers"] == [teacher]
    assert Model.open(folder / "dense.keras").card.fields["recipe"]["teachers"] == []


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--teacher", "missing.keras"), "missing.keras: can't be read"),
        (("--network", "dense", "--teacher", "missing.keras"), "doesn't learn to reject"),
    ],
)
def test_a_teacher_that_cannot_be_used_is_an_error(data, tmp_path, words, why):
    done = run("train", *words, "--data", data, "--output", tmp_path / "m.keras")
    assert done.returncode == 1
    assert why in done.stderr
    assert "Traceback" not in done.stderr


def test_the_trained_network_reads_in_the_application(trained):
    folder, _ = trained
    recognizer = Recognizer.open(folder / "convolutional.keras")
    read = [recognizer.read(digit(which), 1).digits[0].digit for which in range(10)]
    assert np.mean(np.array(read) == np.arange(10)) >= 0.7


def test_a_better_model_is_replaced_by_a_worse_one_only_if_forced(trained, data):
    folder, _ = trained
    target = folder / "kept.keras"
    target.write_bytes(model_path().read_bytes())
    words = (
        "train", "--network", "dense", "--epochs", 1, "--limit", 100,
        "--data", data, "--output", target, "--runs", folder / "runs",
    )  # fmt: skip
    done = run(*words)
    assert done.returncode == 0, done.stderr
    assert "was not replaced" in done.stdout
    assert target.read_bytes() == model_path().read_bytes()
    forced = run(*words, "--force")
    assert forced.returncode == 0, forced.stderr
    assert Model.open(target).card.name == "dense"


def test_a_persons_own_drawings_are_learned(data, tmp_path):
    """A sign that the model doesn't know, which the person labels as a four."""
    own = [[[0, 60], [40, 0], [80, 60], [0, 60]], [[40, 60], [40, 110]], [[15, 90], [65, 90]]]
    strokes = tuple(tuple((float(x), float(y)) for x, y in line) for line in own)
    line = {"strokes": own, "label": "8", "corrected": "4"}
    unsaid = {"strokes": [[[0, 0], [5, 50]]], "label": "1", "corrected": None}
    history = tmp_path / "mine.jsonl"
    history.write_text(f"{json.dumps(line)}\n{json.dumps(unsaid)}\n", "utf-8")
    before = Recognizer.open(model_path()).read(Ink(strokes), 1).digits[0]
    assert before.digit != 4 or before.rejected
    words = (
        "train", "--history", history, "--start", model_path(), "--epochs", 2, "--limit", 300,
        "--learning-rate", 0.002, "--data", data, "--output", tmp_path / "mine.keras",
        "--runs", tmp_path / "runs",
    )  # fmt: skip
    done = run(*words)
    assert done.returncode == 0, done.stderr
    assert "digits: 1, not digits: 0, skipped" in done.stdout
    assert "of your own digits, which it was trained on, it reads 100.0%" in done.stdout
    after = Recognizer.open(tmp_path / "mine.keras")
    assert after.read(Ink(strokes), 1).digits[0].digit == 4
    recipe = after.model.card.fields["recipe"]
    assert recipe["history"] == hashlib.sha256(history.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--history", "missing.jsonl"), "digitrec history export"),
        (("--network", "dense", "--history", "mine.jsonl"), "images only"),
    ],
)
def test_a_history_that_cannot_be_used_is_an_error(data, tmp_path, words, why):
    done = run("train", *words, "--data", data, "--output", tmp_path / "m.keras")
    assert done.returncode == 1
    assert why in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_that_is_not_a_model_is_not_replaced(trained, data):
    folder, _ = trained
    target = folder / "thesis.keras"
    target.write_text("my thesis")
    done = run(
        "train", "--network", "dense", "--epochs", 1, "--limit", 100,
        "--data", data, "--output", target, "--runs", folder / "runs",
    )  # fmt: skip
    assert done.returncode == 1
    assert "thesis.keras" in done.stderr
    assert "Traceback" not in done.stderr
    assert "training" not in done.stdout  # it is said before, not after an hour
    assert target.read_text() == "my thesis"


def test_an_interrupted_training_goes_on_where_it_stopped(data, tmp_path):
    words = command(
        "train", "--epochs", 3, "--limit", 300, "--data", data,
        "--output", tmp_path / "m.keras", "--runs", tmp_path / "runs",
    )  # fmt: skip
    started = subprocess.Popen(
        words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    for line in started.stdout:
        if line.startswith("epoch 1 of 3"):
            started.send_signal(signal.SIGINT)
            break
    _, errors = started.communicate(timeout=120)
    assert started.returncode == 130, errors
    assert "goes on where it stopped" in errors
    assert not (tmp_path / "m.keras").exists()
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    pictures, paths = done.stdout.split("training a trajectory network")
    assert "epoch 1 of 3" not in pictures
    assert "epoch 2 of 3" in pictures
    assert "epoch 1 of 3" in paths
    model = Model.open(tmp_path / "m.keras")
    assert model.card.name == "convolutional"
    assert model.trajectory is not None


@pytest.mark.parametrize("phase", ["calibrating", "measuring"])
def test_an_interrupt_after_the_training_loses_none_of_it(data, tmp_path, phase):
    words = command(
        "train", "--network", "dense", "--epochs", 2, "--limit", 100, "--data", data,
        "--output", tmp_path / "m.keras", "--runs", tmp_path / "runs",
    )  # fmt: skip
    with subprocess.Popen(
        words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as started:
        for line in started.stdout:
            if line.startswith(phase):
                started.send_signal(signal.SIGINT)
                break
        _, errors = started.communicate(timeout=120)
    assert started.returncode == 130, errors
    assert "goes on where it stopped" in errors
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert "held out:" not in done.stdout  # as after each epoch
    assert ("calibrating" in done.stdout) == (phase == "calibrating")
    assert Model.open(tmp_path / "m.keras").card.fields["measured"]["mnist_test"]["drawings"] == 100


def test_a_finished_run_says_so_and_is_measured_again_only_if_told(trained, data):
    folder, _ = trained
    words = (
        "train", "--network", "dense", "--epochs", 4, "--limit", LIMIT, "--data", data,
        "--output", folder / "dense.keras", "--runs", folder / "runs",
    )  # fmt: skip
    before = (folder / "dense.keras").read_bytes()
    done = run(*words)
    assert done.returncode == 0, done.stderr
    assert "this training is finished" in done.stdout
    assert "is this model already" in done.stdout
    assert "epoch 1" not in done.stdout
    assert "measuring" not in done.stdout
    assert (folder / "dense.keras").read_bytes() == before
    assert hashlib.sha256(before).hexdigest() in done.stdout
    again = run(*words, "--again", "measure")
    assert "measuring" in again.stdout
    assert "epoch 1" not in again.stdout
    runs = (folder / "runs").glob("dense-*/my_model.keras")
    finished = max(runs, key=lambda path: path.stat().st_mtime)
    assert sorted(path.name for path in finished.parent.iterdir()) == ["my_model.keras"]


def test_an_interrupted_evaluation_does_not_claim_to_go_on(data, tmp_path):
    words = command("evaluate", model_path(), "--data", data, "--report", tmp_path / "report")
    with subprocess.Popen(
        words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as started:
        for line in started.stderr:
            if "read the data sets" in line:
                started.send_signal(signal.SIGINT)
                break
        _, errors = started.communicate(timeout=120)
    assert started.returncode == 130
    assert "no report was written" in errors
    assert not (tmp_path / "report").exists()


def test_evaluate_prints_the_figures_of_any_sealed_model(trained, data, tmp_path):
    folder, _ = trained
    done = run(
        "evaluate", folder / "dense.keras", "--data", data, "--limit", LIMIT, "--json",
        "--report", tmp_path / "report",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    printed = json.loads(done.stdout)
    card = Model.open(folder / "dense.keras").card.fields
    assert printed["mnist_test"] == pytest.approx(card["measured"]["mnist_test"])


def test_evaluate_names_an_unsealed_model(tmp_path, data):
    done = run("evaluate", tmp_path / "none.keras", "--data", data)
    assert done.returncode == 1
    assert "none.keras: can't be read" in done.stderr
    assert "Traceback" not in done.stderr


def test_missing_data_is_named_without_a_traceback(tmp_path):
    done = run("train", "--data", tmp_path, "--output", tmp_path / "m.keras")
    assert done.returncode == 1
    assert "python -m training fetch" in done.stderr
    assert "Traceback" not in done.stderr


def test_seal_measures_if_the_data_is_available(trained, data, tmp_path):
    import keras

    folder, _ = trained
    keras.models.load_model(folder / "dense.keras", compile=False).save(tmp_path / "plain.keras")
    done = run(
        "seal", tmp_path / "plain.keras", "--data", data, "--limit", 200,
        "--output", tmp_path / "s.keras",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    card = Model.open(tmp_path / "s.keras").card
    assert card.fields["measured"]["mnist_test"]["accuracy"] > 0.5
    assert card.fields["measured"]["mnist_test"]["drawings"] == 200
    assert card.rejection_threshold < 1


def test_seal_without_data_rejects_nothing_and_says_so(trained, tmp_path, monkeypatch):
    import keras

    folder, _ = trained
    keras.models.load_model(folder / "dense.keras", compile=False).save(tmp_path / "plain.keras")
    monkeypatch.setenv("DIGITREC_DATA", str(tmp_path))
    done = run("seal", tmp_path / "plain.keras")
    assert done.returncode == 0, done.stderr
    assert "not calibrated or measured" in done.stdout
    assert Model.open(tmp_path / "plain.keras").card.rejection_threshold == 1
