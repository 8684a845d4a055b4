"""What build.py says if it can't build; tests/frozen does the building."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from build_scripts.contents.model import CARD, GRAPH, KERAS_MEMBERS
from digitrec.resources import model_path

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.slow


def build(tmp_path, *words, python=()):
    command = [sys.executable, *python, str(ROOT / "build_scripts" / "build.py"), *map(str, words)]
    places = ["--dist", str(tmp_path / "dist"), "--work", str(tmp_path / "work")]
    return subprocess.run([*command, *places], cwd=tmp_path, capture_output=True, text=True)


def plain(target):
    """Writes the committed model without its seal."""
    with zipfile.ZipFile(model_path()) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            if name not in (GRAPH, CARD):
                new.writestr(name, old.read(name))
    return target


def refused(done, tmp_path):
    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr
    assert not (tmp_path / "dist" / "digitrec").exists()
    return done.stdout


def test_check_alone_names_the_model_and_builds_nothing(tmp_path):
    done = build(tmp_path, "check")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "sealed, SHA-256" in done.stdout
    assert not (tmp_path / "dist").exists()


def test_a_missing_model_is_named(tmp_path):
    done = build(tmp_path, "check", "--model", tmp_path / "none.keras")
    assert "none.keras: can't be read" in refused(done, tmp_path)


def test_a_broken_seal_is_refused(tmp_path):
    broken = tmp_path / "broken.keras"
    with zipfile.ZipFile(model_path()) as old, zipfile.ZipFile(broken, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name) + (b" " if name == "config.json" else b""))
    done = build(tmp_path, "check", "--model", broken)
    assert "the seal is broken: config.json" in refused(done, tmp_path)


def test_without_tensorflow_a_plain_model_is_refused_with_advice(tmp_path):
    blocker = tmp_path / "without" / "sitecustomize.py"
    blocker.parent.mkdir()
    blocker.write_text(
        "import importlib.util as u\nfind = u.find_spec\n"
        "u.find_spec = lambda name, package=None: "
        "None if name in ('tensorflow', 'keras') else find(name, package)\n"
    )
    copy = plain(tmp_path / "plain.keras")
    words = [
        sys.executable,
        str(ROOT / "build_scripts" / "build.py"),
        "check",
        "--model",
        str(copy),
    ]
    done = subprocess.run(
        [*words, "--dist", str(tmp_path / "dist"), "--work", str(tmp_path / "work")],
        cwd=tmp_path, capture_output=True, text=True, env={"PYTHONPATH": str(blocker.parent),
        "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)},
    )  # fmt: skip
    said = refused(done, tmp_path)
    assert "is not sealed, and sealing needs tensorflow" in said
    assert "python -m training seal" in said


def test_a_plain_model_that_keras_cannot_open_is_refused_with_the_reason(tmp_path):
    pytest.importorskip("keras", reason="TensorFlow is not installed (pip install .[train])")
    with zipfile.ZipFile(tmp_path / "nonsense.keras", "w") as archive:
        for name in KERAS_MEMBERS:
            archive.writestr(name, "nonsense")
    said = refused(build(tmp_path, "check", "--model", tmp_path / "nonsense.keras"), tmp_path)
    assert "nonsense.keras can't be sealed: error: " in said
    assert "Keras can't open it" in said


def test_a_file_that_is_not_a_model_is_refused(tmp_path):
    (tmp_path / "text.keras").write_text("hello")
    done = build(tmp_path, "check", "--model", tmp_path / "text.keras")
    assert "not a Keras model" in refused(done, tmp_path)


def test_a_step_that_does_not_exist_is_refused(tmp_path):
    done = build(tmp_path, "fly")
    assert done.returncode == 2
    assert "freeze" in done.stderr


def test_smoke_and_package_without_a_program_say_what_to_do_first(tmp_path):
    for step in ("smoke", "package"):
        assert "freeze it first" in refused(build(tmp_path, step, "--dirty"), tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")
def test_a_program_that_fails_its_self_test_is_moved_out_of_the_way(tmp_path):
    program = tmp_path / "dist" / "digitrec" / "digitrec"
    program.parent.mkdir(parents=True)
    from digitrec.version import __version__

    program.write_text(
        f'#!/bin/sh\n[ "$1" = --version ] && echo "digitrec {__version__}" && exit 0\n'
        "echo 'self-test failed: model: gone' >&2; exit 1\n"
    )
    program.chmod(0o755)
    if not shutil.which("Xvfb"):
        pytest.skip("no Xvfb (Debian: apt install xvfb)")
    said = refused(build(tmp_path, "smoke"), tmp_path)
    assert "self-test failed: model: gone" in said
    assert (tmp_path / "work" / "failed" / "digitrec" / "digitrec").exists()
