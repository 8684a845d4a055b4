from pathlib import Path

import pytest

from build_scripts import check as checking
from build_scripts.check import check, package_problems, pins, python_problems
from build_scripts.console import BuildError

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("running", "right"), [((3, 10), False), ((3, 11), True), ((3, 14), False)]
)
def test_a_python_that_is_not_supported_is_named(running, right):
    assert bool(python_problems(running)) != right


def test_packages_that_are_missing_or_have_another_version_are_named_with_what_to_do():
    problems = package_problems({"numpy": "0.1", "no-such-package": "1.0"})
    assert "numpy is 2" in problems[0]
    assert "not 0.1" in problems[0]
    assert "no-such-package is missing" in problems[1]
    assert all("pip install .[build]" in problem for problem in problems)


def test_the_pins_are_those_of_the_program_and_of_the_build():
    assert {"numpy", "pillow", "ai-edge-litert", "pyinstaller"} <= set(pins(ROOT))


def test_a_machine_that_can_build_passes():
    check(ROOT)


def test_everything_missing_is_named_at_once(monkeypatch):
    monkeypatch.setattr(checking, "python_problems", lambda _: ["Python is old"])
    monkeypatch.setattr(checking, "tk_problems", lambda: ["no tkinter"])
    with pytest.raises(BuildError, match=r"Python is old\nno tkinter"):
        check(ROOT)
