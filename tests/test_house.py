"""The rules of the repository: lint, types, imports, sizes, names, versions, pinned packages."""

import re
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from digitrec.version import __version__

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
TREES = ("app", "training", "build_scripts", "tests")
MODULES = [path.relative_to(ROOT) for tree in TREES for path in sorted((ROOT / tree).rglob("*.py"))]

MOST_LINES = 320  # of a module
MOST_MODULES = 15  # in a folder


def run(*words):
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=600)


@pytest.mark.parametrize(
    "words",
    [
        ("ruff", "check", "."),
        ("ruff", "format", "--check", "."),
        pytest.param(("mypy",), marks=pytest.mark.slow),
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


def test_no_module_is_too_long():
    lines = {str(path): len((ROOT / path).read_text("utf-8").splitlines()) for path in MODULES}
    assert not {path: count for path, count in lines.items() if count > MOST_LINES}


def test_no_folder_has_too_many_modules():
    counts = Counter(path.parent for path in MODULES if path.name != "__init__.py")
    assert not {str(folder): count for folder, count in counts.items() if count > MOST_MODULES}


def test_no_module_is_named_like_one_of_the_standard_library():
    # `python folder/script.py` puts the folder first on the path: `import signal` would find ours.
    names = {str(path) for path in MODULES if path.stem in sys.stdlib_module_names}
    assert not names


def test_the_tests_mirror_the_rooms():
    rooms = {path.parent.parts for path in MODULES if path.parts[0] != "tests"}
    mirrored = {Path("tests", *(room[2:] if room[0] == "app" else room)) for room in rooms}
    folders = {path.parent for path in MODULES if path.parts[0] == "tests"}
    # Of the built program, and what is done to the program until it breaks.
    apart = {Path("tests/frozen"), Path("tests/torture"), Path("tests/torture/mutants")}
    assert folders - mirrored == apart


def test_nothing_committed_names_a_package_registry_or_a_folder_of_this_machine():
    if not (ROOT / ".git").exists():
        pytest.skip("not a git repository")
    places = {ROOT.parent, Path.home()} - {Path("/"), Path("/home")}
    patterns = ["pypi[.]org", "pythonhosted[.]org", *(f"{re.escape(str(at))}/" for at in places)]
    done = run("git", "grep", "-nIiE", "|".join(patterns))
    assert (done.returncode, done.stdout) == (1, ""), done.stdout + done.stderr


def test_the_version_stands_in_one_place():
    assert PROJECT["project"]["dynamic"] == ["version"]
    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_ci_runs_the_test_command_of_the_readme():
    readme = (ROOT / "README.md").read_text("utf-8").splitlines()
    (command,) = [line for line in readme if line.endswith("pytest")]
    assert command in (ROOT / ".ci" / "run").read_text("utf-8").splitlines()


def test_every_dependency_is_pinned_or_ends_at_the_newest_that_is_tested():
    project = PROJECT["project"]
    wanted = project["dependencies"] + PROJECT["build-system"]["requires"]
    wanted += [one for extra in project["optional-dependencies"].values() for one in extra]
    bounded = re.compile(r"digitrec\[|[\w.-]+(==|>=[\w.]+,<=)[\w.]+")
    loose = [one for one in wanted if not bounded.match(one)]
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
