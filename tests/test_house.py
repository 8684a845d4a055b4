"""The house in order: lint, types, who may import whom, one version, pinned packages."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from digitrec.version import __version__

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def run(*words):
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=600)


@pytest.mark.parametrize(
    "words",
    [
        ("ruff", "check", "."),
        ("ruff", "format", "--check", "."),
        ("mypy",),
    ],
    ids=" ".join,
)
def test_lint_format_and_types_are_clean(words):
    done = run(sys.executable, "-m", *words)
    assert done.returncode == 0, done.stdout + done.stderr


def test_nobody_imports_what_the_design_forbids():
    done = run(
        sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()"
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


def test_the_version_stands_in_one_place():
    assert PROJECT["project"]["dynamic"] == ["version"]
    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_ci_runs_the_test_command_of_the_readme():
    readme = (ROOT / "README.md").read_text("utf-8").splitlines()
    (command,) = [line for line in readme if line.endswith("pytest")]
    assert command in (ROOT / ".ci" / "run").read_text("utf-8").splitlines()


def test_every_dependency_is_pinned():
    project = PROJECT["project"]
    wanted = project["dependencies"] + PROJECT["build-system"]["requires"]
    wanted += [one for extra in project["optional-dependencies"].values() for one in extra]
    loose = [one for one in wanted if "==" not in one and not one.startswith("digitrec[")]
    assert not loose


def test_the_program_itself_needs_no_tensorflow():
    names = {re.split(r"[=<>\[]", one)[0] for one in PROJECT["project"]["dependencies"]}
    assert not names & {"tensorflow", "keras"}


def test_reading_a_digit_imports_no_tensorflow():
    done = run(
        sys.executable,
        "-c",
        "import sys; from digitrec.recognition.recognizer import Recognizer\n"
        "from digitrec.resources import model_path\nfrom tests.samples import digit\n"
        "print(Recognizer.open(model_path()).read(digit(7)).text)\n"
        "print(sorted(set(sys.modules) & {'tensorflow', 'keras', 'tkinter'}))",
    )
    assert done.stdout.split("\n")[:2] == ["7", "[]"], done.stderr
