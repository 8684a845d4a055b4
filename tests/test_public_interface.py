"""What `import digitrec` gives, and the example of it in the README."""

import ast
import importlib
import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest

import digitrec

ROOT = Path(__file__).resolve().parents[1]
NAMES = [name for name in digitrec.__all__ if name != "__version__"]


def python(code, folder):
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def typed_imports():
    """The names that a type checker finds, and the modules that they come from."""
    tree = ast.parse(Path(digitrec.__file__).read_text("utf-8"))
    (branch,) = (
        node
        for node in tree.body
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
    )
    return {alias.name: node.module for node in branch.body for alias in node.names}


def test_the_package_imports_nothing_until_a_name_is_used(tmp_path):
    code = (
        "import sys, digitrec\n"
        "print([name for name in sys.modules if name.partition('.')[0] in ('digitrec', 'numpy')])"
    )
    assert python(code, tmp_path) == "['digitrec.version', 'digitrec']\n"


@pytest.mark.parametrize("name", NAMES)
def test_every_public_name_is_documented_and_typed(name):
    value = getattr(digitrec, name)
    assert len(inspect.getdoc(value) or "") >= 20
    assert getattr(importlib.import_module(typed_imports()[name]), name) is value


def test_type_checkers_know_the_public_names_and_no_others():
    assert sorted(typed_imports()) == sorted(NAMES)
    assert (Path(digitrec.__file__).parent / "py.typed").is_file()


def test_dir_and_a_star_import_give_the_public_names(tmp_path):
    assert dir(digitrec) == sorted(digitrec.__all__)
    code = "from digitrec import *; print(Ink.__name__, Recognizer.__name__, Reading.__name__)"
    assert python(code, tmp_path) == "Ink Recognizer Reading\n"


def test_a_name_that_is_not_public_raises_attribute_error():
    with pytest.raises(AttributeError, match="has no attribute 'Recogniser'"):
        digitrec.Recogniser  # noqa: B018


def test_the_readme_shows_five_lines_that_print_what_it_says(tmp_path):
    blocks = re.findall(
        r"^```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.S | re.M
    )
    (block,) = (block for block in blocks if "# prints" in block)
    lines = [line for line in block.splitlines() if line]
    assert len(lines) == 5
    said = lines[-1].partition("# prints ")[2]
    assert python(block, tmp_path) == f"{said}\n" != "\n"
